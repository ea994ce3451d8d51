import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { testCrawlStoreContract } from '../../../test/support/crawl-store-contract.ts';
import { type CrawlStoreFixture, NOW, pageRecord, siteSettings } from '../../../test/support/crawl-store-fixture.ts';
import { Fault, type FaultCode } from '../../model/errors.ts';
import { openDatabase } from '../../sqlite/open-database.ts';
import { startThread } from '../../threads/remote.ts';
import type { CrawlStore } from '../crawl-store.ts';
import { CRAWL_STORE_MIGRATIONS } from './schema.ts';
import { SqliteCrawlStore } from './sqlite-crawl-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-store-'));
after(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
function newPath(): string {
  files += 1;
  return join(directory, `${files}`, 'crawl.sqlite');
}

/** Remembers which file a store has, so that it can be opened again. */
function fixtureOf(start: (path: string) => Promise<CrawlStore>, runs: number): CrawlStoreFixture {
  const paths = new WeakMap<CrawlStore, string>();
  const openAt = async (path: string) => {
    const store = await start(path);
    paths.set(store, path);
    return store;
  };
  return {
    open: () => openAt(newPath()),
    reopen: async (store) => {
      await store.close();
      return openAt(paths.get(store) ?? '');
    },
    openSecond: (store) => openAt(paths.get(store) ?? ''),
    runs,
  };
}

const inThread = (path: string) => startThread<CrawlStore>('store-thread', { data: { path }, maxHeapMib: 64 });

testCrawlStoreContract(
  'SqliteCrawlStore',
  fixtureOf(async (path) => SqliteCrawlStore.open({ path }), 60),
);
testCrawlStoreContract('SqliteCrawlStore in its thread', fixtureOf(inThread, 3));

function throwsFault(open: () => unknown, code: FaultCode, says: RegExp): void {
  assert.throws(open, (cause) => {
    assert.ok(cause instanceof Fault);
    assert.equal(cause.code, code);
    assert.match(cause.message, says);
    return true;
  });
}

test('SqliteCrawlStore.open() refuses a file that a newer program has made, and leaves it as it is', () => {
  const path = newPath();
  SqliteCrawlStore.open({ path }).close();
  const db = new DatabaseSync(path);
  db.exec('PRAGMA user_version = 99');
  throwsFault(() => SqliteCrawlStore.open({ path }), 'data-newer', /format 99.*Update Spindex/);
  assert.equal(db.prepare('PRAGMA user_version').get()?.['user_version'], 99);
  db.close();
});

test('SqliteCrawlStore.open() refuses a file that is no database', () => {
  const path = join(directory, 'text.sqlite');
  writeFileSync(path, 'not a database at all, but a text that is longer than a header of SQLite would be, by far');
  throwsFault(() => SqliteCrawlStore.open({ path }), 'data-unreadable', /text\.sqlite.*--data/);
});

test('SqliteCrawlStore.open() refuses a directory in which it may not write', (t) => {
  if (process.getuid?.() === 0) return t.skip('root may write everywhere');
  const parent = join(directory, 'read-only');
  const path = join(parent, 'sub', 'crawl.sqlite');
  SqliteCrawlStore.open({ path: join(parent, 'crawl.sqlite') }).close();
  chmodSync(parent, 0o500);
  throwsFault(() => SqliteCrawlStore.open({ path }), 'data-unreadable', /permissions/);
  chmodSync(parent, 0o700);
});

test('SqliteCrawlStore, opened twice at once on a new file, makes its tables once', async () => {
  const path = newPath();
  const stores = await Promise.all(Array.from({ length: 4 }, () => inThread(path)));
  const site = await stores[0]?.openSite(siteSettings());
  for (const store of stores) {
    assert.deepEqual(await store.sites(), [site]);
    await store.close();
  }
});

test('SqliteCrawlStore reads another connection writes beside: whole transactions, without waiting', async () => {
  const path = newPath();
  const [writer, reader] = [SqliteCrawlStore.open({ path }), SqliteCrawlStore.open({ path })];
  const site = await writer.openSite(siteSettings());
  const db = new DatabaseSync(path);
  db.exec(`BEGIN IMMEDIATE; DELETE FROM site`);
  assert.deepEqual(await reader.sites(), [site]);
  db.exec('ROLLBACK');
  db.close();
  await writer.close();
  await reader.close();
});

/** The schema before outboxes were counted. */
const VERSION_WITHOUT_OUTBOX_COUNT = 9;

test('SqliteCrawlStore.open() brings an older file up to date: what waits in its outbox is counted', async () => {
  const path = newPath();
  const migrations = CRAWL_STORE_MIGRATIONS.slice(0, VERSION_WITHOUT_OUTBOX_COUNT);
  const old = openDatabase({ path, name: 'crawl store', migrations, cacheKib: 100 });
  old.exec(`INSERT INTO url (site_id, url, state, reason, depth, found_at)
      SELECT 1, 'https://docs.example/' || value, 'indexed', 'ok', 0, 0 FROM json_each('[1, 2, 3]');
    INSERT INTO index_changes (url_id) SELECT id FROM url`);
  old.close();
  const store = SqliteCrawlStore.open({ path });
  assert.equal((await store.counts(1)).outbox, 3);
  await store.acknowledge(await store.changes(2));
  await store.close();
});

/** The schema before hosts had queues. */
const VERSION_WITHOUT_HOSTS = 19;

test('SqliteCrawlStore.open() of an older file continues its crawl: every entry is in the queue of its host', async () => {
  const path = newPath();
  const migrations = CRAWL_STORE_MIGRATIONS.slice(0, VERSION_WITHOUT_HOSTS);
  const old = openDatabase({ path, name: 'crawl store', migrations, cacheKib: 100 });
  old.exec(`INSERT INTO site VALUES (1, 'docs.example', '[]', '[]', '[]', '[]', 'domain', 0);
    INSERT INTO crawl (site_id, number, started_at) VALUES (1, 1, 0);
    INSERT INTO url (site_id, url, state, reason, depth, found_at) VALUES (1, 'https://docs.example/', 'indexed', 'ok', 0, 0),
      (1, 'https://docs.example/a', 'taken', 'in-flight', 1, 0), (1, 'https://docs.example/b', 'ready', 'found', 1, 0),
      (1, 'http://www.docs.example:8080/c?d', 'ready', 'found', 1, 0), (1, 'https://docs.example/e', 'waiting', 'retry', 1, 0)`);
  old.close();
  const store = SqliteCrawlStore.open({ path });
  assert.equal((await store.beginCrawl(1, NOW)).resumed, true);
  const entries = await store.take(1, { limit: 9, now: NOW });
  assert.deepEqual(entries.map(({ url }) => new URL(url).pathname).sort(), ['/a', '/b', '/c', '/e']);
  await store.close();
});

/** The schema before it was kept what links a page was indexed with. */
const VERSION_WITHOUT_LINKS = 13;

test('SqliteCrawlStore.open() of an older file does not know what links its pages were indexed with, and they are indexed once more', async () => {
  const path = newPath();
  const migrations = CRAWL_STORE_MIGRATIONS.slice(0, VERSION_WITHOUT_LINKS);
  const old = openDatabase({ path, name: 'crawl store', migrations, cacheKib: 100 });
  old.exec(`INSERT INTO site VALUES (1, 'docs.example', '[]', '[]', '[]', '[]', 'prefix');
    INSERT INTO url (site_id, url, state, reason, depth, found_at) VALUES (1, 'https://docs.example/', 'indexed', 'ok', 0, 0);
    INSERT INTO page (url_id, site_id, content_hash, title, lang, fetched_at, extracted, source) VALUES (1, 1, '', '', '', 0, x'00', x'00')`);
  old.close();
  const store = SqliteCrawlStore.open({ path });
  assert.deepEqual(await store.requeueLinked(1, { after: 0 }), { requeued: 1, next: null });
  await store.close();
});

test('SqliteCrawlStore.counts() reads numbers that are kept, and counts no rows', async () => {
  const path = newPath();
  const store = SqliteCrawlStore.open({ path });
  const { id } = await store.openSite(siteSettings());
  const db = new DatabaseSync(path);
  db.exec(`INSERT INTO outbox_count VALUES (${id}, 7)`);
  assert.equal((await store.counts(id)).outbox, 7);
  db.close();
  await store.close();
});

test('SqliteCrawlStore: what cannot be read back is the fault store-failed, whichever method reads it', async () => {
  const path = newPath();
  const store = SqliteCrawlStore.open({ path });
  const { id } = await store.openSite(siteSettings());
  await store.beginCrawl(id, NOW);
  const db = new DatabaseSync(path);
  db.exec(`UPDATE site SET seeds = 'no JSON'; ALTER TABLE url RENAME TO lost`);
  db.close();
  const isStoreFailed = (cause: unknown) => cause instanceof Fault && cause.code === 'store-failed';
  for (const [name, read] of Object.entries({
    sites: () => store.sites(),
    take: () => store.take(id, { limit: 1, now: NOW }),
    nextDue: () => store.nextDue(id),
    urls: () => store.urls(id, { after: 0, limit: 1 }),
    changes: () => store.changes(1),
    foresee: () => store.foresee(id, []),
    beginCrawl: () => store.beginCrawl(id, NOW),
  }))
    await assert.rejects(read(), isStoreFailed, name);
  await store.close();
  await assert.rejects(store.lastCrawl(id), isStoreFailed);
});

test('CrawlStore.story() tells the rest of a URL whose stored page is broken', async (context) => {
  const store = SqliteCrawlStore.open({ path: newPath() });
  context.after(() => store.close());
  const { id } = await store.openSite(siteSettings());
  await store.beginCrawl(id, NOW);
  const [seed] = await store.take(id, { limit: 1, now: NOW });
  assert.ok(seed);
  const page = pageRecord('a', { source: new Uint8Array([1, 2, 3]) }); // not what zstd makes
  await store.settle({ siteId: id, entryId: seed.id, at: NOW, state: 'indexed', reason: 'ok', page });
  const story = await store.story(id, seed.url);
  assert.equal(story?.state, 'indexed');
  assert.equal(story?.page, null);
});
