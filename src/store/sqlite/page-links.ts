import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { compareText } from '../../model/compare-text.ts';
import { linkClassOf, MAX_LINK_CLASS, MAX_LINK_TEXT_CHARS, MAX_LINK_TEXTS } from '../../model/links.ts';
import { fnvHash } from '../../text/fnv.ts';
import { headingKey, headingKeys } from '../../text/heading-keys.ts';
import type { PageLinks } from '../crawl-store.ts';

/** Links to one page that are read, those of the pages found first; the texts of further ones are hardly new. A bound for pages that every page links to. */
const MAX_LINKS_READ = 1000;
/** So many pages that link to one have the highest class, and more need not be counted. */
const ENOUGH_PAGES = 2 ** MAX_LINK_CLASS;
/** What so many links call a page is a name of it, for which it is indexed anew; what a single one says is mostly a piece of its sentence. */
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
  readonly #title: StatementSync;

  constructor(db: DatabaseSync) {
    this.#links = db.prepare(
      `SELECT fragment, text FROM link WHERE to_id = ?1 AND from_id <> ?1 AND text <> '' ORDER BY from_id, fragment LIMIT ${MAX_LINKS_READ}`,
    );
    this.#links.setReturnArrays(true);
    this.#linkingPages = db.prepare(
      `SELECT count(*) AS n FROM (SELECT DISTINCT from_id FROM link WHERE to_id = ?1 AND from_id <> ?1 LIMIT ${ENOUGH_PAGES})`,
    );
    this.#title = db.prepare('SELECT title FROM page WHERE url_id = ?');
  }

  /** `read` is the number of links that were looked at; `usualMark` the mark of the names that several links have, and of the class. */
  of(urlId: number): PageLinks & { usualMark: number; read: number } {
    const rows = this.#links.all(urlId).map((row) => ({ fragment: String(row[0]), text: String(row[1]) }));
    const byPlace = new Map<string, PlaceText>();
    for (const { fragment, text } of rows) {
      if (text.length > MAX_LINK_TEXT_CHARS) continue;
      const key = placeText({ fragment, text });
      const known = byPlace.get(key);
      if (known === undefined) byPlace.set(key, { fragment, text, count: 1 });
      else known.count += 1;
    }
    const texts = mostUsed([...byPlace.values()]);
    const linkClass = linkClassOf(Number(this.#linkingPages.get(urlId)?.['n']));
    return {
      anchorTexts: texts.map((one) => ({ fragment: one.fragment, text: one.text, isUsual: isUsual(one) })),
      linkClass,
      linkMark: markOf(this.#newNames(urlId, texts.filter(isKnown)), linkClass),
      usualMark: markOf(this.#newNames(urlId, texts.filter(isUsual)), linkClass),
      read: rows.length,
    };
  }

  /** Those by which a page and its places are not known anyway. */
  #newNames(urlId: number, texts: readonly PlaceText[]): PlaceText[] {
    const names = texts.filter(saysMore);
    if (!names.some(isOfPage)) return names;
    const title = new Set(headingKeys(String(this.#title.get(urlId)?.['title'] ?? '')));
    return names.filter((name) => !(isOfPage(name) && title.has(headingKey(nameIn(name.text)))));
  }
}

function isOfPage({ fragment }: PlaceText): boolean {
  return fragment === '';
}

function isUsual({ count }: PlaceText): boolean {
  return count >= USUAL_LINKS;
}

/**
 * Is a page that was indexed with it found by it? What one link calls a place within is among its words, and to make it a name too when a second link is found
 * would be to index the longest pages, which have the most names, twice.
 */
function isKnown(text: PlaceText): boolean {
  return !isOfPage(text) || isUsual(text);
}

/** The most used first, of equally used ones in the order of their letters: which were found first is chance. Of each place no more than are indexed. */
function mostUsed(texts: readonly PlaceText[]): PlaceText[] {
  const counts = new Map<string, number>();
  const kept = texts
    .toSorted((a, b) => b.count - a.count || compareText(placeText(a), placeText(b)))
    .filter(({ fragment }) => {
      const count = counts.get(fragment) ?? 0;
      counts.set(fragment, count + 1);
      return count < MAX_LINK_TEXTS;
    });
  return kept.slice(0, MAX_TEXTS_A_PAGE);
}

/**
 * One bit for each name (a Bloom filter with one hash: what it calls known may be new where there are many names); and the class in the last digit, to base 8.
 */
function markOf(names: readonly PlaceText[], linkClass: number): number {
  let bits = 0n;
  for (const name of names) bits |= 1n << BigInt((fnvHash(placeText(name)) >>> 0) % NAME_BITS);
  return Number(bits) * 8 + linkClass;
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
function saysMore({ fragment, text }: PlaceText): boolean {
  const name = bare(nameIn(text));
  return /\p{L}/u.test(name) && !bare(fragment).endsWith(name);
}

/** A text without what stands in brackets behind a name. */
function nameIn(text: string): string {
  return text.replace(/\(.*/s, '');
}

function placeText({ fragment, text }: Pick<PlaceText, 'fragment' | 'text'>): string {
  return `${fragment}\n${text}`;
}

/** Letters and digits alone, in lower case. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
