import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Entry } from '../crawl-store.ts';
import type { Patterns } from './patterns.ts';
import { toEntry } from './rows.ts';

/** Priority of what is visited after all else: a template's pages that promise little. */
const LAST = -1;
/** Nobody waits longer (politeness/back-off.ts): a time further ahead was written by a clock that was wrong, then or now. */
const LONGEST_WAIT_MS = 3_600_000;
/** Entries that one call puts aside, or to the end: some 20 ms. A trap may have a million waiting, and nobody else can write meanwhile. */
const PUT_BY_A_TAKE = 250;

/**
 * Entries that are ready or waiting, a queue for each host. The caller gives the transaction.
 *
 * A host may be asked only so often, and may not answer at all: by one queue for all, every worker would come to wait for the host in front. So the next
 * entry is of a host with as few in flight as any, of these the one whose last turn is longest ago (after the back queues of Mercator: Heydon and Najork,
 * 1999); with one host that is the best entry of the site.
 */
export class EntryQueue {
  readonly #patterns: Patterns;
  readonly #endWaits: StatementSync;
  readonly #endStrayWaits: StatementSync;
  readonly #nextHost: StatementSync;
  readonly #best: StatementSync;
  readonly #claim: StatementSync;
  readonly #noteTurn: StatementSync;
  readonly #holdHost: StatementSync;
  readonly #read: StatementSync;
  readonly #due: StatementSync;
  readonly #putAside: StatementSync;
  readonly #putLast: StatementSync;
  #turn: number;

  constructor(db: DatabaseSync, patterns: Patterns) {
    this.#patterns = patterns;
    const endWaits = `UPDATE url SET state = 'ready', reason = 'found' WHERE site_id = ? AND state = 'waiting'`;
    this.#endWaits = db.prepare(`${endWaits} AND not_before <= ?`);
    this.#endStrayWaits = db.prepare(`${endWaits} AND not_before > ?`); // one statement for both would read all that wait
    this.#nextHost = db.prepare(`SELECT host FROM host_queue
      WHERE site_id = ? AND ready > 0 AND (not_before <= ? OR not_before > ?) ORDER BY taken, turn LIMIT 1`);
    this.#best =
      db.prepare(`SELECT id, url, priority, is_seed OR EXISTS (SELECT 1 FROM page WHERE url_id = url.id) AS is_wanted
      FROM url WHERE site_id = ? AND host = ? AND state = 'ready' ORDER BY priority DESC, depth, id LIMIT 1`);
    this.#claim = db.prepare(`UPDATE url SET state = 'taken', reason = 'in-flight' WHERE id = ?`);
    this.#noteTurn = db.prepare('UPDATE host_queue SET turn = ? WHERE site_id = ? AND host = ?');
    this.#holdHost = db.prepare(
      'UPDATE host_queue SET not_before = ? WHERE (site_id, host) = (SELECT site_id, host FROM url WHERE id = ?)',
    );
    this.#read = db.prepare(
      'SELECT url.*, page.etag, page.last_modified, page.url_id IS NOT NULL AS is_page FROM url LEFT JOIN page ON page.url_id = url.id WHERE url.id = ?',
    );
    this.#due = db.prepare(`SELECT min(due) AS due FROM (
      SELECT min(not_before) AS due FROM host_queue WHERE site_id = ?1 AND ready > 0
      UNION ALL SELECT min(not_before) FROM url WHERE site_id = ?1 AND state = 'waiting')`);
    this.#putAside = db.prepare(
      `UPDATE url SET state = 'out-of-scope', reason = 'trap-pattern', detail = ? WHERE id = ?`,
    );
    this.#putLast = db.prepare('UPDATE url SET priority = ? WHERE id = ?');
    this.#turn = Number(db.prepare('SELECT max(turn) AS last FROM host_queue').get()?.['last'] ?? 0);
  }

  take(siteId: number, { limit, now }: { limit: number; now: number }): Entry[] {
    this.#endWaits.run(siteId, now);
    this.#endStrayWaits.run(siteId, now + LONGEST_WAIT_MS);
    const entries: Entry[] = [];
    for (let putBy = 0; entries.length < limit && putBy < PUT_BY_A_TAKE; ) {
      const host = this.#nextHost.get(siteId, now, now + LONGEST_WAIT_MS)?.['host'];
      if (host === undefined) break;
      const best = this.#best.get(siteId, String(host)) ?? {};
      if (this.#putBy(siteId, best)) putBy += 1;
      else entries.push(this.#give(siteId, { host: String(host), id: Number(best['id']) }));
    }
    return entries;
  }

  nextDue(siteId: number): number | undefined {
    const due = this.#due.get(siteId)?.['due'];
    return due === null || due === undefined ? undefined : Number(due);
  }

  /** None of the entries of this one's host before that time. */
  holdHost(entryId: number, notBefore: number): void {
    this.#holdHost.run(notBefore, entryId);
  }

  #give(siteId: number, { host, id }: { host: string; id: number }): Entry {
    this.#turn += 1;
    this.#claim.run(id);
    this.#noteTurn.run(this.#turn, siteId, host);
    return toEntry(this.#read.get(id) ?? {});
  }

  /**
   * An entry of a template that brings nothing new is put aside, and one of a template that brings little to the end, each once. Seeds, and pages that are in
   * the index, are visited whatever their template.
   */
  #putBy(siteId: number, { id, url, priority, is_wanted: isWanted }: Record<string, unknown>): boolean {
    if (isWanted) return false;
    const { isPoor, starved } = this.#patterns.promised(siteId, String(url));
    if (starved !== undefined) this.#putAside.run(starved, Number(id));
    else if (isPoor && priority !== LAST) this.#putLast.run(LAST, Number(id));
    else return false;
    return true;
  }
}
