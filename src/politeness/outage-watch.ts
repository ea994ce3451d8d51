import type { Clock } from '../model/clock.ts';

/** So many pages fail one after the other, each at its first try, before the host is taken to be down: single pages may be broken for good. */
const FAILURES_OF_A_HOST = 8;
/** Then the host is given time to come back: but what has failed for longer will go on failing, and a crawl must end. */
const LONGEST_OUTAGE_MS = 120_000;

/**
 * Tells an outage of a host from pages that are broken. While it lasts the host had better be left alone, and no page is to be given up for it. Pages that are
 * tried again say little of the host: at the end of a crawl nothing else may be left.
 */
export class OutageWatch {
  readonly #clock: Clock;
  #failures = 0;
  #sinceMs = 0;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The host seems to be down, for no longer than that may last. */
  get isOn(): boolean {
    return this.#failures >= FAILURES_OF_A_HOST && this.#clock.monotonic() < this.#sinceMs + LONGEST_OUTAGE_MS;
  }

  /** A page has failed as every page of the host would if it were down. */
  fail({ isFirstTry }: { isFirstTry: boolean }): void {
    const now = this.#clock.monotonic();
    if (now > this.#lastMs + LONGEST_OUTAGE_MS) this.over(); // another crawl, long after
    if (this.#failures === 0) this.#sinceMs = now;
    if (isFirstTry) this.#failures += 1;
    this.#lastMs = now;
  }

  /** The host has given a good answer. */
  over(): void {
    this.#failures = 0;
  }
}
