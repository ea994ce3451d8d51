import type { DatabaseSync } from 'node:sqlite';
import type { Acknowledged, Change, Unindexed } from '../crawl-store.ts';
import { idRanges } from './id-ranges.ts';
import { LinkReader } from './page-links.ts';
import { toChange } from './rows.ts';
import { NARROWEST_SITE, NEWEST_PAGE } from './shared-urls.ts';

/** What the index has not heard of yet. The caller gives the transaction. */
export class Outbox {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  changes(limit: number): Change[] {
    const links = new LinkReader(this.#db);
    return this.#db
      .prepare(`SELECT seq, only_links, url.url, page.url_id AS id, coalesce((${NARROWEST_SITE}), site.name) AS site, page.extracted, page.fetched_at AS page_at
        FROM index_changes JOIN url ON url.id = index_changes.url_id LEFT JOIN page ON page.url_id = (${NEWEST_PAGE})
        JOIN site ON site.id = url.site_id ORDER BY seq LIMIT ?`)
      .all(limit)
      .map((row) => toChange(row, links));
  }

  newest(): number {
    return Number(this.#db.prepare('SELECT max(seq) AS seq FROM index_changes').get()?.['seq'] ?? 0);
  }

  acknowledge(changes: readonly Acknowledged[], unindexed: readonly Unindexed[]): void {
    for (const one of unindexed) this.#giveUp(one);
    const note = this.#db.prepare(
      `UPDATE indexed_links SET mark = iif((SELECT only_links FROM index_changes WHERE seq = ?2), mark - mark % 8 + ?1 % 8, ?1)
        WHERE (site_id, url_id) = (SELECT site_id, id FROM url JOIN index_changes ON url_id = id WHERE seq = ?2)`,
    );
    const remove = this.#db.prepare('DELETE FROM index_changes WHERE seq = ?');
    for (const { seq, page } of changes) {
      if (page) note.run(page.linkMark, seq);
      remove.run(seq);
    }
  }

  /** Whoever was left out for this page stays so: it says the same, and would fare no better. */
  #giveUp({ seq, reason, detail }: Unindexed): void {
    const urlId = this.#db.prepare('SELECT url_id FROM index_changes WHERE seq = ?').get(seq)?.['url_id'];
    if (urlId === undefined) return; // replaced by a newer change
    const id = Number(urlId);
    if (reason === 'index')
      this.#db.prepare('INSERT OR REPLACE INTO page_aside SELECT * FROM page WHERE url_id = ?').run(id);
    this.#db.prepare('DELETE FROM page WHERE url_id = ?').run(id);
    this.#db.prepare('DELETE FROM page_loss WHERE url_id = ?').run(id);
    this.#db
      .prepare(
        `UPDATE url SET state = 'failed', reason = ?, detail = ? WHERE id = ? AND state IN ('indexed', 'unchanged')`,
      )
      .run(reason, detail, id);
  }

  /** Every part is a transaction of its own. Cut off between two of them, it is called again, and comes to the same. */
  *requeueAll(): Generator<void, number> {
    this.#takeBack();
    // In place of `page`, which is read with all of its text.
    const enqueue = this.#db.prepare(
      'INSERT INTO index_changes (url_id) SELECT url_id FROM indexed_links WHERE site_id = ? AND url_id > ? AND url_id <= ?',
    );
    const ids = 'SELECT url_id AS id FROM indexed_links WHERE site_id = ?';
    for (const { site_id: site } of this.#db.prepare('SELECT site_id FROM page_count').all())
      for (const { after, last } of idRanges(this.#db, { ids, values: [Number(site)] })) {
        enqueue.run(Number(site), after, last);
        yield;
      }
    return Number(this.#db.prepare('SELECT total(n) AS n FROM page_count').get()?.['n']);
  }

  isFor(identity: string): boolean {
    return this.#db.prepare('SELECT identity FROM outbox_index').get()?.['identity'] === identity;
  }

  /** In parts, as `requeueAll`: until the last of them the outbox is for no index. */
  *adopt(identity: string, { hasAll = false }: { hasAll?: boolean }): Generator<void, void> {
    this.#db.exec('DELETE FROM outbox_index');
    if (!hasAll) {
      yield* this.requeueAll();
      yield* this.#enqueueLost();
    }
    this.#db.exec('DELETE FROM outbox_index'); // another one may have adopted it meanwhile
    this.#db.prepare('INSERT INTO outbox_index VALUES (?)').run(identity);
  }

  /** URLs that had a page, or never: whichever they are, the index is to have none. */
  *#enqueueLost(): Generator<void, void> {
    const enqueue = this.#db.prepare(`INSERT INTO index_changes (url_id) SELECT id FROM url
      WHERE id > ? AND id <= ? AND fetched_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM page WHERE url_id = url.id)`);
    for (const { after, last } of idRanges(this.#db, { ids: 'SELECT id FROM url', values: [] })) {
      enqueue.run(after, last);
      yield;
    }
  }

  /** What one index has refused another one may take. */
  #takeBack(): void {
    const refused = `SELECT id FROM url WHERE id IN (SELECT url_id FROM page_aside) AND state = 'failed' AND reason = 'index'`;
    this.#db.exec(`INSERT INTO page SELECT * FROM page_aside WHERE url_id IN (${refused}) ON CONFLICT DO NOTHING;
      UPDATE url SET state = 'indexed', reason = 'ok', detail = NULL WHERE id IN (${refused});
      DELETE FROM page_aside`);
  }
}
