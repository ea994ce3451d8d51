/**
 * Question: how good is the order of results, on sets of queries whose right pages others have named?
 * Run: node bench/relevance.ts [corpus ...]   (python postgres cacm xquad-{ru,en,de}-{par,sen}; default: all of these)
 * Crawls each corpus into a fresh index and lets the pack's own scorer ask the API; a table of figures, one row a set.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openInstance, startServer } from '../src/compose.ts';
import { settingsSchema } from '../src/model/settings.ts';
import { machineLine } from './support/machine.ts';
import { swappedTitles } from './support/swapped-titles.ts';

interface QuerySet {
  name: string;
  corpus: string;
}

interface Score {
  set: string;
  queries: number;
  s1: number;
  mrr: number;
  hit: number;
  ndcg: number;
  anchor1?: number;
  answer1?: number;
  errors: number;
}

const PACK = fileURLToPath(new URL('../../shared/eval/', import.meta.url));
const SERVE = fileURLToPath(new URL('../../shared/corpora/serve', import.meta.url));
const XQUAD = ['ru', 'en', 'de'].flatMap((lang) => [`xquad-${lang}-par`, `xquad-${lang}-sen`]);
const TYPED = 'python-titles';
const CORPORA = ['python', 'postgres', 'cacm', ...XQUAD];

console.log(machineLine());
if (existsSync(PACK) && existsSync(SERVE)) await scoreAll(process.argv.length > 2 ? process.argv.slice(2) : CORPORA);
else console.log('not measured: the evaluation pack is not beside the repository');

async function scoreAll(names: readonly string[]): Promise<void> {
  const sets: QuerySet[] = JSON.parse(readFileSync(join(PACK, 'relevance/sets.json'), 'utf8'));
  console.log('| set | queries | S@1 | MRR@10 | Hit@10 | nDCG@10 | Anc@1 | Ans@1 |\n|---|---|---|---|---|---|---|---|');
  for (const name of names) {
    const served = await serve(name);
    if (served === undefined) console.log(`| ${name}: not served | | | | | | | |`);
    else for (const score of await scoresOf(served.url, setsOf(name, sets))) console.log(rowOf(score));
    served?.stop();
  }
}

function setsOf(corpus: string, sets: readonly QuerySet[]): string[] {
  return sets.filter((set) => set.corpus === corpus).map((set) => set.name);
}

interface Served {
  url: string;
  stop(): void;
}

/** The corpus on its port of loopback, started when it does not answer there; undefined when it cannot be. */
async function serve(corpus: string): Promise<Served | undefined> {
  const { stdout } = spawnSync(SERVE, ['list'], { encoding: 'utf8' });
  const line = stdout.split('\n').find((one) => one.split(/\s/)[0] === corpus);
  const url = /https?:\/\/[^\s/]+\//.exec(line ?? '')?.[0];
  if (url === undefined) return undefined;
  if (await answers(url)) return { url, stop: () => undefined };
  const dir = ['--dir', join(tmpdir(), `spindex-${corpus}`)];
  const { status } = spawnSync(SERVE, ['start', '--only', corpus, ...dir]);
  return status === 0 ? { url, stop: () => void spawnSync(SERVE, ['stop', ...dir]) } : undefined;
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function scoresOf(base: string, sets: readonly string[]): Promise<Score[]> {
  const data = await mkdtemp(join(tmpdir(), 'spindex-bench-'));
  const instance = await openInstance({ data, version: '0.0.0' });
  try {
    let progress = await instance.crawls.start({ ...settingsSchema.parse({ rps: 0 }), seeds: [base] });
    while (progress.endedAt === null) {
      const { id, revision: after } = progress;
      progress = (await instance.crawls.next(id, { after, signal: new AbortController().signal })) ?? progress;
    }
    const server = await startServer(instance, { settings: settingsSchema.parse({ port: 0 }), version: '0.0.0' });
    return await askAll({ api: server.url, base, sets, data }).finally(() => server.close());
  } finally {
    await instance.close();
    await rm(data, { recursive: true });
  }
}

interface Asked {
  api: string;
  base: string;
}

/** The sets, and of the one that people type from memory 200 queries with a slip. */
async function askAll({ sets, data, ...asked }: Asked & { sets: readonly string[]; data: string }): Promise<Score[]> {
  const scores = await ask(asked, ['--set', sets.join(',')]);
  if (!sets.includes(TYPED)) return scores;
  const lines = readFileSync(join(PACK, `relevance/${TYPED}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  const rows = swappedTitles(
    lines.map((line) => JSON.parse(line)),
    200,
  );
  const file = join(data, `${TYPED}-swapped.jsonl`);
  await writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  const swapped = await ask(asked, ['--file', file]);
  return [...scores, ...swapped.map((score) => ({ ...score, set: `${TYPED}, letters swapped` }))];
}

async function ask({ api, base }: Asked, what: readonly string[]): Promise<Score[]> {
  const scorer = [join(PACK, 'score.mjs'), '--api', api, '--base', base, ...what, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, scorer);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function rowOf({ set, queries, s1, mrr, hit, ndcg, anchor1, answer1, errors }: Score): string {
  const figures = [s1, mrr, hit, ndcg, anchor1, answer1].map((figure) => figure?.toFixed(3).replace(/^0/, '') ?? '');
  return `| ${set} | ${queries}${errors > 0 ? ` (${errors} failed)` : ''} | ${figures.join(' | ')} |`;
}
