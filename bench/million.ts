/**
 * Question: does a crawl of very many URLs keep its speed and its memory to the end?
 * A generated site without a network: tiny pages, each with ten links. The fetcher alone is simulated; the frontier, the store and
 * the index are the real ones, in their own threads. Pages are read in this thread, so that its memory and time count too.
 * Run: node bench/million.ts [urls=100000] [index|no-index]
 */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Indexing } from '../src/crawl/indexer.ts';
import { LocalCrawls } from '../src/crawl/local-crawls.ts';
import { readPage } from '../src/crawl/page-reading.ts';
import { SharedLock } from '../src/crawl/shared-lock.ts';
import { systemClock } from '../src/model/clock.ts';
import type { CrawlProgress } from '../src/model/events.ts';
import { settingsSchema } from '../src/model/settings.ts';
import type { CrawlStore } from '../src/store/crawl-store.ts';
import type { IndexPlace } from '../src/threads/open-index.ts';
import { startThread } from '../src/threads/remote.ts';
import { GeneratedSite } from './support/generated-site.ts';
import { machineLine } from './support/machine.ts';

/** As the program's own threads have it. */
const MAX_HEAP_MIB = 256;
/** Moments between which the speed is told. */
const PARTS = 10;

const urls = Number(process.argv[2] ?? 100_000);
const isIndexed = process.argv[3] !== 'no-index';
const data = await mkdtemp(join(tmpdir(), 'spindex-million-'));
const paths = {
  storePath: join(data, 'crawl.sqlite'),
  place: { kind: 'file', path: join(data, 'index.sqlite') } satisfies IndexPlace,
};
const store = await startThread<CrawlStore>('store-thread', {
  data: { path: paths.storePath },
  maxHeapMib: MAX_HEAP_MIB,
});
const indexing = isIndexed
  ? await startThread<Indexing>('indexing-thread', { data: paths, maxHeapMib: MAX_HEAP_MIB })
  : { wake: () => undefined, drain: async () => undefined, trouble: async () => null, close: async () => undefined };
const site = new GeneratedSite(urls);
const crawls = new LocalCrawls({
  store,
  indexing,
  readPage: async (input) => readPage(input),
  makeFetcher: () => site,
  lock: new SharedLock({ acquire: () => undefined, release: () => undefined }),
  clock: systemClock,
  userAgent: 'Spindex/bench',
  ...(isIndexed ? {} : { outboxLimit: Number.POSITIVE_INFINITY }),
});

console.log(machineLine());
console.log(`${urls} URLs of ten links each, 8 workers, no cap, ${isIndexed ? 'with' : 'without'} the index`);
try {
  await crawlAll();
} finally {
  await crawls.close();
  await indexing.close();
  await store.close();
  await rm(data, { recursive: true });
}

async function crawlAll(): Promise<void> {
  const started = performance.now();
  let progress = await crawls.start({ ...settingsSchema.parse({ rps: 0 }), seeds: [site.seed] });
  const parts: Part[] = [];
  let last = { settled: 0, at: started, cpuMs: cpuMs() };
  for (let allSettledAt = 0; progress.endedAt === null; ) {
    const options = { after: progress.revision, signal: new AbortController().signal };
    progress = (await crawls.next(progress.id, options)) ?? progress;
    const now = { settled: settledOf(progress), at: performance.now(), cpuMs: cpuMs() };
    if (now.settled >= ((parts.length + 1) * urls) / PARTS && parts.length < PARTS) {
      const pages = now.settled - last.settled;
      parts.push({ perSecond: (pages / (now.at - last.at)) * 1000, cpuMsAPage: (now.cpuMs - last.cpuMs) / pages });
      console.log(await partLine(parts, progress));
      last = now;
    }
    if (allSettledAt === 0 && now.settled >= urls) allSettledAt = now.at;
    else if (progress.endedAt !== null) console.log(`index complete ${seconds(now.at - allSettledAt)} s later`);
  }
  console.log(await summary(progress, { parts, ms: performance.now() - started }));
}

interface Part {
  perSecond: number;
  /** On a machine that others use as well, this tells a slow crawl from a busy machine. */
  cpuMsAPage: number;
}

async function partLine(parts: readonly Part[], { states, outbox }: CrawlProgress): Promise<string> {
  const { perSecond, cpuMsAPage } = parts.at(-1) ?? { perSecond: 0, cpuMsAPage: 0 };
  const speed = `${perSecond.toFixed(0)} pages/s, CPU ${cpuMsAPage.toFixed(2)} ms a page, load ${loadavg()[0]?.toFixed(1)}`;
  return `${parts.length}/${PARTS}: ${speed}; ${states.ready} ready, ${outbox} to index, peak ${await peakMib()} MiB`;
}

async function summary(
  { states, found, why }: CrawlProgress,
  { parts, ms }: { parts: readonly Part[]; ms: number },
): Promise<string> {
  const [first, last] = [parts[0], parts.at(-1)];
  const ratio = (of: (part: Part) => number) => (first && last ? (of(last) / of(first)).toFixed(2) : 'unknown');
  const heap = process.memoryUsage().heapUsed / 2 ** 20;
  const storeBytes = (await stat(paths.storePath)).size;
  return [
    `${states.indexed} of ${found} indexed (${why}) in ${seconds(ms)} s = ${((states.indexed / ms) * 1000).toFixed(0)} pages/s`,
    `last tenth / first tenth: pages/s ${ratio(({ perSecond }) => perSecond)}, CPU a page ${ratio(({ cpuMsAPage }) => cpuMsAPage)}`,
    `peak memory ${await peakMib()} MiB, heap of the main thread ${heap.toFixed(0)} MiB`,
    `crawl.sqlite ${(storeBytes / 2 ** 20).toFixed(0)} MiB`,
  ].join('; ');
}

/** Of all threads. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function settledOf({ found, states }: CrawlProgress): number {
  return found - states.ready - states.waiting - states.taken;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

/** Threads are in the process, so this is the whole program. */
async function peakMib(): Promise<string> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const peak = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return peak === undefined ? 'unknown' : (Number(peak) / 1024).toFixed(0);
}
