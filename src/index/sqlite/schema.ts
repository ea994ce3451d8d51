/**
 * A section's row id is its page's id times 2^20 plus its number, so that the page of a match is known without a join, and the sections of
 * a page lie side by side. 2^33 pages fit before a row id leaves what JavaScript counts exactly.
 */
export const SECTIONS_PER_PAGE = 2 ** 20;

/** Columns of `term` in the order of `FIELDS`. */
const COLUMNS = 'symbols, title, headings, body, code, anchors';

/**
 * `term` is contentless: it matches. `section` says what a result shows. `passage` holds what snippets are cut from: the texts of a few
 * neighbouring sections, `[text, code][]` as JSON in zstd, under the row id of the first. Alone they would hardly shrink; a whole
 * page would be slow to open.
 * `word` has a row for each page that holds its distinct words, so that `vocabulary` counts pages, deleted ones left out.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE page (
     id INTEGER PRIMARY KEY,
     url TEXT NOT NULL UNIQUE,
     site TEXT NOT NULL,
     lang TEXT NOT NULL,
     type TEXT NOT NULL,
     prior REAL NOT NULL,
     title TEXT NOT NULL,
     crawled_at INTEGER NOT NULL,
     path TEXT NOT NULL,
     sections INTEGER NOT NULL,
     digest BLOB NOT NULL
   );
   CREATE TABLE passage (id INTEGER PRIMARY KEY, texts BLOB NOT NULL);
   CREATE INDEX page_lang ON page (lang);
   CREATE TABLE section (
     id INTEGER PRIMARY KEY,
     anchor TEXT NOT NULL,
     heading TEXT NOT NULL,
     path TEXT NOT NULL,
     symbols TEXT NOT NULL
   );
   CREATE VIRTUAL TABLE term USING fts5 (
     ${COLUMNS}, content = '', contentless_delete = 1,
     tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co'"
   )`,
  `CREATE VIRTUAL TABLE word USING fts5 (
     words, content = '', contentless_delete = 1, detail = none,
     tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co'"
   );
   CREATE VIRTUAL TABLE vocabulary USING fts5vocab (word, row)`,
];
