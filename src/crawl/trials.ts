import type { Clock } from '../model/clock.ts';
import type { CrawlStore, Entry } from '../store/crawl-store.ts';
import type { CrawlRates } from './crawl-rates.ts';
import type { Frontier } from './frontier.ts';

/** Hosts on trial at a time, beside what the workers do: each is a connection, and perhaps a page in memory. */
const MAX_TRIALS = 32;
/** No visit takes longer: all timeouts together. */
const LONGEST_TRIAL_MS = 600_000;

export interface TrialParts {
  store: Pick<CrawlStore, 'holdHost'>;
  frontier: Pick<Frontier, 'brought' | 'giveAgain'>;
  rates: Pick<CrawlRates, 'isUnproven' | 'notBefore'>;
  clock: Clock;
  /** Visits an entry, and settles it. */
  settle: (entry: Entry, signal: AbortSignal) => Promise<void>;
  /** A visit could not be ended for a fault of the program or the store. */
  onFault: (cause: unknown) => void;
}

/**
 * Visits a page of a host of which no page has answered yet, or whose last one did not, while the workers go on: one at a time of each such host. It may take
 * half a minute to say nothing; with a worker waiting at each of several such hosts, pages of all others would stand still.
 */
export class Trials {
  readonly #parts: TrialParts;
  /** By host. */
  readonly #running = new Map<string, Promise<void>>();

  constructor(parts: TrialParts) {
    this.#parts = parts;
  }

  /** Returns false, and does nothing, when the host has shown that it answers, or too many are on trial already. */
  async begin(entry: Entry, signal: AbortSignal): Promise<boolean> {
    const { store, frontier, rates, clock } = this.#parts;
    if (!rates.isUnproven(entry.url)) return false;
    const { host } = new URL(entry.url);
    const running = this.#running.get(host);
    if (running === undefined && this.#running.size >= MAX_TRIALS) return false;
    if (running !== undefined) {
      frontier.giveAgain(entry, running); // taken before the host was held
      return true;
    }
    const held = store.holdHost(entry.id, clock.now() + LONGEST_TRIAL_MS);
    const ownSignal = AbortSignal.any([signal]); // the worker goes on with its own
    const trial = this.#visit(entry, { held, signal: ownSignal })
      .catch(this.#parts.onFault)
      .finally(() => this.#running.delete(host));
    this.#running.set(host, trial);
    await held;
    return true;
  }

  /** Resolves when none runs any more. */
  async end(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  async #visit(entry: Entry, { held, signal }: { held: Promise<void>; signal: AbortSignal }): Promise<void> {
    const { store, frontier, rates, settle } = this.#parts;
    await held;
    try {
      await settle(entry, signal);
    } finally {
      await store.holdHost(entry.id, rates.notBefore(entry.url) ?? 0);
      frontier.brought();
    }
  }
}
