import { isAmong, type NameTerms, shareOf } from './name-terms.ts';
import { piecesOf, type QueryWord } from './query-words.ts';

/** What a name has of the query. */
interface NameMatch {
  /** Pieces of the query's words that it has. */
  pieces: number;
  /** Of each word, by `shareOf`. */
  shares: readonly number[];
}

/** Worth of a word in the arguments of a definition beside one in its name. */
const ARGUMENTS_SHARE = 0.5;
/** A name without any piece of a word has not the word either. */
const NO_MATCH: NameMatch = { pieces: 0, shares: [] };

/** How much of a query its words in names are, and how much of the names. All shares are 0..1; words count by their rarity. */
export class NameCover {
  readonly #words: readonly QueryWord[];
  /** The words with each name taken to pieces. */
  readonly #pieces: readonly QueryWord[];
  /** Rarities of the words, summed. */
  readonly #weight: number;
  /** Each name is matched once: the same ones are above many sections. */
  readonly #matches = new Map<NameTerms, NameMatch>();

  /** @param words of the query, those that tell something */
  constructor(words: readonly QueryWord[]) {
    this.#words = words;
    this.#pieces = words.flatMap(piecesOf);
    this.#weight = words.reduce((sum, word) => sum + word.rarity, 0);
  }

  /** How alike query and name are: the best of the names. Squared, because a name with half the words is far from half as good. */
  likeness(names: readonly NameTerms[]): number {
    return Math.max(0, ...names.map((terms) => this.coverOf([terms]) ** 2 * this.#precision(terms)));
  }

  /** How much of the query is what a page is about: a word that is all of the title tells the page. */
  subjectShare(titles: readonly NameTerms[]): number {
    return Math.max(0, ...titles.map((terms) => this.coverOf([terms]) * this.#precision(terms)));
  }

  /**
   * How much of the query the names say together.
   * @param definition a heading with its arguments: a word that is there and in none of the names counts in part
   */
  coverOf(names: readonly NameTerms[], definition?: NameTerms): number {
    if (this.#weight === 0) return 0;
    const matches = names.map((terms) => this.#match(terms)).filter((match) => match !== NO_MATCH);
    const inDefinition = definition && this.#match(definition);
    let sum = 0;
    for (const [i, { rarity }] of this.#words.entries()) {
      let share = ARGUMENTS_SHARE * (inDefinition?.shares[i] ?? 0);
      for (const { shares } of matches) share = Math.max(share, shares[i] ?? 0);
      sum += rarity * share;
    }
    return sum / this.#weight;
  }

  /** How much of the query these of its words are. */
  weightOf(some: readonly QueryWord[]): number {
    return this.#weight === 0 ? 0 : some.reduce((sum, word) => sum + word.rarity, 0) / this.#weight;
  }

  /** Share of the name's words that the query has. */
  #precision(terms: NameTerms): number {
    return terms.words === 0 ? 0 : Math.min(1, this.#match(terms).pieces / terms.words);
  }

  #match(terms: NameTerms): NameMatch {
    const known = this.#matches.get(terms);
    if (known !== undefined) return known;
    const pieces = this.#pieces.reduce((count, word) => count + (isAmong(word, terms) ? 1 : 0), 0);
    const match = pieces === 0 ? NO_MATCH : { pieces, shares: this.#words.map((word) => shareOf(word, terms)) };
    this.#matches.set(terms, match);
    return match;
  }
}
