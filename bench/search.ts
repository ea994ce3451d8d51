/**
 * Question: how fast does the API answer, alone and while a crawl runs at full speed, on one manual and on ten times that?
 * Run: node bench/search.ts [requests=2000]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Instance } from '../src/cli/world.ts';
import { openInstance, startServer } from '../src/compose.ts';
import { toPageDocument } from '../src/index/page-document.ts';
import { SqliteSearchIndex } from '../src/index/sqlite/sqlite-search-index.ts';
import { settingsSchema } from '../src/model/settings.ts';
import { SqliteCrawlStore } from '../src/store/sqlite/sqlite-crawl-store.ts';
import { unpackPage } from '../src/store/stored-page.ts';
import { openCorpus } from './support/corpus.ts';
import { machineLine, quantile } from './support/machine.ts';

const requests = Number(process.argv[2] ?? 2000);
const COPIES = 10;
const corpus = await openCorpus();
const folder = await mkdtemp(join(tmpdir(), 'spindex-bench-'));
const small = join(folder, 'one');
const large = join(folder, 'ten');

console.log(machineLine());
await withInstance(small, async (instance) => void (await crawl(instance)));
const queries = await copyPages(small, large);
console.log(
  `${corpus.name}; ${queries.length} queries: names and headings of its sections, and their first words; ${requests} requests, limit 10, over HTTP`,
);
for (const [data, name] of [
  [small, 'one manual'],
  [large, `${COPIES} times`],
] as const) {
  await withServer(data, async (url, instance) => {
    const { sections } = await instance.indexStats();
    for (const clients of [1, 8])
      console.log(
        await measure(url, {
          clients,
          name: `${name} (${sections} sections), ${clients} client${clients > 1 ? 's' : ''}`,
        }),
      );
  });
}
await withServer(join(folder, 'busy'), async (url, instance) => {
  await crawl(instance);
  const crawling = crawl(instance, corpus.url.replace('127.0.0.1', 'localhost')); // another host: every page anew
  console.log(
    await measure(url, { clients: 1, name: 'one manual, 1 client, while a crawl runs at full speed', requests: 300 }),
  );
  await crawling;
});
await rm(folder, { recursive: true });
await corpus.close();

async function withInstance<T>(data: string, work: (instance: Instance) => Promise<T>): Promise<T> {
  const instance = await openInstance({ data, version: '0.0.0' });
  try {
    return await work(instance);
  } finally {
    await instance.close();
  }
}

function withServer(data: string, work: (url: string, instance: Instance) => Promise<void>): Promise<void> {
  return withInstance(data, async (instance) => {
    const server = await startServer(instance, { settings: settingsSchema.parse({ port: 0 }), version: '0.0.0' });
    await work(server.url, instance).finally(() => server.close());
  });
}

async function crawl(instance: Instance, seed = corpus.url): Promise<void> {
  let progress = await instance.crawls.start({ ...settingsSchema.parse({ rps: 0 }), seeds: [seed] });
  while (progress.endedAt === null) {
    progress =
      (await instance.crawls.next(progress.id, { after: progress.revision, signal: new AbortController().signal })) ??
      progress;
  }
}

/** An index with every page of the store ten times under other addresses. Returns queries: what the sections are called. */
async function copyPages(from: string, to: string): Promise<string[]> {
  await withInstance(to, async () => undefined);
  const store = SqliteCrawlStore.open({ path: join(from, 'crawl.sqlite') });
  const index = SqliteSearchIndex.open({ path: join(to, 'index.sqlite') });
  const names = new Set<string>();
  await store.requeueAll();
  for (let changes = await store.changes(20); changes.length > 0; changes = await store.changes(20)) {
    const stored = changes.flatMap(({ page }) => (page ? [unpackPage(page.extracted)] : []));
    for (const { sections } of stored) for (const { heading, symbols } of sections) names.add(symbols[0] ?? heading);
    for (let copy = 0; copy < COPIES; copy += 1) {
      const pages = stored.map((page) =>
        toPageDocument({ ...page, url: `${page.url}?copy=${copy}` }, { site: 'bench', crawledAt: 0 }),
      );
      await index.apply(pages.map((page) => ({ kind: 'put', page })));
    }
    await store.acknowledge(changes);
  }
  await Promise.all([store.close(), index.close()]);
  const chosen = [...names].filter((name) => name !== '').filter((_, i) => i % 20 === 0);
  return chosen.flatMap((name) => [name.slice(0, 200), ...name.split(/\s+/).slice(0, 2)]);
}

async function measure(
  url: string,
  { clients, name, requests: wanted = requests }: { clients: number; name: string; requests?: number },
): Promise<string> {
  const load = spawn(process.execPath, [
    fileURLToPath(new URL('./support/load.ts', import.meta.url)),
    url,
    String(clients),
    String(wanted),
    JSON.stringify(queries),
  ]);
  load.stderr.pipe(process.stderr);
  let output = '';
  load.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await once(load, 'close');
  const { latencies, seconds }: { latencies: number[]; seconds: number } = JSON.parse(output);
  return `${name}: p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms, ${(latencies.length / seconds).toFixed(0)} queries/s`;
}
