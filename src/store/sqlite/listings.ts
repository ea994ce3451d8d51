import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ListedUrl, Listing } from '../crawl-store.ts';
import type { Admission } from './admission.ts';

/** Writes what sitemaps list. The caller gives the transaction around it. */
export class Listings {
  readonly #admission: Admission;
  readonly #crawls: StatementSync;
  readonly #sitemap: StatementSync;
  readonly #listedIn: StatementSync;
  readonly #prefer: StatementSync;

  constructor(db: DatabaseSync, admission: Admission) {
    this.#admission = admission;
    this.#crawls = db.prepare('SELECT max(number) AS n FROM crawl WHERE site_id = ?');
    this.#sitemap = db.prepare(`INSERT INTO sitemap (site_id, url) VALUES (?, ?)
      ON CONFLICT (site_id, url) DO UPDATE SET url = url RETURNING id`);
    this.#listedIn = db.prepare('UPDATE url SET sitemap_id = ?1 WHERE id = ?2 AND sitemap_id IS NOT ?1');
    this.#prefer = db.prepare(`UPDATE url SET priority = 1 WHERE id = ?1 AND state = 'ready' AND priority = 0
      AND ?2 > coalesce((SELECT fetched_at FROM page WHERE url_id = ?1), fetched_at, 0)`);
  }

  admit(siteId: number, { sitemap, urls, at }: Listing): { found: number; ready: number } {
    const sum = { found: 0, ready: 0 };
    const sitemapId = Number(this.#sitemap.get(siteId, sitemap)?.['id']);
    const isRepeated = Number(this.#crawls.get(siteId)?.['n']) > 1;
    for (const listed of urls) {
      const { id, isNew, ready } = this.#admission.admit(siteId, { ...discoveryOf(listed), foundOn: null, at });
      this.#listedIn.run(sitemapId, id);
      if (isRepeated && listed.lastModified !== undefined) this.#prefer.run(id, listed.lastModified);
      sum.found += isNew ? 1 : 0;
      sum.ready += ready;
    }
    return sum;
  }
}

function discoveryOf({ url, state, reason, detail }: ListedUrl) {
  return { url, state, reason, links: [], depth: 1, hops: 0, ...(detail === undefined ? {} : { detail }) };
}
