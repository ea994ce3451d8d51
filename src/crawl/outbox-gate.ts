import type { Clock } from '../model/clock.ts';
import { count } from '../model/figures.ts';
import type { CrawlStore } from '../store/crawl-store.ts';
import type { Indexing } from './indexer.ts';
import { waitFor, within } from './wait-for.ts';

/** So many pages may wait for the index before nothing more is fetched. What is in flight then comes on top. */
const MAX_OUTBOX = 10_000;
const LOOK_AGAIN_MS = 500;

export interface OutboxGateParts {
  store: Pick<CrawlStore, 'counts'>;
  indexing: Pick<Indexing, 'drain'>;
  clock: Clock;
  siteId: number;
  /** Pages that may wait; default 10,000. */
  limit?: number;
}

/** Keeps a crawl from running away from its index: shut when too many pages wait for it, until it has taken half of them. */
export class OutboxGate {
  readonly #parts: OutboxGateParts;
  readonly #limit: number;
  #outbox: number;
  #opening: Promise<void> | undefined;

  constructor(parts: OutboxGateParts, { outbox }: { outbox: number }) {
    this.#parts = parts;
    this.#limit = parts.limit ?? MAX_OUTBOX;
    this.#outbox = outbox;
  }

  /** One sentence while it is shut, '' while it is open. */
  get why(): string {
    if (this.#opening === undefined) return '';
    return `${count(this.#outbox)} pages wait for the index: nothing more is fetched until it has taken some of them.`;
  }

  /** So many changes wait for the index by now. */
  observe(outbox: number): void {
    this.#outbox = outbox;
  }

  /** Resolves at once while it is open, else when it opens. Rejects when aborted, and when the index will never take them: a fault of `Indexing.drain`. */
  async pass(signal: AbortSignal): Promise<void> {
    if (this.#opening === undefined && this.#outbox < this.#limit) return;
    this.#opening ??= this.#open(signal).finally(() => {
      this.#opening = undefined;
    });
    await waitFor(this.#opening, signal);
  }

  async #open(signal: AbortSignal): Promise<void> {
    const { store, indexing, clock, siteId } = this.#parts;
    const drained = indexing.drain().then(() => true);
    drained.catch(() => undefined); // heard of below, unless the gate opens before
    for (let isDrained = false; !isDrained && this.#outbox > this.#limit / 2; ) {
      isDrained = (await within(drained, { ms: LOOK_AGAIN_MS, clock, signal })) === true;
      this.#outbox = (await store.counts(siteId)).outbox;
    }
  }
}
