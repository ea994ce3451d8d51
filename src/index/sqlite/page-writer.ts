import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { transaction } from '../../sqlite/open-database.ts';
import { pageDigest } from '../page-digest.ts';
import { comparedPath, type IndexChange, type LinksChange, lastChanges, type PageDocument } from '../search-index.ts';
import { packed, runsOf } from './packing.ts';
import { BLOCK_SECTIONS, blocksOf, TERM_COLUMNS, TERMS_BETWEEN } from './schema.ts';

const SQL = {
  find: 'SELECT id, sections, digest FROM page WHERE url = ?',
  last: 'SELECT id, sections FROM page ORDER BY id DESC LIMIT 1',
  insertPage:
    'INSERT INTO page (site, lang, type, prior, link_class, family, title, trail, crawled_at, path, sections, digest, url, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  touchPage: 'UPDATE page SET crawled_at = ?, link_class = ? WHERE id = ?',
  relinkPage: 'UPDATE page SET link_class = ? WHERE url = ?',
  deletePage: 'DELETE FROM page WHERE id = ?',
  insertWords: 'INSERT INTO word (rowid, words) VALUES (?, ?)',
  deleteWords: 'DELETE FROM word WHERE rowid = ?',
  insertTerms: `INSERT INTO term (rowid, ${TERM_COLUMNS.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  deleteTerms: `DELETE FROM term WHERE rowid IN (${TERMS_BETWEEN})`,
  insertRun: 'INSERT INTO run (id, names, texts) VALUES (?, ?, ?)',
  deleteRuns: 'DELETE FROM run WHERE id BETWEEN ? AND ?',
} as const;

/** Writes whole pages; a batch is one transaction. */
export class PageWriter {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<keyof typeof SQL, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  apply(changes: readonly IndexChange[]): void {
    transaction(this.#db, () => {
      for (const [url, change] of lastChanges(changes)) {
        if (change.kind === 'put') this.#put(change.page);
        else if (change.kind === 'links') this.#relink(change);
        else this.#delete(url);
      }
    });
  }

  #put(page: PageDocument): void {
    const digest = digestOf(page);
    const known = this.#find(page.url);
    if (known !== undefined && digest.equals(known.digest)) {
      this.#run('touchPage', page.crawledAt, page.linkClass ?? 0, known.id);
      return;
    }
    if (known !== undefined) this.#remove(known);
    const isRoomy = known !== undefined && blocksOf(known.sections) >= blocksOf(page.sections.length);
    const id = isRoomy ? known.id : this.#freeId();
    this.#putPage(page, { id, digest });
    this.#run('insertWords', id, page.words);
    this.#putSections(id, page);
  }

  #relink({ url, linkClass, readPage }: LinksChange): void {
    const { changes } = this.#statement('relinkPage').run(linkClass, url);
    const missing = changes === 0 ? readPage() : undefined;
    if (missing !== undefined) this.#put(missing);
  }

  /** The first block behind those of all pages. */
  #freeId(): number {
    const last = this.#statement('last').get();
    return last === undefined ? 1 : Number(last['id']) + blocksOf(Number(last['sections']));
  }

  #putPage(page: PageDocument, { id, digest }: { id: number; digest: Uint8Array }): void {
    const { site, lang, type, prior, linkClass = 0, family, title, trail = [], crawledAt, url, sections } = page;
    this.#run(
      'insertPage',
      ...[
        site,
        lang,
        type,
        prior,
        linkClass,
        family,
        title,
        JSON.stringify(trail),
        crawledAt,
        comparedPath(url),
        sections.length,
        digest,
        url,
        id,
      ],
    );
  }

  #putSections(pageId: number, { sections }: PageDocument): void {
    const firstId = pageId * BLOCK_SECTIONS;
    sections.forEach(({ terms }, ordinal) => {
      this.#run('insertTerms', firstId + ordinal, ...TERM_COLUMNS.map((field) => terms[field]));
    });
    for (const { first, sections: neighbours } of runsOf(sections)) {
      const names = packed(neighbours.map(({ anchor, heading, path, symbols }) => [anchor, heading, path, symbols]));
      const texts = packed(neighbours.map(({ text, code }) => [text, code]));
      this.#run('insertRun', firstId + first, names, texts);
    }
  }

  #delete(url: string): void {
    const known = this.#find(url);
    if (known !== undefined) this.#remove(known);
  }

  #remove({ id, sections }: { id: number; sections: number }): void {
    const range = [id * BLOCK_SECTIONS, (id + blocksOf(sections)) * BLOCK_SECTIONS - 1] as const;
    this.#run('deleteTerms', ...range);
    this.#run('deleteRuns', ...range);
    this.#run('deleteWords', id);
    this.#run('deletePage', id);
  }

  #find(url: string): { id: number; sections: number; digest: Uint8Array } | undefined {
    const row = this.#statement('find').get(url);
    const digest = row?.['digest'];
    return digest instanceof Uint8Array
      ? { id: Number(row?.['id']), sections: Number(row?.['sections']), digest }
      : undefined;
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

/** What is stored of a page to know it by: first of its own content, then of all of it. The same means that nothing needs writing. */
function digestOf(page: PageDocument): Buffer {
  const { content, whole } = pageDigest(page);
  return Buffer.concat([content, whole]);
}
