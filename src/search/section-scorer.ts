import { MAX_LINK_CLASS } from '../model/links.ts';
import { exactTerm } from '../text/chunk.ts';
import { headingKey, withoutNumbering } from '../text/heading-keys.ts';
import { calledName, memberNames } from '../text/symbol-terms.ts';
import { commandName } from './meant-names.ts';
import { NameCover } from './name-cover.ts';
import { isAmong, type NameTerms, type SymbolTerms } from './name-terms.ts';
import { isCode, isName, isUnfinished, piecesOf, type QueryWord, tellingWords, typedWords } from './query-words.ts';
import type { Found } from './retrieve.ts';
import { isOption, type SectionNames, sectionNamesOf } from './section-names.ts';
import { type Parts, sumOf, WEIGHTS } from './weights.ts';

/** From so many words on that tell something, a query is a question of many words. */
const MANY_WORDS = 5;
/** An option of which more than its hyphens is typed: not `--`, nor the arrow `->`. */
const HYPHENATED = /^--?[\p{L}\p{N}]/u;

/** Scores sections for one wording of a query, by what they are called and by what the engine says of them. */
export class SectionScorer {
  /** The wording; of a call or a type only its name: `open` of `open()`. */
  readonly #text: string;
  /** `headingKey` of the whole wording, of that name, and of what the options in it are given to. */
  readonly #key: string;
  readonly #calledKey: string;
  readonly #command: string;
  /** `exactTerm` of the name. */
  readonly #exact: string;
  /** The endings of a qualified name: readers paste what their own program calls the rest. */
  readonly #members: readonly { text: string; exact: string }[];
  readonly #isUnfinished: boolean;
  /** All words as typed. */
  readonly #typed: readonly QueryWord[];
  readonly #hasOptions: boolean;
  /** The query is one option, and texts of the site have it. */
  readonly #isKnownOption: boolean;
  /** The same of a name with several pieces. */
  readonly #isKnownName: boolean;
  /** The words that tell something, those of synonyms among them. */
  readonly #words: readonly QueryWord[];
  /** Of these, what something may be called. */
  readonly #names: readonly QueryWord[];
  readonly #cover: NameCover;
  readonly #linksWeight: number;
  readonly #firstSectionWeight: number;

  constructor({ text, words }: { text: string; words: readonly QueryWord[] }) {
    this.#text = calledName(text);
    this.#key = headingKey(text);
    this.#calledKey = headingKey(this.#text);
    this.#command = headingKey(commandName(text));
    this.#exact = exactTerm(this.#text);
    this.#members = memberNames(this.#text).map((text) => ({ text, exact: exactTerm(text) }));
    this.#isUnfinished = isUnfinished(words);
    this.#typed = typedWords(words);
    this.#hasOptions = this.#typed.some((word) => isOption(word.text));
    this.#isKnownOption =
      this.#typed.length === 1 && this.#typed.some(({ text, rarity }) => HYPHENATED.test(text) && rarity > 0);
    this.#isKnownName =
      this.#typed.length === 1 && this.#typed.some(({ parts, rarity }) => parts.length > 0 && rarity > 0);
    this.#words = tellingWords(words);
    this.#names = this.#words.filter((word) => isCode(word) || isName(word));
    this.#cover = new NameCover(this.#words);
    // Squared: a title or a term may have three words or four.
    this.#linksWeight = WEIGHTS.links + WEIGHTS.questionLinks * this.manyWords ** 2;
    this.#firstSectionWeight = WEIGHTS.firstSection + WEIGHTS.questionFirstSection * this.manyWords;
  }

