import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { NOW, siteSettings } from '../../../test/support/crawl-store-fixture.ts';
import { largeIndexedSite, LARGE_SITE_URLS as PAGES } from '../../../test/support/large-site.ts';
import { CrawlLog } from './crawl-log.ts';
import { Settler } from './settle.ts';
import { Sites } from './sites.ts';
import { SqliteCrawlStore } from './sqlite-crawl-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-sites-'));
after(() => rmSync(directory, { recursive: true }));

const narrower = { ...siteSettings(), exclude: ['/old/**'] };

function validatorsIn(db: DatabaseSync): number {
  return Number(db.prepare('SELECT count(*) AS n FROM page WHERE etag IS NOT NULL').get()?.['n']);
}

test('SqliteCrawlStore.openSite() with another scope lets others write before a large site is made ready for it', async () => {
  const { path, store, siteId } = await largeIndexedSite(join(directory, 'turns.sqlite'));
  const other = SqliteCrawlStore.open({ path });
  const db = new DatabaseSync(path);
  const opened = store.openSite(narrower);
  await other.saveRobots('https://docs.example', { body: new Uint8Array(), fetchedAt: NOW });
  assert.ok(validatorsIn(db) > 0);
  assert.deepEqual((await opened).exclude, narrower.exclude);
  assert.equal(validatorsIn(db), 0);
  assert.equal((await store.counts(siteId)).states.ready, PAGES, 'the crawl that has not ended visits all again');
  db.close();
  await other.close();
  await store.close();
});

test('Sites.open() that was cut off between two parts leaves the site as it was, and is done anew', async () => {
  const { path, store, siteId } = await largeIndexedSite(join(directory, 'cut-off.sqlite'));
  const db = new DatabaseSync(path);
  const opening = new Sites(db, new CrawlLog(db, new Settler(db).admission)).open(narrower);
  assert.equal(opening.next().done, false);
  assert.ok(validatorsIn(db) > 0);
  assert.deepEqual((await store.sites())[0]?.exclude, []);
  await store.openSite(narrower);
  assert.equal(validatorsIn(db), 0);
  assert.equal((await store.counts(siteId)).states.ready, PAGES);
  db.close();
  await store.close();
});
