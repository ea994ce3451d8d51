import { Gate } from '../fetch/gate.ts';
import type { Clock } from '../model/clock.ts';
import type { CrawlStore, Entry } from '../store/crawl-store.ts';
import { waitFor, within } from './wait-for.ts';

export interface FrontierOptions {
  store: Pick<CrawlStore, 'take' | 'nextDue'>;
  siteId: number;
  clock: Clock;
  /** Pages to index in this crawl, exactly; undefined is no limit. */
  maxPages: number | undefined;
  /** Pages this crawl had indexed before it was interrupted. */
  indexedBefore: number;
}

/**
 * Gives entries to workers and knows when the crawl is over: nothing is ready, waiting or in flight (or being brought, by
 * sitemaps), or the wanted number of pages is indexed. An entry in flight may become a page, so it holds one of the places that `maxPages` leaves: that
 * makes the number exact. Entries are taken one at a time, so none is held that nobody works on.
 */
export class Frontier {
  readonly #options: FrontierOptions;
  /** Ids of the entries that were given and are not settled. */
  readonly #inFlight = new Set<number>();
  /** Of these, what was put by and can be visited now. */
  readonly #again: Entry[] = [];
  #indexed: number;
  /** Other work that may bring entries. */
  #bringing = 0;
  /** One worker looks, or waits, at a time: woken all together, hundreds that wait would ask the store after each page. */
  readonly #turn = new Gate(1);
  #over: 'done' | 'max-pages' | undefined;
  #changed = Promise.withResolvers<void>();

  constructor(options: FrontierOptions) {
    this.#options = options;
    this.#indexed = options.indexedBefore;
    if (options.maxPages !== undefined && this.#indexed >= options.maxPages) this.#over = 'max-pages';
  }

  /** Why there is nothing left to give; undefined while there may be. */
  get over(): 'done' | 'max-pages' | undefined {
    return this.#over;
  }

  /** The next entry, when there is one; undefined when the crawl is over. Rejects when aborted. */
  async next(signal: AbortSignal): Promise<Entry | undefined> {
    await this.#turn.enter(signal);
    try {
      while (!this.#over) {
        signal.throwIfAborted();
        const changed = this.#changed; // before looking, so that no change in between is missed
        const entry = this.#again.shift() ?? (this.#isFull() ? undefined : await this.#take());
        if (entry) return entry;
        await this.#wait(changed, signal);
      }
      return undefined;
    } finally {
      this.#turn.leave();
    }
  }

  /** The entry is settled (or given up), and so many more pages are indexed now: room for another one, and perhaps new entries. */
  settled(entry: Entry, { gained }: { gained: number }): void {
    this.#inFlight.delete(entry.id);
    this.#indexed += gained;
    if (this.#indexed === this.#options.maxPages) this.#over ??= 'max-pages';
    this.#notify();
  }

  /** Gives the entry, which stays in flight, once more when what it has to wait for has ended, however that ends. */
  giveAgain(entry: Entry, after: Promise<void>): void {
    const give = () => {
      this.#again.push(entry);
      this.#notify();
    };
    after.then(give, give);
  }

  /** Keeps the crawl from being over for lack of entries until work that may bring some has ended. */
  async whileBringing<T>(work: () => Promise<T>): Promise<T> {
    this.#bringing += 1;
    try {
      return await work();
    } finally {
      this.#bringing -= 1;
      this.#notify();
    }
  }

  /** Entries have come that no settlement brought. */
  brought(): void {
    this.#notify();
  }

  #isFull(): boolean {
    const { maxPages } = this.#options;
    return maxPages !== undefined && this.#indexed + this.#inFlight.size >= maxPages;
  }

  async #take(): Promise<Entry | undefined> {
    const { store, siteId, clock } = this.#options;
    const [entry] = await store.take(siteId, { limit: 1, now: clock.now() });
    if (entry) this.#inFlight.add(entry.id);
    return entry;
  }

  /** Waits until something is settled or a waiting entry falls due; ends the crawl when neither can happen. */
  async #wait(changed: PromiseWithResolvers<void>, signal: AbortSignal): Promise<void> {
    const { store, siteId, clock } = this.#options;
    if (this.#isFull()) return waitFor(changed.promise, signal);
    const due = await store.nextDue(siteId);
    if (due !== undefined) {
      await within(changed.promise, { ms: due - clock.now(), clock, signal });
    } else if (this.#inFlight.size > 0 || this.#bringing > 0) {
      await waitFor(changed.promise, signal);
    } else if (changed === this.#changed) {
      // Nothing was ready when we looked, nothing waits, and since then nobody has settled anything.
      this.#over = 'done';
    }
  }

  #notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
