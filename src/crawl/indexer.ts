import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IndexChange, PageDocument, Refusal, SearchIndex } from '../index/search-index.ts';
import type { Clock } from '../model/clock.ts';
import { Fault, messageOf } from '../model/errors.ts';
import type { Change, CrawlStore, IndexablePage, Unindexed } from '../store/crawl-store.ts';
import { storedDocument } from './stored-document.ts';

/** Pages that are taken from the outbox, and acknowledged, at a time. */
const TAKEN_PAGES = 96;
/** Pages of one batch: few enough that their terms are short-lived garbage, enough to share one commit or one request. */
const BATCH_PAGES = 32;
/**
 * After a batch that was not full, unless another one is full before: pages that come in meanwhile share the next commit, and are still searchable well
 * within two seconds.
 */
const GATHER_MS = 300;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

/** What keeps the index up with the store. */
export interface Indexing {
  /** There may be changes: takes them up soon. Never waits, never fails. */
  wake(): void;
  /** Resolves when every change that was in the outbox at the call is in the index. Rejects when that cannot be. */
  drain(): Promise<void>;
  /** What keeps changes out of the index right now, in a sentence; null when nothing does. */
  trouble(): Promise<string | null>;
  close(): Promise<void>;
}

type IndexerStore = Pick<CrawlStore, 'changes' | 'newestChange' | 'acknowledge'>;

interface Drain {
  /** Number of the newest change at the call. */
  newest: number;
  reached: PromiseWithResolvers<void>;
}

/**
 * Drains the outbox of the store into the index, in batches. A crash between apply and acknowledge repeats a batch, which `apply` allows. An index that
 * is not available only delays: the outbox keeps everything. Analysis of the texts happens here, so composition runs this in a thread of its own.
 */
export class Indexer implements Indexing {
  readonly #store: IndexerStore;
  readonly #index: Pick<SearchIndex, 'apply'>;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;
  /** Whoever drains, until the change that it waits for is in the index. */
  readonly #drains = new Set<Drain>();
  #isAsked = false;
  /** Calls of `wake` since the last look into the outbox: each tells of a page. */
  #woken = 0;
  /** Ends the wait for more pages. */
  #gathered = new AbortController();
  /** The index was told that more follows; an earlier run may have ended just then. */
  #isMorePromised = true;
  #notBefore = Number.NEGATIVE_INFINITY;
  #trouble: string | null = null;

  constructor(parts: {
    store: IndexerStore;
    index: Pick<SearchIndex, 'apply'>;
    clock: Clock;
  }) {
    this.#store = parts.store;
    this.#index = parts.index;
    this.#clock = parts.clock;
  }

  wake(): void {
    this.#woken += 1;
    if (this.#woken >= BATCH_PAGES) this.#gathered.abort();
    this.#run().catch(() => undefined); // drain() reports the fault
  }

  async drain(): Promise<void> {
    const drain = { newest: await this.#store.newestChange(), reached: Promise.withResolvers<void>() };
    this.#drains.add(drain);
    this.#gathered.abort();
    const inHand = this.#running ?? Promise.resolve();
    const emptied = inHand.catch(() => undefined).then(() => this.#run());
    try {
      // While another crawl brings more all the time, the outbox is never empty.
      await Promise.race([drain.reached.promise, emptied]);
    } finally {
      this.#drains.delete(drain);
    }
  }

  async trouble(): Promise<string | null> {
    return this.#trouble;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running?.catch(() => undefined);
  }

  #run(): Promise<void> {
    this.#isAsked = true;
    this.#running ??= this.#drainAll().catch((cause: unknown) => {
      this.#running = undefined;
      throw cause;
    });
    return this.#running;
  }

