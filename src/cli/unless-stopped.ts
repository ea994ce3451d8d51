import { aborted } from '../crawl/wait-for.ts';

/** What work comes to, or undefined with Ctrl-C: then it is given up, and ends when its instance is closed. */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const givenUp = aborted(signal).then(() => undefined);
  work.catch(() => undefined); // given up, it fails unheard
  return Promise.race([givenUp, work]);
}
