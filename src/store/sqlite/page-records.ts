import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { PageRecord, Settlement } from '../crawl-store.ts';
import { OTHER_IS_NEWER, SEEN_LATER } from './shared-urls.ts';

/** What a crawl has seen of one page. */
type Seen = Pick<Settlement, 'siteId' | 'entryId' | 'at'>;

/** The pages as they were last read, and the outbox by which the index hears of them. The caller gives the transaction. */
export class PageRecords {
  readonly #put: StatementSync;
  readonly #touch: StatementSync;
  readonly #readsAlike: StatementSync;
  readonly #enqueue: StatementSync;
  readonly #enqueueOverOther: StatementSync;
  readonly #backdateOthers: StatementSync;
  readonly #outbox: StatementSync;

  constructor(db: DatabaseSync) {
    this.#put =
      db.prepare(`INSERT INTO page (url_id, site_id, content_hash, title, lang, etag, last_modified, fetched_at, extracted, source, canonical, sketch, since_crawl)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, (SELECT max(number) FROM crawl WHERE site_id = ?2))
      ON CONFLICT (url_id) DO UPDATE SET content_hash = excluded.content_hash, title = excluded.title, lang = excluded.lang, etag = excluded.etag,
        last_modified = excluded.last_modified, fetched_at = excluded.fetched_at, extracted = excluded.extracted, source = excluded.source,
        canonical = excluded.canonical, sketch = excluded.sketch`);
    this.#touch = db.prepare('UPDATE page SET fetched_at = ? WHERE url_id = ?');
    this.#readsAlike = db.prepare('SELECT extracted = ? AS same FROM page WHERE url_id = ?');
    this.#enqueue = db.prepare('INSERT INTO index_changes (url_id) VALUES (?)');
    this.#enqueueOverOther =
      db.prepare(`INSERT INTO index_changes (url_id) SELECT url.id FROM url JOIN page ON page.url_id = url.id
      WHERE url.id = ? AND ${OTHER_IS_NEWER}`);
    this.#backdateOthers = db.prepare(`UPDATE page SET fetched_at = ?1 - 1 WHERE url_id IN (${SEEN_LATER})`);
    this.#outbox = db.prepare('SELECT n FROM outbox_count WHERE site_id = ?');
  }

  /** A page that is new, or says something new. */
  store(seen: Seen, page: PageRecord): void {
    this.#storeAsIs(seen, page);
    this.#enqueue.run(seen.entryId);
    this.#backdate(seen);
  }

  /**
   * A page whose text is what it was.
   * @param page as it was read; the addresses of its sections, its alternates or our reading of it may have changed, and the index has them too. Undefined
   *   when the server said that nothing has changed.
   */
  confirm(seen: Seen, page: PageRecord | undefined): void {
    // Now this site has seen it last.
    this.#enqueueOverOther.run(seen.entryId);
    if (page === undefined) this.#touch.run(seen.at, seen.entryId);
    else {
      const isSame = this.#readsAlike.get(page.extracted, seen.entryId)?.['same'] === 1;
      this.#storeAsIs(seen, page);
      if (!isSame) this.#enqueue.run(seen.entryId);
    }
    this.#backdate(seen);
  }

  /** Pages of the site that the index has not heard of yet. */
  waiting(siteId: number): number {
    return Number(this.#outbox.get(siteId)?.['n'] ?? 0);
  }

  /** What another site has seen later than now, a clock that was wrong has dated: it must not stand before what is seen from now on. */
  #backdate({ at, entryId }: Seen): void {
    this.#backdateOthers.run(at, entryId);
  }

  #storeAsIs({ siteId, entryId, at }: Seen, page: PageRecord): void {
    this.#put.run(
      entryId,
      siteId,
      page.contentHash,
      page.title,
      page.lang,
      page.etag,
      page.lastModified,
      at,
      page.extracted,
      page.source,
      page.canonical ?? null,
      page.sketch ?? null,
    );
  }
}
