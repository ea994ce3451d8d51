import type { CrawlStore, Discovery, PageRecord, SiteSettings } from '../../src/store/crawl-store.ts';

export interface CrawlStoreFixture {
  /** A new, empty store. */
  open(): Promise<CrawlStore>;
  /** Closes the store and opens what it kept. */
  reopen(store: CrawlStore): Promise<CrawlStore>;
  /** One more connection to the same store, as another thread or program would have. */
  openSecond(store: CrawlStore): Promise<CrawlStore>;
  /** How many random histories to compare with the model. */
  runs: number;
}

export const NOW = Date.UTC(2026, 0, 1);
/** Where the site of these tests is. */
export const HOST = 'https://docs.example';

export function siteSettings(changes: Partial<SiteSettings> = {}): SiteSettings {
  return { name: 'docs.example', seeds: [`${HOST}/`], scope: 'prefix', include: [], exclude: [], ...changes };
}

export function discovery(path: string, changes: Partial<Discovery> = {}): Discovery {
  return { url: HOST + path, links: [], depth: 1, hops: 0, state: 'ready', reason: 'found', ...changes };
}

export function pageRecord(contentHash: string, changes: Partial<PageRecord> = {}): PageRecord {
  const extracted = new TextEncoder().encode(contentHash);
  const source = new Uint8Array([1, 2, 3]);
  return { contentHash, title: 'Title', lang: 'en', extracted, source, etag: null, lastModified: null, ...changes };
}
