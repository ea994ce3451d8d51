import { pageLanguage } from '../index/page-document.ts';
import { familyOf } from '../index/page-family.ts';
import { pageTypeOf, priorOf } from '../index/page-type.ts';
import { compareText } from '../model/compare-text.ts';
import type { StoredPage } from '../model/page.ts';
import { fnvHash } from '../text/fnv.ts';
import { headingKey, headingKeys, withoutNumbering } from '../text/heading-keys.ts';
import { symbolName } from '../text/symbol-terms.ts';

export const QUERY_KINDS = ['title', 'heading', 'symbol', 'anchor'] as const;
export type QueryKind = (typeof QUERY_KINDS)[number];

/** A query that the site itself gives, with the pages that answer it. */
export interface KnownItem {
  kind: QueryKind;
  q: string;
  /** Language of the first of the pages, '' when unknown. */
  lang: string;
  /** Any of them is right. Sorted. */
  pages: string[];
  /** Pages that have the query as the text of a link to these. Sorted. */
  sources: string[];
}

/** A page and what other pages call it. */
export interface NamedPage {
  page: StoredPage;
  inlinks: readonly { source: string; text: string }[];
}

interface Draft {
  q: string;
  lang: string;
  /** By their families: the versions of a page are one page that has a name. */
  pages: Map<number, string[]>;
  sources: Map<number, string[]>;
  order: number;
}

/** What more pages have is nobody's name: Examples, See also, Next. A text that leads to two pages does not say which is meant. */
const MAX_PAGES: Record<QueryKind, number> = { title: 3, heading: 3, symbol: 3, anchor: 1 };
/** URLs kept of one page. */
const MAX_VERSIONS = 50;
/** What more pages say is navigation. */
const MAX_SOURCES = 10;
/** `Section 12.10`, `Table 3`: a place by its number, which tells nothing of what is there. */
const NUMBERED_PLACE = /^\p{L}+\.?\s+[A-Z]?\d+(?:[.-]\d+)*\.?$/u;
/** `[3]` is a footnote. */
const TELLING = /\p{L}{2}/u;
/** Of pages that explain what they name: glossaries still do, indexes and changelogs do not. */
const LEAST_PRIOR = 0.9;
const MIN_CHARS = 2;
/** Longer texts are sentences, which nobody types. */
const MAX_CHARS = 100;
/** Drafts kept for each query wanted: some turn out to be nobody's name. */
const SPARE = 3;

/**
 * Makes known-item queries of the pages of a site: titles, headings, symbols, and texts of links that say something else than the page
 * they lead to. Bounded in memory whatever the site's size: of each kind those of the lowest hash are kept, so that the same site gives
 * the same queries in any order of its pages, and a site that grows keeps most of them.
 */
export class KnownItems {
  readonly #perKind: number;
  readonly #drafts = new Map(QUERY_KINDS.map((kind) => [kind, new Map<string, Draft>()]));
  /** Keys of titles: a heading that is the title of another page asks for that page. */
  readonly #titles = new Seen();
  /** Keys of all names: a link text that is the name of another page asks for that page. */
  readonly #names = new Seen();

  /** @param options.sample queries wanted of all kinds together, in equal parts, at least 1 */
  constructor({ sample }: { sample: number }) {
    if (!(Number.isInteger(sample) && sample >= 1)) throw new RangeError(`sample: at least 1, got ${sample}`);
    this.#perKind = Math.ceil(sample / QUERY_KINDS.length);
  }

