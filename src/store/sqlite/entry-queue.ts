import type { DatabaseSync } from 'node:sqlite';
import type { Entry } from '../crawl-store.ts';
import type { Patterns } from './patterns.ts';
import { toEntry } from './rows.ts';

/** Entries that are ready or waiting, best first. The caller gives the transaction. */
export class EntryQueue {
  readonly #db: DatabaseSync;
  readonly #patterns: Patterns;

  constructor(db: DatabaseSync, patterns: Patterns) {
    this.#db = db;
    this.#patterns = patterns;
  }

  take(siteId: number, { limit, now }: { limit: number; now: number }): Entry[] {
    this.#db
      .prepare(
        `UPDATE url SET state = 'ready', reason = 'found' WHERE site_id = ? AND state = 'waiting' AND not_before <= ?`,
      )
      .run(siteId, now);
    const ids = this.#best(siteId, limit);
    const claim = this.#db.prepare(`UPDATE url SET state = 'taken', reason = 'in-flight' WHERE id = ?`);
    const read = this.#db.prepare(
      'SELECT url.*, page.etag, page.last_modified FROM url LEFT JOIN page ON page.url_id = url.id WHERE url.id = ?',
    );
    return ids.map((id) => {
      claim.run(id);
      return toEntry(read.get(id) ?? {});
    });
  }

  nextDue(siteId: number): number | undefined {
    const due = this.#db
      .prepare(`SELECT min(not_before) AS due FROM url WHERE site_id = ? AND state = 'waiting'`)
      .get(siteId)?.['due'];
    return due === null || due === undefined ? undefined : Number(due);
  }

  /** Those of a template that brings nothing new are put aside on the way, so the look is repeated until none of them is among the best. */
  #best(siteId: number, limit: number): number[] {
    const next =
      this.#db.prepare(`SELECT id, url, is_seed OR EXISTS (SELECT 1 FROM page WHERE url_id = url.id) AS is_wanted
      FROM url WHERE site_id = ? AND state = 'ready' ORDER BY priority DESC, depth, id LIMIT ?`);
    const putAside = this.#db.prepare(
      `UPDATE url SET state = 'out-of-scope', reason = 'trap-pattern', detail = ? WHERE id = ?`,
    );
    for (;;) {
      const best = next.all(siteId, limit).map((row) => ({
        id: Number(row['id']),
        starved: row['is_wanted'] ? undefined : this.#patterns.starved(siteId, String(row['url'])),
      }));
      const starved = best.filter((entry) => entry.starved !== undefined);
      if (starved.length === 0) return best.map(({ id }) => id);
      for (const entry of starved) putAside.run(entry.starved ?? '', entry.id);
    }
  }
}
