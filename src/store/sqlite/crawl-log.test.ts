import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { NOW } from '../../../test/support/crawl-store-fixture.ts';
import { largeSite, LARGE_SITE_URLS as URLS } from '../../../test/support/large-site.ts';
import { CrawlLog } from './crawl-log.ts';
import { Settler } from './settle.ts';
import { SqliteCrawlStore } from './sqlite-crawl-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-crawl-log-'));
after(() => rmSync(directory, { recursive: true }));

const siteIn = (name: string) => largeSite(join(directory, name));

test('CrawlLog.begin() puts right what was cut off between two parts of it, or of end()', async () => {
  const { path, store, siteId } = await siteIn('cut-off.sqlite');
  const db = new DatabaseSync(path);
  const log = new CrawlLog(db, new Settler(db).admission);
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
  const { path, store, siteId } = await siteIn('turns.sqlite');
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

test('CrawlLog.begin() measures the depths of a large site in parts, and again when it was cut off among them', async () => {
  const { path, store, siteId } = await siteIn('depths.sqlite');
  const db = new DatabaseSync(path);
  // Every URL but the first and the last two is one link away from the seed, and the last of these leads on, the other one comes back.
  db.exec(`INSERT INTO link SELECT 1, id, '', '' FROM url WHERE id BETWEEN 2 AND ${URLS - 2};
    INSERT INTO link VALUES (${URLS - 2}, ${URLS - 1}, '', '');
    UPDATE url SET state = 'redirected', reason = 'redirect', detail = 'https://docs.example/${URLS - 2}' WHERE id = ${URLS - 1};
    UPDATE url SET depth = 900 WHERE id > 1`);
  const depths = () =>
    [2, URLS - 2, URLS - 1, URLS].map((id) => db.prepare('SELECT depth FROM url WHERE id = ?').get(id)?.['depth']);
  const begun = new CrawlLog(db, new Settler(db).admission).begin(siteId, { now: NOW, maxDepth: 3 });
  while (depths()[0] === 900) assert.equal(begun.next().done, false);
  assert.equal(begun.next().done, false);
  assert.deepEqual(depths(), [1, 1, 900, 900], 'one part looks at some of those that are one link away');
  await store.beginCrawl(siteId, NOW, { maxDepth: 3 });
  assert.deepEqual(depths(), [1, 1, 2, 2]);
  db.close();
  await store.close();
});

test('CrawlLog.begin() takes in what was left out for its depth in parts, and the rest when it was cut off among them', async () => {
  const { path, store, siteId } = await siteIn('too-deep.sqlite');
  await store.endCrawl(siteId, { at: NOW, why: 'done' });
  const db = new DatabaseSync(path);
  db.exec(`UPDATE url SET state = 'out-of-scope', reason = 'depth', depth = 1 + id % 2`);
  const ready = async () => (await store.counts(siteId)).states.ready;
  const begun = new CrawlLog(db, new Settler(db).admission).begin(siteId, { now: NOW, maxDepth: 1 });
  while ((await ready()) === 0) assert.equal(begun.next().done, false);
  assert.ok((await ready()) < URLS / 2);
  await store.beginCrawl(siteId, NOW, { maxDepth: 1 });
  assert.equal(await ready(), URLS / 2 + 1, 'and the seed');
  db.close();
  await store.close();
});
