import type { Clock } from '../model/clock.ts';

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What the promise comes to, undefined when that takes longer than `ms`. Rejects with the signal's reason when it is aborted first. */
export async function within<T>(
  promise: Promise<T>,
  { ms, clock, signal }: { ms: number; clock: Clock; signal?: AbortSignal },
): Promise<T | undefined> {
  const over = new AbortController();
  const late = clock.sleep(ms, AbortSignal.any([over.signal, ...(signal ? [signal] : [])])).then(() => undefined);
  return Promise.race([promise, late]).finally(() => over.abort());
}

/** The promise, or a rejection with the signal's reason if that comes first. What the promise stands for goes on. */
export async function waitFor<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const givenUp = Promise.withResolvers<never>();
  const abort = () => givenUp.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([givenUp.promise, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
