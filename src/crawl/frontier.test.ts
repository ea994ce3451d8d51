import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { Clock } from '../model/clock.ts';
import type { Entry } from '../store/crawl-store.ts';
import { Frontier, type FrontierOptions } from './frontier.ts';

type Store = FrontierOptions['store'];

const never = new AbortController().signal;

function entryOf(id: number, attempts = 0): Entry {
  const url = `https://docs.example/${id}`;
  return { id, url, isSeed: id === 0, depth: 0, hops: 0, attempts, etag: null, lastModified: null };
}

function frontierOf(store: Store, rest: Partial<FrontierOptions> = {}): Frontier {
  return new Frontier({ store, siteId: 1, clock: new FakeClock(), maxPages: undefined, indexedBefore: 0, ...rest });
}

/** Gives these entries, one after the other, then nothing. */
function storeWith(ids: number[]): Store {
  const left = [...ids];
  return {
    take: async () => left.splice(0, 1).map((id) => entryOf(id)),
    nextDue: async () => undefined,
  };
}

/** Turns of the event loop, until whatever can happen has happened. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol();
  await rest();
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending;
}

test('Frontier.next() ends when nothing is ready, waiting or in flight, and not before', async () => {
  const frontier = frontierOf(storeWith([0]));
  const entry = await frontier.next(never);
  assert.ok(entry);
  const second = frontier.next(never);
  assert.equal(await isPending(second), true, 'the entry in flight may lead to more');
  assert.equal(frontier.over, undefined);
  frontier.settled(entry, { gained: 1 });
  assert.equal(await second, undefined);
  assert.equal(frontier.over, 'done');
  assert.equal(await frontier.next(never), undefined);
});

test('Frontier.giveAgain() gives an entry once more when what it waits for has ended, and keeps its place until then', async () => {
  const frontier = frontierOf(storeWith([0, 1]), { maxPages: 1 });
  const entry = await frontier.next(never);
  assert.ok(entry);
  const rules = Promise.withResolvers<void>();
  frontier.giveAgain(entry, rules.promise);
  const next = frontier.next(never);
  assert.equal(await isPending(next), true, 'it may become the one page that is wanted');
  rules.reject(new Error('no rules'));
  assert.equal(await next, entry);
  frontier.settled(entry, { gained: 1 });
  assert.equal(frontier.over, 'max-pages');
});

test('Frontier.next() gives what a settled entry has led to, to the worker that waits', async () => {
  const found: number[] = [0];
  const store: Store = {
    take: async () => found.splice(0, 1).map((id) => entryOf(id)),
    nextDue: async () => undefined,
  };
  const frontier = frontierOf(store);
  const first = await frontier.next(never);
  assert.ok(first);
  const waiting = frontier.next(never);
  await rest();
  found.push(7);
  frontier.settled(first, { gained: 1 });
  assert.equal((await waiting)?.id, 7);
});

test('Frontier.next() does not ask the store for each of hundreds that wait whenever a page is settled', async () => {
  const ready = [0];
  let looks = 0;
  const store: Store = {
    take: async () => {
      looks += 1;
      return ready.splice(0, 1).map((id) => entryOf(id));
    },
    nextDue: async () => undefined,
  };
  const frontier = frontierOf(store);
  const first = await frontier.next(never);
  assert.ok(first);
  const waiting = Array.from({ length: 300 }, () => frontier.next(never));
  await rest();
  ready.push(1, 2);
  frontier.settled(first, { gained: 1 });
  assert.deepEqual(
    (await Promise.all(waiting.slice(0, 2))).map((entry) => entry?.id),
    [1, 2],
  );
  await rest();
  assert.ok(looks < 10, `${looks} looks`);
});

test('Frontier.next() does not end when an entry is settled between its look and its decision', async () => {
  const found = [0];
  const decision = Promise.withResolvers<void>();
  const store: Store = {
    take: async () => found.splice(0, 1).map((id) => entryOf(id)),
    nextDue: async () => {
      await decision.promise;
      return undefined;
    },
  };
  const frontier = frontierOf(store);
  const first = await frontier.next(never);
  assert.ok(first);
  const waiting = frontier.next(never);
  await rest();
  found.push(7);
  frontier.settled(first, { gained: 1 });
  decision.resolve();
  assert.equal((await waiting)?.id, 7);
});

test('Frontier.next() looks again at once when the store has not looked at all that is ready', async () => {
  const parts: number[][] = [[], [], [7]];
  const frontier = frontierOf({
    take: async () => (parts.shift() ?? []).map((id) => entryOf(id)),
    nextDue: async () => (parts.length > 0 ? 0 : undefined),
  });
  assert.equal((await frontier.next(never))?.id, 7);
});

test('Frontier.next() sleeps until a waiting entry falls due, on its clock', async () => {
  const clock = new FakeClock();
  const due = clock.now() + 5_000;
  let isTaken = false;
  const store: Store = {
    take: async (_site, { now }) => {
      if (now < due || isTaken) return [];
      isTaken = true;
      return [entryOf(3, 1)];
    },
    nextDue: async () => (isTaken ? undefined : due),
  };
  const frontier = frontierOf(store, { clock });
  const next = frontier.next(never);
  await clock.advance(4_999);
  assert.equal(await isPending(next), true);
  await clock.advance(1);
  assert.equal((await next)?.id, 3);
});

test('Frontier.next() wakes from a long wait when an entry is settled', async () => {
  const clock = new FakeClock();
  const found = [0];
  const store: Store = {
    take: async () => found.splice(0, 1).map((id) => entryOf(id)),
    nextDue: async () => clock.now() + 3_600_000,
  };
  const frontier = frontierOf(store, { clock });
  const first = await frontier.next(never);
  assert.ok(first);
  const waiting = frontier.next(never);
  await rest();
  found.push(1);
  frontier.settled(first, { gained: 0 });
  assert.equal((await waiting)?.id, 1);
  assert.equal(clock.pending, 0, 'no timer is left behind');
});

test('Frontier.next() rejects with the reason of the signal: while it waits, while it sleeps, and before', async () => {
  const abort = new AbortController();
  const busy = frontierOf(storeWith([0]));
  await busy.next(never);
  const clock = new FakeClock();
  const asleep = frontierOf({ take: async () => [], nextDue: async () => clock.now() + 60_000 }, { clock });
  const waiting = [busy.next(abort.signal), asleep.next(abort.signal)];
  await rest();
  abort.abort(new Error('stop now'));
  for (const one of [...waiting, busy.next(abort.signal)]) await assert.rejects(one, /stop now/);
  assert.equal(clock.pending, 0);
});

test('Frontier.next() rejects with the fault of the store, and can be asked again', async () => {
  let fails = true;
  const store: Store = {
    take: async () => {
      if (fails) throw new Error('disk full');
      return [entryOf(0)];
    },
    nextDue: async () => undefined,
  };
  const frontier = frontierOf(store, { maxPages: 1 });
  await assert.rejects(frontier.next(never), /disk full/);
  fails = false;
  assert.equal((await frontier.next(never))?.id, 0, 'the place it had held is free again');
});

test('Frontier counts the pages that the crawl had indexed before it was interrupted', async () => {
  const full = frontierOf(storeWith([0]), { maxPages: 3, indexedBefore: 3 });
  assert.equal(await full.next(never), undefined);
  assert.equal(full.over, 'max-pages');
  const one = frontierOf(storeWith([0, 1]), { maxPages: 3, indexedBefore: 2 });
  const entry = await one.next(never);
  assert.ok(entry);
  one.settled(entry, { gained: 1 });
  assert.equal(await one.next(never), undefined);
});

interface Site {
  /** Of each page: what becomes of it, and the pages it links to. */
  pages: { outcome: 'indexed' | 'gone' | 'retry once'; links: number[] }[];
}

