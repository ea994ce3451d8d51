import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Entry } from '../crawl-store.ts';
import { type Patterns, UNJUDGED } from './patterns.ts';
import { toEntry } from './rows.ts';

/** Priority of what is visited after all else: a template's pages that promise little. */
const LAST = -1;
/** Nobody waits longer (politeness/back-off.ts): a time further ahead was written by a clock that was wrong, then or now. */
const LONGEST_WAIT_MS = 3_600_000;
/** Entries that one call puts aside, or to the end: some 20 ms. A trap may have a million waiting, and nobody else can write meanwhile. */
const PUT_BY_A_TAKE = 250;

/** Entries that are ready or waiting, best first. The caller gives the transaction. */
export class EntryQueue {
  readonly #patterns: Patterns;
  readonly #endWaits: StatementSync;
  readonly #endStrayWaits: StatementSync;
  readonly #next: StatementSync;
  readonly #claim: StatementSync;
  readonly #read: StatementSync;
  readonly #due: StatementSync;
  readonly #putAside: StatementSync;
  readonly #putLast: StatementSync;

  constructor(db: DatabaseSync, patterns: Patterns) {
    this.#patterns = patterns;
    const endWaits = `UPDATE url SET state = 'ready', reason = 'found' WHERE site_id = ? AND state = 'waiting'`;
    this.#endWaits = db.prepare(`${endWaits} AND not_before <= ?`);
    this.#endStrayWaits = db.prepare(`${endWaits} AND not_before > ?`); // one statement for both would read all that wait
    this.#next =
      db.prepare(`SELECT id, url, priority, is_seed OR EXISTS (SELECT 1 FROM page WHERE url_id = url.id) AS is_wanted
      FROM url WHERE site_id = ? AND state = 'ready' ORDER BY priority DESC, depth, id LIMIT ?`);
    this.#claim = db.prepare(`UPDATE url SET state = 'taken', reason = 'in-flight' WHERE id = ?`);
    this.#read = db.prepare(
      'SELECT url.*, page.etag, page.last_modified, page.url_id IS NOT NULL AS is_page FROM url LEFT JOIN page ON page.url_id = url.id WHERE url.id = ?',
    );
    this.#due = db.prepare(`SELECT CASE WHEN EXISTS (SELECT 1 FROM url WHERE site_id = ?1 AND state = 'ready') THEN 0
      ELSE (SELECT min(not_before) FROM url WHERE site_id = ?1 AND state = 'waiting') END AS due`);
    this.#putAside = db.prepare(
      `UPDATE url SET state = 'out-of-scope', reason = 'trap-pattern', detail = ? WHERE id = ?`,
    );
    this.#putLast = db.prepare('UPDATE url SET priority = ? WHERE id = ?');
  }

  take(siteId: number, { limit, now }: { limit: number; now: number }): Entry[] {
    this.#endWaits.run(siteId, now);
    this.#endStrayWaits.run(siteId, now + LONGEST_WAIT_MS);
    return this.#best(siteId, limit).map((id) => {
      this.#claim.run(id);
      return toEntry(this.#read.get(id) ?? {});
    });
  }

  nextDue(siteId: number): number | undefined {
    const due = this.#due.get(siteId)?.['due'];
    return due === null || due === undefined ? undefined : Number(due);
  }

  /**
   * Those of a template that brings nothing new are put aside on the way, and those of one that brings little to the end, each once; so the look is
   * repeated until the best stay, or so many have been put by that the next call goes on. Seeds, and pages that are in the index, are visited whatever their template.
   */
  #best(siteId: number, limit: number): number[] {
    for (let putBy = 0; putBy < PUT_BY_A_TAKE; ) {
      const best = this.#next.all(siteId, limit);
      const staying = best.filter((row) => {
        const { isPoor, starved } = row['is_wanted'] ? UNJUDGED : this.#patterns.promised(siteId, String(row['url']));
        const isLast = Number(row['priority']) === LAST;
        if (starved !== undefined) this.#putAside.run(starved, Number(row['id']));
        else if (isPoor && !isLast) this.#putLast.run(LAST, Number(row['id']));
        return starved === undefined && (isLast || !isPoor);
      });
      if (staying.length === best.length) return best.map((row) => Number(row['id']));
      putBy += best.length - staying.length;
    }
    return [];
  }
}
