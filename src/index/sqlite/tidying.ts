import type { DatabaseSync } from 'node:sqlite';

/** Pages of 1,000 bytes that one step merges: some 10 ms. */
const MERGED_PAGES = 500;
/** Pages of 4 KiB that one step takes from the free ones and gives back to the file system. */
const VACUUMED_PAGES = 200;

/**
 * One short step towards an index that is small and fast to read, in a transaction of its own: the segments in which FTS5 has written are
 * merged (https://sqlite.org/fts5.html, section 6.7), then free space is given back. No answer changes by it.
 * @param options.intoOne merges all segments, which leaves out what was deleted, and costs the more the larger the index is; else only segments of a size
 * @returns whether there was anything to do
 */
export function tidyStep(db: DatabaseSync, options: { intoOne: boolean }): boolean {
  const pages = options.intoOne ? -MERGED_PAGES : MERGED_PAGES;
  return ['term', 'word'].some((table) => hasMerged(db, { table, pages })) || hasVacuumed(db);
}

function hasMerged(db: DatabaseSync, { table, pages }: { table: string; pages: number }): boolean {
  const before = changesOf(db);
  db.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`).run(pages);
  return changesOf(db) - before >= 2; // the command itself counts as one
}

function hasVacuumed(db: DatabaseSync): boolean {
  const freePages = () => Number(db.prepare('PRAGMA freelist_count').get()?.['freelist_count']);
  const before = freePages();
  if (before === 0) return false;
  db.exec(`PRAGMA incremental_vacuum(${VACUUMED_PAGES})`);
  return freePages() < before;
}

function changesOf(db: DatabaseSync): number {
  return Number(db.prepare('SELECT total_changes() AS n').get()?.['n']);
}
