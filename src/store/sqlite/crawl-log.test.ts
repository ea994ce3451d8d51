import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { NOW, siteSettings } from '../../../test/support/crawl-store-fixture.ts';
import { CrawlLog } from './crawl-log.ts';
import { Settler } from './settle.ts';
import { SqliteCrawlStore } from './sqlite-crawl-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-crawl-log-'));
after(() => rmSync(directory, { recursive: true }));

const URLS = 5_000;

/** A store with a site of so many URLs that are ready, in a crawl that has begun. */
async function largeSite(name: string) {
  const path = join(directory, name);
  const store = SqliteCrawlStore.open({ path });
  const { id: siteId } = await store.openSite(siteSettings());
  await store.beginCrawl(siteId, NOW);
  const urls = Array.from({ length: URLS - 1 }, (_, i) => ({ url: `https://docs.example/${i}` }));
  const sitemap = 'https://docs.example/sitemap.xml';
  await store.admitListed(siteId, {
    sitemap,
    urls: urls.map((one) => ({ ...one, state: 'ready', reason: 'found' })),
    at: NOW,
  });
  return { path, store, siteId };
}

test('CrawlLog.begin() puts right what was cut off between two parts of it, or of end()', async () => {
  const { path, store, siteId } = await largeSite('cut-off.sqlite');
  const db = new DatabaseSync(path);
  const log = new CrawlLog(db, new Settler(db));
  const states = async () => {
    const { ready, 'out-of-scope': out } = (await store.counts(siteId)).states;
    return { ready, out };
  };
  const end = { at: NOW, why: 'max-pages' } as const;

  assert.equal(log.end(siteId, end).next().done, false);
  assert.ok((await states()).out > 0);
  const resumed = await store.beginCrawl(siteId, NOW);
  assert.deepEqual([resumed.number, resumed.resumed, await states()], [1, true, { ready: URLS, out: 0 }]);

  await store.endCrawl(siteId, end);
  assert.deepEqual(await states(), { ready: 0, out: URLS });
  assert.equal(log.begin(siteId, { now: NOW, maxDepth: undefined }).next().done, false);
  assert.ok((await states()).ready < URLS);
  const next = await store.beginCrawl(siteId, NOW);
  assert.deepEqual([next.number, next.resumed, await states()], [2, false, { ready: URLS, out: 0 }]);
  db.close();
  await store.close();
});

test('SqliteCrawlStore.beginCrawl() and endCrawl() let others write before all URLs of a large site are changed', async () => {
  const { path, store, siteId } = await largeSite('turns.sqlite');
  const other = SqliteCrawlStore.open({ path });
  const readyAfterWrite = async () => {
    await other.saveRobots('https://docs.example', { body: new Uint8Array(), fetchedAt: NOW });
    return (await other.counts(siteId)).states.ready;
  };
  const ended = store.endCrawl(siteId, { at: NOW, why: 'max-pages' });
  assert.ok((await readyAfterWrite()) > 0);
  await ended;
  const begun = store.beginCrawl(siteId, NOW);
  assert.ok((await readyAfterWrite()) < URLS);
  await begun;
  await other.close();
  await store.close();
});
