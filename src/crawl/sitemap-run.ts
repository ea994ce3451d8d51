import type { SitemapCounts } from '../model/events.ts';
import type { Frontier } from './frontier.ts';
import { SitemapReport } from './sitemap-report.ts';
import { Sitemaps, type SitemapsParts } from './sitemaps.ts';

/** Reason of the signal when no more pages are wanted. */
const ENOUGH = new Error('No more pages are wanted.');

/** Reads the sitemaps of one run of a crawl beside its workers, and keeps the frontier open meanwhile. */
export class SitemapRun {
  readonly #report = new SitemapReport();
  readonly #sitemaps: Sitemaps;
  readonly #frontier: Frontier;
  readonly #abort: AbortController;
  readonly #enough = new AbortController();
  readonly #readings: Promise<unknown>[] = [];

  /** @param options.abort of the run: aborted from without when it is stopped, and from here with a fault */
  constructor(
    parts: Omit<SitemapsParts, 'onListed' | 'report'>,
    { frontier, abort }: { frontier: Frontier; abort: AbortController },
  ) {
    this.#sitemaps = new Sitemaps({ ...parts, report: this.#report, onListed: () => frontier.brought() });
    this.#frontier = frontier;
    this.#abort = abort;
  }

  get counts(): SitemapCounts {
    return this.#report.counts;
  }

  get hasBegun(): boolean {
    return this.#readings.length > 0;
  }

  /** Begins to read. Resolves when each file has been asked for once, however that ended; never rejects. */
  read(anchors: readonly string[]): Promise<void> {
    const signal = AbortSignal.any([this.#abort.signal, this.#enough.signal]);
    const firstPass = Promise.withResolvers<void>();
    const work = async () => {
      const failed = await this.#sitemaps.read(this.#sitemaps.starts(anchors), signal);
      firstPass.resolve();
      await this.#sitemaps.readAgain(failed, signal);
    };
    const reading = this.#frontier
      .whileBringing(work)
      .catch((cause: unknown) => signal.aborted || this.#abort.abort(cause))
      .finally(() => firstPass.resolve());
    this.#readings.push(reading);
    return firstPass.promise;
  }

  /** Ends what still reads. */
  async end(): Promise<void> {
    this.#enough.abort(ENOUGH);
    await Promise.all(this.#readings);
  }
}
