import type { DatabaseSync } from 'node:sqlite';
import type { Entry } from '../crawl-store.ts';
import type { Patterns, Promised } from './patterns.ts';
import { toEntry } from './rows.ts';

/** Priority of what is visited after all else: a template's pages that promise little. */
const LAST = -1;
/** Seeds, and pages that are in the index, are visited whatever their template. */
const WANTED: Promised = { isPoor: false, starved: undefined };

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

  /**
   * Those of a template that brings nothing new are put aside on the way, and those of one that brings little to the end, each once; so the look is
   * repeated until the best stay.
   */
  #best(siteId: number, limit: number): number[] {
    const next =
      this.#db.prepare(`SELECT id, url, priority, is_seed OR EXISTS (SELECT 1 FROM page WHERE url_id = url.id) AS is_wanted
      FROM url WHERE site_id = ? AND state = 'ready' ORDER BY priority DESC, depth, id LIMIT ?`);
    const putAside = this.#db.prepare(
      `UPDATE url SET state = 'out-of-scope', reason = 'trap-pattern', detail = ? WHERE id = ?`,
    );
    const putLast = this.#db.prepare('UPDATE url SET priority = ? WHERE id = ?');
    for (;;) {
      const best = next.all(siteId, limit);
      const staying = best.filter((row) => {
        const { isPoor, starved } = row['is_wanted'] ? WANTED : this.#patterns.promised(siteId, String(row['url']));
        const isLast = Number(row['priority']) === LAST;
        if (starved !== undefined) putAside.run(starved, Number(row['id']));
        else if (isPoor && !isLast) putLast.run(LAST, Number(row['id']));
        return starved === undefined && (isLast || !isPoor);
      });
      if (staying.length === best.length) return best.map((row) => Number(row['id']));
    }
  }
}