  add({ page, inlinks }: NamedPage): void {
    const lang = pageLanguage(page);
    const { url, title, alternates, sections } = page;
    const about = { url, lang, family: familyOf({ url, title, lang, declaredLang: page.lang, alternates }) };
    const own = new Set(headingKeys(page.title));
    for (const key of own) this.#titles.add(key);
    this.#draft('title', { q: withoutNumbering(page.title).trim(), ...about });
    const symbols = sections.flatMap((section) => section.symbols.map(symbolName));
    // What an index, a changelog or a licence names is explained elsewhere: its entries and headings are not what it is looked up by.
    const isSubject = priorOf(pageTypeOf(page)) >= LEAST_PRIOR;
    if (isSubject) for (const symbol of symbols) this.#draft('symbol', { q: symbol, ...about });
    for (const { kind, heading } of sections) {
      for (const key of headingKeys(heading)) own.add(key);
      if (isSubject && kind === 'heading') this.#draft('heading', { q: withoutNumbering(heading).trim(), ...about });
    }
    for (const symbol of symbols) own.add(headingKey(symbol));
    for (const key of own) this.#names.add(key);
    for (const { source, text } of inlinks)
      if (!own.has(headingKey(text)) && TELLING.test(text) && !NUMBERED_PLACE.test(text.trim()))
        this.#draft('anchor', { q: text.trim(), ...about, source });
  }

  /** At most as many of each kind as are wanted, by kind. */
  queries(): KnownItem[] {
    return QUERY_KINDS.flatMap((kind) =>
      this.#drafted(kind)
        .slice(0, SPARE * this.#perKind)
        .filter(([key, draft]) => isName(kind, draft) && !this.#isOtherName(kind, key))
        .slice(0, this.#perKind)
        .map(([, { q, lang, pages, sources }]) => ({ kind, q, lang, pages: urlsOf(pages), sources: urlsOf(sources) })),
    );
  }

  #isOtherName(kind: QueryKind, key: string): boolean {
    if (kind === 'anchor') return this.#names.has(key);
    return kind === 'heading' && this.#titles.has(key);
  }

  #draft(
    kind: QueryKind,
    { q, lang, source, ...page }: { q: string; lang: string; url: string; family: number; source?: string },
  ): void {
    const key = kind === 'symbol' ? q : headingKey(q);
    if (key === '' || q.length < MIN_CHARS || q.length > MAX_CHARS) return;
    const drafts = this.#drafts.get(kind);
    const known = drafts?.get(key);
    const draft: Draft = known ?? { q, lang, pages: new Map(), sources: new Map(), order: hash(key) };
    if (draft.pages.size <= MAX_PAGES[kind]) addTo(draft.pages, page);
    if (source !== undefined && draft.sources.size <= MAX_SOURCES)
      addTo(draft.sources, { url: source, family: familyOf({ url: source, title: '', lang }) });
    if (known !== undefined) return;
    drafts?.set(key, draft);
    // The highest hashes go: one that went would never come back, as the bound only falls, so what is kept knows all its pages.
    if (drafts !== undefined && drafts.size > 2 * SPARE * this.#perKind)
      for (const [left] of this.#drafted(kind).slice(SPARE * this.#perKind)) drafts.delete(left);
  }

  #drafted(kind: QueryKind): [string, Draft][] {
    return [...(this.#drafts.get(kind) ?? [])].sort(([a, x], [b, y]) => x.order - y.order || compareText(a, b));
  }
}

function isName(kind: QueryKind, { pages, sources }: Draft): boolean {
  return pages.size <= MAX_PAGES[kind] && sources.size <= MAX_SOURCES;
}

/** Adds the URL to those of its family, and leaves these as they are when they are many. */
function addTo(families: Map<number, string[]>, { url, family }: { url: string; family: number }): void {
  const urls = families.get(family) ?? [];
  if (urls.length < MAX_VERSIONS && !urls.includes(url)) families.set(family, [...urls, url]);
}

function urlsOf(families: ReadonlyMap<number, string[]>): string[] {
  return [...families.values()].flat().sort();
}

/**
 * Which keys were seen, in 8 MiB whatever their number: one bit for many keys, so that a few keys never seen count as seen too, which only leaves
 * out a query.
 */
class Seen {
  readonly #bits = new Uint32Array(2 ** 21);

  add(key: string): void {
    const bit = hash(key) >>> 6;
    this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  has(key: string): boolean {
    const bit = hash(key) >>> 6;
    return ((this.#bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }
}

/** Fixed, so that a sample is the same on every machine and with every version. */
function hash(text: string): number {
  return fnvHash(text) >>> 0;
}
