import { readEscapes } from '../model/url-escapes.ts';

/**
 * Port: the full-text index. It stores and matches terms that `text/` has made; it analyses nothing itself, and its
 * order is only a first guess that `search/rank.ts` puts right.
 *
 * Contract:
 * - The page is the unit of change, its URL the key. `apply` of a batch is all or nothing, durable when it resolves, visible to the next
 *   `candidates` unless there is `more`, and idempotent: the same batch twice leaves the same index. Within a batch the last change of a URL wins.
 * - Reads never change anything, run beside writes, and see whole pages only (never half of a page's sections).
 * - Terms are folded to lower case, contain neither white space nor control characters, are at most 128 characters long, and are matched
 *   exactly as given: no sign has a meaning of its own.
 * - The order of candidates is total: best score first, ties in an order of the adapter's own that does not change while the index does
 *   not. A smaller `limit` gives the beginning of the same list, so that pages of results never overlap or skip.
 * - Faults: `index-unavailable` (retry later; nothing was applied or all of it was), `data-newer`, `data-unreadable` (not an
 *   index of ours, or a damaged one),
 *   `store-failed` (its disk is full: room must be made).
 */
export interface SearchIndex {
  /** Resolves with the pages that it refuses for what is in them: repeating would not help, nothing of them is found, and all others are applied. */
  apply(changes: readonly IndexChange[], options?: ApplyOptions): Promise<Refusal[]>;
  candidates(query: CandidateQuery): Promise<CandidateSet>;
  /** Readable parts of sections, for snippets; sections that are gone meanwhile are left out. */
  passages(ids: readonly SectionId[]): Promise<Passage[]>;
  /** How many sections match each group by itself: rare words say more, and a word that nothing matches may be a typo. */
  frequencies(groups: readonly TermGroup[]): Promise<Frequencies>;
  /** Languages of the pages in the index, sorted, '' among them when a page has none. Cheap enough for every query. */
  languages(): Promise<string[]>;
  /** The words of the pages, those of most pages first, at most `limit`. As long as the index does not change, the same array again. */
  vocabulary(limit: number): Promise<readonly VocabularyWord[]>;
  stats(): Promise<IndexStats>;
  close(): Promise<void>;
}

/** An index that can be compared with the store, and built again. */
export interface KeptIndex extends SearchIndex {
  /** What tells it from every other index, also from one that takes its place; it is made when it is not there. */
  identity(): Promise<string>;
  /** URLs of its pages behind this one, in a fixed order of the adapter's own, at most `limit`. '' is before the first. */
  urls(options: { after: string; limit: number }): Promise<string[]>;
  /** Of these pages, the URLs of those that are not there, or not as a whole with this content; what other pages say of it aside. */
  differing(pages: readonly PageDocument[]): Promise<string[]>;
  /**
   * Begins to build the index anew. Until `finish` every page that was there is found; afterwards those are that were applied to the
   * rebuild, and no others. One that never comes to its end changes no answer, and the next one removes what is left of it.
   * Fault `data-newer`, and those of `apply`.
   */
  rebuild(): Promise<IndexRebuild>;
}

export interface IndexRebuild extends Pick<SearchIndex, 'apply'> {
  finish(): Promise<void>;
}

/** Sections in one answer of `candidates`. */
export const MAX_CANDIDATES = 20_000;

/** Fields of a section document, each matched and weighted for itself. */
export const FIELDS = ['symbols', 'title', 'headings', 'body', 'code', 'anchors'] as const;
export type Field = (typeof FIELDS)[number];

export type IndexChange = { kind: 'put'; page: PageDocument } | LinksChange | { kind: 'delete'; url: string };

/** The last change of each URL, which alone counts. */
export function lastChanges(changes: readonly IndexChange[]): Map<string, IndexChange> {
  return new Map(changes.map((change) => [change.kind === 'put' ? change.page.url : change.url, change]));
}

/** What `inPath` is compared with. */
export function comparedPath(url: string): string {
  return comparedText(URL.parse(url)?.pathname ?? url);
}

/** `inPath` as it is compared: as people read an address, whatever of it is percent-encoded. */
export function comparedText(text: string): string {
  return readEscapes(text).toLowerCase().normalize();
}

/**
 * Only how much other pages link to a page has changed since it was put. An adapter that can change this number alone does, for next to nothing; any other
 * one puts the page when it is more than one class, and so does each that does not have the page. No other change of the page is in its batch.
 */
