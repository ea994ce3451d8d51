import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import {
  type Candidate,
  type CandidateFilter,
  type CandidateQuery,
  type CandidateSet,
  FIELDS,
  type Field,
  type Frequencies,
  type Passage,
  type SectionId,
  type TermGroup,
  type VocabularyWord,
} from '../search-index.ts';
import { groupExpression, matchExpression } from './match-expression.ts';
import { SECTIONS_PER_PAGE } from './schema.ts';

/** Weights of the fields in BM25; docs/relevance.md has the reasons. */
const FIELD_WEIGHTS: Record<Field, number> = { symbols: 4, title: 1.5, headings: 2, body: 1, code: 0.5, anchors: 1 };
const BM25 = `bm25(term, ${FIELDS.map((field) => FIELD_WEIGHTS[field]).join(', ')})`;
/** With a limit a page, this many times as many sections are read at first: pages rarely have more than a few among the best. */
const OVERREAD = 3;
const MAX_LIMIT = 20_000;
const MAX_REMEMBERED = 5000;
/** Sections whose names are remembered, of some 500 bytes each: those of a large manual. */
const MAX_FOUND = 20_000;
/** Rows of texts that are kept unpacked, of some 4,000 characters each. */
const MAX_UNPACKED = 2000;
/** Jumps from one language to the next in the index on it, instead of reading every page's. */
const LANGUAGES = `WITH RECURSIVE found (lang) AS (
  SELECT min(lang) FROM page
  UNION ALL SELECT (SELECT min(lang) FROM page WHERE lang > found.lang) FROM found WHERE found.lang IS NOT NULL
) SELECT lang FROM found WHERE lang IS NOT NULL ORDER BY lang`;

/** Text and code of sections side by side. */
type Texts = [text: string, code: string][];
type Row = Record<string, SQLOutputValue>;

/** What was counted before; it holds as long as the index does not change. */
interface Memory {
  version: string;
  counts: Map<string, number>;
  /** Sections by their number. */
  found: Map<number, Omit<Candidate, 'score'>>;
  /** Rows of texts by their number. */
  texts: Map<number, Texts>;
  sections?: number;
  languages?: string[];
  vocabulary?: { limit: number; words: readonly VocabularyWord[] };
}

interface Match {
  id: number;
  score: number;
}

