import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Fault, messageOf } from '../model/errors.ts';

/** The log is written back when it has so many pages of 4 KiB: each time waits for the disk. */
const CHECKPOINT_PAGES = 8_000;

const ELSEWHERE = 'or give another directory with --data.';

export interface OpenOptions {
  path: string;
  /** What the file is, for messages: `crawl store` or `index`. */
  name: string;
  /** SQL of every schema version so far, oldest first; `PRAGMA user_version` counts those that were applied. */
  migrations: readonly string[];
  /** Page cache in KiB. */
  cacheKib: number;
  /** What to do when it is damaged. Default: for one that cannot be made again. */
  ifDamaged?: string;
  /** Makes a new file so that `PRAGMA incremental_vacuum` gives its free pages back. Default: they are kept for later. */
  isShrinkable?: boolean;
  /** What is committed survives a loss of power, too: every commit waits for the disk. Default: the newest commits may be missing then. */
  isDurable?: boolean;
}

/**
 * Opens (or makes) a SQLite file in WAL mode and brings its schema up to date, each migration in a transaction of its own.
 * WAL: a committed transaction survives the death of the process; after a loss of power the newest ones may be missing unless the file is to be
 * durable, but never half of one (https://sqlite.org/wal.html).
 * Faults: `data-newer`, `data-unreadable`.
 */
export function openDatabase(options: OpenOptions): DatabaseSync {
  const {
    path,
    name,
    isShrinkable = false,
    isDurable = false,
    ifDamaged = `Put back a copy of it, ${ELSEWHERE}`,
  } = options;
  let db: DatabaseSync | undefined;
  try {
    if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    const isNew = !existsSync(path);
    db = new DatabaseSync(path, { timeout: 10_000 });
    if (isNew && isShrinkable) db.exec('PRAGMA auto_vacuum = INCREMENTAL'); // later it is of no effect, but waits for writers
    db.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${isDurable ? 'FULL' : 'NORMAL'}; PRAGMA cache_size = -${options.cacheKib}; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
    );
    migrate(db, options);
    return db;
  } catch (cause) {
    db?.close();
    if (cause instanceof Fault) throw cause;
    const why = messageOf(cause);
    const says = isDamage(cause)
      ? `is damaged (${why}). ${ifDamaged}`
      : `cannot be opened (${why}). Check its permissions, ${ELSEWHERE}`;
    throw new Fault('data-unreadable', `The ${name} ${path} ${says}`, { cause });
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, the low byte of a result code (https://sqlite.org/rescode.html). */
const DAMAGE: ReadonlySet<number> = new Set([11, 26]);

/** SQLite says of the file that it is broken, which no waiting mends. */
export function isDamage(cause: unknown): boolean {
  return isOfSqlite(cause) && DAMAGE.has(Number(cause.errcode) & 0xff);
}

export function isOfSqlite(cause: unknown): cause is Error & { errcode: unknown } {
  return cause instanceof Error && 'errcode' in cause;
}

function migrate(db: DatabaseSync, { path, name, migrations }: OpenOptions): void {
  if (versionOf(db) === migrations.length) return;
  // Another process may be migrating the same file: look again under the write lock.
  const step = () => {
    const version = versionOf(db);
    if (version > migrations.length) {
      throw new Fault(
        'data-newer',
        `The ${name} ${path} has format ${version}, made by a newer Spindex; this one reads up to ${migrations.length}. Update Spindex, or give another directory with --data.`,
      );
    }
    const next = migrations[version];
    if (next !== undefined) db.exec(`${next}; PRAGMA user_version = ${version + 1}`);
    return next === undefined;
  };
  while (!transaction(db, step));
}

function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
}

/** Runs `work` in one transaction that takes the write lock at once; rolls back when it throws. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (cause) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw cause;
  }
}

/** Runs `read` on one state of the file, whatever is written meanwhile. */
export function snapshot<T>(db: DatabaseSync, read: () => T): T {
  db.exec('BEGIN');
  try {
    return read();
  } finally {
    if (db.isTransaction) db.exec('COMMIT');
  }
}
