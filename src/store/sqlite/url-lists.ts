import type { DatabaseSync } from 'node:sqlite';
import { type Reason, STATES, type UrlState } from '../../model/reasons.ts';
import type { Counts, UrlQuery, UrlRow } from '../url-report.ts';
import { toUrlRow } from './rows.ts';
import { asInUrl, endOf, SORTABLE, type UrlListFacts, urlListStatement } from './url-list.ts';

/** Lists and counts URLs. The caller gives the transaction around it. */
export class UrlLists {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  counts(siteId: number): Counts {
    const states = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<UrlState, number>;
    const reasons: Counts['reasons'] = {};
    let found = 0;
    for (const { state, reason, n } of this.#kinds(siteId)) {
      states[state] += n;
      reasons[reason] = (reasons[reason] ?? 0) + n;
      found += n;
    }
    const outbox = this.#db.prepare('SELECT n FROM outbox_count WHERE site_id = ?').get(siteId);
    const pages = this.#db.prepare('SELECT n FROM page_count WHERE site_id = ?').get(siteId);
    return { found, states, reasons, pages: Number(pages?.['n'] ?? 0), outbox: Number(outbox?.['n'] ?? 0) };
  }

  list(siteId: number, query: UrlQuery): UrlRow[] {
    const facts = this.#facts(siteId, query);
    if (facts.kinds.length === 0 || facts.prefixes?.length === 0) return [];
    const { sql, values } = urlListStatement(query, facts);
    return this.#db
      .prepare(sql)
      .all(...values)
      .map(toUrlRow);
  }

  #facts(siteId: number, { state, reason, prefix }: UrlQuery): UrlListFacts {
    const kinds = this.#kinds(siteId).filter(
      (kind) => (!state || kind.state === state) && (!reason || kind.reason === reason),
    );
    const prefixes = prefix ? this.#prefixes(siteId, prefix) : undefined;
    const isNarrowPrefix = prefixes !== undefined && this.#isNarrow(siteId, prefixes);
    return { siteId, kinds, prefixes, isNarrowPrefix };
  }

  #kinds(siteId: number): UrlListFacts['kinds'] {
    const rows = this.#db.prepare('SELECT state, reason, n FROM url_count WHERE site_id = ? AND n > 0').all(siteId);
    return rows.map((row) => ({
      state: row['state'] as UrlState,
      reason: row['reason'] as Reason,
      n: Number(row['n']),
    }));
  }

  #prefixes(siteId: number, asked: string): string[] {
    const prefix = asInUrl(asked);
    if (!prefix.startsWith('/')) return [prefix];
    const anchors: string[] = JSON.parse(
      String(this.#db.prepare('SELECT anchors FROM site WHERE id = ?').get(siteId)?.['anchors']),
    );
    return [...new Set(anchors.map((anchor) => new URL(anchor).origin + prefix))];
  }

  #isNarrow(siteId: number, prefixes: readonly string[]): boolean {
    let left = SORTABLE;
    for (const prefix of prefixes) {
      const sql = 'SELECT count(*) AS n FROM (SELECT 1 FROM url WHERE site_id = ? AND url >= ? AND url < ? LIMIT ?)';
      left -= Number(this.#db.prepare(sql).get(siteId, prefix, endOf(prefix), left + 1)?.['n']);
      if (left < 0) return false;
    }
    return true;
  }
}
