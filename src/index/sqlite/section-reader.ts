import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { snapshot } from '../../sqlite/open-database.ts';
import {
  type CandidateFilter,
  type CandidateQuery,
  type CandidateSet,
  comparedText,
  type Field,
  type Frequencies,
  MAX_CANDIDATES,
  type Passage,
  type SectionId,
  type TermGroup,
  type VocabularyWord,
} from '../search-index.ts';
import { groupExpression, matchExpression } from './match-expression.ts';
import { type Ranked, ReaderMemory, type Totals } from './reader-memory.ts';
import { RunReader } from './run-reader.ts';
import { BLOCK_SECTIONS, TERM_COLUMNS } from './schema.ts';
import { UnpackedRuns } from './unpacked-runs.ts';

/** Weights of the fields in BM25; docs/ranking.md has the reasons. */
const FIELD_WEIGHTS: Record<Field, number> = { symbols: 4, title: 1.5, headings: 2, body: 1, code: 0.5, anchors: 1 };
const BM25 = `bm25(term, ${TERM_COLUMNS.map((field) => FIELD_WEIGHTS[field]).join(', ')})`;
/** With a limit a page, this many times as many sections are read at first: to ask once more is dearer than to read too many. */
const OVERREAD = 8;
/** Jumps from one language to the next in the index on it, instead of reading every page's. */
const LANGUAGES = `WITH RECURSIVE found (lang) AS (
  SELECT min(lang) FROM page
  UNION ALL SELECT (SELECT min(lang) FROM page WHERE lang > found.lang) FROM found WHERE found.lang IS NOT NULL
) SELECT lang FROM found WHERE lang IS NOT NULL ORDER BY lang`;

/** By column name, or number where rows are read as arrays. */
type Row = Record<string | number, SQLOutputValue>;

interface Match {
  id: number;
  score: number;
}

