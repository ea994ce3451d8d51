import type { Fetcher } from '../../src/fetch/fetcher.ts';
import { systemClock } from '../../src/model/clock.ts';
import { RateLimiter } from '../../src/politeness/rate-limiter.ts';
import type { FakeSite } from './fake-site.ts';

export interface RateRun {
  requestsPerSecond: number;
  /** Default false. */
  strict?: boolean;
  requests: number;
  workers: number;
}

export interface RateRunResult {
  arrivalsMs: number[];
  /** Longest time from writing a request to its arrival, ms: the jitter that the machine added. */
  worstWayMs: number;
  failures: number;
}

/** Fetches so many pages of the site with a rate limiter of its own. */
export async function runAtRate(
  { site, fetcher }: { site: FakeSite; fetcher: Fetcher },
  run: RateRun,
): Promise<RateRunResult> {
  const limiter = new RateLimiter(
    { requestsPerSecond: run.requestsPerSecond, strict: run.strict ?? false },
    systemClock,
  );
  const { signal } = new AbortController();
  const writtenMs: number[] = [];
  const acquire = async () => {
    const permit = await limiter.acquire(signal);
    return {
      ...permit,
      written: () => {
        permit.written();
        writtenMs.push(performance.now());
      },
    };
  };
  let next = 0;
  let failures = 0;
  const worker = async () => {
    while (next < run.requests) {
      next += 1;
      const answer = await fetcher.fetch({ url: `${site.url}/${next}` }, { acquire, signal });
      if (answer.kind === 'failed') failures += 1;
    }
  };
  await Promise.all(Array.from({ length: run.workers }, worker));
  const arrivalsMs = site.arrivals();
  const worstWayMs = Math.max(...arrivalsMs.map((at, k) => at - (writtenMs[k] ?? at)));
  return { arrivalsMs, worstWayMs, failures };
}
