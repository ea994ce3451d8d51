import { exactTerm } from '../text/chunk.ts';
import { headingKey, withoutSubtitle } from '../text/document-terms.ts';
import { type NameTerms, nameTerms, type SymbolTerms, symbolTermsOf } from './name-terms.ts';
import { isTyped, type QueryWord } from './query-words.ts';
import type { Found } from './retrieve.ts';

/** Every weight of the order, with its reason. A section's score is their sum, times its page's prior. */
const WEIGHTS = {
  /** The engine's own relevance, 0..1 of the best: frequency and rarity of the words in the text. */
  engine: 10,
  /** All words stand in this section: a reader finds everything in one place. */
  allWords: 5,
  /** The names of the query stand here as written, not only their pieces. */
  wholeNames: 6,
  /** A name among the words is defined here; times its share of the query. */
  symbolNamed: 16,
  /** The query is the full name of something defined here: nothing can be more obvious. */
  symbol: 30,
  /** The query is the end of such a name (`gather`): nearly as good, but several may have it. */
  symbolEnding: 22,
  /** Same capitals and signs as typed: `Timeout` is not `timeout`. */
  sameSpelling: 8,
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
  secondSection: 0.2,
  thirdSection: 0.1,
  /** Added to both in full for a question of many words: its parts are rarely in one section, and the page that has most of them answers it. */
  furtherSections: 0.3,
} as const;

/** From so many words on that tell something, a query is a question of many words. */
const MANY_WORDS = 5;
/** Worth of all parts of a name beside the name itself. */
const PARTS_SHARE = 0.6;

export interface RankedSection extends Found {
  score: number;
}

export interface RankedPage {
  score: number;
  /** Best first. */
  sections: RankedSection[];
}

export interface RankQuery {
  /** The query without operators, as typed and in other wordings. */
  texts: readonly string[];
  words: readonly QueryWord[];
}

/** The final order, the same for every index: pages by their best sections; ties by URL, sections by place. */
export function rank(found: readonly Found[], query: RankQuery): RankedPage[] {
  const scorers = query.texts.map((text) => new SectionScorer({ text, words: query.words }));
  const pages = new Map<string, RankedSection[]>();
  for (const section of found) {
    const scored = { ...section, score: Math.max(...scorers.map((scorer) => scorer.score(section))) };
    const sections = pages.get(section.candidate.url);
    if (sections === undefined) pages.set(section.candidate.url, [scored]);
    else sections.push(scored);
  }
  const breadth = WEIGHTS.furtherSections * (scorers[0]?.manyWords ?? 0);
  return [...pages.values()]
    .map((sections) => rankedPage(sections, breadth))
    .sort((a, b) => b.score - a.score || compare(urlOf(a), urlOf(b)));
}

