import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { constants, zstdCompressSync } from 'node:zlib';
import { transaction } from '../../sqlite/open-database.ts';
import { pageDigest } from '../page-digest.ts';
import { FIELDS, type IndexChange, type PageDocument, type SectionDocument } from '../search-index.ts';
import { SECTIONS_PER_PAGE } from './schema.ts';

/** Characters from which a row of `passage` is full: each reading of a passage unpacks one row. */
const PASSAGE_CHARS = 4000;
const COMPRESSION_LEVEL = 3;

const SQL = {
  find: 'SELECT id, digest FROM page WHERE url = ?',
  insertPage:
    'INSERT INTO page (site, lang, type, prior, title, crawled_at, path, sections, digest, url) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  updatePage:
    'UPDATE page SET site = ?, lang = ?, type = ?, prior = ?, title = ?, crawled_at = ?, path = ?, sections = ?, digest = ? WHERE id = ?',
  touchPage: 'UPDATE page SET crawled_at = ? WHERE id = ?',
  insertWords: 'INSERT INTO word (rowid, words) VALUES (?, ?)',
  deleteWords: 'DELETE FROM word WHERE rowid = ?',
  deletePage: 'DELETE FROM page WHERE id = ?',
  insertSection: 'INSERT INTO section (id, anchor, heading, path, symbols) VALUES (?, ?, ?, ?, ?)',
  deleteSections: 'DELETE FROM section WHERE id BETWEEN ? AND ?',
  insertTerms: `INSERT INTO term (rowid, ${FIELDS.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  deleteTerms: 'DELETE FROM term WHERE rowid BETWEEN ? AND ?',
  insertTexts: 'INSERT INTO passage (id, texts) VALUES (?, ?)',
  deleteTexts: 'DELETE FROM passage WHERE id BETWEEN ? AND ?',
} as const;

/** Writes whole pages; a batch is one transaction. */
export class PageWriter {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<keyof typeof SQL, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  apply(changes: readonly IndexChange[]): void {
    const last = new Map(changes.map((change) => [change.kind === 'put' ? change.page.url : change.url, change]));
    transaction(this.#db, () => {
      for (const [url, change] of last) {
        if (change.kind === 'put') this.#put(change.page);
        else this.#delete(url);
      }
    });
  }

  #put(page: PageDocument): void {
    if (page.sections.length > SECTIONS_PER_PAGE)
      throw new RangeError(`sections of ${page.url}: at most ${SECTIONS_PER_PAGE}, got ${page.sections.length}`);
    const digest = digestOf(page);
    const known = this.#find(page.url);
    if (known !== undefined && digest.equals(known.digest)) {
      this.#run('touchPage', page.crawledAt, known.id);
      return;
    }
    if (known !== undefined) this.#deleteSections(known.id);
    const id = this.#putPage(page, { id: known?.id, digest });
    this.#run('insertWords', id, page.words);
    this.#putSections(id, page);
  }

  #putPage(page: PageDocument, { id, digest }: { id: number | undefined; digest: Uint8Array }): number {
    const { site, lang, type, prior, title, crawledAt, url, sections } = page;
    const values = [site, lang, type, prior, title, crawledAt, pathOf(url), sections.length, digest] as const;
    // No RETURNING: it opens a savepoint, at which FTS5 writes out the terms that it gathers, page by page instead of by the batch.
    if (id === undefined) return Number(this.#statement('insertPage').run(...values, url).lastInsertRowid);
    this.#run('updatePage', ...values, id);
    return id;
  }

  #putSections(pageId: number, page: PageDocument): void {
    page.sections.forEach((section, ordinal) => {
      const id = pageId * SECTIONS_PER_PAGE + ordinal;
      this.#run(
        'insertSection',
        id,
        section.anchor,
        section.heading,
        JSON.stringify(section.path),
        JSON.stringify(section.symbols),
      );
      this.#run('insertTerms', id, ...FIELDS.map((field) => section.terms[field]));
    });
    let start = 0;
    let chars = 0;
    page.sections.forEach(({ text, code }, ordinal) => {
      chars += text.length + code.length;
      if (chars < PASSAGE_CHARS && ordinal < page.sections.length - 1) return;
      this.#run('insertTexts', pageId * SECTIONS_PER_PAGE + start, packed(page.sections.slice(start, ordinal + 1)));
      start = ordinal + 1;
      chars = 0;
    });
  }

  #delete(url: string): void {
    const known = this.#find(url);
    if (known === undefined) return;
    this.#deleteSections(known.id);
    this.#run('deletePage', known.id);
  }

  #deleteSections(pageId: number): void {
    this.#run('deleteWords', pageId);
    const range = [pageId * SECTIONS_PER_PAGE, (pageId + 1) * SECTIONS_PER_PAGE - 1] as const;
    this.#run('deleteTerms', ...range);
    this.#run('deleteSections', ...range);
    this.#run('deleteTexts', ...range);
  }

  #find(url: string): { id: number; digest: Uint8Array } | undefined {
    const row = this.#statement('find').get(url);
    const digest = row?.['digest'];
    return digest instanceof Uint8Array ? { id: Number(row?.['id']), digest } : undefined;
  }

  #run(name: keyof typeof SQL, ...values: (string | number | Uint8Array)[]): void {
    this.#statement(name).run(...values);
  }

  #statement(name: keyof typeof SQL): StatementSync {
    const known = this.#statements.get(name);
    if (known !== undefined) return known;
    const made = this.#db.prepare(SQL[name]);
    this.#statements.set(name, made);
    return made;
  }
}

function packed(sections: readonly SectionDocument[]): Uint8Array {
  const texts = JSON.stringify(sections.map(({ text, code }) => [text, code]));
  return zstdCompressSync(texts, { params: { [constants.ZSTD_c_compressionLevel]: COMPRESSION_LEVEL } });
}

/** What is stored of a page to know it by: first of its own content, then of all of it. The same means that nothing needs writing. */
function digestOf(page: PageDocument): Buffer {
  const { content, whole } = pageDigest(page);
  return Buffer.concat([content, whole]);
}

/** What `inPath` is compared with. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname.toLowerCase() : url.toLowerCase();
}
