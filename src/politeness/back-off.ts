import type { Clock } from '../model/clock.ts';
import { RateShare } from './rate-share.ts';

/** Pause after a 429 or 503 without Retry-After, or when the host is down, ms; doubled by every further one until an answer is good. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_OWN_PAUSE_MS = 60_000;
/** A longer Retry-After is cut to this: nobody means a crawl to hang for a day. */
const LONGEST_PAUSE_MS = 3_600_000;
const LOWEST_SHARE = 1 / 32;

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;

/**
 * How far one host is slowed down because it has asked for it, or is down: a pause, and a share of the rate asked for, which recovers with each good answer.
 */
export class BackOff {
  readonly #clock: Clock;
  readonly #share = new RateShare(LOWEST_SHARE);
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  #pausesInARow = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Share of the rate asked for, in [1/32, 1]. */
  get share(): number {
    return this.#share.value;
  }

  /** Monotonic ms before which nothing is written. */
  get pausedUntilMs(): number {
    return this.#pausedUntilMs;
  }

  pauseUntil(monotonicMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, monotonicMs);
  }

  /**
   * The host said 429 or 503. Nothing is written during the pause that follows, so an answer that comes in it belongs to a
   * request written before: it may lengthen the pause, but does not halve again.
   */
  slowDown(retryAfterMs?: number): void {
    if (!this.#isPaused) this.#share.halve();
    this.pause(retryAfterMs);
  }

  /** Leaves the host alone for as long as it says; without that for twice as long as the last time. */
  pause(retryAfterMs?: number): void {
    if (!this.#isPaused) this.#pausesInARow += 1;
    const ownPauseMs = Math.min(LONGEST_OWN_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#pausesInARow - 1));
    this.pauseUntil(this.#clock.monotonic() + Math.min(LONGEST_PAUSE_MS, retryAfterMs ?? ownPauseMs));
  }

  /** The host gave a good answer. */
  recover(): void {
    this.#pausesInARow = 0;
    this.#share.climb();
  }

  get #isPaused(): boolean {
    return this.#clock.monotonic() < this.#pausedUntilMs;
  }
}

/**
 * Reads a Retry-After header (RFC 9110, section 10.2.3): seconds, or an HTTP date.
 * @param nowMs wall time, ms since the epoch
 * @returns ms from now, never negative; undefined when the header says nothing that can be read
 */
export function parseRetryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  // Date.parse alone would take a bare "12.5" or "-3" for a date; all three HTTP date forms begin with a day's name.
  if (!/^[A-Z][a-z]{2}/.test(text)) return undefined;
  // The oldest form names no zone, and means UTC (RFC 9110, section 5.6.7), not that of this machine.
  const dateMs = Date.parse(/(?:[A-Za-z]|[+-]\d{4})$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

/**
 * How long an entry waits before it is tried again: doubling from 5 s to 10 min, spread by half so that entries which
 * failed together do not come back together.
 * @param failures how often it has failed so far, from 1
 * @param random uniform in [0, 1)
 * @returns ms in [0.5, 1.5) times the nominal delay
 */
export function retryDelayMs(failures: number, random: () => number = Math.random): number {
  const nominalMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  return nominalMs * (0.5 + random());
}

/** How long it waits when the answer may have named a time: the longer of both, but not for longer than an hour. */
export function waitBeforeRetryMs(failures: number, retryAfterMs = 0): number {
  return Math.max(retryDelayMs(failures), Math.min(retryAfterMs, LONGEST_PAUSE_MS));
}
