import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../model/errors.ts';

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

  /** Takes the lock, if it is not held already. Fault `data-in-use` when another program holds it. */
  acquire(): void {
    if (this.#held) return;
    mkdirSync(this.#directory, { recursive: true });
    const db = new DatabaseSync(join(this.#directory, 'crawl.lock'), { timeout: 0 });
    try {
      db.exec('BEGIN EXCLUSIVE');
      this.#held = db;
    } catch (cause) {
      db.close();
      throw new Fault(
        'data-in-use',
        `Another Spindex is crawling with the data directory ${this.#directory}. Stop it, or give another one with --data.`,
        { cause },
      );
    }
  }

  release(): void {
    this.#held?.close();
    this.#held = undefined;
  }
}
