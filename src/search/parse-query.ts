import { PAGE_TYPES } from '../index/page-type.ts';
import type { CandidateFilter } from '../index/search-index.ts';
import { addressName } from './name-terms.ts';
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

const PIECES = /(-?)"([^"]*)"?|\S+/gu;
/** Two letters at least: -l and --flag are looked for, not shut out. */
const WITHOUT = /^-[\p{L}\p{N}]{2}/u;
/** Of programs: `-sname`, `-Xmx1g`, `-std=c99`. */
const OPTION = /^-[a-z][\w-]*/i;
const ANY_OPTION = /^--?[a-z][\w-]*$/i;
/** What is typed for a search has no such signs at the ends of its words: `For input string: "abc"`. Commas it has, between phrases and words. */
const ENDS_CLAUSE = /[\p{L}\p{N})][.:;]$|^[:;]$/u;
/** In a longer one phrases are words anyway, and the first of them. */
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
 * operators with nothing to look for are words too. Quotation marks in a sentence, and those of an option's value (`-m "fix bug"`), are its own.
 * @param options pieces of it that are looked for though they look shut out
 */
export function parseQuery(q: string, options: readonly string[] = []): ParsedQuery {
  const words: string[] = [];
  const parsed: ParsedQuery = {
    text: '',
    phrases: [],
    without: [],
    filter: {},
    endsInWord: /\S$/u.test(q) && !q.endsWith('"'),
  };
  const pieces = [...q.matchAll(PIECES)];
  const isSentence =
    pieces.length <= MAX_SENTENCE &&
    pieces.some(([piece, , phrase]) => phrase === undefined && ENDS_CLAUSE.test(piece));
  let last = '';
  for (const [piece, minus, phrase] of pieces) {
    const isUnwanted = shutsOut(piece, options);
    const isQuote = phrase !== undefined && minus !== '-' && (isSentence || ANY_OPTION.test(last));
    last = isUnwanted ? '' : piece;
    if (isQuote) words.push(piece);
    else if (phrase !== undefined) (minus === '-' ? parsed.without : parsed.phrases).push(phrase);
    else if (isUnwanted) parsed.without.push(piece.slice(1));
    else if (!readFilter(piece, parsed.filter)) words.push(piece);
  }
  parsed.text = words.join(' ');
  parsed.phrases = parsed.phrases.filter((phrase) => phrase.trim() !== '');
  const hasWanted = parsed.text !== '' || parsed.phrases.length > 0;
  return hasWanted ? parsed : { text: q.trim(), phrases: [], without: [], filter: {}, endsInWord: parsed.endsInWord };
}

function shutsOut(piece: string, options: readonly string[]): boolean {
  return WITHOUT.test(piece) && !options.includes(piece);
}

/** What options are given to: `git rebase` of `git rebase -i HEAD~3`; '' where nothing stands before one. */
export function commandName(text: string): string {
  return /^(.*?)\s+--?[a-z]/isu.exec(text)?.[1] ?? '';
}

/** What is defined where an address opens: `#os.path.join`. */
const DEFINED_THERE = /#([a-z_]\w*(?:\.[a-z_]\w*)+)$/i;

/** What a path or an address leads to: `sources list` of `/etc/apt/sources.list`, `os.path.join` of `/os.path.html#os.path.join`; '' for what is none. */
export function fileName(text: string): string {
  if (!/^(?:https?:\/|~|\.{1,2})?\/\S+$/i.test(text)) return '';
  return DEFINED_THERE.exec(text)?.[1] ?? addressName(text).replace(/\p{Cc}/gu, '');
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