function rankedPage(sections: RankedSection[], breadth: number): RankedPage {
  sections.sort((a, b) => b.score - a.score || a.candidate.ordinal - b.candidate.ordinal);
  const [first = 0, second = 0, third = 0] = sections.map((section) => section.score);
  const further = (WEIGHTS.secondSection + breadth) * second + (WEIGHTS.thirdSection + breadth) * third;
  return { score: first + further, sections };
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
  /** Rarities of the words, summed. */
  readonly #weight: number;

  constructor({ text, words }: { text: string; words: readonly QueryWord[] }) {
    this.#text = text;
    this.#key = headingKey(text);
    this.#exact = exactTerm(text);
    this.#isTyped = isTyped(words);
    const major = words.filter((word) => !word.isMinor);
    this.#words = major.length > 0 ? major : words;
    this.#weight = this.#words.reduce((sum, word) => sum + word.rarity, 0);
  }

  /** 0 for up to two words that tell something, 1 for a question of many. */
  get manyWords(): number {
    return Math.min(1, Math.max(0, (this.#words.length - 2) / (MANY_WORDS - 2)));
  }

  score({ candidate, engine, hasAllWords, hasWholeNames = false }: Found): number {
    const { lang, ordinal, prior } = candidate;
    const termsOf = (name: string) => nameTerms(name, lang);
    const [title, heading] = [termsOf(candidate.title), termsOf(candidate.heading)];
    const symbols = candidate.symbols.map(symbolTermsOf);
    const symbolNames = symbols.map((symbol) => termsOf(symbol.name));
    const beginning = this.#beginningScore([...heading.keys, ...symbols.flatMap((symbol) => symbol.keys)]);
    const relevance =
      WEIGHTS.engine * engine +
      (hasAllWords ? WEIGHTS.allWords : 0) +
      (hasWholeNames ? WEIGHTS.wholeNames : 0) +
      Math.max(
        this.#symbolScore(symbols),
        this.#namedScore(symbols),
        this.#headingScore(candidate.heading, heading),
        beginning,
      ) +
      WEIGHTS.headingCover * this.#likeness([heading, ...symbolNames]) +
      WEIGHTS.titleCover * this.#subjectShare([title, termsOf(withoutSubtitle(candidate.title))]) +
      WEIGHTS.namedCover * this.#cover([title, ...candidate.path.map(termsOf), heading, ...symbolNames]) ** 2 +
      (ordinal === 0 ? WEIGHTS.firstSection : 0);
    return relevance * prior + (ordinal === 0 ? this.#titleScore(title) : 0);
  }

  #symbolScore(symbols: readonly SymbolTerms[]): number {
    const isEnding = ({ name }: SymbolTerms) =>
      symbols.some((other) => other.endings.some((ending, i) => i > 0 && ending.text === name));
    return Math.max(0, ...symbols.map((symbol) => this.#oneSymbolScore(symbol, isEnding(symbol))));
  }

  #oneSymbolScore({ keys, endings }: SymbolTerms, isEnding: boolean): number {
    const at = endings.findIndex((ending) => ending.exact === this.#exact);
    if (at < 0) return this.#key !== '' && keys.includes(this.#key) ? WEIGHTS.symbolEnding : 0;
    const spelling = endings[at]?.text === this.#text ? WEIGHTS.sameSpelling : 0;
    return spelling + (at === 0 && !isEnding ? WEIGHTS.symbol : WEIGHTS.symbolEnding);
  }

  /** For a query with names among other words. */
  #namedScore(symbols: readonly SymbolTerms[]): number {
    const defined = this.#words.filter(
      ({ parts, terms }) =>
        parts.length > 0 && symbols.some(({ endings }) => endings.some(({ exact }) => terms.includes(exact))),
    );
    const rarity = defined.reduce((sum, word) => sum + word.rarity, 0);
    return this.#weight === 0 ? 0 : (WEIGHTS.symbolNamed * rarity) / this.#weight;
  }

  #headingScore(heading: string, { keys }: NameTerms): number {
    if (this.#key === '' || !keys.includes(this.#key)) return 0;
    return WEIGHTS.heading + (heading === this.#text ? WEIGHTS.sameSpelling : 0);
  }

  #titleScore({ keys }: NameTerms): number {
    const isTitle = this.#key !== '' && keys.includes(this.#key);
    return isTitle ? WEIGHTS.title : this.#beginningScore(keys);
  }

  #beginningScore(keys: readonly string[]): number {
    if (!this.#isTyped || this.#key === '') return 0;
    const begun = keys.filter((key) => key.startsWith(this.#key));
    return Math.max(0, ...begun.map((key) => (WEIGHTS.beginning * this.#key.length) / key.length));
  }

  /** How alike query and name are, 0..1: the best of the names. Squared, because a name with half the words is far from half as good. */
  #likeness(names: readonly NameTerms[]): number {
    return Math.max(0, ...names.map((terms) => this.#cover([terms]) ** 2 * this.#precision(terms)));
  }

  /** How much of the query is what the page is about, 0..1: a word that is all of the title tells the page. */
  #subjectShare(titles: readonly NameTerms[]): number {
    return Math.max(0, ...titles.map((terms) => this.#cover([terms]) * this.#precision(terms)));
  }

  /** Share of the name's words that the query has. */
  #precision(terms: NameTerms): number {
    return terms.words === 0 ? 0 : Math.min(1, this.#matched(terms) / terms.words);
  }

  /** Words of the name that the query has. */
  #matched(terms: NameTerms): number {
    return this.#words
      .flatMap((word) => (word.parts.length > 0 ? word.parts : [word]))
      .filter((word) => isAmong(word, terms)).length;
  }

  /** Share of the words that are in one of the names, each counted by its rarity. */
  #cover(names: readonly NameTerms[]): number {
    if (this.#weight === 0) return 0;
    return (
      this.#words.reduce(
        (sum, word) => sum + word.rarity * Math.max(0, ...names.map((terms) => shareOf(word, terms))),
        0,
      ) / this.#weight
    );
  }
}

/** 1 when the word is among the terms; less when only parts of a name are. */
function shareOf(word: QueryWord, terms: NameTerms): number {
  if (isAmong(word, terms)) return 1;
  return word.parts.length === 0
    ? 0
    : (PARTS_SHARE * word.parts.filter((part) => isAmong(part, terms)).length) / word.parts.length;
}

function isAmong(word: QueryWord, { all: terms }: NameTerms): boolean {
  if (word.terms.some((term) => terms.has(term))) return true;
  return word.prefixes.length > 0 && [...terms].some((term) => word.prefixes.some((prefix) => term.startsWith(prefix)));
}
