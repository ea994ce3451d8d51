/**
 * Lets at most so many in at a time. Whoever waits stands in a line, first come, first served; of several lines each has its turn, so that who wants much waits
 * behind itself.
 */
export class Gate {
  /** Those who wait, by their lines; the line whose turn it is comes first, and none is empty. */
  readonly #lines = new Map<string, Set<() => void>>();
  #free: number;

  constructor(places: number) {
    this.#free = places;
  }

  /** Resolves when there is a place, which `leave` gives back. @throws the signal's reason when aborted while waiting */
  enter(signal: AbortSignal, line = ''): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => {
      const others = this.#lines.get(line);
      others?.delete(admit);
      if (others?.size === 0) this.#lines.delete(line);
      reject(signal.reason);
    };
    const admit = () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    const waiting = this.#lines.get(line);
    if (waiting) waiting.add(admit);
    else this.#lines.set(line, new Set([admit]));
    return promise;
  }

  leave(): void {
    const [next] = this.#lines;
    const [line = '', waiting = new Set<() => void>()] = next ?? [];
    const [admit] = waiting;
    if (admit === undefined) {
      this.#free += 1;
      return;
    }
    waiting.delete(admit);
    this.#lines.delete(line);
    if (waiting.size > 0) this.#lines.set(line, waiting); // behind all others
    admit();
  }
}
