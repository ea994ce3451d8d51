import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { ApplyOptions, IndexChange, Refusal } from '../index/search-index.ts';
import { Fault } from '../model/errors.ts';
import type { StoredPage } from '../model/page.ts';
import type { Acknowledged, Change, Unindexed } from '../store/crawl-store.ts';
import { Indexer } from './indexer.ts';

/** An outbox in memory: a newer change of a URL replaces the older one under a new number. */
class Outbox {
  readonly rows = new Map<number, Change>();
  /** What the store was told of pages that could not be indexed, `reason detail` by path. */
  readonly unindexed = new Map<string, string>();
  looks = 0;
  acknowledged = 0;
  #seq = 0;
  /** Runs within `changes`, after it has looked. */
  afterLook: () => Promise<void> | void = () => undefined;

  put(path: string, text = path): void {
    const section = { anchor: '', heading: '', path: [], kind: 'lead' as const, symbols: [], text, code: '' };
    const url = `https://docs.example/${path}`;
    const page: StoredPage = { url, title: path, description: '', lang: 'en', sections: [section] };
    const extracted = zstdCompressSync(JSON.stringify(page));
    this.#add({
      url,
      page: {
        extracted,
        fetchedAt: 5,
        anchorTexts: [{ fragment: '', text: 'linked so', isUsual: false }],
        linkClass: 2,
        linkMark: 7,
      },
    });
  }

  putUnreadable(path: string): void {
    const page = { extracted: new Uint8Array([1, 2, 3]), fetchedAt: 5, anchorTexts: [], linkClass: 0, linkMark: 0 };
    this.#add({ url: `https://docs.example/${path}`, page });
  }

  remove(path: string): void {
    this.#add({ url: `https://docs.example/${path}`, page: undefined });
  }

  async changes(limit: number): Promise<Change[]> {
    const seen = [...this.rows.values()].slice(0, limit);
    this.looks += 1;
    await this.afterLook();
    return seen;
  }

  async newestChange(): Promise<number> {
    return Math.max(0, ...this.rows.keys());
  }

  async acknowledge(changes: readonly Acknowledged[], unindexed: readonly Unindexed[]): Promise<void> {
    this.acknowledged += 1;
    for (const { seq, reason, detail } of unindexed)
      this.unindexed.set(new URL(this.rows.get(seq)?.url ?? '').pathname, `${reason} ${detail}`);
    for (const { seq } of changes) this.rows.delete(seq);
  }

  /** Only the links of a page have changed that was put before. */
  relink(path: string, extracted: Uint8Array = new Uint8Array()): void {
    const page = { extracted, fetchedAt: 5, anchorTexts: [], linkClass: 4, linkMark: 4 };
    this.#add({ url: `https://docs.example/${path}`, page, isOnlyLinks: true });
  }

  #add({ url, page, isOnlyLinks = false }: Pick<Change, 'url' | 'page'> & Partial<Change>): void {
    for (const [seq, row] of this.rows) if (row.url === url) this.rows.delete(seq);
    this.#seq += 1;
    this.rows.set(this.#seq, { seq: this.#seq, url, site: 'docs.example', page, isOnlyLinks });
  }
}

/** An index in memory that can fail, and refuses pages that say "refuse me"; remembers every batch it was given. */
class Index {
  readonly batches: IndexChange[][] = [];
  readonly pages = new Map<string, string>();
  /** Whether more was promised, batch by batch. */
  readonly promises: boolean[] = [];
  beforeApply: () => Promise<void> | void = () => undefined;

  async apply(changes: readonly IndexChange[], { more = false }: ApplyOptions = {}): Promise<Refusal[]> {
    await this.beforeApply();
    this.promises.push(more);
    this.batches.push([...changes]);
    const refusals: Refusal[] = [];
    for (const change of changes) {
      if (change.kind === 'links') continue;
      const url = change.kind === 'delete' ? change.url : change.page.url;
      const text = change.kind === 'delete' ? undefined : (change.page.sections[0]?.text ?? '');
      if (text === 'refuse me') refusals.push({ url, why: 'too strange' });
      if (text === undefined || text === 'refuse me') this.pages.delete(url);
      else this.pages.set(url, text);
    }
    return refusals;
  }
}

