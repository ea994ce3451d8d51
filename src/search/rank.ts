import { exactTerm } from '../text/chunk.ts';
import { endingsOf, headingKey, headingKeys, symbolName } from '../text/document-terms.ts';
import { nameTerms } from './name-terms.ts';
import { isTyped, type QueryWord } from './query-words.ts';
import type { Found } from './retrieve.ts';

/** Every weight of the order, with its reason. A section's score is their sum, times its page's prior. */
export const WEIGHTS = {
  /** The engine's own relevance, 0..1 of the best: frequency and rarity of the words in the text. */
  engine: 10,
  /** All words stand in this section: a reader finds everything in one place. */
  allWords: 5,
  /** The query is the full name of something defined here: nothing can be more obvious. */
  symbol: 30,
  /** The query is the end of such a name (`gather`): nearly as good, but several may have it. */
  symbolEnding: 22,
  /** Same capitals and signs as typed: `Timeout` is not `timeout`. */
  sameSpelling: 4,
  /** The query is the page's whole title. */
  title: 26,
  /** The query is the section's whole heading. */
  heading: 20,
  /** The query, still being typed, is the beginning of a symbol, heading or title; times the share of it that is typed. */
  beginning: 16,
  /** Share of the words that are in the section's own heading or symbols, times the share of the heading that they make up. */
  headingCover: 9,
  /** The same for the page's title. */
  titleCover: 6,
  /** Share of the words that are in heading, title or the headings above, together. */
  namedCover: 6,
  /** The beginning of a page introduces its subject. */
  firstSection: 1,
  /** Further sections of the page that match, as shares of their scores: a page about the subject beats one that names it once. */
  secondSection: 0.12,
  thirdSection: 0.05,
} as const;

export interface RankedSection extends Found {
  score: number;
}

export interface RankedPage {
  score: number;
  /** Best first. */
  sections: RankedSection[];
}

export interface RankQuery {
  /** The query without operators. */
  text: string;
  words: readonly QueryWord[];
}

/** The final order, the same for every index: pages by their best sections; ties by URL, sections by place. */
export function rank(found: readonly Found[], query: RankQuery): RankedPage[] {
  const scorer = new SectionScorer(query);
  const pages = new Map<string, RankedSection[]>();
  for (const section of found) {
    const scored = { ...section, score: scorer.score(section) };
    const sections = pages.get(section.candidate.url);
    if (sections === undefined) pages.set(section.candidate.url, [scored]);
    else sections.push(scored);
  }
  return [...pages.values()].map(rankedPage).sort((a, b) => b.score - a.score || compare(urlOf(a), urlOf(b)));
}

function rankedPage(sections: RankedSection[]): RankedPage {
  sections.sort((a, b) => b.score - a.score || a.candidate.ordinal - b.candidate.ordinal);
  const [first = 0, second = 0, third = 0] = sections.map((section) => section.score);
  return { score: first + WEIGHTS.secondSection * second + WEIGHTS.thirdSection * third, sections };
}

function urlOf(page: RankedPage): string {
  return page.sections[0]?.candidate.url ?? '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Scores sections for one query. */
class SectionScorer {
  readonly #text: string;
  readonly #key: string;
  readonly #exact: string;
  readonly #isTyped: boolean;
  readonly #words: readonly QueryWord[];

  constructor({ text, words }: RankQuery) {
    this.#text = text;
    this.#key = headingKey(text);
    this.#exact = exactTerm(text);
    this.#isTyped = isTyped(words);
    const major = words.filter((word) => !word.isMinor);
    const wanted = major.length > 0 ? major : words;
    this.#words = wanted.flatMap((word) => (word.parts.length > 0 ? word.parts : [word]));
  }

  score({ candidate, engine, hasAllWords }: Found): number {
    const { title, heading, path, symbols, lang, ordinal, prior } = candidate;
    const named = [title, ...path, heading, ...symbols].map((name) => nameTerms(name, lang));
    const relevance =
      WEIGHTS.engine * engine +
      (hasAllWords ? WEIGHTS.allWords : 0) +
      Math.max(this.#symbolScore(symbols), this.#headingScore(heading), this.#beginningScore([...symbols, heading])) +
      WEIGHTS.headingCover * this.#likeness([heading, ...symbols.map(symbolName)], lang) +
      WEIGHTS.titleCover * this.#likeness([title], lang) +
      WEIGHTS.namedCover * this.#cover(named) +
      (ordinal === 0 ? WEIGHTS.firstSection : 0);
    return relevance * prior + (ordinal === 0 ? this.#titleScore(title) : 0);
  }

  #symbolScore(symbols: readonly string[]): number {
    return Math.max(0, ...symbols.map((symbol) => this.#oneSymbolScore(symbolName(symbol))));
  }

  #oneSymbolScore(name: string): number {
    const spelling = (ending: string) => (ending === this.#text ? WEIGHTS.sameSpelling : 0);
    const endings = endingsOf(name);
    const at = endings.findIndex((ending) => exactTerm(ending) === this.#exact);
    if (at === 0) return WEIGHTS.symbol + spelling(name);
    if (at > 0) return WEIGHTS.symbolEnding + spelling(endings[at] ?? '');
    return this.#key !== '' && headingKey(name) === this.#key ? WEIGHTS.symbolEnding : 0;
  }

  #headingScore(heading: string): number {
    if (this.#key === '' || !headingKeys(heading).includes(this.#key)) return 0;
    return WEIGHTS.heading + (heading === this.#text ? WEIGHTS.sameSpelling : 0);
  }

  #titleScore(title: string): number {
    const isTitle = this.#key !== '' && headingKeys(title).includes(this.#key);
    return isTitle ? WEIGHTS.title : this.#beginningScore([title]);
  }

  #beginningScore(names: readonly string[]): number {
    if (!this.#isTyped || this.#key === '') return 0;
    const keys = names.flatMap((name) => [name, ...endingsOf(symbolName(name))]).map(headingKey);
    return Math.max(
      0,
      ...keys
        .filter((key) => key.startsWith(this.#key))
        .map((key) => (WEIGHTS.beginning * this.#key.length) / key.length),
    );
  }

  /** How alike query and name are, 0..1: the best of the names. */
  #likeness(names: readonly string[], lang: string): number {
    const shares = names.map((name) => {
      const terms = nameTerms(name, lang);
      const cover = this.#cover([terms]);
      return terms.size === 0 ? 0 : cover * Math.min(1, (cover * this.#words.length) / terms.size);
    });
    return Math.max(0, ...shares);
  }

  /** Share of the words that are in one of the names. */
  #cover(names: readonly ReadonlySet<string>[]): number {
    if (this.#words.length === 0) return 0;
    return this.#words.filter((word) => names.some((terms) => isAmong(word, terms))).length / this.#words.length;
  }
}

function isAmong(word: QueryWord, terms: ReadonlySet<string>): boolean {
  if (word.terms.some((term) => terms.has(term))) return true;
  return word.prefixes.length > 0 && [...terms].some((term) => word.prefixes.some((prefix) => term.startsWith(prefix)));
}