/** Answers queries. Each answer is read in one transaction, so that it is of one state of the index. */
export class SectionReader {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #memory: Memory = { version: '', counts: new Map(), found: new Map(), texts: new Map() };

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  candidates(query: CandidateQuery): CandidateSet {
    if (!(query.limit >= 1 && query.limit <= MAX_LIMIT))
      throw new RangeError(`limit: 1..${MAX_LIMIT}, got ${query.limit}`);
    const filter = filterClause(query.filter ?? {});
    const values = [matchExpression(query), ...filter.values];
    return this.#inOneState(() => {
      const { best, all } = this.#best(query, { where: filter.sql, values });
      const memory = this.#memoryNow();
      return {
        candidates: best.flatMap((match) => this.#candidate(match, memory)),
        pages: all ? new Set(all.map(({ id }) => pageOf(id))).size : this.#pages(filter.sql, values, memory),
      };
    });
  }

  passages(ids: readonly SectionId[]): Passage[] {
    return this.#inOneState(() => {
      const { texts } = this.#memoryNow();
      return ids.flatMap((id) => this.#passage(Number(id), texts));
    });
  }

  frequencies(groups: readonly TermGroup[]): Frequencies {
    return this.#inOneState(() => {
      const memory = this.#memoryNow();
      memory.sections ??= this.#count('SELECT coalesce(sum(sections), 0) AS n FROM page', []);
      return {
        sections: memory.sections,
        matches: groups.map((group) => this.#frequency(groupExpression(group), memory)),
      };
    });
  }

  #frequency(group: string, { counts }: Memory): number {
    if (group === '') return 0;
    const count = counts.get(group) ?? this.#count('SELECT count(*) AS n FROM term WHERE term MATCH ?', [group]);
    counts.set(group, count);
    return count;
  }

  languages(): string[] {
    return this.#inOneState(() => {
      const memory = this.#memoryNow();
      memory.languages ??= this.#statement(LANGUAGES)
        .all()
        .map((row) => String(row['lang']));
      return memory.languages;
    });
  }

  vocabulary(limit: number): readonly VocabularyWord[] {
    return this.#inOneState(() => {
      const memory = this.#memoryNow();
      if (memory.vocabulary?.limit !== limit) memory.vocabulary = { limit, words: this.#vocabulary(limit) };
      return memory.vocabulary.words;
    });
  }

  #vocabulary(limit: number): VocabularyWord[] {
    return this.#statement('SELECT term, doc FROM vocabulary ORDER BY doc DESC, term LIMIT ?')
      .all(limit)
      .map((row) => ({ word: String(row['term']), pages: Number(row['doc']) }));
  }

  counts(): { pages: number; sections: number } {
    return this.#inOneState(() => ({
      pages: this.#count('SELECT count(*) AS n FROM page', []),
      sections: this.#count('SELECT coalesce(sum(sections), 0) AS n FROM page', []),
    }));
  }

  #pages(where: string, values: string[], { counts }: Memory): number {
    const sql = `SELECT count(DISTINCT rowid / ${SECTIONS_PER_PAGE}) AS n FROM term WHERE term MATCH ?${where}`;
    const key = [sql, ...values].join('\n');
    const count = counts.get(key) ?? this.#count(sql, values);
    counts.set(key, count);
    return count;
  }

  /** The best matches, at most `perPage` of one page; and all matches, when they are so few that they were read. */
  #best(
    { limit, perPage }: CandidateQuery,
    { where, values }: { where: string; values: string[] },
  ): { best: Match[]; all: Match[] | undefined } {
    const statement = this.#statement(
      `SELECT rowid AS id, ${BM25} AS score FROM term WHERE term MATCH ?${where} ORDER BY score, id LIMIT ?`,
    );
    statement.setReturnArrays(true); // there are hundreds of them, and an object a row costs more than its numbers
    for (let reach = perPage === undefined ? limit : limit * OVERREAD; ; reach *= 8) {
      const rows = statement.all(...values, reach).map((row) => ({ id: Number(row[0]), score: -Number(row[1]) }));
      const kept = perPage === undefined ? rows : atMostPerPage(rows, perPage);
      const isAll = rows.length < reach;
      if (kept.length >= limit || isAll) return { best: kept.slice(0, limit), all: isAll ? rows : undefined };
    }
  }

  /** The stages of one search, and searches alike, meet the same sections again. */
  #candidate({ id, score }: Match, { found }: Memory): Candidate[] {
    const known = found.get(id) ?? this.#read(id);
    if (known === undefined) return [];
    found.set(id, known);
    return [{ ...known, score }];
  }

  #read(id: number): Omit<Candidate, 'score'> | undefined {
    const row = this.#statement(
      `SELECT s.anchor, s.heading, s.path, s.symbols, p.url, p.title, p.site, p.lang, p.type, p.prior, p.crawled_at
       FROM section s JOIN page p ON p.id = ? WHERE s.id = ?`,
    ).get(pageOf(id), id);
    return row && candidateOf(row, id);
  }

  /** Sections share rows: `rows` holds those unpacked so far. */
  #passage(id: number, rows: Map<number, Texts>): Passage[] {
    if (!Number.isSafeInteger(id)) return [];
    const first = this.#statement('SELECT max(id) AS id FROM passage WHERE id BETWEEN ? AND ?').get(
      pageOf(id) * SECTIONS_PER_PAGE,
      id,
    )?.['id'];
    if (typeof first !== 'number') return [];
    const texts = rows.get(first) ?? this.#unpack(first);
    rows.set(first, texts);
    const section = texts[id - first];
    return section === undefined ? [] : [{ id: String(id), text: section[0], code: section[1] }];
  }

  #unpack(row: number): Texts {
    const packed = this.#statement('SELECT texts FROM passage WHERE id = ?').get(row)?.['texts'];
    return packed instanceof Uint8Array ? JSON.parse(zstdDecompressSync(packed).toString()) : [];
  }

  /** What was found out before, for as long as the index does not change. */
  #memoryNow(): Memory {
    const version = `${this.#count('SELECT data_version AS n FROM pragma_data_version', [])} ${this.#count('SELECT total_changes() AS n', [])}`;
    if (version !== this.#memory.version)
      this.#memory = { version, counts: new Map(), found: new Map(), texts: new Map() };
    if (this.#memory.counts.size >= MAX_REMEMBERED) this.#memory.counts.clear();
    if (this.#memory.found.size >= MAX_FOUND) this.#memory.found.clear();
    if (this.#memory.texts.size >= MAX_UNPACKED) this.#memory.texts.clear();
    return this.#memory;
  }

  #count(sql: string, values: string[]): number {
    return Number(this.#statement(sql).get(...values)?.['n']);
  }

  #inOneState<T>(read: () => T): T {
    this.#db.exec('BEGIN');
    try {
      return read();
    } finally {
      this.#db.exec('COMMIT');
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
}

function pageOf(sectionId: number): number {
  return Math.floor(sectionId / SECTIONS_PER_PAGE);
}

function atMostPerPage(matches: readonly Match[], perPage: number): Match[] {
  const counts = new Map<number, number>();
  return matches.filter(({ id }) => {
    const count = (counts.get(pageOf(id)) ?? 0) + 1;
    counts.set(pageOf(id), count);
    return count <= perPage;
  });
}

function candidateOf(row: Row, id: number): Omit<Candidate, 'score'> {
  const text = (column: string) => String(row[column]);
  return {
    id: String(id),
    url: text('url'),
    anchor: text('anchor'),
    title: text('title'),
    heading: text('heading'),
    path: JSON.parse(text('path')),
    symbols: JSON.parse(text('symbols')),
    ordinal: id % SECTIONS_PER_PAGE,
    site: text('site'),
    lang: text('lang'),
    type: text('type'),
    prior: Number(row['prior']),
    crawledAt: Number(row['crawled_at']),
  };
}

function filterClause({ site, lang, type, inPath }: CandidateFilter): { sql: string; values: string[] } {
  const tests = [
    { sql: 'site = ?', value: site },
    { sql: 'lang = ?', value: lang },
    { sql: 'type = ?', value: type },
    { sql: 'instr(path, ?) > 0', value: inPath?.toLowerCase() },
  ].filter((test) => test.value !== undefined);
  if (tests.length === 0) return { sql: '', values: [] };
  const sql = ` AND (SELECT ${tests.map((test) => test.sql).join(' AND ')} FROM page WHERE id = term.rowid / ${SECTIONS_PER_PAGE})`;
  return { sql, values: tests.map((test) => String(test.value)) };
}
