import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { CrawlStore, Foreseen } from '../../src/store/crawl-store.ts';
import { type CrawlStoreFixture, discovery, HOST, NOW, pageRecord, siteSettings } from './crawl-store-fixture.ts';

const read = (path: string, content: string): Foreseen => ({
  ...{ url: HOST + path, at: NOW, state: 'indexed', reason: 'ok' },
  page: pageRecord(content),
  discovered: [discovery(`${path}/below`)],
});

async function settled(store: CrawlStore, content: string): Promise<void> {
  const [entry] = await store.take(1, { limit: 1, now: NOW });
  assert.ok(entry);
  const { url: _url, ...outcome } = read('/', content);
  await store.settle({ ...outcome, siteId: 1, entryId: entry.id });
}

/** Everything that can be asked about the site. */
const all = async (store: CrawlStore) => ({
  counts: await store.counts(1),
  urls: await store.urls(1, { after: 0, limit: 100 }),
  changes: await store.changes(100),
  due: await store.nextDue(1),
});

/** The promises of `foresee`. */
export function testForesight({ open }: CrawlStoreFixture): void {
  it('foresee() says how settlements would end, one after the other, and keeps nothing of them', async () => {
    const store = await open();
    try {
      await store.openSite(siteSettings());
      await store.beginCrawl(1, NOW);
      await settled(store, 'home');
      const before = await all(store);
      const ends = await store.foresee(1, [
        read('/', 'home'),
        read('/copy', 'home'),
        read('/new', 'new'),
        read('/newer', 'new'),
      ]);
      assert.deepEqual(ends, [
        { state: 'unchanged', reason: 'unchanged', detail: null, isKnown: true, starved: null },
        { state: 'duplicate', reason: 'duplicate-of', detail: `${HOST}/`, isKnown: false, starved: null },
        { state: 'indexed', reason: 'ok', detail: null, isKnown: false, starved: null },
        { state: 'duplicate', reason: 'duplicate-of', detail: `${HOST}/new`, isKnown: false, starved: null },
      ]);
      assert.deepEqual(await all(store), before);
    } finally {
      await store.close();
    }
  });
}