const SITE: fc.Arbitrary<Site> = fc.record({
  pages: fc.array(
    fc.record({
      outcome: fc.constantFrom('indexed' as const, 'indexed' as const, 'gone' as const, 'retry once' as const),
      links: fc.array(fc.nat(11), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});

const RETRY_MS = 1_000;

/** A store in memory, whose every answer comes when the scheduler says so. */
class SlowStore implements Store {
  readonly state = new Map<number, 'ready' | 'waiting' | 'taken' | 'indexed' | 'gone'>([[0, 'ready']]);
  readonly visits: number[] = [];
  readonly #site: Site;
  readonly #scheduler: fc.Scheduler;
  readonly #due = new Map<number, number>();

  constructor(site: Site, scheduler: fc.Scheduler) {
    this.#site = site;
    this.#scheduler = scheduler;
  }

  async take(_siteId: number, { now }: { now: number }): Promise<Entry[]> {
    await this.#scheduler.schedule(Promise.resolve(), 'take');
    const isReady = ([id, state]: [number, string]) =>
      state === 'ready' || (state === 'waiting' && (this.#due.get(id) ?? 0) <= now);
    const id = [...this.state].find(isReady)?.[0];
    if (id === undefined) return [];
    this.state.set(id, 'taken');
    return [entryOf(id)];
  }

  async nextDue(): Promise<number | undefined> {
    await this.#scheduler.schedule(Promise.resolve(), 'nextDue');
    const due = [...this.state].filter(([, state]) => state === 'waiting').map(([id]) => this.#due.get(id) ?? 0);
    return due.length > 0 ? Math.min(...due) : undefined;
  }

  async settle({ id }: Entry, now: number): Promise<{ gained: number }> {
    await this.#scheduler.schedule(Promise.resolve(), 'settle');
    const page = this.#site.pages[id];
    const isRetried = page?.outcome === 'retry once' && !this.visits.includes(id);
    this.visits.push(id);
    const state = isRetried ? 'waiting' : page === undefined || page.outcome === 'gone' ? 'gone' : 'indexed';
    this.#due.set(id, now + RETRY_MS);
    this.state.set(id, state);
    if (state === 'indexed')
      for (const link of page?.links ?? []) if (!this.state.has(link)) this.state.set(link, 'ready');
    return { gained: state === 'indexed' ? 1 : 0 };
  }
}

/** Time that jumps to the end of a sleep, whenever the scheduler lets the sleep end. */
function jumpingClock(scheduler: fc.Scheduler): Clock {
  let now = 0;
  return {
    now: () => now,
    monotonic: () => now,
    async sleep(ms, signal) {
      const end = now + ms;
      await scheduler.schedule(Promise.resolve(), 'sleep');
      signal?.throwIfAborted();
      now = Math.max(now, end);
    },
  };
}

/** Pages that are indexed when the whole site is visited. */
function reachable({ pages }: Site): number {
  const seen = new Set([0]);
  for (const id of seen) if (pages[id]?.outcome !== 'gone') for (const link of pages[id]?.links ?? []) seen.add(link);
  return [...seen].filter((id) => pages[id] !== undefined && pages[id].outcome !== 'gone').length;
}

test('Frontier indexes exactly maxPages, or everything there is, and ends, in any interleaving', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      SITE,
      fc.integer({ min: 1, max: 4 }),
      fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
      async (scheduler, site, workers, maxPages) => {
        const store = new SlowStore(site, scheduler);
        const clock = jumpingClock(scheduler);
        const frontier = frontierOf(store, { clock, maxPages });
        let ended = 0;
        const work = async () => {
          for (let entry = await frontier.next(never); entry; entry = await frontier.next(never)) {
            await scheduler.schedule(Promise.resolve(), 'fetch');
            frontier.settled(entry, await store.settle(entry, clock.now()));
          }
          ended += 1;
        };
        const all = Promise.all(Array.from({ length: workers }, work));
        for (await nextTurn(); scheduler.count() > 0; await nextTurn()) await scheduler.waitNext(1);
        assert.equal(ended, workers, 'no worker waits for something that cannot come');
        await all;
        const indexed = [...store.state.values()].filter((state) => state === 'indexed').length;
        assert.equal(indexed, Math.min(maxPages ?? Number.POSITIVE_INFINITY, reachable(site)));
        if (frontier.over === 'done')
          assert.ok([...store.state.values()].every((state) => state === 'indexed' || state === 'gone'));
      },
    ),
    { numRuns: 150 },
  );
});
