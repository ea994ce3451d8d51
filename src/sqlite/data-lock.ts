import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Fault, messageOf } from '../model/errors.ts';
import { isOfSqlite } from './open-database.ts';

/**
 * One crawling program a data directory: two would each keep the rate for themselves, so the server would see twice as much.
 * The lock is SQLite's own on a file without content; the operating system drops it when the process dies, however it dies.
 */
export class DataLock {
  readonly #directory: string;
  #held: DatabaseSync | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Takes the lock, if it is not held already. Faults: `data-in-use` when another program holds it, `data-unreadable` when it cannot be had at all. */
  acquire(): void {
    if (this.#held) return;
    const path = join(this.#directory, 'crawl.lock');
    let db: DatabaseSync | undefined;
    try {
      mkdirSync(this.#directory, { recursive: true });
      db = new DatabaseSync(path, { timeout: 0 });
      db.exec('BEGIN EXCLUSIVE');
      this.#held = db;
    } catch (cause) {
      db?.close();
      throw isBusy(cause) ? this.#inUse(cause) : unusable(path, cause);
    }
  }

  #inUse(cause: unknown): Fault {
    return new Fault(
      'data-in-use',
      `Another Spindex is crawling with the data directory ${this.#directory}. Stop it, or give another one with --data.`,
      { cause },
    );
  }

  release(): void {
    this.#held?.close();
    this.#held = undefined;
  }
}

/** SQLITE_BUSY, the low byte of a result code (https://sqlite.org/rescode.html). */
const BUSY = 5;

function isBusy(cause: unknown): boolean {
  return isOfSqlite(cause) && (Number(cause.errcode) & 0xff) === BUSY;
}

/** Nobody holds it: to stop another program would not help. */
function unusable(path: string, cause: unknown): Fault {
  return new Fault(
    'data-unreadable',
    `The lock file ${path} cannot be used (${messageOf(cause)}). Check its permissions; it holds nothing and may be removed while no Spindex runs.`,
    { cause },
  );
}
