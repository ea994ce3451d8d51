import type { DatabaseSync } from 'node:sqlite';
import type { KeptPage } from '../crawl-store.ts';
import { LinkReader } from './page-links.ts';
import { NARROWEST_SITE } from './shared-urls.ts';

/** Links to one page that are given. */
const MAX_LINKS = 500;

/** The pages of the store, a part at a time. The caller gives the transaction. */
export class PageList {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  list({ after, limit }: { after: number; limit: number }): KeptPage[] {
    const links =
      this.#db.prepare(`SELECT source.url AS source, link.text FROM link JOIN url AS source ON source.id = link.from_id
      WHERE to_id = ?1 AND from_id <> ?1 AND text <> '' ORDER BY from_id, fragment LIMIT ?2`);
    const reader = new LinkReader(this.#db);
    return this.#db
      .prepare(`SELECT page.url_id AS place, url.url, (${NARROWEST_SITE}) AS site, page.extracted, page.fetched_at AS page_at
        FROM page
        JOIN url ON url.id = page.url_id WHERE page.url_id > ? ORDER BY page.url_id LIMIT ?`)
      .all(after, limit)
      .flatMap(({ place, url, site, extracted, page_at: fetchedAt }) => {
        if (!(extracted instanceof Uint8Array)) return [];
        const inlinks = links
          .all(place ?? 0, MAX_LINKS)
          .map(({ source, text }) => ({ source: String(source), text: String(text) }));
        const about = { place: Number(place), url: String(url), site: String(site), fetchedAt: Number(fetchedAt) };
        return [{ ...about, extracted, ...reader.of(about.place), inlinks }];
      });
  }
}
