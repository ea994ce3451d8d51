/**
 * Question: how fast does the API answer with the index on a search engine, and how much of that is ours and not the engine's?
 * Run: node bench/engine-search.ts [requests=1000]   (engines of `npm run engines`; started and ended when they are not running)
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Instance } from '../src/cli/world.ts';
import { openInstance, startServer } from '../src/compose.ts';
import { ElasticsearchSearchIndex } from '../src/index/elasticsearch/elasticsearch-search-index.ts';
import { settingsSchema } from '../src/model/settings.ts';
import { search } from '../src/search/search.ts';
import { unpackPage } from '../src/store/stored-page.ts';
import { ENGINE_KINDS, startEngine, stopEngine } from '../tools/engines.ts';
import { openCorpus } from './support/corpus.ts';
import { EngineWaits } from './support/engine-waits.ts';
import { machineLine, quantile } from './support/machine.ts';

const requests = Number(process.argv[2] ?? 1000);
const NAME = `bench-${process.pid}`;
const corpus = await openCorpus();
const data = await mkdtemp(join(tmpdir(), 'spindex-bench-'));

console.log(machineLine());
const queries = await withInstance('sqlite:', async (instance) => {
  await crawl(instance);
  const found = await queriesOf(instance);
  console.log(`${corpus.name}; ${found.length} queries, as in bench/search.ts; ${requests} requests, limit 10`);
  await withServer(instance, async (url) => console.log(`file: ${await overHttp(url, found)}`));
  return found;
});
for (const kind of ENGINE_KINDS) {
  const engine = await startEngine(kind);
  if (engine === undefined) continue;
  await withInstance(`${engine.url}/${NAME}`, async (instance) => {
    await instance.reindex(() => undefined);
    await withServer(instance, async (url) => console.log(`${kind}: ${await overHttp(url, queries)}`));
  });
  console.log(`${kind}, in process: ${await inOneProcess(engine.url, queries)}`);
  await fetch(`${engine.url}/spindex-${NAME}-v2`, { method: 'DELETE' });
  if (engine.isStarted) await stopEngine(kind);
}
await rm(data, { recursive: true });
await corpus.close();

async function withInstance<T>(index: string, work: (instance: Instance) => Promise<T>): Promise<T> {
  const instance = await openInstance({ data, version: '0.0.0', settings: { index } });
  try {
    return await work(instance);
  } finally {
    await instance.close();
  }
}

async function withServer(instance: Instance, work: (url: string) => Promise<void>): Promise<void> {
  const server = await startServer(instance, { settings: settingsSchema.parse({ port: 0 }), version: '0.0.0' });
  await work(server.url).finally(() => server.close());
}

async function crawl(instance: Instance): Promise<void> {
  let progress = await instance.crawls.start({ ...settingsSchema.parse({ rps: 0 }), seeds: [corpus.url] });
  while (progress.endedAt === null) {
    const { id, revision: after } = progress;
    progress = (await instance.crawls.next(id, { after, signal: new AbortController().signal })) ?? progress;
  }
}

/** What every twentieth section is called, and its first words. */
async function queriesOf({ store }: Instance): Promise<string[]> {
  const names = new Set<string>();
  let pages = await store.pages({ after: 0, limit: 20 });
  while (pages.length > 0) {
    for (const { extracted } of pages) {
      const { sections } = unpackPage(extracted);
      for (const { heading, symbols } of sections) names.add(symbols[0] ?? heading);
    }
    pages = await store.pages({ after: pages.at(-1)?.place ?? 0, limit: 20 });
  }
  const chosen = [...names].filter((name) => name !== '').filter((_, i) => i % 20 === 0);
  return chosen.flatMap((name) => [name.slice(0, 200), ...name.split(/\s+/).slice(0, 2)]);
}

async function overHttp(url: string, asked: readonly string[]): Promise<string> {
  const script = fileURLToPath(new URL('./support/load.ts', import.meta.url));
  const load = spawn(process.execPath, [script, url, '1', String(requests), JSON.stringify(asked)]);
  load.stderr.pipe(process.stderr);
  let output = '';
  load.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await once(load, 'close');
  const { latencies }: { latencies: number[] } = JSON.parse(output);
  return `p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms`;
}

/** Without threads and HTTP of our own: what is waited for the engine, and the rest. The first round fills the memory of sections and words. */
async function inOneProcess(url: string, asked: readonly string[]): Promise<string> {
  const waits = new EngineWaits();
  const index = await ElasticsearchSearchIndex.open({ nodes: [url], name: NAME });
  const lines: string[] = [];
  for (const round of ['first round', 'again']) {
    const [whole, own, sent]: number[][] = [[], [], []];
    for (let i = 0; i < requests; i += 1) {
      const before = { ms: waits.ms, requests: waits.requests, at: performance.now() };
      await search(index, { q: asked[i % asked.length] ?? '', limit: 10, offset: 0 });
      const tookMs = performance.now() - before.at;
      whole?.push(tookMs);
      own?.push(tookMs - (waits.ms - before.ms));
      sent?.push(waits.requests - before.requests);
    }
    const [p50, p99] = [0.5, 0.99].map((q) => quantile(whole?.toSorted((a, b) => a - b) ?? [], q).toFixed(1));
    const ownMs = quantile(own?.toSorted((a, b) => a - b) ?? [], 0.5).toFixed(1);
    const perSearch = (sent ?? []).reduce((sum, n) => sum + n, 0) / requests;
    lines.push(
      `${round} p50 ${p50} ms, p99 ${p99} ms, of which ours at the median ${ownMs} ms, ${perSearch.toFixed(1)} requests a search`,
    );
  }
  await index.close();
  return lines.join('; ');
}
