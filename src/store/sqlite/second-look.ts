import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Relinked } from '../crawl-store.ts';
import { classOf, hasNewNames, LinkReader } from './page-links.ts';

/** Links that one part reads before it ends with the page in hand: a few ms. */
const LINKS_A_PART = 500;
const PAGES_A_PART = 250;

/** Compares the links to the pages of the index with those that they were indexed with. The caller gives the transaction. */
export class SecondLook {
  readonly #links: LinkReader;
  readonly #isNeeded: StatementSync;
  readonly #pages: StatementSync;
  readonly #enqueue: StatementSync;
  readonly #done: StatementSync;

  constructor(db: DatabaseSync) {
    this.#links = new LinkReader(db);
    this.#isNeeded = db.prepare('SELECT 1 FROM site WHERE id = ? AND has_new_links = 1');
    this.#pages = db.prepare(`SELECT url_id, mark FROM indexed_links WHERE site_id = ? AND url_id > ?
        AND url_id NOT IN (SELECT url_id FROM index_changes) ORDER BY url_id LIMIT ?`);
    this.#enqueue = db.prepare('INSERT INTO index_changes (url_id, only_links) VALUES (?, ?)');
    this.#done = db.prepare('UPDATE site SET has_new_links = 0 WHERE id = ?');
  }

  requeue(siteId: number, { after }: { after: number }): Relinked {
    if (this.#isNeeded.get(siteId) === undefined) return { requeued: 0, next: null };
    let requeued = 0;
    let read = 0;
    let next = after;
    const pages = this.#indexed(siteId, after);
    for (const { urlId, mark } of pages) {
      if (read >= LINKS_A_PART) return { requeued, next };
      const now = this.#links.of(urlId);
      next = urlId;
      read += now.read;
      const isRenamed = mark === null || hasNewNames(mark, now.usualMark);
      if (!isRenamed && classOf(mark) === now.linkClass) continue;
      this.#enqueue.run(urlId, isRenamed ? 0 : 1);
      requeued += 1;
    }
    if (pages.length === PAGES_A_PART) return { requeued, next };
    this.#done.run(siteId);
    return { requeued, next: null };
  }

  #indexed(siteId: number, after: number): { urlId: number; mark: number | null }[] {
    return this.#pages
      .all(siteId, after, PAGES_A_PART)
      .map((row) => ({ urlId: Number(row['url_id']), mark: row['mark'] === null ? null : Number(row['mark']) }));
  }
}
