import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/errors.ts';

const PAUSE_MS = 1000;
const TELL_EVERY_MS = 5000;

export interface Patience {
  /** How long to wait in all; 0 is not at all. */
  waitMs: number;
  clock: Clock;
  /** Ends the waiting; a try that has begun is not cut short. */
  signal?: AbortSignal;
  /** Told why, now and then. */
  onWait?: (why: string, leftMs: number) => void;
}

/**
 * What `start` makes. While that fails because the index is not there, it is tried again, a second later, until the time is up.
 * @throws what `start` has thrown last, or the reason of the signal
 */
export async function whenAvailable<T>(
  start: () => Promise<T>,
  { waitMs, clock, signal, onWait }: Patience,
): Promise<T> {
  const deadline = clock.monotonic() + waitMs;
  for (let toldAt = Number.NEGATIVE_INFINITY; ; ) {
    try {
      return await start();
    } catch (cause) {
      const leftMs = deadline - clock.monotonic();
      if (!(cause instanceof Fault) || cause.code !== 'index-unavailable' || leftMs <= 0) throw cause;
      if (clock.monotonic() - toldAt >= TELL_EVERY_MS) {
        toldAt = clock.monotonic();
        onWait?.(cause.message, leftMs);
      }
      await clock.sleep(Math.min(PAUSE_MS, leftMs), signal);
    }
  }
}