/** Answers queries. Each answer is read in one transaction, so that it is of one state of the index. */
export class SectionReader {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #unpacked = new UnpackedRuns();
  #memory: ReaderMemory;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#memory = this.#emptyMemory('');
  }

  candidates(query: CandidateQuery): CandidateSet {
    if (!(query.limit >= 1 && query.limit <= MAX_CANDIDATES))
      throw new RangeError(`limit: 1..${MAX_CANDIDATES}, got ${query.limit}`);
    const filter = filterClause(query.filter ?? {});
    const values = [matchExpression(query), ...filter.values];
    return snapshot(this.#db, () => {
      const memory = this.#memoryNow();
      const { runs } = memory;
      const { best, all } = this.#best(query, { where: filter.sql, values, memory });
      return {
        candidates: best.flatMap(({ id, score }) => {
          const found = runs.candidate(id);
          return found ? [{ ...found, score }] : [];
        }),
        ...(all
          ? totalsOf(new Set(all.map((id) => runs.pageIdOf(id))), runs)
          : this.#totals(filter.sql, values, memory)),
      };
    });
  }

  passages(ids: readonly SectionId[]): Passage[] {
    return snapshot(this.#db, () => {
      const { runs } = this.#memoryNow();
      return ids.flatMap((id) => runs.passage(Number(id)) ?? []);
    });
  }

  frequencies(groups: readonly TermGroup[]): Frequencies {
    return snapshot(this.#db, () => {
      const memory = this.#memoryNow();
      return {
        sections: memory.sections(() => this.#countSections()),
        matches: groups.map((group) => this.#frequency(groupExpression(group), memory)),
      };
    });
  }

  #frequency(group: string, memory: ReaderMemory): number {
    if (group === '') return 0;
    const read = () => this.#count('SELECT count(*) AS n FROM term WHERE term MATCH ?', [group]);
    return memory.frequency(group, read);
  }

  languages(): string[] {
    const read = () =>
      this.#statement(LANGUAGES)
        .all()
        .map((row) => String(row['lang']));
    return snapshot(this.#db, () => this.#memoryNow().languages(read));
  }

  vocabulary(limit: number): readonly VocabularyWord[] {
    return snapshot(this.#db, () => this.#memoryNow().vocabulary(limit, () => this.#vocabulary(limit)));
  }

  #vocabulary(limit: number): VocabularyWord[] {
    return this.#statement('SELECT term, doc FROM vocabulary ORDER BY doc DESC, term LIMIT ?')
      .all(limit)
      .map((row) => ({ word: String(row['term']), pages: Number(row['doc']) }));
  }

  counts(): { pages: number; sections: number } {
    return snapshot(this.#db, () => ({
      pages: this.#count('SELECT count(*) AS n FROM page', []),
      sections: this.#countSections(),
    }));
  }

  #countSections(): number {
    return this.#count('SELECT coalesce(sum(sections), 0) AS n FROM page', []);
  }

  #totals(where: string, values: string[], memory: ReaderMemory): Totals {
    const sql = `SELECT DISTINCT rowid / ${BLOCK_SECTIONS} FROM term WHERE term MATCH ?${where}`;
    return memory.totals([sql, ...values].join('\n'), () => {
      const statement = this.#statement(sql);
      statement.setReturnArrays(true);
      const { runs } = memory;
      return totalsOf(new Set(statement.all(...values).map((row) => runs.pageIdOfBlock(Number(row[0])))), runs);
    });
  }

  /** The best matches, at most `perPage` of one page; and the ids of all, when they are so few that they were read. */
  #best(
    { limit, perPage }: CandidateQuery,
    { where, values, memory }: { where: string; values: string[]; memory: ReaderMemory },
  ): { best: Match[]; all?: number[] } {
    for (let reach = perPage === undefined ? limit : limit * OVERREAD; ; reach *= 8) {
      const ranked = this.#ranked({ where, values }, { reach, memory });
      const best = bestOf(ranked, { limit, perPage, runs: memory.runs });
      if (ranked.isAll) return { best, all: ranked.ids };
      if (best.length === limit) return { best };
    }
  }

  /** At least so many of what matches, if there are so many. */
  #ranked(
    { where, values }: { where: string; values: string[] },
    { reach, memory }: { reach: number; memory: ReaderMemory },
  ): Ranked {
    return memory.ranked([where, ...values].join('\n'), reach, () => {
      const statement = this.#statement(
        `SELECT rowid, ${BM25} AS score FROM term WHERE term MATCH ?${where} ORDER BY score, rowid LIMIT ?`,
      );
      statement.setReturnArrays(true); // there are hundreds of them, and an object a row costs more than its numbers
      const rows: Row[] = statement.all(...values, reach);
      return {
        ids: rows.map((row) => Number(row[0])),
        scores: rows.map((row) => -Number(row[1])),
        isAll: rows.length < reach,
      };
    });
  }

  /** What was found out before, for as long as the index does not change. */
  #memoryNow(): ReaderMemory {
    const version = String(
      this.#statement(`SELECT data_version || ' ' || total_changes() AS n FROM pragma_data_version`).get()?.['n'],
    );
    if (version !== this.#memory.version) this.#memory = this.#emptyMemory(version);
    this.#memory.trim();
    return this.#memory;
  }

  #emptyMemory(version: string): ReaderMemory {
    return new ReaderMemory(version, new RunReader((sql) => this.#statement(sql), this.#unpacked));
  }

  #count(sql: string, values: string[]): number {
    return Number(this.#statement(sql).get(...values)?.['n']);
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
}

function totalsOf(pageIds: ReadonlySet<number>, runs: RunReader): Totals {
  return { pages: pageIds.size, families: runs.familiesOf(pageIds) };
}

interface Bounds {
  limit: number;
  perPage: number | undefined;
  runs: RunReader;
}

/** The first matches within the bounds. */
function bestOf({ ids, scores }: Ranked, { limit, perPage = Infinity, runs }: Bounds): Match[] {
  const counts = new Map<number, number>();
  const best: Match[] = [];
  for (const [i, id] of ids.entries()) {
    if (best.length === limit) break;
    const page = runs.pageIdOf(id);
    const count = (counts.get(page) ?? 0) + 1;
    counts.set(page, count);
    if (count <= perPage) best.push({ id, score: scores[i] ?? 0 });
  }
  return best;
}

function filterClause({ site, lang, type, inPath }: CandidateFilter): { sql: string; values: string[] } {
  const tests = [
    { sql: `instr(site || '/', ?) = 1`, value: site && `${site}/` },
    { sql: 'lang = ?', value: lang },
    { sql: 'type = ?', value: type },
    { sql: 'instr(path, ?) > 0', value: inPath && comparedText(inPath) },
  ].filter((test) => test.value !== undefined);
  if (tests.length === 0) return { sql: '', values: [] };
  const sql = ` AND (SELECT ${tests.map((test) => test.sql).join(' AND ')} FROM page WHERE id <= term.rowid / ${BLOCK_SECTIONS} ORDER BY id DESC LIMIT 1)`;
  return { sql, values: tests.map((test) => String(test.value)) };
}
