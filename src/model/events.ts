import type { Reason, UrlState } from './reasons.ts';

/** Where a crawl stands, in one word; `why` of CrawlProgress says it in a sentence. */
export const CRAWL_STATES = ['running', 'finishing', 'done', 'stopped', 'failed'] as const;
export type CrawlState = (typeof CRAWL_STATES)[number];

export interface HostRate {
  host: string;
  /** Requests written in the last second. */
  now: number;
  /** The promised maximum in requests per second; 0 is no cap. */
  cap: number;
  /** The most requests written in any one second so far. */
  maxInAnySecond: number;
  /** One sentence when something else than the cap slows this host, such as a Crawl-delay or a 429. */
  limitedBy: string | null;
}

/** What became of the sitemaps of a crawl, in this run of it. */
/** How fast a crawl asks, whatever the number of its hosts. */
export interface CrawlRate {
  /** Hosts that have been asked. */
  hosts: number;
  /** Requests per second now, to all of them together. */
  now: number;
  /** The most that one of them has got in any second. */
  maxInAnySecond: number;
}

export interface SitemapCounts {
  /** Files read, indexes among them. */
  read: number;
  /** Pages and further sitemaps that they list. */
  listed: number;
  /** Files that could not be read, or not wholly; a usual place where there is none is no trouble. */
  troubled: number;
  /** The first of those. */
  troubles: { url: string; why: string }[];
}

/** All that is shown of a crawl. `found` equals the sum of `states`, in every snapshot. */
export interface CrawlProgress {
  /** The site's name and the crawl's number: `docs.python.org#3`. */
  id: string;
  site: string;
  seeds: string[];
  number: number;
  /** Grows with every change of this object. */
  revision: number;
  state: CrawlState;
  why: string;
  /** True when this run continues a crawl that was interrupted. */
  resumed: boolean;
  startedAt: number;
  endedAt: number | null;
  /** Of this run: an earlier one of an interrupted crawl counts neither here nor in what follows of hosts, requests and bytes. */
  elapsedMs: number;
  found: number;
  states: Record<UrlState, number>;
  /** Only reasons that occur. */
  reasons: Partial<Record<Reason, number>>;
  /** Pages to index at most in this crawl. */
  maxPages: number | null;
  /** Pages that a search can find right now. */
  searchable: number;
  /** Pages that would have vanished from the index and were kept, because there were so many of them; `why` says what to do. */
  keptPages?: number;
  /** Pages settled but not yet in the index. */
  outbox: number;
  /** What keeps them out of the index right now, in a sentence. */
  indexTrouble?: string;
  /** The hosts asked last, at most fifty, the latest first. */
  hosts: HostRate[];
  /** Of all hosts. */
  rate: CrawlRate;
  /** Requests written: for pages, robots.txt and sitemaps. Those for pages that were redirected, or tried again, are among the first and told once more. */
  requests: { pages: number; redirects: number; robots: number; sitemaps: number; retries: number };
  sitemaps: SitemapCounts;
  bytes: number;
  /** URLs settled and URLs found, per second, over the last ten seconds. */
  settledPerSecond: number;
  foundPerSecond: number;
  /** Time left, while fewer URLs are found than settled, or enough for all the pages wanted; null when it cannot be told. */
  etaMs: number | null;
}
