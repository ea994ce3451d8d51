import { parseSitemap, type SitemapTrouble } from '../extract/sitemap.ts';
import { admission } from './admission.ts';
import { makeScope, type ScopeSettings } from './scope.ts';

/** URLs that the store is given in one transaction: a settlement waits no longer than for these. */
const BATCH = 500;
/** A listed page counts as near as one that the seed links to. */
const LISTED_DEPTH = 1;
/** Files asked for in one crawl: 50 million URLs, when they are full. */
export const MAX_SITEMAPS = 1_000;

/** What a worker thread is given; all of it can be posted. */
export interface SitemapInput {
  /** Where the file was found, which relative entries are resolved against. */
  url: string;
  body: Uint8Array;
  scope: ScopeSettings;
  maxDepth: number | undefined;
}

/** What a file lists, judged by the scope. */
export interface SitemapReading {
  /** Pages and further sitemaps. */
  listed: number;
  /** Why it lists nothing, or not all that it should. */
  trouble: string | undefined;
  /** JSON of at most 500 `ListedUrl` each: text is cheap to post, and only one batch at a time becomes objects in the event loop. */
  batches: string[];
  /** Addresses of further sitemaps, on whatever host. */
  sitemaps: string[];
}

export type ReadSitemap = (input: SitemapInput, signal: AbortSignal) => Promise<SitemapReading>;

/** Reads one sitemap file of any format. Pure; 50,000 URLs take hundreds of milliseconds, so it is run in a worker thread. */
export function readSitemap({ url, body, scope: settings, maxDepth }: SitemapInput): SitemapReading {
  const { pages, sitemaps, trouble } = parseSitemap(body, url);
  const scope = makeScope(settings);
  const listed = pages.map(({ url: page, lastModified }) => ({
    url: page,
    ...admission(page, { scope, maxDepth, depth: LISTED_DEPTH }),
    ...(lastModified === undefined ? {} : { lastModified }),
  }));
  const batches: string[] = [];
  for (let at = 0; at < listed.length; at += BATCH) batches.push(JSON.stringify(listed.slice(at, at + BATCH)));
  const total = pages.length + sitemaps.length;
  return { listed: total, trouble: troubleOf(trouble, total), batches, sitemaps: sitemaps.slice(0, MAX_SITEMAPS) };
}

const TROUBLES: Record<SitemapTrouble, string> = {
  packed: 'cannot be unpacked, or only to more than 50 MiB',
  broken: 'breaks off before its end',
  'too-large': 'is larger than 50 MiB; the rest is not read',
  'too-long': 'lists more than 50,000 URLs; the rest is not read',
};

function troubleOf(trouble: SitemapTrouble | undefined, listed: number): string | undefined {
  if (listed === 0 && trouble !== 'packed') return 'lists no URLs';
  return trouble && TROUBLES[trouble];
}
