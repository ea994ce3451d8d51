import type { DatabaseSync } from 'node:sqlite';
import { pageDigest } from '../page-digest.ts';
import type { PageDocument } from '../search-index.ts';
import type { PageWriter } from './page-writer.ts';
import { BLOCK_SECTIONS, TERMS_BETWEEN } from './schema.ts';

const REMOVED_AT_ONCE = 100;

/** Compares the index with pages, and removes what a rebuild has not brought. */
export class PageCheck {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  urls({ after, limit }: { after: string; limit: number }): string[] {
    return this.#db
      .prepare('SELECT url FROM page WHERE url > ? ORDER BY url LIMIT ?')
      .all(after, limit)
      .map((row) => String(row['url']));
  }

  /** By the digest that was written with the page, and by the rows of its terms. */
  differing(pages: readonly PageDocument[]): string[] {
    const find = this.#db.prepare('SELECT id, sections, digest FROM page WHERE url = ?');
    const terms = this.#db.prepare(`SELECT count(*) AS n FROM (${TERMS_BETWEEN})`);
    return pages.flatMap((page) => {
      const { id, sections, digest } = find.get(page.url) ?? {};
      const { content } = pageDigest(page);
      const isSame = digest instanceof Uint8Array && content.equals(digest.subarray(0, content.length));
      const firstId = Number(id) * BLOCK_SECTIONS;
      const isWhole = isSame && terms.get(firstId, firstId + Number(sections) - 1)?.['n'] === page.sections.length;
      return isWhole ? [] : [page.url];
    });
  }

  /** From here on `keep` says what stays; kept on disk, as there may be millions. */
  begin(): void {
    this.#db.exec('CREATE TEMP TABLE IF NOT EXISTS kept (url TEXT PRIMARY KEY) WITHOUT ROWID; DELETE FROM temp.kept');
  }

  keep(urls: readonly string[]): void {
    const insert = this.#db.prepare('INSERT OR IGNORE INTO temp.kept (url) VALUES (?)');
    for (const url of urls) insert.run(url);
  }

  /** Removes every other page, some at a time, so that readers and other writers have their turn. */
  removeOthers(writer: PageWriter): void {
    const find = this.#db.prepare(
      'SELECT url FROM page WHERE url > ? AND url NOT IN (SELECT url FROM temp.kept) ORDER BY url LIMIT ?',
    );
    const othersBehind = (url: string) => find.all(url, REMOVED_AT_ONCE).map((row) => String(row['url']));
    for (let others = othersBehind(''); others.length > 0; others = othersBehind(others.at(-1) ?? ''))
      writer.apply(others.map((url) => ({ kind: 'delete', url })));
    this.#db.exec('DROP TABLE temp.kept');
  }
}
