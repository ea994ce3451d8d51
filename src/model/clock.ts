import { setTimeout as sleepFor } from 'node:timers/promises';

/**
 * Port: the only source of time.
 *
 * Contract:
 * - `now()` is wall time in ms since the epoch, for what is stored or shown. It may step.
 * - `monotonic()` is in ms from an arbitrary start, with fractions. It never goes back: every distance
 *   between two instants (rate, time-outs) is measured with it.
 * - `sleep(ms, signal)` resolves when at least `ms` have passed on the monotonic clock, and rejects with the signal's
 *   reason when it is aborted first. `ms <= 0` resolves without waiting for a timer.
 */
export interface Clock {
  now(): number;
  monotonic(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest delay a Node timer takes; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    const end = performance.now() + ms;
    // Timers may fire up to a millisecond early, so the remaining time is looked at again.
    for (let left = ms; left > 0; left = end - performance.now()) {
      await sleepFor(Math.min(Math.ceil(left), MAX_TIMER_MS), undefined, signal ? { signal } : {}).catch(
        (cause: unknown) => {
          signal?.throwIfAborted();
          throw cause;
        },
      );
    }
  },
};
