import type { FetchedResponse, Fetcher } from '../fetch/fetcher.ts';
import type { Permit } from '../model/permit.ts';
import type { Settlement } from '../store/crawl-store.ts';
import type { CrawlRates } from './crawl-rates.ts';
import type { ReadPage } from './page-reading.ts';
import type { RobotsJudge } from './robots-gate.ts';
import type { Scope, ScopeSettings } from './scope.ts';

/** How one visit ended: what the store will be told, without the ids and the time. */
export type Outcome = Omit<Settlement, 'siteId' | 'entryId' | 'at'>;

export interface VisitParts {
  fetcher: Fetcher;
  robots: RobotsJudge;
  readPage: ReadPage;
  /** Permission of a URL's host to write one request. */
  acquire: (url: string) => (signal: AbortSignal) => Promise<Permit>;
  /** Told every answer, so that 429 and 503 slow the host down. */
  onAnswer: (url: string, answer: FetchedResponse) => void;
  /** Told of every failure that may be one of the whole host, whether it is, and whether the host is to be asked at all. */
  hosts: Pick<CrawlRates, 'fail' | 'isDown' | 'isGivenUp' | 'notePage' | 'noteTrouble'>;
  scope: () => { scope: Scope; settings: ScopeSettings };
  maxDepth: number | undefined;
  /** Product token of the user agent, in lower case: the name under which a site may speak to this crawler alone. */
  agent: string;
  /**
   * Of a page that says that it is not there, and has this sketch: an address that cannot exist and that its site answers alike; undefined when it
   * does not.
   */
  answeredAlike: (page: { url: string; sketch: Uint8Array }, signal: AbortSignal) => Promise<string | undefined>;
  /** Nothing has ever been heard of this site: a failure is more likely a wrong address than a passing trouble. */
  isFirstContact: () => boolean;
  now: () => number;
}
