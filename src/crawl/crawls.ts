import type { CrawlProgress } from '../model/events.ts';
import type { CrawlSettings } from '../model/settings.ts';
import type { UrlTest } from './explanation.ts';

export interface UrlTestRequest {
  url: string;
  /** Name of the site it is tested for; without one, the one whose scope admits the URL, else one of its host. */
  site?: string;
  /** Scope and patterns count only where nothing has been crawled yet. */
  settings: Omit<CrawlSettings, 'seeds'>;
}

/** The crawls of this process: what the command line and the API start, watch and stop. */
export interface Crawls {
  /**
   * Starts the crawl of a site, or continues it, and resolves when it has begun. A crawl of the same site that is running already is returned as it is;
   * one that is being stopped is waited for and continued.
   * Faults: `not-a-url`, `settings-invalid`, `data-in-use`.
   */
  start(settings: CrawlSettings): Promise<CrawlProgress>;
  /** Latest snapshots, newest crawl first: those running, and of each site the last few that ended in this process. */
  list(): CrawlProgress[];
  get(id: string): CrawlProgress | undefined;
  /** Resolves with the first snapshot whose revision is not `after` (after a restart it may be smaller), or with the latest one when `signal` is aborted. */
  next(id: string, options: { after: number; signal: AbortSignal }): Promise<CrawlProgress | undefined>;
  /** Stops a crawl so that the same command continues it; resolves when everything is stored. */
  stop(id: string): Promise<void>;
  /**
   * What a crawl would make of a URL now: asked for in its turn, as a crawl would, and nothing stored.
   * Faults: as `start`, and `usage` for a site that does not exist. Rejects with the signal's reason when aborted.
   */
  test(request: UrlTestRequest, signal: AbortSignal): Promise<UrlTest>;
  /**
   * Gives the index what it lacks of the store, when no crawl does. `onWaiting` is told now and then how many pages are left.
   * Faults: `data-in-use`, and those of `Indexing.drain`.
   */
  catchUp(onWaiting: (pages: number) => void): Promise<void>;
}