function bench(): { outbox: Outbox; index: Index; clock: FakeClock; indexer: Indexer } {
  const [outbox, index, clock] = [new Outbox(), new Index(), new FakeClock()];
  return { outbox, index, clock, indexer: new Indexer({ store: outbox, index, clock }) };
}

const unavailable = () => {
  throw new Fault('index-unavailable', 'away');
};

test('Indexer.drain() resolves only when every change is in the index and acknowledged', async () => {
  const { outbox, index, clock, indexer } = bench();
  for (let page = 0; page < 200; page += 1) outbox.put(`${page}`);
  outbox.put('gone');
  outbox.remove('gone');
  await indexer.drain();
  assert.equal(index.pages.size, 200);
  assert.equal(outbox.rows.size, 0);
  assert.equal(clock.pending, 0);
  assert.ok(index.batches.every(({ length }) => length <= 64));
});

test('Indexer takes a stored page that cannot be read out of the index, and the others in', async () => {
  const { outbox, index, indexer } = bench();
  outbox.put('broken');
  await indexer.drain();
  outbox.putUnreadable('broken');
  outbox.put('good');
  await indexer.drain();
  assert.deepEqual([...index.pages.keys()], ['https://docs.example/good']);
  assert.equal(outbox.rows.size, 0);
  assert.deepEqual([...outbox.unindexed.keys()], ['/broken']);
  assert.match(outbox.unindexed.get('/broken') ?? '', /^unreadable ./);
});

test('Indexer tells the store which pages the index refuses, and goes on with the others', async () => {
  const { outbox, index, indexer } = bench();
  outbox.put('strange', 'refuse me');
  for (let page = 0; page < 40; page += 1) outbox.put(`${page}`);
  await indexer.drain();
  assert.equal(index.pages.size, 40);
  assert.deepEqual([...outbox.unindexed], [['/strange', 'index too strange']]);
  assert.equal(outbox.rows.size, 0);
});

test('Indexer tells the index when nothing more follows, with an empty batch if need be', async () => {
  const { outbox, index, clock, indexer } = bench();
  for (let page = 0; page < 96; page += 1) outbox.put(`${page}`);
  indexer.wake();
  while (outbox.looks < 2) await clock.advance(100);
  const sizes = index.batches.map(({ length }) => length);
  assert.equal(
    sizes.reduce((sum, n) => sum + n, 0),
    96,
  );
  assert.equal(sizes.at(-1), 0);
  assert.deepEqual(
    index.promises,
    sizes.map((size) => size > 0),
  );
  const { length } = index.batches;
  await indexer.drain();
  assert.equal(index.batches.length, length, 'nothing was promised, so nothing is to be ended');
});

test('Indexer applies one batch at a time, also when the one before fails while the next is made ready', async () => {
  const { outbox, index, clock, indexer } = bench();
  for (let page = 0; page < 90; page += 1) outbox.put(`${page}`);
  let open = 0;
  let tries = 0;
  index.beforeApply = async () => {
    assert.equal(open, 0);
    open += 1;
    await nextTurn();
    open -= 1;
    tries += 1;
    if (tries === 2) unavailable();
  };
  const drained = indexer.drain();
  while (clock.pending === 0) await nextTurn();
  await clock.advance(1_000);
  await drained;
  assert.equal(index.pages.size, 90);
});

test('Indexer gives the index the page with the texts of the links to it', async () => {
  const { outbox, index, indexer } = bench();
  outbox.put('a', 'some words');
  await indexer.drain();
  const [change] = index.batches.flat();
  assert.ok(change?.kind === 'put');
  assert.deepEqual(
    [change.page.site, change.page.title, change.page.crawledAt, change.page.sections[0]?.terms.anchors],
    ['docs.example', 'a', 5, 'link so'],
  );
});

