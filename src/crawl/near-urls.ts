import { urlPath, withoutDefaultPage, withoutQuery } from '../model/url.ts';
import type { CrawlStore, UrlQuery, UrlRow } from '../store/crawl-store.ts';

/** Known URLs looked at for each of the ways to find one. */
const MAX_SIBLINGS = 1000;
const MAX_NEAR = 5;

/**
 * Known URLs that a person may have meant: the same but for scheme, `www.`, case, an ending such as `.html`, a slash at the
 * end, an index page or the query. The closest first.
 */
export async function nearUrls(
  store: Pick<CrawlStore, 'urls'>,
  { siteId, url }: { siteId: number; url: string },
): Promise<UrlRow[]> {
  const found = new Map<string, UrlRow>();
  for (const wanted of queriesAround(url)) {
    const rows = await store.urls(siteId, { after: 0, limit: MAX_SIBLINGS, ...wanted });
    for (const row of rows) if (row.url !== url && keyOf(row.url) === keyOf(url)) found.set(row.url, row);
  }
  const lengthsApart = (other: UrlRow) => Math.abs(other.url.length - url.length);
  return [...found.values()].sort((a, b) => lengthsApart(a) - lengthsApart(b) || a.id - b.id).slice(0, MAX_NEAR);
}

/** What two URLs share that one may be taken for the other. */
function keyOf(url: string): string {
  const { hostname, port } = new URL(url);
  const path = urlPath(withoutQuery(url));
  return `${hostname.replace(/^www\./, '')}:${port}${stemOf(path)}`.toLowerCase();
}

/** Without index page, slash at the end and ending. */
function stemOf(path: string): string {
  return withoutDefaultPage(path)
    .replace(/\/+$/, '')
    .replace(/\.\w{1,5}$/, '');
}

/** What finds such URLs: their beginning on each way to name the host, or the last segment of the path in any case. */
function queriesAround(url: string): Pick<UrlQuery, 'prefix' | 'q'>[] {
  const { host } = new URL(url);
  const path = urlPath(withoutQuery(url));
  const stem = stemOf(path);
  const bare = host.replace(/^www\./, '');
  const origins = ['https://', 'http://'].flatMap((scheme) => [scheme + bare, `${scheme}www.${bare}`]);
  const segment = stem.slice(stem.lastIndexOf('/'));
  return [
    ...origins.map((origin) => ({ prefix: origin + (stem === '' ? '/' : stem) })),
    ...(segment.length > 1 ? [{ q: segment }] : []),
  ];
}
