import { FIELDS, type Field } from '../search-index.ts';

/**
 * A page's sections have the row ids of one or more blocks of this size, which are its own: the id of the page is the number of its first
 * block. So the page of a match is known without a join, the sections of a page lie side by side, and ids lie close together: FTS5
 * stores differences. 2^46 blocks fit before a row id leaves what JavaScript counts exactly.
 */
export const BLOCK_SECTIONS = 128;

/**
 * Columns of `term`. The one with most terms is first: FTS5 marks where the entries of each column begin in those of a row, but for the
 * first one, which saves a seventh of the whole (https://sqlite.org/fts5.html, section "Poslist Format" of the source).
 */
export const TERM_COLUMNS: readonly Field[] = ['body', ...FIELDS.filter((field) => field !== 'body')];

/** One more whenever tables, or the analysis of words, are others than before. */
const VERSION = 15;

/** A file of an earlier version is emptied: what it holds comes back from the crawl store. It must have another identity then. */
const EMPTY = ['term', 'word', 'vocabulary', 'section', 'passage', 'page', 'run', 'identity']
  .map((table) => `DROP TABLE IF EXISTS ${table};`)
  .join('\n');

/**
 * `term` is contentless: it matches. `run` says what results show of some neighbouring sections of a page, under the row id of the first:
 * `names`, what the order needs to know, and `texts`, what snippets are cut from (packing.ts). Alone they would hardly shrink; a whole page
 * would be slow to open.
 * `word` has a row for each page that holds its distinct words, so that `vocabulary` counts pages, deleted ones left out.
 */
export const MIGRATIONS: readonly string[] = [
  ...new Array<string>(VERSION - 1).fill(''),
  `${EMPTY}
   CREATE TABLE page (
     id INTEGER PRIMARY KEY,
     url TEXT NOT NULL UNIQUE,
     site TEXT NOT NULL,
     lang TEXT NOT NULL,
     type TEXT NOT NULL,
     prior REAL NOT NULL,
     link_class INTEGER NOT NULL,
     family INTEGER NOT NULL,
     title TEXT NOT NULL,
     trail TEXT NOT NULL,
     crawled_at INTEGER NOT NULL,
     path TEXT NOT NULL,
     sections INTEGER NOT NULL,
     digest BLOB NOT NULL
   );
   CREATE INDEX page_lang ON page (lang);
   CREATE INDEX page_large ON page (id, sections) WHERE sections > ${BLOCK_SECTIONS};
   CREATE TABLE run (id INTEGER PRIMARY KEY, names BLOB NOT NULL, texts BLOB NOT NULL);
   CREATE VIRTUAL TABLE term USING fts5 (
     ${TERM_COLUMNS.join(', ')}, content = '', contentless_delete = 1,
     tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co'"
   );
   CREATE VIRTUAL TABLE word USING fts5 (
     words, content = '', contentless_delete = 1, detail = none,
     tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co'"
   );
   INSERT INTO term (term, rank) VALUES ('usermerge', 2);
   INSERT INTO word (word, rank) VALUES ('usermerge', 2);
   CREATE VIRTUAL TABLE vocabulary USING fts5vocab (word, row);
   CREATE TABLE identity AS SELECT lower(hex(randomblob(16))) AS id`,
];

/**
 * The rows of `term` between two row ids, from a table that FTS5 keeps of them (https://sqlite.org/fts5.html, section 9.3): asked for a range itself, a
 * contentless table reads all of its rows.
 */
export const TERMS_BETWEEN = 'SELECT id FROM term_docsize WHERE id BETWEEN ? AND ?';

/** Blocks that a page takes. */
export function blocksOf(sections: number): number {
  return Math.max(1, Math.ceil(sections / BLOCK_SECTIONS));
}
