import type { Clock } from '../model/clock.ts';
import { type Rate, RateLimiter } from '../politeness/rate-limiter.ts';

/**
 * The rate limiters of this process, one a host, shared by all crawls: the only owner of "when may a request be written".
 * http and https of one host, and two crawls of it, share one limiter.
 */
export class Hosts {
  readonly #clock: Clock;
  readonly #limiters = new Map<string, { limiter: RateLimiter; rate: Rate }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The limiter of a host, at the rate that a crawl which begins now asks for.
   * @param options.prime the crawl continues an interrupted one: what was sent just before is not known
   */
  open(host: string, rate: Rate, { prime }: { prime: boolean }): RateLimiter {
    const known = this.#limiters.get(host);
    if (known) {
      known.rate = { ...rate, ...(known.rate.minDelaySeconds ? { minDelaySeconds: known.rate.minDelaySeconds } : {}) };
      known.limiter.setRate(known.rate);
      return known.limiter;
    }
    const limiter = new RateLimiter(rate, this.#clock);
    if (prime) limiter.prime();
    this.#limiters.set(host, { limiter, rate });
    return limiter;
  }

  /** robots.txt of the host asks for this many seconds between requests. */
  setCrawlDelay(host: string, seconds: number): void {
    const known = this.#limiters.get(host);
    if (!known) return;
    known.rate = { ...known.rate, minDelaySeconds: seconds };
    known.limiter.setRate(known.rate);
  }
}
