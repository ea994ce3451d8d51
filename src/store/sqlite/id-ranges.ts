import type { DatabaseSync } from 'node:sqlite';

/** Rows that one transaction changes: some 30 ms. */
const ROWS_AT_ONCE = 2_000;

/** Ids behind `after`, up to `last`. */
export interface IdRange {
  after: number;
  last: number;
}

/**
 * The ids that a query gives, cut into ranges of so many, each looked for when it is wanted: what is changed in one transaction, so that others have their
 * turn between two of them. `ids` selects a column `id` that is unique, and ends with its conditions.
 */
export function* idRanges(
  db: DatabaseSync,
  { ids, values, atOnce = ROWS_AT_ONCE }: { ids: string; values: (string | number)[]; atOnce?: number },
): Generator<IdRange, void> {
  const next = db.prepare(
    `SELECT max(id) AS last, count(*) AS n FROM (SELECT * FROM (${ids}) WHERE id > ? ORDER BY id LIMIT ${atOnce})`,
  );
  for (let after = 0; ; ) {
    const { last, n } = next.get(...values, after) ?? {};
    if (last === null || last === undefined) return;
    yield { after, last: Number(last) };
    if (Number(n) < atOnce) return;
    after = Number(last);
  }
}
