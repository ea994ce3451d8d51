import type { DatabaseSync } from 'node:sqlite';
import type { Foreseen, Foresight } from '../crawl-store.ts';
import { Patterns } from './patterns.ts';
import { toUrlRow } from './rows.ts';
import type { Settler } from './settle.ts';

/** Settles in a transaction that is taken back: what would be is told by the code that makes it so. The settler keeps nothing in memory. */
export function foresee(
  db: DatabaseSync,
  settler: Settler,
  { siteId, settlements }: { siteId: number; settlements: readonly Foreseen[] },
): Foresight[] {
  const patterns = new Patterns(db);
  const read = db.prepare('SELECT * FROM url WHERE id = ?');
  db.exec('BEGIN IMMEDIATE');
  try {
    return settlements.map(({ url, ...outcome }) => {
      const starved = patterns.promised(siteId, url).starved ?? null;
      // From far away: a shorter way would bring what lies behind it nearer.
      const origin = { links: [], depth: Number.MAX_SAFE_INTEGER, hops: 0, foundOn: null, at: outcome.at };
      const { id, isNew } = settler.admission.admit(siteId, { url, ...origin, state: 'ready', reason: 'found' });
      settler.settle({ ...outcome, siteId, entryId: id });
      const { state, reason, detail } = toUrlRow(read.get(id) ?? {});
      return { state, reason, detail, isKnown: !isNew, starved };
    });
  } finally {
    if (db.isTransaction) db.exec('ROLLBACK');
  }
}