  async #drainAll(): Promise<void> {
    const { signal } = this.#closing;
    for (let failures = 0; this.#isAsked; ) {
      signal.throwIfAborted();
      await this.#gather(signal);
      try {
        this.#isAsked = false;
        this.#woken = 0;
        if ((await this.#applySome()) > 0) this.#isAsked = true;
        failures = 0;
        this.#trouble = null;
      } catch (cause) {
        this.#trouble = messageOf(cause);
        if (!(cause instanceof Fault) || cause.remedy !== 'retry-later') throw cause;
        this.#isAsked = true;
        await this.#clock.sleep(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures), signal);
        failures += 1;
      }
    }
    this.#running = undefined; // in the tick of the last look: a wake after it starts anew
  }

  async #gather(signal: AbortSignal): Promise<void> {
    const leftMs = this.#notBefore - this.#clock.monotonic();
    if (leftMs <= 0 || this.#drains.size > 0 || this.#woken >= BATCH_PAGES) return;
    this.#gathered = new AbortController();
    await this.#clock
      .sleep(leftMs, AbortSignal.any([signal, this.#gathered.signal]))
      .catch(() => signal.throwIfAborted());
  }

  async #applySome(): Promise<number> {
    const changes = await this.#store.changes(TAKEN_PAGES);
    if (changes.length === 0 && !this.#isMorePromised) return 0;
    const last = changes.at(-1)?.seq ?? 0;
    const reached = [...this.#drains].filter(({ newest }) => newest <= last);
    const isFull = changes.length === TAKEN_PAGES;
    const more = isFull && reached.length === 0;
    const unindexed = await this.#apply(changes, more);
    await this.#store.acknowledge(changes, unindexed);
    for (const drain of reached) drain.reached.resolve();
    this.#isMorePromised = more;
    this.#notBefore = this.#clock.monotonic() + (isFull ? 0 : GATHER_MS);
    return changes.length;
  }

  /** In batches, each made ready while the one before is applied. Resolves with the pages that are not in the index now. */
  async #apply(changes: readonly Change[], more: boolean): Promise<Unindexed[]> {
    const failures: Unindexed[] = [];
    const refusals: Refusal[] = [];
    let applying: Promise<Refusal[]> | undefined;
    let end = 0;
    do {
      const start = end;
      end = Math.min(start + BATCH_PAGES, changes.length);
      const readings: Reading[] = [];
      for (const change of changes.slice(start, end)) {
        readings.push(readingOf(change));
        if (applying) await nextTurn(); // to take what a search engine answers meanwhile
      }
      failures.push(...readings.flatMap(({ failure }) => failure ?? []));
      refusals.push(...((await applying) ?? []));
      const batch = readings.map(({ change }) => change);
      applying = this.#index.apply(batch, { more: more || end < changes.length });
      applying.catch(() => undefined); // until it is waited for
    } while (end < changes.length);
    refusals.push(...(await applying));
    return [...failures, ...refusedChanges(changes, refusals)];
  }
}

interface Reading {
  change: IndexChange;
  failure?: Unindexed;
}

/** A stored page that cannot be read any more leaves the index: it must not keep all the others out of it. */
function readingOf(change: Change): Reading {
  try {
    return { change: read(change) };
  } catch (cause) {
    return {
      change: { kind: 'delete', url: change.url },
      failure: { seq: change.seq, reason: 'unreadable', detail: messageOf(cause) },
    };
  }
}

function refusedChanges(changes: readonly Change[], refusals: readonly Refusal[]): Unindexed[] {
  const why = new Map(refusals.map((refusal) => [refusal.url, refusal.why]));
  return changes.flatMap(({ seq, url }) => {
    const detail = why.get(url);
    return detail === undefined ? [] : [{ seq, reason: 'index' as const, detail }];
  });
}

function read({ url, site, page, isOnlyLinks }: Change): IndexChange {
  if (!page) return { kind: 'delete', url };
  if (!isOnlyLinks) return { kind: 'put', page: storedDocument(page, site) };
  return { kind: 'links', url, linkClass: page.linkClass, readPage: () => readable(page, site) };
}

function readable(page: IndexablePage, site: string): PageDocument | undefined {
  try {
    return storedDocument(page, site);
  } catch {
    return undefined;
  }
}