test('Indexer gives the index only the links of a page that has not changed itself, and all of it on demand', async () => {
  const { outbox, index, indexer } = bench();
  outbox.put('a');
  const whole = [...outbox.rows.values()][0]?.page?.extracted;
  outbox.relink('a', whole);
  outbox.relink('broken', new Uint8Array([1, 2, 3]));
  await indexer.drain();
  const changes = index.batches.flat();
  assert.deepEqual(
    changes.map((change) => change.kind === 'links' && [change.url, change.linkClass, change.readPage()?.title]),
    [
      ['https://docs.example/a', 4, 'a'],
      ['https://docs.example/broken', 4, undefined],
    ],
  );
  assert.deepEqual([outbox.rows.size, outbox.unindexed.size], [0, 0]);
});

test('Indexer.wake() makes changes searchable soon, and gathers those that come in meanwhile', async () => {
  const { outbox, index, clock, indexer } = bench();
  outbox.put('0');
  indexer.wake();
  await clock.advance(0);
  assert.equal(index.pages.size, 1, 'the first page comes at once');
  for (let page = 1; page <= 20; page += 1) {
    outbox.put(`${page}`);
    indexer.wake();
    await clock.advance(10);
  }
  await clock.advance(2_000);
  assert.equal(index.pages.size, 21);
  assert.ok(index.batches.length <= 4, `${index.batches.length} batches for 200 ms of pages`);
});

test('Indexer.wake() gathers no longer than until a batch is full', async () => {
  const { outbox, index, clock, indexer } = bench();
  outbox.put('first');
  indexer.wake();
  await clock.advance(0);
  for (let page = 0; page < 32; page += 1) {
    outbox.put(`${page}`);
    indexer.wake();
  }
  await clock.advance(0);
  assert.equal(index.pages.size, 33);
  outbox.put('last');
  indexer.wake();
  await clock.advance(100);
  assert.equal(index.pages.size, 33, 'what comes after it is gathered again');
});

for (const others of [1, 150])
  test(`Indexer.drain() ends while others bring ${others} pages at every look, and promises the index no more`, async () => {
    const { outbox, index, indexer } = bench();
    for (let page = 0; page < 150; page += 1) outbox.put(`own/${page}`);
    let brought = 0;
    outbox.afterLook = () => {
      for (let page = 0; page < others && outbox.looks < 50; page += 1) outbox.put(`other/${brought++}`);
    };
    let promises: boolean[] = [];
    await indexer.drain().then(() => {
      promises = [...index.promises];
    });
    const own = [...index.pages.keys()].filter((url) => url.includes('/own/'));
    assert.equal(own.length, 150);
    assert.ok(outbox.looks < 10, `looked ${outbox.looks} times`);
    assert.equal(promises.at(-1), false);
    await indexer.close();
  });

test('Indexer.drain() does not wait for more pages, nor for a wait that has begun', async () => {
  const { outbox, index, clock, indexer } = bench();
  for (const page of ['a', 'b']) {
    outbox.put(page);
    indexer.wake();
    await clock.advance(0);
  }
  assert.equal(index.pages.size, 1);
  await indexer.drain();
  assert.equal(index.pages.size, 2);
  assert.equal(clock.pending, 0);
});

test('Indexer.wake() during the last look is not lost', async () => {
  const { outbox, index, clock, indexer } = bench();
  outbox.afterLook = () => {
    if (outbox.looks !== 1) return;
    outbox.put('late');
    indexer.wake();
  };
  indexer.wake();
  await clock.advance(1_000);
  assert.equal(index.pages.size, 1);
});

test('Indexer.drain() waits for an unavailable index, and loses nothing', async () => {
  const { outbox, index, clock, indexer } = bench();
  outbox.put('a');
  index.beforeApply = unavailable;
  let isDrained = false;
  const drained = indexer.drain().then(() => {
    isDrained = true;
  });
  await clock.advance(120_000);
  assert.equal(isDrained, false);
  assert.equal(await indexer.trouble(), 'away');
  assert.equal(outbox.rows.size, 1);
  assert.ok(outbox.looks < 15, `asked ${outbox.looks} times in two minutes: the waits grow`);
  index.beforeApply = () => undefined;
  await clock.advance(30_000);
  await drained;
  assert.equal(await indexer.trouble(), null);
  assert.equal(index.pages.size, 1);
});

