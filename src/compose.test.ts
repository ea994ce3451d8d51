import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { fakeParts } from '../test/support/fake-server-parts.ts';
import { startFakeSite } from '../test/support/fake-site.ts';
import type { Instance } from './cli/world.ts';
import { openInstance, startServer } from './compose.ts';
import { settingsSchema } from './model/settings.ts';

const version = 'test';
const HOST = '127.0.0.1';

test('startServer() keeps what was given for the seeds of the command line from crawls that others start', async (context) => {
  const parts = fakeParts();
  const given = { header: ['Cookie: a=1'], ignoreRobots: true, acceptLosses: true, rps: 2, host: HOST, port: 0 };
  const settings = settingsSchema.parse(given);
  const server = await startServer(parts as unknown as Instance, { settings, version });
  context.after(() => server.close());
  const answer = await fetch(`${server.url}/api/v1/crawls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: 'https://docs.example/' }),
  });
  assert.equal(answer.status, 202);
  const [{ rps, header, ignoreRobots, acceptLosses } = {}] = parts.started;
  assert.deepEqual(
    { rps, header, ignoreRobots, acceptLosses },
    {
      rps: 2,
      header: [],
      ignoreRobots: false,
      acceptLosses: false,
    },
  );
});

test('startServer() says of a port that is taken to choose another one', async (context) => {
  const start = (port: number) =>
    startServer(fakeParts() as unknown as Instance, { settings: settingsSchema.parse({ host: HOST, port }), version });
  const first = await start(0);
  context.after(() => first.close());
  const port = Number(new URL(first.url).port);
  await assert.rejects(start(port), {
    code: 'port-taken',
    message: `Port ${port} is taken by another program. Choose another one with --port, or --port 0 for any free one.`,
  });
});

test('openInstance() asks a site as the settings say: where, as whom, with which headers, and for how much', async (context) => {
  const site = await startFakeSite({
    '/': '<title>Piles</title><p>A pile of things. <a href="/large">more</a>',
    '/large': `<title>Large</title><p>${'A pile of many things. '.repeat(200)}`,
  });
  context.after(() => site.close());
  const data = mkdtempSync(join(tmpdir(), 'spindex-compose-'));
  context.after(() => rmSync(data, { recursive: true, force: true }));
  const instance = await openInstance({ data, version });
  context.after(() => instance.close());
  const seed = `http://docs.example:${site.port}/`;
  const settings = settingsSchema.parse({
    ...{ rps: 1000, userAgent: 'Reader/1', header: ['X-Key: k3y'], maxBodyMib: 0.002 },
    resolve: [`docs.example:${site.port}:${HOST}`],
  });
  const { id } = await instance.crawls.start({ ...settings, seeds: [seed] });
  const { signal } = new AbortController();
  let progress = instance.crawls.get(id);
  while (progress?.endedAt === null) progress = await instance.crawls.next(id, { after: progress.revision, signal });
  assert.deepEqual(progress?.reasons, { ok: 1, 'too-large': 1 });
  for (const { headers } of site.requests)
    assert.deepEqual([headers['user-agent'], headers['x-key'], headers.host], ['Reader/1', 'k3y', new URL(seed).host]);
});

test('openInstance() lists URLs that hold a text, though all of them must be read, beside what the crawl store does', async (context) => {
  const data = mkdtempSync(join(tmpdir(), 'spindex-compose-'));
  context.after(() => rmSync(data, { recursive: true, force: true }));
  const instance = await openInstance({ data, version });
  context.after(() => instance.close());
  const { store } = instance;
  const seeds = ['https://docs.example/changes', 'https://docs.example/'];
  const site = await store.openSite({ name: 'docs.example', seeds, scope: 'host', include: [], exclude: [] });
  await store.beginCrawl(site.id, 0);
  const other = new DatabaseSync(join(data, 'crawl.sqlite'));
  context.after(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  const held = store.saveRobots('https://docs.example', { body: new Uint8Array(), fetchedAt: 1 });
  const query = { after: 0, limit: 10, q: 'CHANGES' };
  const { counts, urls } = await store.coverage(site.id, query);
  assert.deepEqual([counts.found, urls.map(({ url }) => url)], [2, [seeds[0]]]);
  assert.deepEqual(await store.urls(site.id, query), urls);
  other.exec('COMMIT');
  await held;
  assert.equal((await store.urls(site.id, { after: 0, limit: 10 })).length, 2);
});

test('openInstance(): what crawls ask of the store does not wait behind all that others ask', async (context) => {
  const data = mkdtempSync(join(tmpdir(), 'spindex-compose-'));
  context.after(() => rmSync(data, { recursive: true, force: true }));
  const instance = await openInstance({ data, version });
  context.after(() => instance.close());
  const { store } = instance;
  const seeds = ['https://docs.example/'];
  const site = await store.openSite({ name: 'docs.example', seeds, scope: 'host', include: [], exclude: [] });
  await store.beginCrawl(site.id, 0);
  let answered = 0;
  const asked = Array.from({ length: 100 }, async () => {
    await store.sites();
    answered += 1;
  });
  const stop = new AbortController();
  let answeredBefore = Number.NaN;
  const onPlanned = () => {
    answeredBefore = answered;
    stop.abort();
  };
  const settingsFor = () => ({ ...settingsSchema.parse({}), seeds });
  const plan = { everyMs: 3_600_000, settingsFor, onPlanned, onStarted: () => undefined, onTrouble: () => undefined };
  await Promise.all([...asked, instance.keepFresh(plan, stop.signal)]); // which asks for the sites, and then for the last crawl of this one
  assert.ok(answeredBefore < 10, `crawls had their answers after ${answeredBefore} others`);
});

test('openInstance(): what a thread did that has ended is done by another one', async (context) => {
  const threads = new Map<string, Worker>();
  const note = (message: unknown) => {
    const { worker } = message as { worker: Worker };
    threads.set(worker.threadName ?? '', worker);
  };
  subscribe('worker_threads', note);
  context.after(() => unsubscribe('worker_threads', note));
  const data = mkdtempSync(join(tmpdir(), 'spindex-compose-'));
  context.after(() => rmSync(data, { recursive: true, force: true }));
  const instance = await openInstance({ data, version });
  context.after(() => instance.close());
  const work = () =>
    Promise.all([
      instance.store.sites(),
      instance.verifyIndex(),
      instance.suggest({ q: 'a', limit: 1 }).then(({ suggestions }) => suggestions),
    ]);
  const done = await work();
  for (const name of ['store-thread', 'indexing-thread', 'search-thread']) await threads.get(name)?.terminate();
  assert.deepEqual(await work(), done);
});
