import { PAGE_TYPES } from '../index/page-type.ts';
import type { CandidateFilter } from '../index/search-index.ts';
import { normalFilter } from './normal-filter.ts';

export interface ParsedQuery {
  /** The words to look for, phrases left out, in the order typed. */
  text: string;
  phrases: string[];
  /** Words and phrases that must not occur. */
  without: string[];
  filter: CandidateFilter;
  /** Text ends within a word, so that the word may be the beginning of a longer one. */
  endsInWord: boolean;
}

/** A phrase, which may lack its end, or what stands between blanks. */
const PIECES = /(-?)"([^"]*)"?|\S+/gu;
/** `-word`. Two letters at least: `-l` and `--flag` are looked for, not shut out. */
const WITHOUT = /^-[\p{L}\p{N}]{2}/u;
/** An option that looks like `-word`: `-sname`, `-Xmx1g`, `-std=c99`. Matches its name. */
const OPTION = /^-[a-z][\w-]*/i;
/** An option without a value: `-m`, `--message`. */
const ANY_OPTION = /^--?[a-z][\w-]*$/i;
/**
 * Ends a clause of a sentence: `string:` in `For input string: "abc"`. What is typed for a search has no such signs at the ends of its words;
 * commas it has, between phrases and words.
 */
const ENDS_CLAUSE = /[\p{L}\p{N})][.:;]$|^[:;]$/u;
/** Pieces of a sentence at most. In a longer one phrases are words anyway: see `retrieve`. */
const MAX_SENTENCE = 12;
const FILTERS: readonly [keyof CandidateFilter, RegExp][] = [
  ['site', /^site:(.+)$/iu],
  ['lang', /^lang:([a-z]{2,3}(?:[-_][a-z0-9]+)*)$/iu],
  ['type', new RegExp(`^type:(${PAGE_TYPES.join('|')})$`, 'iu')],
  ['inPath', /^in:(.+)$/iu],
];

/** Pieces that shut a word out, unless the site writes them as options. */
export function possibleOptions(q: string): string[] {
  return Array.from(q.matchAll(PIECES), ([piece]) => piece).filter(
    (piece) => WITHOUT.test(piece) && OPTION.test(piece),
  );
}

/** What such a piece is called in texts, without its value. */
export function optionName(piece: string): string {
  return OPTION.exec(piece)?.[0] ?? piece;
}

/**
 * Reads the query language: words, "phrases", -without, site:, lang:, type:, in:path. Never throws: what is not an operator is a word, and
 * operators with nothing to look for are words too. Quotation marks in a sentence, and around the value of an option (`-m "fix bug"`), make no phrase.
 * @param options pieces that are looked for although they look like `-without`
 */
export function parseQuery(q: string, options: readonly string[] = []): ParsedQuery {
  const words: string[] = [];
  const phrases: string[] = [];
  const without: string[] = [];
  const filter: CandidateFilter = {};
  const endsInWord = /\S$/u.test(q) && !q.endsWith('"');
  const pieces = Array.from(q.matchAll(PIECES), ([piece, minus, phrase]) => ({
    piece,
    isMinus: minus === '-',
    phrase,
  }));
  const isSentence =
    pieces.length <= MAX_SENTENCE &&
    pieces.some(({ piece, phrase }) => phrase === undefined && ENDS_CLAUSE.test(piece));
  let isBehindOption = false;
  for (const { piece, isMinus, phrase } of pieces) {
    const isUnwanted = shutsOut(piece, options);
    if (phrase !== undefined && isMinus) without.push(phrase);
    else if (phrase !== undefined && (isSentence || isBehindOption)) words.push(piece);
    else if (phrase !== undefined) phrases.push(phrase);
    else if (isUnwanted) without.push(piece.slice(1));
    else if (!readFilter(piece, filter)) words.push(piece);
    isBehindOption = ANY_OPTION.test(piece) && !isUnwanted;
  }
  const text = words.join(' ');
  const wanted = phrases.filter((phrase) => phrase.trim() !== '');
  return text !== '' || wanted.length > 0
    ? { text, phrases: wanted, without, filter, endsInWord }
    : { text: q.trim(), phrases: [], without: [], filter: {}, endsInWord };
}

function shutsOut(piece: string, options: readonly string[]): boolean {
  return WITHOUT.test(piece) && !options.includes(piece);
}

function readFilter(piece: string, filter: CandidateFilter): boolean {
  for (const [name, pattern] of FILTERS) {
    const value = pattern.exec(piece)?.[1];
    if (value === undefined) continue;
    Object.assign(filter, name === 'inPath' ? { inPath: value } : normalFilter({ [name]: value }));
    return true;
  }
  return false;
}
