import { csvLine } from '../model/csv.ts';
import { isoTimeOrNull } from '../model/figures.ts';
import type { BrokenLink, CrawlStore, UrlQuery, UrlRow } from '../store/crawl-store.ts';

/** Rows read from the store at once: what an export keeps in memory. */
const ROWS_AT_ONCE = 1000;
/** Of broken links fewer: each row names up to twenty pages, and a thousand of them would hold up the event loop, and the store. */
const BROKEN_AT_ONCE = 100;

export const LINE_FORMATS = ['csv', 'jsonl'] as const;
export type LineFormat = (typeof LINE_FORMATS)[number];
export type UrlFilter = Omit<UrlQuery, 'after' | 'afterValue' | 'limit'>;

interface NamedSite {
  id: number;
  name: string;
}

/** Every URL of a site that matches, in blocks, so that a million of them take no more memory than a thousand. */
export async function* urlBlocks(
  store: Pick<CrawlStore, 'urls'>,
  { siteId, filter }: { siteId: number; filter: UrlFilter },
): AsyncGenerator<UrlRow[]> {
  const query: UrlQuery = { ...filter, limit: ROWS_AT_ONCE, after: 0 };
  for (;;) {
    const rows = await store.urls(siteId, query);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    Object.assign(query, placeAfter(last, filter.order));
  }
}

/** Where a list in this order goes on behind a URL. */
export function placeAfter(row: UrlRow, order: UrlQuery['order']): Pick<UrlQuery, 'after' | 'afterValue'> {
  if (order === 'depth') return { after: row.id, afterValue: row.depth };
  if (order === 'fetched') return { after: row.id, afterValue: row.fetchedAt ?? 0 };
  return { after: row.id };
}

/** Every broken link of a site, in blocks. */
export async function* brokenBlocks(
  store: Pick<CrawlStore, 'brokenLinks'>,
  siteId: number,
): AsyncGenerator<BrokenLink[]> {
  for (let after = 0; ; ) {
    const rows = await store.brokenLinks(siteId, { after, limit: BROKEN_AT_ONCE });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.id;
  }
}

/** The URLs of these sites as text, in blocks of whole lines; CSV begins with its column names. */
export async function* urlLines(
  store: Pick<CrawlStore, 'urls'>,
  { sites, filter, format }: { sites: readonly NamedSite[]; filter: UrlFilter; format: LineFormat },
): AsyncGenerator<string> {
  if (format === 'csv') yield 'site,url,state,reason,detail,status,depth,found_on,fetched_at\n';
  for (const { id, name } of sites)
    for await (const rows of urlBlocks(store, { siteId: id, filter }))
      yield rows.map((row) => urlLine(name, row, format)).join('');
}

function urlLine(site: string, row: UrlRow, format: LineFormat): string {
  const { url, state, reason, detail, status, depth, foundOn } = row;
  const fetchedAt = isoTimeOrNull(row.fetchedAt);
  return format === 'csv'
    ? csvLine([site, url, state, reason, detail, status, depth, foundOn, fetchedAt])
    : `${JSON.stringify({ site, url, state, reason, detail, status, depth, foundOn, fetchedAt })}\n`;
}

/** The broken links of these sites as text: in CSV a line for every link, in JSON lines one for every URL that is broken. */
export async function* brokenLines(
  store: Pick<CrawlStore, 'brokenLinks'>,
  { sites, format }: { sites: readonly NamedSite[]; format: LineFormat },
): AsyncGenerator<string> {
  if (format === 'csv') yield 'site,url,state,reason,status,detail,links,page,text,via\n';
  for (const { id, name } of sites)
    for await (const rows of brokenBlocks(store, id))
      yield rows.flatMap((row) => brokenLinesOf(name, row, format)).join('');
}

function brokenLinesOf(site: string, broken: BrokenLink, format: LineFormat): string[] {
  if (format === 'jsonl') return [`${JSON.stringify({ site, ...brokenView(broken) })}\n`];
  const { url, state, reason, status, detail, inlinks } = broken;
  return inlinks.first.map((link) =>
    csvLine([site, url, state, reason, status, detail, inlinks.total, link.url, link.text, link.via]),
  );
}

/** A broken link as people are shown it. */
export function brokenView({ url, state, reason, status, detail, inlinks }: BrokenLink) {
  return { url, state, reason, status, detail, inlinks };
}
