import type { Reason, UrlState } from '../../model/reasons.ts';
import type { Change, Crawl, CrawlEnd, Entry, Site, SiteSettings, UrlRow } from '../crawl-store.ts';
import type { LinkReader } from './page-links.ts';

type Row = Record<string, unknown>;

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
const numberOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));
const list = (value: unknown): string[] => JSON.parse(String(value));

export function toSite(row: Row): Site {
  return {
    id: Number(row['id']),
    name: String(row['name']),
    seeds: list(row['seeds']),
    include: list(row['include']),
    exclude: list(row['exclude']),
    anchors: list(row['anchors']),
    scope: row['scope'] as SiteSettings['scope'],
  };
}

export function toCrawl(row: Row): Crawl {
  return {
    number: Number(row['number']),
    startedAt: Number(row['started_at']),
    endedAt: numberOrNull(row['ended_at']),
    why: row['why'] as CrawlEnd | null,
    resumed: false,
  };
}

export function toEntry(row: Row): Entry {
  return {
    id: Number(row['id']),
    url: String(row['url']),
    isSeed: row['is_seed'] === 1,
    depth: Number(row['depth']),
    hops: Number(row['hops']),
    attempts: Number(row['attempts']),
    etag: textOrNull(row['etag']),
    lastModified: textOrNull(row['last_modified']),
    isPage: row['is_page'] === 1,
  };
}

export function toUrlRow(row: Row): UrlRow {
  return {
    id: Number(row['id']),
    url: String(row['url']),
    state: row['state'] as UrlState,
    reason: row['reason'] as Reason,
    detail: textOrNull(row['detail']),
    status: numberOrNull(row['status']),
    depth: Number(row['depth']),
    attempts: Number(row['attempts']),
    foundOn: textOrNull(row['found_on_url']),
    fetchedAt: numberOrNull(row['fetched_at']),
  };
}

export function toChange(row: Row, links: LinkReader): Change {
  const { extracted } = row;
  const page =
    extracted instanceof Uint8Array
      ? { extracted, fetchedAt: Number(row['page_at']), ...links.of(Number(row['id'])) }
      : undefined;
  const isOnlyLinks = row['only_links'] === 1;
  return { seq: Number(row['seq']), url: String(row['url']), site: String(row['site']), page, isOnlyLinks };
}
