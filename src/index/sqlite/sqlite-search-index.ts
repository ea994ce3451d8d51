import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { Fault } from '../../model/errors.ts';
import { isDamage, isOfSqlite, openDatabase } from '../../sqlite/open-database.ts';
import type {
  ApplyOptions,
  CandidateQuery,
  CandidateSet,
  Frequencies,
  IndexChange,
  IndexRebuild,
  IndexStats,
  KeptIndex,
  PageDocument,
  Passage,
  Refusal,
  SectionId,
  TermGroup,
  VocabularyWord,
} from '../search-index.ts';
import { PageCheck } from './page-check.ts';
import { PageWriter } from './page-writer.ts';
import { MIGRATIONS } from './schema.ts';
import { SectionReader } from './section-reader.ts';
import { tidyStep } from './tidying.ts';

export interface SqliteIndexOptions {
  /** The file; it and its directory are made when they are not there. */
  path: string;
  /** Refuses `apply`. Reading beside a writer in another thread or program needs no more than this. */
  readOnly?: boolean;
}

/** Page cache of one connection. */
const CACHE_KIB = 8 * 1024;
/** All of it is in the crawl store. */
const IF_DAMAGED =
  'Stop what uses it, remove index.sqlite from the data directory, and build it again: spindex reindex';
/** What is left to tidy up after them waits for another time: who closes a large index must not wait longer than a second or two. */
const CLOSING_STEPS = 100;

/**
 * The index in one SQLite file, with FTS5. Its work is synchronous and done when a method returns its promise; what is long belongs into a
 * thread of its own.
 */
export class SqliteSearchIndex implements KeptIndex {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #reader: SectionReader;
  readonly #writer: PageWriter | undefined;
  #isUntidy = false;

  /** Faults: `data-newer`, `data-unreadable`. */
  static open(options: SqliteIndexOptions): SqliteSearchIndex {
    return attempted(() => new SqliteSearchIndex(options));
  }

  private constructor({ path, readOnly = false }: SqliteIndexOptions) {
    // Durable: the crawl store is told that it has a change, and forgets it. It may not come back without it after a loss of power.
    const shape = { migrations: MIGRATIONS, cacheKib: CACHE_KIB, isShrinkable: true, isDurable: true };
    this.#db = openDatabase({ path, name: 'index', ...shape, ifDamaged: IF_DAMAGED });
    if (readOnly) this.#db.exec('PRAGMA query_only = ON');
    this.#path = path;
    this.#reader = new SectionReader(this.#db);
    this.#writer = readOnly ? undefined : new PageWriter(this.#db);
  }

  /** Tidies up a little when nothing follows. */
  apply(changes: readonly IndexChange[], { more = false }: ApplyOptions = {}): Promise<Refusal[]> {
    return settled(() => {
      this.#writable().apply(changes);
      this.#isUntidy = true;
      if (!more) this.#tidy({ intoOne: false });
      return [];
    });
  }

  /** One step; what a full disk or another writer keeps from being done can wait. Returns whether there may be more to do. */
  #tidy(options: { intoOne: boolean }): boolean {
    try {
      return tidyStep(this.#db, options);
    } catch (cause) {
      if (isOfSqlite(cause)) return false;
      throw cause;
    }
  }

  #writable(): PageWriter {
    if (this.#writer === undefined) throw new TypeError('apply: this index was opened read-only');
    return this.#writer;
  }

  identity(): Promise<string> {
    return settled(() => String(this.#db.prepare('SELECT id FROM identity').get()?.['id']));
  }

  urls(options: { after: string; limit: number }): Promise<string[]> {
    return settled(() => new PageCheck(this.#db).urls(options));
  }

  differing(pages: readonly PageDocument[]): Promise<string[]> {
    return settled(() => new PageCheck(this.#db).differing(pages));
  }

  /** In place: each page is replaced by itself, and those that were not brought go at the end. */
  rebuild(): Promise<IndexRebuild> {
    return settled(() => {
      const [check, writer] = [new PageCheck(this.#db), this.#writable()];
      check.begin();
      return {
        apply: (changes) =>
          settled(() => {
            writer.apply(changes);
            check.keep(
              changes.flatMap((change) =>
                change.kind === 'put' ? [change.page.url] : change.kind === 'links' ? [change.url] : [],
              ),
            );
            return [];
          }),
        finish: () => settled(() => check.removeOthers(writer)),
      };
    });
  }

  candidates(query: CandidateQuery): Promise<CandidateSet> {
    return settled(() => this.#reader.candidates(query));
  }

  passages(ids: readonly SectionId[]): Promise<Passage[]> {
    return settled(() => this.#reader.passages(ids));
  }

  frequencies(groups: readonly TermGroup[]): Promise<Frequencies> {
    return settled(() => this.#reader.frequencies(groups));
  }

  languages(): Promise<string[]> {
    return settled(() => this.#reader.languages());
  }

  vocabulary(limit: number): Promise<readonly VocabularyWord[]> {
    return settled(() => this.#reader.vocabulary(limit));
  }

  stats(): Promise<IndexStats> {
    return settled(() => ({ ...this.#reader.counts(), bytes: bytesOf(this.#path) + bytesOf(`${this.#path}-wal`) }));
  }

  close(): Promise<void> {
    return settled(() => {
      if (!this.#db.isOpen) return;
      for (let steps = 0; this.#isUntidy && steps < CLOSING_STEPS; steps += 1)
        this.#isUntidy = this.#tidy({ intoOne: true });
      this.#db.close();
    });
  }
}

/** Room does not come back by waiting: somebody must make it. */
const SQLITE_FULL = 13;

/** A synchronous step as a promise. */
async function settled<T>(step: () => T): Promise<T> {
  return attempted(step);
}

/** What SQLite cannot do now (file locked) may work later: nothing was changed. */
function attempted<T>(step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (!isOfSqlite(cause)) throw cause;
    if (isDamage(cause))
      throw new Fault('data-unreadable', `The index is damaged (${cause.message}). ${IF_DAMAGED}`, { cause });
    if (cause.errcode === SQLITE_FULL)
      throw new Fault('store-failed', `The index cannot be written (${cause.message}).`, { cause });
    throw new Fault('index-unavailable', `The index cannot be used now: ${cause.message}.`, { cause });
  }
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
