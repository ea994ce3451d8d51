import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { SqliteSearchIndex } from '../index/sqlite/sqlite-search-index.ts';
import { systemClock } from '../model/clock.ts';
import { Fault } from '../model/errors.ts';
import type { StoredPage } from '../model/page.ts';
import type { Acknowledged, Change, KeptPage } from '../store/crawl-store.ts';
import { StoreIndexCare } from './index-care.ts';
import { Indexer } from './indexer.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-care-'));
after(() => rmSync(directory, { recursive: true }));

const urlOf = (path: string) => `https://docs.example/${path}`;

/** Pages and outbox of a store, in memory. */
class Pages {
  readonly kept = new Map<string, string>();
  /** Pages that another site has of some of these. */
  readonly elsewhere = new Map<string, string>();
  #outbox: Change[] = [];

  put(path: string, text = path): void {
    this.kept.set(path, text);
    this.#outbox.push(this.#changeOf(path));
  }

  async pages({ after: place, limit }: { after: number; limit: number }): Promise<KeptPage[]> {
    return [...this.elsewhere, ...this.kept].slice(place, place + limit).map(([path, text], i) => {
      return { place: place + i + 1, url: urlOf(path), site: 'docs.example', inlinks: [], ...pageOf(path, text) };
    });
  }

  async requeueAll(): Promise<number> {
    this.#outbox = [...this.kept.keys()].map((path) => this.#changeOf(path));
    return this.kept.size;
  }

