/** How many go on in one turn of the event loop: a few milliseconds of work, when each answers a request. */
const PER_TURN = 16;

/**
 * Lets those who have waited for the same news go on in order, a few in each turn of the event loop: thousands of clients answered at once would
 * hold up the crawl and everyone else for seconds.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];

  /** Resolves when it is the caller's turn. */
  next(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#waiting.push(resolve) === 1) setImmediate(() => this.#go());
    return promise;
  }

  #go(): void {
    for (const resolve of this.#waiting.splice(0, PER_TURN)) resolve();
    if (this.#waiting.length > 0) setImmediate(() => this.#go());
  }
}
