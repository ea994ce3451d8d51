import type { Clock } from '../model/clock.ts';
import type { CrawlStore, Entry } from '../store/crawl-store.ts';
import type { CrawlRates } from './crawl-rates.ts';
import type { Frontier } from './frontier.ts';
import type { RobotsJudge } from './robots-gate.ts';

/** Hosts that are asked for their rules at a time, beside what the workers do: each is a connection. */
const MAX_GREETED = 100;
/** Nobody takes longer to give its rules: longer than all redirects and timeouts together. */
const LONGEST_GREETING_MS = 600_000;

export interface GreetingParts {
  store: Pick<CrawlStore, 'holdHost'>;
  frontier: Pick<Frontier, 'giveAgain'>;
  robots: Pick<RobotsJudge, 'judge'>;
  rates: Pick<CrawlRates, 'notBefore'>;
  clock: Clock;
}

/**
 * Asks hosts for their robots.txt while the workers go on. A host may let a connection wait for half a minute and never answer; with a worker waiting at each
 * of several such hosts, pages of all others would stand still.
 */
export class Greetings {
  readonly #parts: GreetingParts;
  #open = 0;

  constructor(parts: GreetingParts) {
    this.#parts = parts;
  }

  /**
   * Puts the entry by until the rules of its host are known, or cannot be had; the host gets no other visit until then. Returns false, and does nothing, when
   * too many are asked already.
   */
  async begin(entry: Entry, signal: AbortSignal): Promise<boolean> {
    if (this.#open >= MAX_GREETED) return false;
    const { store, frontier, clock } = this.#parts;
    this.#open += 1;
    await store.holdHost(entry.id, clock.now() + LONGEST_GREETING_MS);
    frontier.giveAgain(entry, this.#greet(entry, signal));
    return true;
  }

  /** What goes wrong is told to the visit, which asks for the same. */
  async #greet(entry: Entry, signal: AbortSignal): Promise<void> {
    const { store, robots, rates } = this.#parts;
    try {
      await robots.judge(entry.url, signal).catch(() => undefined);
      await store.holdHost(entry.id, rates.notBefore(entry.url) ?? 0);
    } finally {
      this.#open -= 1;
    }
  }
}
