import type { EncodingSource } from '../extract/charset.ts';
import type { Reason, UrlState } from '../model/reasons.ts';
import type { Hop, Inlinks } from '../store/url-report.ts';

/** Why a URL is, or is not, in the index. Times are ISO 8601; what the command line and the API print. */
export interface Explanation {
  /** In canonical form. */
  url: string;
  /** Name of the site it is judged for; null when nothing was ever crawled. */
  site: string | null;
  isKnown: boolean;
  /** Null for a URL never seen. */
  state: UrlState | null;
  /** For a URL never seen: what would keep it out; null when nothing is known that would. */
  reason: Reason | null;
  /** What the reason speaks of: a rule with its line, a pattern, a target. */
  detail: string | null;
  /** What to do about it; '' when nothing needs doing. */
  remedy: string;
  /** The story in plain sentences, the verdict first. */
  sentences: string[];
  story: StoryView | null;
  /** For a URL never seen: known ones that may have been meant. */
  near: { url: string; state: UrlState; reason: Reason }[];
}

export interface StoryView {
  status: number | null;
  depth: number;
  attempts: number;
  isSeed: boolean;
  foundOn: string | null;
  foundText: string | null;
  /** The sitemap that listed it last; null when none has. */
  sitemap: string | null;
  foundAt: string;
  fetchedAt: string | null;
  /** When a waiting URL is asked for again. */
  notBefore: string | null;
  inlinks: Inlinks;
  chain: Hop[];
  duplicates: { total: number; first: string[] };
  isInOutbox: boolean;
  page: PageView | null;
}

/** What was read in a page. */
export interface PageView {
  title: string;
  lang: string;
  sections: number;
  symbols: number;
  /** Of the body, content codings removed. */
  bytes: number;
  contentHash: string;
  etag: string | null;
  lastModified: string | null;
  fetchedAt: string | null;
}

/** What a crawl would make of a URL now. Nothing of it is stored. */
export interface UrlTest {
  url: string;
  site: string | null;
  /** How it would be settled. */
  state: UrlState;
  reason: Reason;
  detail: string | null;
  remedy: string;
  sentences: string[];
  /** The URL, and what it redirects to, in the order asked for. */
  hops: TestHop[];
  /** What its canonical link names, when that was asked for to see whether it would be obeyed. */
  canonical: TestHop | null;
  page: (PageView & TestedPage) | null;
  /** Requests written, robots.txt included. */
  requests: number;
}

interface TestedPage {
  encoding: string;
  encodingFrom: EncodingSource;
  noindex: boolean;
  nofollow: boolean;
  canonicalUrl: string | null;
  refreshUrl: string | null;
  outlinks: { total: number; inScope: number };
}

export interface TestHop {
  url: string;
  /** Null when it was not asked for. */
  answer: {
    status: number;
    firstByteMs: number;
    totalMs: number;
    wireBytes: number;
    /** Those that decide something. */
    headers: Record<string, string>;
  } | null;
  state: UrlState;
  reason: Reason;
  detail: string | null;
}
