import { DatabaseSync } from 'node:sqlite';
import { SqliteCrawlStore } from '../../src/store/sqlite/sqlite-crawl-store.ts';
import { NOW, siteSettings } from './crawl-store-fixture.ts';

/** More than one transaction changes at once. */
export const LARGE_SITE_URLS = 5_000;

export interface LargeSite {
  path: string;
  store: SqliteCrawlStore;
  siteId: number;
}

/** A store with a site of so many URLs that are ready, in a crawl that has begun. */
export async function largeSite(path: string): Promise<LargeSite> {
  const store = SqliteCrawlStore.open({ path });
  const { id: siteId } = await store.openSite(siteSettings());
  await store.beginCrawl(siteId, NOW);
  const urls = Array.from({ length: LARGE_SITE_URLS - 1 }, (_, i) => ({ url: `https://docs.example/${i}` }));
  const sitemap = 'https://docs.example/sitemap.xml';
  await store.admitListed(siteId, {
    sitemap,
    urls: urls.map((one) => ({ ...one, state: 'ready', reason: 'found' })),
    at: NOW,
  });
  return { path, store, siteId };
}

/** The same, each with a page that has a validator. */
export async function largeIndexedSite(path: string): Promise<LargeSite> {
  const site = await largeSite(path);
  const db = new DatabaseSync(path);
  db.exec(`UPDATE url SET state = 'indexed', reason = 'ok', fetched_at = ${NOW};
    INSERT INTO page (url_id, site_id, content_hash, title, lang, etag, fetched_at, extracted, source)
    SELECT id, site_id, url, url, 'en', 'tag', ${NOW}, x'00', x'00' FROM url`);
  db.close();
  return site;
}
