/** Resolves with Ctrl-C. */
export function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What work comes to, or undefined with Ctrl-C: then it is given up, and ends when its instance is closed. */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const given = stopped(signal).then(() => undefined);
  work.catch(() => undefined); // given up, it fails unheard
  return Promise.race([given, work]);
}
