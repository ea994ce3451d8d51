import type { CrawlProgress } from '../model/events.ts';

/** How far back "per second" looks. */
const SPAN_MS = 10_000;

interface Sample {
  at: number;
  settled: number;
  indexed: number;
  found: number;
}

export interface Speed {
  settledPerSecond: number;
  indexedPerSecond: number;
  foundPerSecond: number;
}

/** Counts what a crawl sends and receives, and how fast it goes. */
export class CrawlMeter {
  readonly requests: CrawlProgress['requests'] = { pages: 0, redirects: 0, robots: 0, sitemaps: 0, retries: 0 };
  bytes = 0;
  /** Something has been heard of the site: some page of it has answered. */
  hasPageAnswered = false;
  readonly #samples: Sample[] = [];

  /** A request has been written. */
  written(kind: 'pages' | 'robots' | 'sitemaps'): void {
    this.requests[kind] += 1;
  }

  /** URLs settled, indexed and found per second over the last ten seconds. `at` in monotonic ms. */
  speed(sample: Sample): Speed {
    this.#samples.push(sample);
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? 0) <= sample.at - SPAN_MS) this.#samples.shift();
    const first = this.#samples[0] ?? sample;
    const seconds = Math.max((sample.at - first.at) / 1000, 0.001);
    const perSecond = (n: number) => (sample.at === first.at ? 0 : Math.round((n / seconds) * 10) / 10);
    return {
      settledPerSecond: perSecond(sample.settled - first.settled),
      indexedPerSecond: perSecond(sample.indexed - first.indexed),
      foundPerSecond: perSecond(sample.found - first.found),
    };
  }
}