  #heardBy = '';
  async adoptIndex(identity: string, { hasAll = false } = {}): Promise<boolean> {
    if (identity === this.#heardBy) return false;
    this.#heardBy = identity;
    if (!hasAll) await this.requeueAll();
    return true;
  }

  async changes(limit: number): Promise<Change[]> {
    return this.#outbox.slice(0, limit);
  }

  async newestChange(): Promise<number> {
    return this.#outbox.at(-1)?.seq ?? 0;
  }

  async acknowledge(changes: readonly Acknowledged[]): Promise<void> {
    this.#outbox = this.#outbox.filter(({ seq }) => !changes.some((change) => change.seq === seq));
  }

  get waiting(): number {
    return this.#outbox.length;
  }

  #seq = 0;
  #changeOf(path: string): Change {
    this.#seq += 1;
    const page = pageOf(path, this.kept.get(path) ?? '');
    return { seq: this.#seq, url: urlOf(path), site: 'docs.example', page, isOnlyLinks: false };
  }
}

function pageOf(path: string, text: string) {
  const section = { anchor: '', heading: '', path: [], kind: 'lead' as const, symbols: [], text, code: '' };
  const page: StoredPage = { url: urlOf(path), title: path, description: '', lang: 'en', sections: [section] };
  return {
    extracted: zstdCompressSync(JSON.stringify(page)),
    fetchedAt: 5,
    anchorTexts: [],
    linkClass: 0,
    linkMark: 0,
  };
}

let opened = 0;
function bench() {
  opened += 1;
  const store = new Pages();
  const index = SqliteSearchIndex.open({ path: join(directory, `${opened}.sqlite`) });
  const indexer = new Indexer({ store, index, clock: systemClock });
  return { store, index, indexer, care: new StoreIndexCare({ store, index, indexer, clock: systemClock }) };
}

describe('StoreIndexCare', () => {
  it('verify() finds nothing when the index is what the store says', async () => {
    const { store, index, indexer, care } = bench();
    for (let i = 0; i < 70; i += 1) store.put(`p${i}`);
    await indexer.drain();
    const none = { total: 0, urls: [] };
    assert.deepEqual(await care.verify(), { pages: 70, differing: none, extra: none });
    await index.close();
  });

  it('verify() names pages that are lost, changed, or left over', async () => {
    const { store, index, indexer, care } = bench();
    for (const path of ['lost', 'changed', 'same', 'left']) store.put(path);
    await indexer.drain();
    await index.apply([{ kind: 'delete', url: urlOf('lost') }]);
    store.kept.set('changed', 'other words');
    store.kept.delete('left');
    const { differing, extra } = await care.verify();
    assert.deepEqual(differing, { total: 2, urls: [urlOf('lost'), urlOf('changed')] });
    assert.deepEqual(extra, { total: 1, urls: [urlOf('left')] });
    await index.close();
  });

  it('verify() takes a page for the same when one of two sites has it so', async () => {
    const { store, index, indexer, care } = bench();
    for (const path of ['a', 'b', 'c']) store.put(path);
    await indexer.drain();
    store.elsewhere.set('b', 'as another site has it');
    const none = { total: 0, urls: [] };
    assert.deepEqual(await care.verify(), { pages: 3, differing: none, extra: none });
    store.kept.set('b', 'other words');
    assert.deepEqual((await care.verify()).differing, { total: 1, urls: [urlOf('b')] });
    await index.close();
  });

  it('verify() counts all and names the first', async () => {
    const { store, index, care } = bench();
    for (let i = 0; i < 50; i += 1) store.kept.set(`p${i}`, 'text');
    const { differing } = await care.verify();
    assert.deepEqual([differing.total, differing.urls.length], [50, 20]);
    await index.close();
  });

  it('refill() asks for all pages when the index has none, and for nothing otherwise', async () => {
    const { store, index, indexer, care } = bench();
    store.kept.set('a', 'text').set('b', 'text');
    await Promise.all([care.refill(), care.refill()]);
    assert.equal(store.waiting, 2);
    await indexer.drain();
    const again = new StoreIndexCare({ store, index, indexer, clock: systemClock });
    await again.refill();
    assert.equal(store.waiting, 0);
    await index.apply(['a', 'b'].map((path) => ({ kind: 'delete', url: urlOf(path) })));
    await new StoreIndexCare({ store, index, indexer, clock: systemClock }).refill();
    assert.equal(store.waiting, 2);
    await index.close();
  });

  it('refill() asks for all pages when the index is not the one that has heard of them, though it has some', async () => {
    const { store, index, indexer, care } = bench();
    store.kept.set('a', 'text');
    await care.refill();
    await indexer.drain();
    const other = bench();
    other.store.put('a');
    await other.indexer.drain();
    const moved = new StoreIndexCare({ store, index: other.index, indexer: other.indexer, clock: systemClock });
    await moved.refill();
    assert.equal(store.waiting, 1);
    await care.refill();
    await indexer.drain();
    await care.refill();
    assert.equal(store.waiting, 0, 'it has heard of all again');
    await Promise.all([index.close(), other.index.close()]);
  });

  it('finishRebuild() leaves an index that has heard of all', async () => {
    const { store, index, care } = bench();
    store.kept.set('a', 'text');
    await care.beginRebuild();
    await care.finishRebuild();
    await care.refill();
    assert.equal(store.waiting, 0);
    await index.close();
  });

  it('refill() looks again when the index could not be asked', async () => {
    const { store, index, indexer } = bench();
    store.kept.set('a', 'text');
    let tries = 0;
    const identity = async () => {
      tries += 1;
      if (tries === 1) throw new Fault('index-unavailable', 'away');
      return index.identity();
    };
    const away = {
      identity,
      urls: index.urls.bind(index),
      differing: index.differing.bind(index),
      rebuild: index.rebuild.bind(index),
    };
    const care = new StoreIndexCare({ store, index: away, indexer, clock: systemClock });
    await care.refill();
    assert.equal(store.waiting, 0);
    await care.refill();
    assert.equal(store.waiting, 1);
    await index.close();
  });

  it('a rebuild leaves the index as the store says, whatever was in it', async () => {
    const { store, index, indexer, care } = bench();
    for (const path of ['a', 'b', 'left']) store.put(path);
    await indexer.drain();
    store.kept.delete('left');
    store.kept.set('b', 'other words');
    assert.equal(await care.beginRebuild(), 2);
    await care.finishRebuild();
    const { differing, extra } = await care.verify();
    assert.deepEqual([differing.total, extra.total, store.waiting], [0, 0, 0]);
    await index.close();
  });

  it('beginRebuild() first gives the old index what waits for it, so that it lacks nothing if the rebuild ends before its time', async () => {
    const { store, index, care } = bench();
    store.put('a');
    await care.beginRebuild();
    assert.deepEqual(await index.urls({ after: '', limit: 9 }), [urlOf('a')]);
    await index.close();
  });

  it('beginRebuild() does without that when the old index is of a form that is not written any more', async () => {
    const { store, index } = bench();
    const drain = () => Promise.reject(new Fault('data-unreadable', 'older'));
    const trouble = async () => null;
    const care = new StoreIndexCare({ store, index, indexer: { drain, trouble }, clock: systemClock });
    store.put('a');
    assert.equal(await care.beginRebuild(), 1);
    await assert.rejects(
      new StoreIndexCare({
        ...{ store, index, clock: systemClock },
        indexer: { trouble, drain: () => Promise.reject(new Fault('store-failed', 'full')) },
      }).beginRebuild(),
      { code: 'store-failed' },
    );
    await index.close();
  });

  it('beginRebuild() does without that when nothing can be read of the old index, which would be waited for without end', async () => {
    const { store, index } = bench();
    const lost = {
      identity: () => index.identity(),
      urls: () => Promise.reject(new Fault('index-unavailable', 'no shard')),
      rebuild: () => index.rebuild(),
      differing: index.differing.bind(index),
    };
    const indexer = { drain: () => Promise.withResolvers<void>().promise, trouble: async () => 'no shard' };
    const care = new StoreIndexCare({ store, index: lost, indexer, clock: systemClock });
    store.put('a');
    assert.equal(await care.beginRebuild(), 1);
    await care.finishRebuild();
    assert.deepEqual(await index.urls({ after: '', limit: 9 }), [urlOf('a')]);
    await index.close();
  });

  it('trouble() tells that of the new index while it is built', async () => {
    const { store, index, indexer } = bench();
    const seen: (string | null)[] = [];
    let failures = 2;
    const rebuild = async () => {
      const real = await index.rebuild();
      return {
        ...real,
        apply: async (...batch: Parameters<typeof real.apply>) => {
          failures -= 1;
          if (failures >= 0) throw new Fault('index-unavailable', 'busy');
          return real.apply(...batch);
        },
        finish: () => real.finish(),
      };
    };
    const sleep = async () => void seen.push(await care.trouble());
    const [identity, urls, differing] = [
      index.identity.bind(index),
      index.urls.bind(index),
      index.differing.bind(index),
    ];
    const clock = { ...systemClock, sleep };
    const care = new StoreIndexCare({ store, indexer, clock, index: { identity, urls, differing, rebuild } });
    store.put('a');
    await care.beginRebuild();
    await care.finishRebuild();
    assert.deepEqual([seen.filter((one) => one === 'busy').length, await care.trouble()], [2, null]);
    await index.close();
  });

  it('trouble() tells nothing of the old index once a new one is built', async () => {
    const { store, index } = bench();
    const older = 'made by an older program, build it again';
    const indexer = { drain: () => Promise.reject(new Fault('data-unreadable', older)), trouble: async () => older };
    const told: (string | null)[] = [];
    const adoptIndex = async () => {
      told.push(await care.trouble());
      return true;
    };
    const changes = async (limit: number) => {
      told.push(await care.trouble());
      return store.changes(limit);
    };
    const kept = { pages: store.pages, requeueAll: () => store.requeueAll(), newestChange: () => store.newestChange() };
    const acknowledge: Pages['acknowledge'] = (done) => store.acknowledge(done);
    const all = { ...kept, changes, acknowledge, adoptIndex };
    const care = new StoreIndexCare({ store: all, index, indexer, clock: systemClock });
    store.put('a');
    assert.equal(await care.trouble(), older);
    await care.beginRebuild();
    assert.equal(await care.trouble(), null);
    await care.finishRebuild();
    assert.ok(told.length >= 2);
    assert.deepEqual([...new Set(told)], [null]);
    await index.close();
  });
});
