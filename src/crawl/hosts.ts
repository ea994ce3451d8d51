import type { Clock } from '../model/clock.ts';
import { type Rate, RateLimiter } from '../politeness/rate-limiter.ts';

/** A host while a crawl works on it. */
export interface OpenHost {
  readonly limiter: RateLimiter;
  /** robots.txt asks for so many seconds between requests; of several wishes the longest counts. */
  setCrawlDelay(seconds: number): void;
  /** The crawl has ended: its wishes no longer count. */
  release(): void;
}

interface Host {
  limiter: RateLimiter;
  /** What each crawl that works on it asks for. */
  rates: Set<Rate>;
}

/**
 * The rate limiters of this process, one a host, shared by all crawls: the only owner of "when may a request be written".
 * Crawls that work on one host at the same time share the lowest of their rates; http and https of it count as one host. A limiter
 * outlives the crawls, so that the next one keeps to the second, and to the pause, that the last one left behind.
 */
export class Hosts {
  readonly #clock: Clock;
  readonly #hosts = new Map<string, Host>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param rate what the crawl asks for
   * @param options.prime another program may have sent requests just before: a host new to this one waits a second first
   */
  open(host: string, rate: Rate, { prime }: { prime: boolean }): OpenHost {
    const { limiter, rates } = this.#hosts.get(host) ?? this.#add(host, { rate, prime });
    const own: Rate = { ...rate };
    const apply = () => {
      if (rates.size > 0) limiter.setRate(lowest([...rates]));
    };
    rates.add(own);
    apply();
    return {
      limiter,
      setCrawlDelay: (seconds) => {
        own.minDelaySeconds = Math.max(own.minDelaySeconds ?? 0, seconds);
        apply();
      },
      release: () => {
        rates.delete(own);
        apply();
      },
    };
  }

  #add(host: string, { rate, prime }: { rate: Rate; prime: boolean }): Host {
    const added = { limiter: new RateLimiter(rate, this.#clock), rates: new Set<Rate>() };
    if (prime) added.limiter.prime();
    this.#hosts.set(host, added);
    return added;
  }
}

/** A rate that keeps every one of these. */
function lowest(rates: readonly Rate[]): Rate {
  const caps = rates.map(({ requestsPerSecond }) => requestsPerSecond).filter((cap) => cap > 0);
  return {
    requestsPerSecond: caps.length === 0 ? 0 : Math.min(...caps),
    minDelaySeconds: Math.max(...rates.map(({ minDelaySeconds = 0 }) => minDelaySeconds)),
    strict: rates.some(({ strict }) => strict),
  };
}
