import type { HostRate } from '../model/events.ts';
import type { Permit } from '../model/permit.ts';
import type { Rate, RateLimiter, RateSnapshot } from '../politeness/rate-limiter.ts';
import type { Hosts } from './hosts.ts';

interface HostOfCrawl {
  limiter: RateLimiter;
  /** What the limiter had written at the last look, and when. */
  lastWritten: number;
  lastAt: number;
  now: number;
}

/** The hosts of one crawl: gives their permits, tells their rates. */
export class CrawlRates {
  readonly #hosts: Hosts;
  readonly #rate: Rate;
  readonly #prime: boolean;
  readonly #byHost = new Map<string, HostOfCrawl>();

  constructor(hosts: Hosts, { rate, prime }: { rate: Rate; prime: boolean }) {
    this.#hosts = hosts;
    this.#rate = rate;
    this.#prime = prime;
  }

  /** For Fetcher.fetch: waits for the permit of the URL's host. */
  acquire(url: string): (signal: AbortSignal) => Promise<Permit> {
    const { limiter } = this.#of(new URL(url).host);
    return (signal) => limiter.acquire(signal);
  }

  /** 429 and 503 slow the whole host; a good answer lets it climb back. */
  observe(url: string, { status, retryAfterMs }: { status: number; retryAfterMs: number | undefined }): void {
    const { limiter } = this.#of(new URL(url).host);
    if (status === 429 || status === 503) limiter.slowDown(retryAfterMs);
    else if (status < 400) limiter.recover();
  }

  /** @param monotonic ms, for the rate since the last snapshot */
  snapshot(monotonic: number): HostRate[] {
    return [...this.#byHost].map(([host, entry]) => {
      const snapshot = entry.limiter.snapshot();
      const elapsed = monotonic - entry.lastAt;
      if (elapsed >= 1000) {
        Object.assign(entry, {
          now: ((snapshot.written - entry.lastWritten) * 1000) / elapsed,
          lastWritten: snapshot.written,
          lastAt: monotonic,
        });
      }
      return {
        host,
        now: Math.round(entry.now * 10) / 10,
        cap: this.#rate.requestsPerSecond,
        maxInAnySecond: snapshot.highestInOneSecond,
        limitedBy: sentence(snapshot),
      };
    });
  }

  #of(host: string): HostOfCrawl {
    const known = this.#byHost.get(host);
    if (known) return known;
    const limiter = this.#hosts.open(host, this.#rate, { prime: this.#prime });
    const entry = { limiter, lastWritten: limiter.snapshot().written, lastAt: 0, now: 0 };
    this.#byHost.set(host, entry);
    return entry;
  }
}

function sentence({ limitedBy, pausedForMs, currentRequestsPerSecond }: RateSnapshot): string | null {
  const rate = `${Math.round(currentRequestsPerSecond * 100) / 100}/s`;
  switch (limitedBy) {
    case 'pause':
      return `The server asked for fewer requests (429 or 503): paused for ${Math.ceil(pausedForMs / 1000)} s.`;
    case 'slow-down':
      return `The server asked for fewer requests (429 or 503): down to ${rate}, climbing back.`;
    case 'crawl-delay':
      return `robots.txt asks for a Crawl-delay: ${rate}.`;
    default:
      return null;
  }
}
