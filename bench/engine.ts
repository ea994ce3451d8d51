/**
 * Question: how fast does a site get into Elasticsearch and OpenSearch on the same machine, beside the index in a file, and how fast do they
 * take sections that are ready?
 * Run: node bench/engine.ts [elasticsearch] [opensearch]
 * Processor seconds say more than the clock where something else runs.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInstance } from '../src/compose.ts';
import { storedDocument } from '../src/crawl/stored-document.ts';
import { ElasticsearchSearchIndex } from '../src/index/elasticsearch/elasticsearch-search-index.ts';
import type { PageDocument } from '../src/index/search-index.ts';
import { settingsSchema } from '../src/model/settings.ts';
import { SqliteCrawlStore } from '../src/store/sqlite/sqlite-crawl-store.ts';
import { ENGINE_KINDS, startEngine, stopEngine } from '../tools/engines.ts';
import { openCorpus } from './support/corpus.ts';
import { machineLine } from './support/machine.ts';

/** As the indexer gives them. */
const BATCH_PAGES = 32;
/** The first run warms the code of both sides. */
const RUNS = 3;

const wanted = ENGINE_KINDS.filter((kind) => process.argv.length < 3 || process.argv.includes(kind));
const corpus = await openCorpus();
const data = await mkdtemp(join(tmpdir(), 'spindex-bench-'));
console.log(machineLine());
console.log(`${corpus.name}, --rps 0, 8 workers; from the start of the threads until every page is searchable`);
const embedded = await crawl(join(data, 'file'), 'sqlite:');
console.log(`index in a file: ${embedded.says}`);
const documents = await documentsOf(join(data, 'file', 'crawl.sqlite'));
for (const kind of wanted) {
  const engine = await startEngine(kind);
  if (!engine) continue;
  const { url } = engine;
  const cpuBefore = await engineCpuSeconds(url);
  const crawled = await crawl(join(data, kind), `${url}/bench-${process.pid}`);
  const engineCpu = (await engineCpuSeconds(url)) - cpuBefore;
  const share = (embedded.seconds / crawled.seconds).toFixed(2);
  console.log(`${kind}: ${crawled.says}, of the engine ${engineCpu.toFixed(1)} s; ${share} of the pages/s of the file`);
  for (let run = 0; run < RUNS; run += 1)
    console.log(`${kind}: ${await feed(url, `bench-feed-${process.pid}-${run}`)}`);
  await remove(url, `bench-${process.pid}`);
  if (engine.isStarted) await stopEngine(kind);
}
await rm(data, { recursive: true });
await corpus.close();

async function crawl(place: string, index: string): Promise<{ seconds: number; says: string }> {
  const [started, cpuBefore] = [performance.now(), process.cpuUsage()];
  const instance = await openInstance({ data: place, version: '0.0.0', settings: { index } });
  let progress = await instance.crawls.start({ ...settingsSchema.parse({ rps: 0 }), seeds: [corpus.url] });
  while (progress.endedAt === null) {
    const change = { after: progress.revision, signal: new AbortController().signal };
    progress = (await instance.crawls.next(progress.id, change)) ?? progress;
  }
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const { pages, sections } = await instance.indexStats();
  await instance.close();
  const speed = `${pages} pages, ${sections} sections in ${seconds.toFixed(2)} s = ${(pages / seconds).toFixed(0)} pages/s`;
  return { seconds, says: `${speed}; own CPU ${((user + system) / 1e6).toFixed(1)} s` };
}

async function documentsOf(path: string): Promise<PageDocument[]> {
  const store = SqliteCrawlStore.open({ path });
  const all = await store.pages({ after: 0, limit: 100_000 });
  await store.close();
  return all.map((page) => storedDocument(page, page.site));
}

/** What `apply` takes, of pages that are analysed already. */
async function feed(url: string, name: string): Promise<string> {
  const index = await ElasticsearchSearchIndex.open({ nodes: [url], name });
  const [started, cpuBefore, engineBefore] = [performance.now(), process.cpuUsage(), await engineCpuSeconds(url)];
  for (let start = 0; start < documents.length; start += BATCH_PAGES) {
    const batch = documents.slice(start, start + BATCH_PAGES).map((page) => ({ kind: 'put' as const, page }));
    await index.apply(batch, { more: true });
  }
  await index.apply([]);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const { sections } = await index.stats();
  const engineCpu = (await engineCpuSeconds(url)) - engineBefore;
  await index.close();
  await remove(url, name);
  const cpu = (user + system) / 1e6;
  return `fed ${sections} sections in ${seconds.toFixed(2)} s = ${(sections / seconds).toFixed(0)}/s; own CPU ${cpu.toFixed(2)} s, of the engine ${engineCpu.toFixed(2)} s`;
}

/** All that the engine's process has used so far. */
async function engineCpuSeconds(url: string): Promise<number> {
  const answer = await fetch(`${url}/_nodes/_local/stats/process?filter_path=nodes.*.process.cpu.total_in_millis`);
  const { nodes }: { nodes: Record<string, { process: { cpu: { total_in_millis: number } } }> } = JSON.parse(
    await answer.text(),
  );
  return Object.values(nodes).reduce((sum, node) => sum + node.process.cpu.total_in_millis / 1000, 0);
}

async function remove(url: string, name: string): Promise<void> {
  const indexes: object = JSON.parse(await (await fetch(`${url}/spindex-${name}`)).text());
  for (const index of Object.keys(indexes)) await fetch(`${url}/${index}`, { method: 'DELETE' });
}
