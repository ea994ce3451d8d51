import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { linkClassOf, MAX_LINK_CLASS, MAX_LINK_TEXT_CHARS, MAX_LINK_TEXTS } from '../../model/links.ts';
import { fnvHash } from '../../text/fnv.ts';
import type { PageLinks } from '../crawl-store.ts';

/** Links to one page that are read, those of the pages found first; the texts of further ones are hardly new. A bound for pages that every page links to. */
const MAX_LINKS_READ = 1000;
/** So many pages that link to one have the highest class, and more need not be counted. */
const ENOUGH_PAGES = 2 ** MAX_LINK_CLASS;
/** A page is indexed anew for what so many links call it; what a single one says is mostly a piece of its sentence. */
const USUAL_LINKS = 2;
/** With the class, a mark stays a number that JavaScript counts exactly. */
const NAME_BITS = 48;
/** Texts of links to one page, over all of its places. */
const MAX_TEXTS_A_PAGE = 500;

interface PlaceText {
  fragment: string;
  text: string;
  /** Links that have it. */
  count: number;
}

/** Reads what other pages call a page. The caller gives the transaction. */
export class LinkReader {
  readonly #links: StatementSync;
  readonly #linkingPages: StatementSync;

  constructor(db: DatabaseSync) {
    this.#links = db.prepare(
      `SELECT fragment, text FROM link WHERE to_id = ?1 AND from_id <> ?1 AND text <> '' ORDER BY from_id, fragment LIMIT ${MAX_LINKS_READ}`,
    );
    this.#links.setReturnArrays(true);
    this.#linkingPages = db.prepare(
      `SELECT count(*) AS n FROM (SELECT DISTINCT from_id FROM link WHERE to_id = ?1 AND from_id <> ?1 LIMIT ${ENOUGH_PAGES})`,
    );
  }

  /** `read` is the number of links that were looked at; `usualMark` the mark of the names that several links have, and of the class. */
  of(urlId: number): PageLinks & { usualMark: number; read: number } {
    const rows = this.#links.all(urlId).map((row) => ({ fragment: String(row[0]), text: String(row[1]) }));
    const byPlace = new Map<string, PlaceText>();
    for (const { fragment, text } of rows) {
      if (text.length > MAX_LINK_TEXT_CHARS) continue;
      const key = `${fragment}\n${text}`;
      const known = byPlace.get(key);
      if (known === undefined) byPlace.set(key, { fragment, text, count: 1 });
      else known.count += 1;
    }
    const texts = mostUsed([...byPlace.values()]);
    const linkClass = linkClassOf(Number(this.#linkingPages.get(urlId)?.['n']));
    const usual = texts.filter(({ count }) => count >= USUAL_LINKS);
    return {
      anchorTexts: texts.map(({ fragment, text, count }) => ({ fragment, text, isUsual: count >= USUAL_LINKS })),
      linkClass,
      linkMark: markOf(texts, linkClass),
      usualMark: markOf(usual, linkClass),
      read: rows.length,
    };
  }
}

/** The most used first, then those found first; and of each place no more than are indexed. */
function mostUsed(texts: readonly PlaceText[]): PlaceText[] {
  const counts = new Map<string, number>();
  const kept = texts
    .toSorted((a, b) => b.count - a.count)
    .filter(({ fragment }) => {
      const count = counts.get(fragment) ?? 0;
      counts.set(fragment, count + 1);
      return count < MAX_LINK_TEXTS;
    });
  return kept.slice(0, MAX_TEXTS_A_PAGE);
}

/**
 * The names that are not those of the place itself, one bit for each (a Bloom filter with one hash: what it calls known may be new where there are many
 * names); and the class in the last digit, to base 8.
 */
function markOf(texts: readonly PlaceText[], linkClass: number): number {
  let names = 0n;
  for (const { fragment, text } of texts)
    if (saysMore(fragment, text)) names |= 1n << BigInt((fnvHash(`${fragment}\n${text}`) >>> 0) % NAME_BITS);
  return Number(names) * 8 + linkClass;
}

/** Has a page that was indexed with `mark` names to learn? */
export function hasNewNames(mark: number, usualMark: number): boolean {
  const [known, usual] = [BigInt(Math.floor(mark / 8)), BigInt(Math.floor(usualMark / 8))];
  return (usual & ~known) !== 0n;
}

/** The class that a page was indexed with. */
export function classOf(mark: number): number {
  return mark % 8;
}

/** `join(a, *p)` and `os.path.join` say no more of the place `os.path.join` than its own name, which is indexed with it, and `[1]` says nothing. */
function saysMore(fragment: string, text: string): boolean {
  const name = bare(text.replace(/\(.*/s, ''));
  return /\p{L}/u.test(name) && !bare(fragment).endsWith(name);
}

/** Letters and digits alone, in lower case. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
