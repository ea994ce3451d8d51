import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { NOW } from '../../../test/support/crawl-store-fixture.ts';
import { largeIndexedSite, LARGE_SITE_URLS as PAGES } from '../../../test/support/large-site.ts';
import { Outbox } from './outbox.ts';
import { SqliteCrawlStore } from './sqlite-crawl-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-outbox-'));
after(() => rmSync(directory, { recursive: true }));

test('SqliteCrawlStore.requeueAll() and adoptIndex() let others write before all pages of a large site are put in', async () => {
  const { path, store, siteId } = await largeIndexedSite(join(directory, 'turns.sqlite'));
  const other = SqliteCrawlStore.open({ path });
  const outboxAfterWrite = async () => {
    await other.saveRobots('https://docs.example', { body: new Uint8Array(), fetchedAt: NOW });
    return (await other.counts(siteId)).outbox;
  };
  const requeued = store.requeueAll();
  assert.ok((await outboxAfterWrite()) < PAGES);
  assert.equal(await requeued, PAGES);
  assert.equal((await store.counts(siteId)).outbox, PAGES);

  await store.acknowledge(await store.changes(PAGES));
  const adopted = store.adoptIndex('one');
  assert.ok((await outboxAfterWrite()) < PAGES);
  assert.equal(await adopted, true);
  assert.equal((await store.counts(siteId)).outbox, PAGES);
  await other.close();
  await store.close();
});

test('Outbox.adopt() that was cut off between two parts is for no index yet, and the next one puts all in', async () => {
  const { path, store, siteId } = await largeIndexedSite(join(directory, 'cut-off.sqlite'));
  await store.adoptIndex('one', { hasAll: true });
  const db = new DatabaseSync(path);
  assert.equal(new Outbox(db).adopt('two', {}).next().done, false);
  const { outbox } = await store.counts(siteId);
  assert.ok(outbox > 0 && outbox < PAGES, `${outbox} pages`);
  await store.acknowledge(await store.changes(PAGES));
  assert.equal(await store.adoptIndex('two'), true);
  assert.equal((await store.counts(siteId)).outbox, PAGES);
  assert.equal(await store.adoptIndex('two'), false);
  db.close();
  await store.close();
});