export interface LinksChange {
  kind: 'links';
  url: string;
  /** As in `PageDocument`. */
  linkClass: number;
  /** Makes the document, which takes its time; undefined when the page cannot be read any more, and stays as it is. */
  readPage: () => PageDocument | undefined;
}

export interface ApplyOptions {
  /** Another batch follows at once, an empty one at the end: what is applied may become visible later, with a batch that ends more than a second after. */
  more?: boolean;
}

/** A page that the index cannot take, with the reason in a few words. */
export interface Refusal {
  url: string;
  why: string;
}

export interface PageDocument {
  url: string;
  site: string;
  /** Primary language subtag, '' when unknown. */
  lang: string;
  /** Page type, such as `reference`. */
  type: string;
  /** Multiplies the score; 1 is neutral. */
  prior: number;
  /** How much other pages link to it, 0..6; 0 in documents that were made without it. */
  linkClass?: number;
  /** Shared by pages that may be versions or translations of one another, 0..2^48-1: `page-family.ts`. */
  family: number;
  title: string;
  /** Names of what it is below in its site, outermost first; empty in documents that were made without it. */
  trail?: string[];
  crawledAt: number;
  /** Its distinct words as people write them, folded but not stemmed, separated by single blanks: for mending typos, not for matching. */
  words: string;
  /** In document order; a section's place in this list is its number. */
  sections: SectionDocument[];
}

export interface SectionDocument {
  anchor: string;
  heading: string;
  /** Headings above, outermost first. */
  path: string[];
  symbols: string[];
  /** Readable text and code, as snippets and people see them. */
  text: string;
  code: string;
  /** Analysed terms per field, separated by single blanks, in text order. */
  terms: Record<Field, string>;
}

/** Opaque to everybody but the adapter that made it. */
export type SectionId = string;

/** One word of the query: the terms that may stand for it, any of which will do. */
export interface TermGroup {
  terms: readonly string[];
  /** Every term that begins with one of these will do as well. */
  prefixes?: readonly string[];
}

/** Terms that stand in one field, in this order without a gap; one term is a phrase too. */
export type Phrase = readonly string[];

export interface CandidateFilter {
  /** The name of a site, which stands for the sites below it as well: `a.example` for `a.example/docs`. */
  site?: string;
  lang?: string;
  type?: string;
  /** Part of the URL's path, compared without case, in letters or percent-encoded. */
  inPath?: string;
}

export interface CandidateQuery {
  /** Words to match; empty only when there are phrases. */
  groups: readonly TermGroup[];
  /** `all`: every group matches somewhere in the section (any field); `any`: at least one does. */
  match: 'all' | 'any';
  /** Only these fields count for a match. Default: all. */
  fields?: readonly Field[];
  /** Every group stands in the title of the page, too; what stands elsewhere counts for the score all the same. */
  isInTitle?: boolean;
  /** Each is wanted, whatever `match` says, in one of its wordings. */
  phrases?: readonly (readonly Phrase[])[];
  /** Sections with any of these are out. `fields` does not narrow it. */
  without?: readonly Phrase[];
  filter?: CandidateFilter;
  /** Sections to return, best first, 1..MAX_CANDIDATES. */
  limit: number;
  /** At most this many sections of one page, its best. Default: no limit. */
  perPage?: number;
}

export interface Candidate {
  id: SectionId;
  url: string;
  anchor: string;
  title: string;
  /** As in `PageDocument`. */
  trail: readonly string[];
  heading: string;
  path: string[];
  symbols: string[];
  /** Number of the section within its page, from 0. */
  ordinal: number;
  site: string;
  lang: string;
  type: string;
  prior: number;
  /** As in `PageDocument`. */
  linkClass?: number;
  /** As in `PageDocument`; not known of a page that an older program has indexed. */
  family?: number | undefined;
  crawledAt: number;
  /** The engine's own relevance (BM25 with field weights); larger is better; comparable within one answer only. */
  score: number;
}

export interface CandidateSet {
  candidates: Candidate[];
  /** Distinct pages that match, all of them, not only those returned. */
  pages: number;
  /** Distinct families among these pages: as many when none of them is in that of another. Not known: one for each page. */
  families: number;
}

export interface Frequencies {
  /** Sections in the index. */
  sections: number;
  /** Of these, how many match, for each group in its place. */
  matches: number[];
}

export interface Passage {
  id: SectionId;
  text: string;
  code: string;
}

export interface VocabularyWord {
  word: string;
  /** Pages that have it. */
  pages: number;
}

export interface IndexStats {
  pages: number;
  sections: number;
  /** Bytes on disk. */
  bytes: number;
}
