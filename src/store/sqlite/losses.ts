import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Reason } from '../../model/reasons.ts';
import type { Losses } from '../crawl-store.ts';
import { Unreachable } from './unreachable.ts';

/** So many pages may leave at once however small the site is, but never more than half of it. */
const FREE_PAGES = 10;

/**
 * Pages at which the content of noted ones can still be found: the ends of their redirects, their twins, and those that have come with the same text at another
 * address.
 */
const LIVE_TARGETS = `WITH RECURSIVE leading (url) AS (
  SELECT url.detail FROM page_loss JOIN url ON url.id = page_loss.url_id
    WHERE page_loss.site_id = ?1 AND url.state IN ('redirected', 'duplicate')
  UNION SELECT url.detail FROM leading CROSS JOIN url ON url.site_id = ?1 AND url.url = leading.url
    WHERE url.state IN ('redirected', 'duplicate')),
  living (id) AS (
    SELECT url.id FROM leading CROSS JOIN url ON url.site_id = ?1 AND url.url = leading.url JOIN page ON page.url_id = url.id
    UNION SELECT equal.url_id FROM page_loss CROSS JOIN url ON url.id = page_loss.url_id CROSS JOIN page ON page.url_id = url.id
      CROSS JOIN page AS equal ON equal.site_id = ?1 AND equal.content_hash = page.content_hash
      WHERE page_loss.site_id = ?1 AND url.state NOT IN ('redirected', 'duplicate'))
  SELECT count(*) AS n FROM living WHERE id NOT IN (SELECT url_id FROM page_loss)`;

/**
 * The guard of the index: a page that is to leave it is only noted, and stays searchable, until the crawl has seen the whole site.
 * Then all of them leave, or none when too many would vanish. The caller gives the transaction around it.
 */
export class LossGuard {
  readonly #db: DatabaseSync;
  readonly #forget: StatementSync;
  readonly #unreachable: Unreachable;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#forget = db.prepare('DELETE FROM page_loss WHERE url_id = ?');
    this.#unreachable = new Unreachable(db);
  }

  /** The page of this URL is to leave. True when there is one and that is news. */
  note(siteId: number, urlId: number): boolean {
    const sql =
      'INSERT OR IGNORE INTO page_loss (url_id, site_id) SELECT url_id, site_id FROM page WHERE url_id = ? AND site_id = ?';
    return this.#db.prepare(sql).run(urlId, siteId).changes > 0;
  }

  /** The page was in the index before the current crawl began. One that this crawl has brought is nobody's loss. */
  isGuarded(siteId: number, urlId: number): boolean {
    const sql =
      'SELECT 1 FROM page WHERE url_id = ?1 AND since_crawl < (SELECT max(number) FROM crawl WHERE site_id = ?2)';
    return this.#db.prepare(sql).get(urlId, siteId) !== undefined;
  }

  /** The page stays after all. */
  forget(urlId: number): void {
    this.#forget.run(urlId);
  }

  /** A new crawl looks afresh. */
  forgetAll(siteId: number): void {
    this.#db.prepare('DELETE FROM page_loss WHERE site_id = ?').run(siteId);
  }

  /** Lets the noted pages go into the outbox, or keeps them all. */
  settle(siteId: number, { accept }: { accept: boolean }): Losses {
    for (const urlId of this.#unreachable.confirm(siteId)) this.note(siteId, urlId);
    const reasons = this.#reasons(siteId);
    const noted = Object.values(reasons).reduce((sum, n) => sum + n, 0);
    const pages = this.#count(
      'SELECT pages_before AS n FROM crawl WHERE site_id = ? ORDER BY number DESC LIMIT 1',
      siteId,
    );
    const vanishing = noted === 0 ? 0 : noted - this.#count(LIVE_TARGETS, siteId);
    if (!accept && vanishing > allowedLosses(pages)) return { pages, vanishing, reasons, areKept: true };
    this.#letGo(siteId);
    return { pages, vanishing, reasons, areKept: false };
  }

  #letGo(siteId: number): void {
    for (const sql of [
      'INSERT INTO index_changes (url_id) SELECT url_id FROM page_loss WHERE site_id = ? ORDER BY url_id',
      // What nobody can read any more links to nothing.
      `DELETE FROM link WHERE from_id IN (SELECT url_id FROM page_loss JOIN url ON url.id = url_id
        WHERE page_loss.site_id = ? AND url.state IN ('gone', 'refused', 'out-of-scope'))`,
      'UPDATE site SET has_new_links = 1 WHERE id = ? AND EXISTS (SELECT 1 FROM page_loss WHERE site_id = site.id)',
      'DELETE FROM page WHERE url_id IN (SELECT url_id FROM page_loss WHERE site_id = ?)',
    ])
      this.#db.prepare(sql).run(siteId);
    this.forgetAll(siteId);
  }

  #reasons(siteId: number): Losses['reasons'] {
    const rows = this.#db
      .prepare(`SELECT url.reason AS reason, count(*) AS n FROM page_loss JOIN url ON url.id = page_loss.url_id
        WHERE page_loss.site_id = ? GROUP BY url.reason ORDER BY n DESC, url.reason`)
      .all(siteId);
    return Object.fromEntries(rows.map((row) => [row['reason'] as Reason, Number(row['n'])]));
  }

  #count(sql: string, siteId: number): number {
    return Number(this.#db.prepare(sql).get(siteId)?.['n'] ?? 0);
  }
}

/** Pages that may vanish unasked from a site of so many: a tenth, or a few of a small one. */
export function allowedLosses(pages: number): number {
  return Math.max(Math.floor(pages / 10), Math.min(FREE_PAGES, Math.floor(pages / 2)));
}
