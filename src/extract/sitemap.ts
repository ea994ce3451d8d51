import { checkBytes } from '../model/misuse.ts';
import { canonicalizeUrl } from '../model/url.ts';
import { MAX_SITEMAP_BYTES, sitemapBytes, sitemapChunks } from './sitemap-text.ts';
import { parseTimestamp } from './sitemap-time.ts';
import { readSitemapXml, type SitemapEntry } from './sitemap-xml.ts';

/** What a sitemap or feed lists: canonical URLs in the file's order, each once, on whatever host. */
export interface Sitemap {
  pages: SitemapPage[];
  /** Further sitemaps, to be fetched and parsed in turn. */
  sitemaps: string[];
  /** Why there may be more, or nothing; absent when the file was read to its end. */
  trouble?: SitemapTrouble;
}

/** `packed`: not to be unpacked, or only to more than 50 MiB; `broken`: ends within an element; the others: beyond the limits below. */
export type SitemapTrouble = 'packed' | 'broken' | 'too-large' | 'too-long';

interface SitemapPage {
  url: string;
  /** When the page changed last, ms since the epoch; absent when not said or not understood. */
  lastModified?: number;
}

/** Entries of one file, by the sitemap protocol. */
const MAX_ENTRIES = 50_000;

/**
 * Reads a sitemap (urlset or index), an RSS or Atom feed, or a plain list of URLs, told apart by content, as is gzip. Never
 * throws: what cannot be read lists nothing, what breaks off lists what came before. Reads 50 MiB (inflated) and 50,000
 * entries at most; entities that a document declares are not expanded, and nothing is fetched.
 *
 * @param body the file as received, gzip or not
 * @param url its address, which relative entries are resolved against
 */
export function parseSitemap(body: Uint8Array, url: string): Sitemap {
  checkBytes('body', body);
  const pages = new Map<string, SitemapPage>();
  const sitemaps = new Set<string>();
  let isFull = false;
  const take = (entry: SitemapEntry): boolean => {
    isFull = pages.size + sitemaps.size >= MAX_ENTRIES;
    if (isFull) return false;
    const address = canonicalizeUrl(entry.url, url);
    if (address !== undefined && entry.kind === 'sitemap') sitemaps.add(address);
    if (address !== undefined && entry.kind === 'page' && !pages.has(address)) {
      const lastModified = parseTimestamp(entry.time);
      pages.set(address, { url: address, ...(lastModified === undefined ? {} : { lastModified }) });
    }
    return true;
  };
  const bytes = sitemapBytes(body);
  if (bytes === undefined) return { pages: [], sitemaps: [], trouble: 'packed' };
  const isXml = sitemapChunks(bytes).next().value?.trimStart().startsWith('<');
  const isWhole = isXml ? readSitemapXml(sitemapChunks(bytes), take) : readList(sitemapChunks(bytes), take);
  const trouble = isFull ? 'too-long' : body.length > MAX_SITEMAP_BYTES ? 'too-large' : isWhole ? undefined : 'broken';
  return { pages: [...pages.values()], sitemaps: [...sitemaps], ...(trouble ? { trouble } : {}) };
}

/** One absolute URL a line; other lines are skipped. Returns whether it was read to its end. */
function readList(chunks: Iterable<string>, take: (entry: SitemapEntry) => boolean): boolean {
  for (const [line] of [...chunks].join('').matchAll(/[^\r\n]+/g)) {
    const url = line.trim();
    if (/^https?:\/\/\S+$/i.test(url) && !take({ kind: 'page', url, time: '' })) return false;
  }
  return true;
}
