import type { DatabaseSync } from 'node:sqlite';
import type { KeptPage } from '../crawl-store.ts';
import { toChange } from './rows.ts';

/** Link texts of one page that are given, the most used first. */
const MAX_ANCHOR_TEXTS = 500;

/** The pages of the store, a part at a time. The caller gives the transaction. */
export class PageList {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  list({ after, limit }: { after: number; limit: number }): KeptPage[] {
    const anchors =
      this.#db.prepare(`SELECT fragment, text, count(*) AS n FROM link WHERE to_id = ?1 AND from_id <> ?1 AND text <> ''
      GROUP BY fragment, text ORDER BY n DESC, fragment, text LIMIT ?2`);
    return this.#db
      .prepare(`SELECT page.url_id AS seq, url.url, site.name AS site, page.extracted, page.fetched_at AS page_at
        FROM page JOIN url ON url.id = page.url_id JOIN site ON site.id = page.site_id WHERE page.url_id > ? ORDER BY page.url_id LIMIT ?`)
      .all(after, limit)
      .flatMap((row) => {
        const { seq, url, site, page } = toChange(row, anchors.all(row['seq'] ?? 0, MAX_ANCHOR_TEXTS));
        return page === undefined ? [] : [{ place: seq, url, site, ...page }];
      });
  }
}
