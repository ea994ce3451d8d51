import type { Reason, UrlState } from '../model/reasons.ts';

export interface Counts {
  found: number;
  states: Record<UrlState, number>;
  reasons: Partial<Record<Reason, number>>;
  /** Pages kept: in the index, or on their way there. Those of the last crawl are among them until this one says otherwise. */
  pages: number;
  outbox: number;
}

/** Which URLs, in which order, from where on. */
export interface UrlQuery {
  /** Only URLs behind the one with this id, in the order asked for; 0 is the beginning. */
  after: number;
  /** With an order other than `found`: the depth, or the time in ms, of the URL that `after` names. */
  afterValue?: number;
  limit: number;
  state?: UrlState;
  reason?: Reason;
  /** The beginning of the URL; with a slash at its start, of the path on the hosts of the seeds. */
  prefix?: string;
  /** Text anywhere in the URL, upper and lower case alike. */
  q?: string;
  /** `found` (default): as they were found; `depth`: next to the seeds first; `fetched`: only what was asked for, the latest first. */
  order?: UrlOrder;
}

export const URL_ORDERS = ['found', 'depth', 'fetched'] as const;
type UrlOrder = (typeof URL_ORDERS)[number];

export interface UrlRow {
  id: number;
  url: string;
  state: UrlState;
  reason: Reason;
  detail: string | null;
  status: number | null;
  depth: number;
  attempts: number;
  foundOn: string | null;
  fetchedAt: number | null;
}

/** Counts of the site and URLs of the query, all of one moment. */
export interface Coverage {
  counts: Counts;
  urls: UrlRow[];
}

/** A link as it stands in a page. */
interface Inlink {
  /** The page. */
  url: string;
  /** Text of the link; '' when it has none. */
  text: string;
  /** URL that the link names, when that redirects to the one it is counted for. */
  via: string | null;
}

/** Links that lead to a URL, or to one of the first thousand that redirect to it: how many, and the first twenty. */
export interface Inlinks {
  total: number;
  first: Inlink[];
}

/** A URL that is gone or has failed, with the pages that send people there. */
export type BrokenLink = UrlRow & { inlinks: Inlinks };

/** One URL of a chain of redirects. */
export type Hop = Pick<UrlRow, 'url' | 'state' | 'reason' | 'status'>;

/** All that is known of one URL. */
export interface UrlStory extends UrlRow {
  isSeed: boolean;
  /** Redirects between the linked URL and this one. */
  hops: number;
  foundAt: number;
  /** Text of the link by which it was found; null when it was no link. */
  foundText: string | null;
  /** The sitemap that listed it last; null when none has. */
  sitemap: string | null;
  /** For `waiting`: when it will be asked for again. */
  notBefore: number;
  inlinks: Inlinks;
  /** Present when it is in the index, or on its way there. */
  page: PageStory | null;
  /** From the first URL that redirects here to where the redirects end; empty without redirects. */
  chain: Hop[];
  /** URLs left out because they say the same as this one. */
  duplicates: { total: number; first: string[] };
  /** Finished crawls in a row in which a page of the index could not be had, and the time of the first; null when the last one got it. */
  failing: { crawls: number; since: number } | null;
  /** Its latest change is not in the index yet. */
  isInOutbox: boolean;
}

export interface PageStory {
  title: string;
  lang: string;
  contentHash: string;
  etag: string | null;
  lastModified: string | null;
  fetchedAt: number;
  /** Of the body, content codings removed. */
  bytes: number;
  /** zstd of the JSON of a StoredPage. */
  extracted: Uint8Array;
}