  /** 0 for up to two words that tell something, 1 for a question of many. */
  get manyWords(): number {
    return Math.min(1, Math.max(0, (this.#words.length - 2) / (MANY_WORDS - 2)));
  }

  /**
   * The score of a section in its parts. Only an exact title escapes the prior, and an exact heading the more, the more words it has: nobody
   * types several by chance.
   */
  parts(found: Found): Parts {
    const { candidate } = found;
    const names = sectionNamesOf(candidate, { hasOptions: this.#hasOptions });
    // A name without hyphens is not meant where other texts have the option itself.
    if (this.#isKnownOption && found.hasWholeNames !== true && !this.#isNamedIn(names))
      return { engine: candidate.prior * WEIGHTS.engine * found.engine };
    const isHeading = this.#isCalled(names.heading) || this.#beginningScore([names.heading]) > 0;
    const prior = isHeading ? candidate.prior ** (1 / this.#typed.length) : candidate.prior;
    const obvious = this.#obvious(names, found);
    // Some piece of a name is not meant where texts have all of it.
    if (this.#isKnownName && !found.hasAllWords && sumOf(obvious) === 0)
      return { engine: prior * WEIGHTS.engine * found.engine };
    const parts: Parts = {
      ...scaled(obvious, prior),
      // Called just so it is no better for a text that says it often, or is short.
      engine: prior * WEIGHTS.engine * (isTyped(obvious) ? 1 : found.engine),
      command: this.#isOfCommand(names) ? prior * WEIGHTS.command : 0,
      allWords: found.hasAllWords ? prior * WEIGHTS.allWords : 0,
      wholeNames: found.hasWholeNames === true ? prior * WEIGHTS.wholeNames : 0,
      headingCover: prior * WEIGHTS.headingCover * this.#cover.likeness([names.defined, ...names.symbolNames]),
      titleCover: prior * WEIGHTS.titleCover * this.#cover.subjectShare([names.title, names.shortTitle, names.address]),
      namedCover: prior * WEIGHTS.namedCover * this.#namedShare(names) ** 2,
      ...scaled(this.#phraseParts(names, found), prior),
      links: (prior * this.#linksWeight * (candidate.linkClass ?? 0)) / MAX_LINK_CLASS,
      firstSection: candidate.ordinal === 0 ? prior * this.#firstSectionWeight : 0,
    };
    return candidate.ordinal === 0 ? added(parts, this.#titleParts(names)) : parts;
  }

  /** The best of what makes a section the one that is meant. */
  #obvious(names: SectionNames, { isNamed = false }: Pick<Found, 'isNamed'>): Parts {
    return best([
      ...this.#symbolParts(names.symbols),
      { symbolNamed: WEIGHTS.symbolNamed * this.#namedByWords(names) },
      this.#headingParts(names),
      { beginning: this.#beginningScore([names.heading, ...names.symbols]) },
      { linkName: isNamed && !this.#isOwnName(names) ? WEIGHTS.linkName : 0 },
    ]);
  }

  /** Is the query a whole name that the section, its page or a heading above has itself, or one of the names in them? */
  #isOwnName(names: SectionNames): boolean {
    const { heading, title, path, symbols } = names;
    return [heading, title, ...path, ...symbols].some((name) => this.#isCalled(name)) || this.#isNamedIn(names);
  }

  /** Has one of the names the query in it as it is typed, signs included? */
  #isNamedIn({ heading, title, path, symbols }: SectionNames): boolean {
    return (
      [heading, title, ...path].some((name) => name.all.has(this.#exact)) ||
      symbols.some(({ endings }) => endings.some(({ exact }) => exact === this.#exact))
    );
  }

  #symbolParts(symbols: readonly SymbolTerms[]): Parts[] {
    return symbols.map((symbol) => this.#oneSymbolParts(symbol, isEndingOf(symbol, symbols)));
  }

  #oneSymbolParts({ name, keys, endings, memberKeys }: SymbolTerms, isEnding: boolean): Parts {
    if (memberKeys !== undefined && this.#isCalled({ keys: memberKeys }))
      return { symbol: WEIGHTS.symbol, sameSpelling: this.#text.endsWith(name) ? WEIGHTS.sameSpelling : 0 };
    const at = endings.findIndex((ending) => ending.exact === this.#exact);
    if (at < 0) {
      const share = this.#isCalled({ keys }) ? this.#asTyped(name) : 0;
      return share === 0 ? this.#memberParts(endings) : { symbolEnding: share * WEIGHTS.symbolEnding };
    }
    const sameSpelling = endings[at]?.text === this.#text ? WEIGHTS.sameSpelling : 0;
    return at === 0 && !isEnding && !/\s/u.test(this.#text)
      ? { symbol: WEIGHTS.symbol, sameSpelling }
      : { symbolEnding: WEIGHTS.symbolEnding, sameSpelling };
  }

  /** What ends as a qualified name does, by the share of its parts that are the same. */
  #memberParts(endings: SymbolTerms['endings']): Parts {
    const at = this.#members.findIndex((member) => endings.some(({ exact }) => exact === member.exact));
    if (at < 0) return {};
    const isSpelled = endings.some(({ text }) => text === this.#members[at]?.text);
    const same = { symbolNamed: WEIGHTS.symbolNamed, sameSpelling: isSpelled ? WEIGHTS.sameSpelling : 0 };
    return scaled(same, 1 - at / this.#members.length);
  }

  /** What a name is worth whose words the query has: an option is half meant without its hyphens, and what has none with them. */
  #asTyped(name: string): number {
    const isOther = isOption(name) ? !this.#hasOptions : isOption(this.#text);
    return isOther ? WEIGHTS.otherForm : 1;
  }

  /**
   * For a query with names among other words: their share of it, of those that are defined here, or of codes that head the section. A call such as
   * `set()` means the function of that name before others whose name ends so.
   */
  #namedByWords({ symbols, heading }: SectionNames): number {
    if (this.#names.length === 0) return 0;
    const names = new Set(symbols.flatMap(({ endings }) => endings.map(({ exact }) => exact)));
    const wholes = new Set(
      symbols.filter((symbol) => !isEndingOf(symbol, symbols)).map(({ endings }) => endings[0]?.exact),
    );
    const defined = this.#names.filter(
      (word) =>
        (isCode(word) && heading.keys.includes(headingKey(word.text))) ||
        (isName(word) && word.terms.some((term) => names.has(term))),
    );
    const endings = defined.filter(({ isCall, terms }) => isCall && !terms.some((term) => wholes.has(term)));
    const lost = 1 - WEIGHTS.symbolEnding / WEIGHTS.symbol;
    return this.#cover.weightOf(defined) - lost * this.#cover.weightOf(endings);
  }

  #headingParts({ heading: terms, headingText, isHeaded, symbols }: SectionNames): Parts {
    if (this.#isCalled(terms)) {
      const isSpelled = withoutNumbering(headingText) === this.#text;
      const share = isHeaded ? this.#asTyped(headingText) : 0;
      return { heading: share * WEIGHTS.heading, sameSpelling: isSpelled ? WEIGHTS.sameSpelling : 0 };
    }
    // What a program defines has one form only.
    return isHeaded && symbols.length === 0 && this.#isOtherForm(terms)
      ? { heading: WEIGHTS.otherForm * WEIGHTS.heading }
      : {};
  }

  #titleParts({ title, titleText, address }: SectionNames): Parts {
    if (this.#isCalled(title)) return { title: WEIGHTS.title * this.#asTyped(titleText) };
    const isOtherForm = this.#isOtherForm(title) || this.#isOtherForm(address);
    return best([
      { beginning: this.#beginningScore([title]) },
      { title: isOtherForm ? WEIGHTS.otherForm * WEIGHTS.title : 0 },
    ]);
  }

  /** Is the page, by its title or its own heading, called as the command that the options of the query are given to? */
  #isOfCommand({ title, path, heading }: SectionNames): boolean {
    return this.#command !== '' && [title, path[0] ?? heading].some(({ keys }) => keys.includes(this.#command));
  }

  /** Is the query the whole name? */
  #isCalled({ keys }: Pick<NameTerms, 'keys'>): boolean {
    return this.#key !== '' && (keys.includes(this.#key) || keys.includes(this.#calledKey));
  }

  /** Are the words of the query those of the name, all of them, in other forms or another order? */
  #isOtherForm(terms: NameTerms): boolean {
    const pieces = this.#typed.flatMap(piecesOf);
    return pieces.length === terms.words && pieces.every((word) => isAmong(word, terms));
  }

  /** How much of the query all names of the section say together, 0..1. */
  #namedShare({ title, trail, path, defined, heading, symbolNames }: SectionNames): number {
    return this.#cover.coverOf([title, ...trail, ...path, defined, ...symbolNames], heading);
  }

  /** Of a query with grammar in it: does the section have it as it is typed, in what it is called or in its text? */
  #phraseParts({ heading, title }: SectionNames, { hasPhrase = false }: Found): Parts {
    if (!hasPhrase) return {};
    const isInName = [heading, title].some(({ keys }) => keys.some((key) => wordsOf(key).includes(wordsOf(this.#key))));
    return isInName ? { phraseInName: WEIGHTS.phraseInName } : { phrase: WEIGHTS.phrase };
  }

  #beginningScore(names: readonly Pick<NameTerms, 'keys'>[]): number {
    if (!this.#isUnfinished || this.#key === '') return 0;
    const keys = names.flatMap((name) => name.keys);
    const begun = keys.filter((key) => key.length > this.#key.length && key.startsWith(this.#key));
    return Math.max(0, ...begun.map((key) => (WEIGHTS.beginning * this.#key.length) / key.length));
  }
}

/** The words of a key, so that one may be looked for in another. */
function wordsOf(key: string): string {
  return `${key.replace(/^=+/, '_')}_`;
}

/** Is the query the full name of what is defined here, as it is typed? */
function isTyped({ symbol = 0, sameSpelling = 0 }: Parts): boolean {
  return symbol > 0 && sameSpelling > 0;
}

/** Is it the end of another of the names: `gather` of `asyncio.gather`? */
function isEndingOf({ name }: SymbolTerms, symbols: readonly SymbolTerms[]): boolean {
  return symbols.some(({ endings }) => endings.some(({ text }, at) => at > 0 && text === name));
}

/** The alternative that counts most. */
export function best(alternatives: readonly Parts[]): Parts {
  return alternatives.reduce((a, b) => (sumOf(b) > sumOf(a) ? b : a), {});
}

function scaled(parts: Parts, by: number): Parts {
  const result: Parts = {};
  for (const name of Object.keys(parts) as (keyof Parts)[]) {
    const part = parts[name] ?? 0;
    if (part !== 0) result[name] = part * by;
  }
  return result;
}

function added(parts: Parts, { title = 0, beginning = 0 }: Parts): Parts {
  return {
    ...parts,
    ...(title > 0 && { title }),
    ...(beginning > 0 && { beginning: Math.max(beginning, parts.beginning ?? 0) }),
  };
}