test('Indexer.drain() rejects with a fault that no waiting mends', async () => {
  const { outbox, index, indexer } = bench();
  outbox.put('a');
  index.beforeApply = () => {
    throw new Fault('data-unreadable', 'gone');
  };
  await assert.rejects(indexer.drain(), /gone/);
  index.beforeApply = () => undefined;
  await indexer.drain();
  assert.equal(index.pages.size, 1, 'the next drain begins anew');
});

test('Indexer.wake() never throws, whatever fails', async () => {
  const { index, outbox, clock, indexer } = bench();
  outbox.put('a');
  index.beforeApply = () => {
    throw new Error('broken');
  };
  indexer.wake();
  await clock.advance(1_000);
  assert.equal(outbox.rows.size, 1);
});

test('a crash between apply and acknowledge repeats the batch, and the index ends the same', async () => {
  const { outbox, index, clock } = bench();
  for (const page of ['a', 'b', 'c']) outbox.put(page);
  outbox.remove('b');
  const crashing = Object.assign(Object.create(outbox), {
    acknowledge: () => Promise.reject(new Error('killed')),
  });
  await assert.rejects(new Indexer({ store: crashing, index, clock }).drain(), /killed/);
  const after = new Map(index.pages);
  await new Indexer({ store: outbox, index, clock }).drain();
  assert.deepEqual(index.pages, after);
  assert.deepEqual(index.batches[1], index.batches[0]);
  assert.equal(outbox.rows.size, 0);
});

test('Indexer.close() ends after the batch in hand, also in the middle of a drain', async () => {
  const { outbox, index, indexer } = bench();
  for (let page = 0; page < 640; page += 1) outbox.put(`${page}`);
  const closed = Promise.withResolvers<void>();
  index.beforeApply = () => {
    if (index.batches.length === 1) indexer.close().then(closed.resolve, closed.reject);
  };
  await assert.rejects(indexer.drain());
  await closed.promise;
  assert.ok(index.batches.length <= 3, `${index.batches.length} of 10 batches were applied`);
  assert.equal(outbox.rows.size, 640 - index.batches.flat().length, 'what was applied is acknowledged');
});

test('Indexer.close() ends the wait for an unavailable index', async () => {
  const { outbox, index, clock, indexer } = bench();
  outbox.put('a');
  index.beforeApply = unavailable;
  const drained = indexer.drain();
  drained.catch(() => undefined);
  await clock.advance(1_000);
  await indexer.close();
  await assert.rejects(drained);
  assert.equal(clock.pending, 0);
});

/** One event of a random history; `page` matters for `put` and `remove` only. */
interface Step {
  kind: 'put' | 'remove' | 'wake' | 'drain' | 'fail' | 'mend' | 'pass';
  page: number;
}

const STEP: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('put', 'put', 'put', 'remove', 'wake', 'wake', 'drain', 'fail', 'mend', 'pass'),
  page: fc.nat(5),
});

test('Indexer leaves in the index what the outbox says last, in any order of events', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 25 }), async (steps) => {
      const { outbox, index, clock, indexer } = bench();
      const wanted = new Map<string, string>();
      const drains: Promise<void>[] = [];
      const act = (at: number, page: number): Record<Step['kind'], () => unknown> => ({
        put: () => {
          outbox.put(`${page}`, `text ${at}`);
          wanted.set(`https://docs.example/${page}`, `text ${at}`);
        },
        remove: () => {
          outbox.remove(`${page}`);
          wanted.delete(`https://docs.example/${page}`);
        },
        wake: () => indexer.wake(),
        drain: () => drains.push(indexer.drain()),
        fail: () => Object.assign(index, { beforeApply: unavailable }),
        mend: () => Object.assign(index, { beforeApply: () => undefined }),
        pass: () => clock.advance(700),
      });
      for (const [at, { kind, page }] of steps.entries()) {
        await act(at, page)[kind]();
        await nextTurn();
      }
      index.beforeApply = () => undefined;
      drains.push(indexer.drain());
      await clock.runUntilIdle();
      await Promise.all(drains);
      assert.deepEqual([...index.pages].sort(), [...wanted].sort());
      assert.equal(outbox.rows.size, 0);
    }),
    { numRuns: 60 },
  );
});
