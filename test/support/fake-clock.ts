import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../src/model/clock.ts';

interface Sleep {
  atMs: number;
  wake: () => void;
}

/** Turns of the event loop after each wake-up, so that what it set off has come to rest before time moves on. */
const SETTLING_TURNS = 3;

/** A clock whose time moves only when a test says so. Sleeps end in the order of their times, then of their calls. */
export class FakeClock implements Clock {
  #startedAt: number;
  readonly #sleeps = new Set<Sleep>();
  #elapsedMs = 0;

  /** @param startedAt wall time at the start, ms since the epoch */
  constructor(startedAt = Date.UTC(2026, 0, 1)) {
    this.#startedAt = startedAt;
  }

  /** Sleeps that have not ended. */
  get pending(): number {
    return this.#sleeps.size;
  }

  now(): number {
    return this.#startedAt + this.#elapsedMs;
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (ms <= 0) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stop = () => {
      this.#sleeps.delete(sleep);
      reject(signal?.reason);
    };
    const sleep: Sleep = {
      atMs: this.#elapsedMs + ms,
      wake: () => {
        this.#sleeps.delete(sleep);
        signal?.removeEventListener('abort', stop);
        resolve();
      },
    };
    signal?.addEventListener('abort', stop, { once: true });
    this.#sleeps.add(sleep);
    return promise;
  }

  /** Sets the wall clock on or back by `ms`, as a machine does whose clock was wrong: no time passes. */
  setWall(ms: number): void {
    this.#startedAt += ms;
  }

  /** Moves time on by `ms`, ending what is due on the way, each at its own instant. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#elapsedMs + ms;
    await settle();
    for (let next = this.#next(); next !== undefined && next.atMs <= endMs; next = this.#next()) {
      this.#elapsedMs = Math.max(this.#elapsedMs, next.atMs);
      next.wake();
      await settle();
    }
    this.#elapsedMs = endMs;
  }

  /** Moves time on until nobody sleeps any more. Throws when that takes more than `limitMs` of its time. */
  async runUntilIdle(limitMs = 3_600_000): Promise<void> {
    const endMs = this.#elapsedMs + limitMs;
    await settle();
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (next.atMs > endMs) throw new Error(`still asleep after ${limitMs} ms`);
      await this.advance(Math.max(0, next.atMs - this.#elapsedMs));
    }
  }

  /** Moves time on without waking anybody: the event loop hangs. What became due meanwhile ends with the next `advance`. */
  stall(ms: number): void {
    this.#elapsedMs += ms;
  }

  #next(): Sleep | undefined {
    let next: Sleep | undefined;
    for (const sleep of this.#sleeps) if (next === undefined || sleep.atMs < next.atMs) next = sleep;
    return next;
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < SETTLING_TURNS; turn += 1) await nextTurn();
}
