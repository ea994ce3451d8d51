/**
 * Question: how fast does the whole program crawl and index a site without a rate limit, and what does it cost?
 * Run: npm run bench -- crawl, or node bench/crawl.ts [runs=3], which takes a third more memory
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openInstance } from '../src/compose.ts';
import { settingsSchema } from '../src/model/settings.ts';
import { openCorpus } from './support/corpus.ts';
import { machineLine } from './support/machine.ts';

const runs = Number(process.argv[2] ?? 3);
const corpus = await openCorpus();
console.log(machineLine());
console.log(`${corpus.name}, --rps 0, 8 workers; from the start of the threads until every page is searchable`);
for (let run = 0; run < runs; run += 1) console.log(await crawlOnce());
await corpus.close();

async function crawlOnce(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'spindex-bench-'));
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const instance = await openInstance({ data, version: '0.0.0' });
  delay.enable();
  let progress = await instance.crawls.start({ ...settingsSchema.parse({ rps: 0 }), seeds: [corpus.url] });
  while (progress.endedAt === null) {
    progress =
      (await instance.crawls.next(progress.id, { after: progress.revision, signal: new AbortController().signal })) ??
      progress;
  }
  delay.disable();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const { pages, bytes } = await instance.indexStats();
  await instance.close();
  await rm(data, { recursive: true });
  return [
    `${pages} pages in ${seconds.toFixed(2)} s = ${(pages / seconds).toFixed(0)} pages/s`,
    `CPU ${((user + system) / 1e6).toFixed(1)} s`,
    `peak memory of the process so far ${await peakMemoryMib()} MiB`,
    `event loop blocked at most ${(delay.max / 1e6).toFixed(1)} ms, p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
    `index ${(bytes / 2 ** 20).toFixed(1)} MiB`,
  ].join('; ');
}

/** Threads are in the process, so this is the whole program. */
async function peakMemoryMib(): Promise<string> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const peak = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return peak === undefined ? 'unknown' : (Number(peak) / 1024).toFixed(0);
}
