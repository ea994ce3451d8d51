/**
 * Question: is the same found whichever index is behind it, the file, Elasticsearch or OpenSearch?
 * Run: node bench/parity.ts [sample=80] [corpus ...]   (corpora as in bench/relevance.ts; default: python)
 * Crawls each corpus once, builds the index in each place, and lets the pack's own scorer ask all of them; one row a set and place.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Instance } from '../src/cli/world.ts';
import { openInstance, startServer } from '../src/compose.ts';
import { settingsSchema } from '../src/model/settings.ts';
import { ENGINE_KINDS, startEngine, stopEngine } from '../tools/engines.ts';
import { machineLine } from './support/machine.ts';

interface Place {
  name: string;
  index: string;
}

interface Asked {
  mrr: number;
  ndcg: number;
  /** The first result of each query, '' for none. */
  first: string[];
}

const PACK = fileURLToPath(new URL('../../shared/eval/', import.meta.url));
const SERVE = fileURLToPath(new URL('../../shared/corpora/serve', import.meta.url));
const NAME = `parity-${process.pid}`;
const sample = Number(process.argv[2] ?? 80);
const corpora = process.argv.length > 3 ? process.argv.slice(3) : ['python'];

console.log(machineLine());
if (existsSync(PACK) && existsSync(SERVE)) await compareAll();
else console.log('not measured: the evaluation pack is not beside the repository');

async function compareAll(): Promise<void> {
  const places: Place[] = [{ name: 'file', index: 'sqlite:' }];
  const engines = [];
  for (const kind of ENGINE_KINDS) {
    const engine = await startEngine(kind);
    if (engine === undefined) continue;
    engines.push({ kind, ...engine });
    places.push({ name: kind, index: `${engine.url}/${NAME}` });
  }
  console.log(`| set | place | MRR@10 | nDCG@10 | same first result as the file |\n|---|---|---|---|---|`);
  for (const corpus of corpora) await compare(corpus, places);
  for (const { kind, url, isStarted } of engines) {
    const names = Object.keys((await (await fetch(`${url}/spindex-${NAME}-v*`)).json()) ?? {});
    if (names.length > 0) await fetch(`${url}/${names.join(',')}`, { method: 'DELETE' });
    if (isStarted) await stopEngine(kind);
  }
}

async function compare(corpus: string, places: readonly Place[]): Promise<void> {
  const base = addressOf(corpus);
  const sets = setsOf(corpus);
  const data = await mkdtemp(join(tmpdir(), 'spindex-bench-'));
  const answers = new Map<string, Asked>();
  for (const [i, { index }] of places.entries()) {
    const instance = await openInstance({ data, version: '0.0.0', settings: { index } });
    try {
      if (i === 0) await crawl(instance, base);
      await instance.reindex(() => undefined);
      const server = await startServer(instance, { settings: settingsSchema.parse({ port: 0 }), version: '0.0.0' });
      for (const set of sets) answers.set(`${set} ${i}`, await ask({ api: server.url, base, set, data }));
      await server.close();
    } finally {
      await instance.close();
    }
  }
  await rm(data, { recursive: true });
  for (const set of sets) for (const [i, { name }] of places.entries()) console.log(rowOf({ set, name }, answers, i));
}

function rowOf(row: { set: string; name: string }, answers: ReadonlyMap<string, Asked>, i: number): string {
  const [reference, own] = [answers.get(`${row.set} 0`), answers.get(`${row.set} ${i}`)];
  const same = own?.first.filter((url, query) => url === reference?.first[query]).length ?? 0;
  const total = own?.first.length ?? 0;
  return `| ${row.set} | ${row.name} | ${own?.mrr.toFixed(3)} | ${own?.ndcg.toFixed(3)} | ${same} of ${total} |`;
}

function addressOf(corpus: string): string {
  const { stdout } = spawnSync(SERVE, ['list'], { encoding: 'utf8' });
  const line = stdout.split('\n').find((one) => one.split(/\s/)[0] === corpus);
  const url = /https?:\/\/[^\s/]+\//.exec(line ?? '')?.[0];
  if (url === undefined) throw new RangeError(`corpus: there is no ${corpus}`);
  spawnSync(SERVE, ['start', '--only', corpus, '--dir', join(tmpdir(), 'corpora')]); // one that is served already stays
  return url;
}

function setsOf(corpus: string): string[] {
  const sets: { name: string; corpus: string }[] = JSON.parse(readFileSync(join(PACK, 'relevance/sets.json'), 'utf8'));
  return sets.filter((set) => set.corpus === corpus).map((set) => set.name);
}

async function crawl(instance: Instance, seed: string): Promise<void> {
  let progress = await instance.crawls.start({ ...settingsSchema.parse({ rps: 0 }), seeds: [seed] });
  while (progress.endedAt === null) {
    const { id, revision: after } = progress;
    progress = (await instance.crawls.next(id, { after, signal: new AbortController().signal })) ?? progress;
  }
}

async function ask({ api, base, set, data }: { api: string; base: string; set: string; data: string }): Promise<Asked> {
  const out = join(data, 'answers.jsonl');
  const args = ['--api', api, '--base', base, '--set', set, '--sample', String(sample), '--json', '--out', out];
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(PACK, 'score.mjs'),
    ...args,
    '--timeout',
    '60000',
  ]);
  const { mrr, ndcg }: { mrr: number; ndcg: number } = JSON.parse(stdout);
  const rows: { ids: string[] }[] = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { mrr, ndcg, first: rows.map(({ ids }) => ids?.[0] ?? '') };
}
