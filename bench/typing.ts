/**
 * Question: while a title or a name is typed, is its page on top already, and how fast is each answer?
 * Run: node bench/typing.ts [queries=500]
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openInstance } from '../src/compose.ts';
import { settingsSchema } from '../src/model/settings.ts';
import type { SearchResponse } from '../src/search/response.ts';
import { openCorpus } from './support/corpus.ts';
import { machineLine, quantile } from './support/machine.ts';

interface Row {
  q: string;
  /** Grades of the right pages, by their paths without the first slash. */
  rel: Record<string, number>;
}

const RELEVANCE = fileURLToPath(new URL('../../shared/eval/relevance/', import.meta.url));
const SETS = ['python-titles', 'python-api'];
const TYPED_SHARES = [0.3, 0.5, 0.8];
/** Nobody looks up before. */
const MIN_TYPED_CHARS = 3;
const LIMIT = 10;
const wanted = Number(process.argv[2] ?? 500);

console.log(machineLine());
if (existsSync(RELEVANCE)) await measureAll();
else console.log('not measured: the evaluation pack is not beside the repository');

async function measureAll(): Promise<void> {
  const corpus = await openCorpus();
  const data = await mkdtemp(join(tmpdir(), 'spindex-bench-'));
  const instance = await openInstance({ data, version: '0.0.0' });
  let progress = await instance.crawls.start({ ...settingsSchema.parse({ rps: 0 }), seeds: [corpus.url] });
  while (progress.endedAt === null) {
    const { id, revision: after } = progress;
    progress = (await instance.crawls.next(id, { after, signal: new AbortController().signal })) ?? progress;
  }
  const ask = (q: string) => instance.search({ q, limit: LIMIT, offset: 0, prefix: true });
  console.log(
    `${corpus.name}\n| set | typed | queries | S@1 | MRR@${LIMIT} | p50 ms | p99 ms |\n|---|---|---|---|---|---|---|`,
  );
  for (const set of SETS) for (const share of TYPED_SHARES) console.log(await measure({ set, share, ask }));
  await instance.close();
  await rm(data, { recursive: true });
  await corpus.close();
}

async function measure({
  set,
  share,
  ask,
}: {
  set: string;
  share: number;
  ask: (q: string) => Promise<SearchResponse>;
}) {
  const rows = readRows(set).flatMap((row) => {
    const q = row.q.slice(0, Math.max(MIN_TYPED_CHARS, Math.ceil(row.q.length * share))).trimEnd();
    return q === row.q ? [] : [{ ...row, q }];
  });
  const places: number[] = [];
  const latencies: number[] = [];
  for (const { q, rel } of rows) {
    const started = performance.now();
    const { results } = await ask(q);
    latencies.push(performance.now() - started);
    places.push(1 + results.findIndex(({ pageUrl }) => (rel[new URL(pageUrl).pathname.slice(1)] ?? 0) > 0));
  }
  const mean = (value: (place: number) => number) =>
    (places.reduce((sum, place) => sum + value(place), 0) / places.length).toFixed(3);
  const sorted = latencies.toSorted((a, b) => a - b);
  const [p50, p99] = [0.5, 0.99].map((share) => quantile(sorted, share).toFixed(1));
  const figures = [mean((place) => Number(place === 1)), mean((place) => (place === 0 ? 0 : 1 / place)), p50, p99];
  return `| ${set} | ${Math.round(100 * share)} % | ${rows.length} | ${figures.join(' | ')} |`;
}

/** As many of the rows as asked for, spread evenly over all. */
function readRows(set: string): Row[] {
  const lines = readFileSync(join(RELEVANCE, `${set}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  const step = Math.max(1, lines.length / wanted);
  return Array.from({ length: Math.min(wanted, lines.length) }, (_, i) =>
    JSON.parse(lines[Math.floor(i * step)] ?? ''),
  );
}
