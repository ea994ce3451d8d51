import { Crew, type CrewOptions } from './crew.ts';

/**
 * The object of one thread, for as long as it is wanted: should the thread end by itself, the calls that it has fail, and the next one starts another thread. A
 * server runs for months, and what ends a thread, such as one page that needs more memory than there is, may never come again.
 * Rejects as the first start does.
 */
export async function lastingThread<T extends { close(): Promise<void> }>(start: CrewOptions<T>['start']): Promise<T> {
  const crew = new Crew<T>({ start, threads: 1, callsEach: Number.POSITIVE_INFINITY });
  await crew.run(async () => undefined);
  const callOf =
    (method: string) =>
    (...args: unknown[]): Promise<unknown> => {
      const answer = crew.run(async (thread) =>
        (Reflect.get(thread, method) as (...args: unknown[]) => unknown)(...args),
      );
      answer.catch(() => undefined); // of a call that nobody waits for
      return answer;
    };
  return new Proxy({} as T, {
    get: (_target, method) => {
      if (typeof method !== 'string' || method === 'then') return undefined;
      return method === 'close' ? () => crew.close() : callOf(method);
    },
  });
}
