import { isAmong, type NameTerms, shareOf } from './name-terms.ts';
import { piecesOf, type QueryWord } from './query-words.ts';

/** What a name has of the query. */
interface NameMatch {
  /** Of each word, by `shareOf`. */
  shares: readonly number[];
  /** How much of the query it says. */
  cover: number;
  /** Share of its words that the query has. */
  precision: number;
}

/** Worth of a word in the arguments of a definition beside one in its name. */
const ARGUMENTS_SHARE = 0.5;
/** A name without any piece of a word has not the word either. */
const NO_MATCH: NameMatch = { shares: [], cover: 0, precision: 0 };

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
    return this.#most(names, ({ cover, precision }) => cover ** 2 * precision);
  }

  /** How much of the query is what a page is about: a word that is all of the title tells the page. */
  subjectShare(titles: readonly NameTerms[]): number {
    return this.#most(titles, ({ cover, precision }) => cover * precision);
  }

  #most(names: readonly NameTerms[], worth: (match: NameMatch) => number): number {
    let most = 0; // asked of hundreds of sections a query
    for (const terms of names) most = Math.max(most, worth(this.#match(terms)));
    return most;
  }

  /**
   * How much of the query the names say together.
   * @param definition a heading with its arguments: a word that is there and in none of the names counts in part
   */
  coverOf(names: readonly NameTerms[], definition: NameTerms): number {
    const matches = names.map((terms) => this.#match(terms)).filter((match) => match !== NO_MATCH);
    const inDefinition = this.#match(definition);
    if (matches.length === 0 && inDefinition === NO_MATCH) return 0;
    return this.#shareOfQuery((i) => {
      let share = ARGUMENTS_SHARE * (inDefinition.shares[i] ?? 0);
      for (const { shares } of matches) share = Math.max(share, shares[i] ?? 0);
      return share;
    });
  }

  /** @param shareOfWord 0..1, by the number of the word */
  #shareOfQuery(shareOfWord: (word: number) => number): number {
    if (this.#weight === 0) return 0;
    let sum = 0;
    for (const [i, { rarity }] of this.#words.entries()) sum += rarity * shareOfWord(i);
    return sum / this.#weight;
  }

  /** How much of the query these of its words are. */
  weightOf(some: readonly QueryWord[]): number {
    return this.#weight === 0 ? 0 : some.reduce((sum, word) => sum + word.rarity, 0) / this.#weight;
  }

  #match(terms: NameTerms): NameMatch {
    const known = this.#matches.get(terms);
    if (known !== undefined) return known;
    const match = this.#newMatch(terms);
    this.#matches.set(terms, match);
    return match;
  }

  #newMatch(terms: NameTerms): NameMatch {
    const pieces = this.#pieces.reduce((count, word) => count + (isAmong(word, terms) ? 1 : 0), 0);
    if (pieces === 0) return NO_MATCH;
    const shares = this.#words.map((word) => shareOf(word, terms));
    const precision = terms.words === 0 ? 0 : Math.min(1, pieces / terms.words);
    return { shares, cover: this.#shareOfQuery((i) => shares[i] ?? 0), precision };
  }
}
