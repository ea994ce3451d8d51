import { RateShare } from './rate-share.ts';

/** Answers that make the first estimate; before, nothing is known of the host and nothing is judged. */
const FIRST_ANSWERS = 20;
/** The median of so many answers is what the host does now: seven outliers among them do not move it. */
const RECENT_ANSWERS = 15;
/** Of the usual answers so many are quicker than `usualMs`. A high quantile, so that a site with quick and slow pages counts as slow. */
const QUANTILE = 0.9;
/** Step of the quantile's estimate, as a share of it: an unchanging load has become the usual after some 300 answers. */
const STEP = 0.004;
/** Below this nobody waits: a host that answers in 1 ms may take 100 ms without being called slow. */
const LEAST_USUAL_MS = 50;
/** Loaded above this many times the usual, well again below the other: between both nothing changes. */
const LOADED_FACTOR = 3;
const WELL_FACTOR = 1.5;
const LOWEST_SHARE = 1 / 8;

/**
 * Sees from the time to first byte that a host is struggling, before it has to say so with a 429: when half of its latest
 * answers take three times as long as nine in ten usually do, the rate is halved, at most once per 15 answers so that each
 * step shows its effect first, and climbs back by small steps once the answers are quick again. A host that is always slow is never
 * judged, as it is compared with itself; one that stays slow although asked less becomes the usual in the end.
 *
 * The usual is a running quantile: one step up for each slower answer, a ninth of it down for each quicker one, so that it
 * comes to rest where one in ten is slower, and no single answer, however slow, counts for more than one step.
 */
export class LoadWatch {
  #usualMs = 0;
  /** The first answers, until they are enough. */
  readonly #first: number[] = [];
  /** Oldest first. */
  readonly #recent: number[] = [];
  readonly #share = new RateShare(LOWEST_SHARE);
  /** Answers since the last halving. */
  #sinceHalved = 0;

  /** Share of the rate asked for, in [1/8, 1]. */
  get share(): number {
    return this.#share.value;
  }

  /** @param firstByteMs from writing a request to the first byte of its answer, or to its failure */
  observe(firstByteMs: number): void {
    if (this.#first.length < FIRST_ANSWERS) {
      this.#first.push(firstByteMs);
      if (this.#first.length === FIRST_ANSWERS) this.#usualMs = quantile(this.#first, QUANTILE);
      return;
    }
    this.#recent.push(firstByteMs);
    if (this.#recent.length > RECENT_ANSWERS) this.#recent.shift();
    this.#judge();
    this.#usualMs *= Math.exp(STEP * (firstByteMs > this.#usualMs ? QUANTILE : QUANTILE - 1));
  }

  #judge(): void {
    this.#sinceHalved += 1;
    if (this.#recent.length < RECENT_ANSWERS) return;
    const slowness = quantile(this.#recent, 0.5) / Math.max(LEAST_USUAL_MS, this.#usualMs);
    if (slowness > LOADED_FACTOR && this.#sinceHalved >= RECENT_ANSWERS) {
      this.#share.halve();
      this.#sinceHalved = 0;
    } else if (slowness < WELL_FACTOR) {
      this.#share.climb();
    }
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
