import type { Clock } from '../model/clock.ts';

interface Telling<P> {
  everyMs: number;
  clock: Clock;
  /** How far is it? */
  look: () => Promise<P>;
  tell: (progress: P) => void;
}

/**
 * Does the work, and tells meanwhile, now and then, how far it is; nothing after its end. Should looking or telling fail, nothing more is told: who does
 * the work says what is wrong.
 */
export async function whileTelling<P, T>(
  work: () => Promise<T>,
  { everyMs, clock, look, tell }: Telling<P>,
): Promise<T> {
  const ended = new AbortController();
  const tellAgain = async () => {
    for (;;) {
      await clock.sleep(everyMs, ended.signal); // rejects when it has ended
      const progress = await look();
      if (!ended.signal.aborted) tell(progress);
    }
  };
  void tellAgain().catch(() => undefined);
  try {
    return await work();
  } finally {
    ended.abort();
  }
}
