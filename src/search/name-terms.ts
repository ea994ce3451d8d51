import { analyze } from '../text/analyze.ts';
import { EXACT, exactTerm } from '../text/chunk.ts';
import { headingKey, headingKeys, withoutNumbering } from '../text/heading-keys.ts';
import { RecentCache } from '../text/recent-cache.ts';
import { endingsOf, joinedKey, symbolName } from '../text/symbol-terms.ts';
import type { QueryWord } from './query-words.ts';

/** What a title or heading is compared by. */
export interface NameTerms {
  all: ReadonlySet<string>;
  /** Exact terms of its words as they are written, and of those parts of names that signs set apart. */
  forms: ReadonlySet<string>;
  /** How many of them are words or parts, not whole names. */
  words: number;
  /** The terms for all of it, and for what stands before its subtitle. */
  keys: readonly string[];
}

/** What a symbol is compared by. */
export interface SymbolTerms {
  /** Without arguments. */
  name: string;
  /** The terms for the name as words, and for each of its endings. */
  keys: readonly string[];
  /** From the full name to its last part. */
  endings: readonly { text: string; exact: string }[];
  /** The terms for the name with that of its page before it. */
  memberKeys?: readonly string[];
}

/** What all parts of a name are worth, where the name itself is worth 1. */
const PARTS_SHARE = 0.6;
/** What a word is worth in another form, or as a piece of a longer one, where the word as typed is worth 1: `Generate files` says less of generators. */
const OTHER_FORM_SHARE = 0.8;
const WORD_CHARS = /[\p{L}\p{N}\p{M}_]/u;
/** Some 25,000 names are in a manual of 15,000 sections. Each takes about a kilobyte, so those of all languages together are bounded. */
const CAPACITY = 25_000;
/** By language and name. */
const names = new RecentCache<NameTerms>(CAPACITY);
const symbols = new RecentCache<SymbolTerms>(CAPACITY);

/** Titles, headings and symbols are kept once analysed, because the same ones come up in query after query. */
export function nameTerms(name: string, lang: string): NameTerms {
  return names.getOrMake(`${lang} ${name}`, () => {
    const text = withoutNumbering(name);
    const tokens = analyze(text, lang).filter(({ kind }) => kind !== 'last');
    const all = new Set(tokens.map(({ term }) => term));
    const words = [...all].filter((term) => !term.startsWith(EXACT)).length;
    const written = tokens.filter(({ kind, start, end }) => kind !== 'part' || standsAlone(text, { start, end }));
    const forms = new Set(written.map(({ start, end }) => exactTerm(text.slice(start, end))));
    return { all, forms, words, keys: headingKeys(name) };
  });
}

/** The same of a symbol, whose terms do not depend on a language. */
export function symbolTermsOf(symbol: string): SymbolTerms {
  return symbols.getOrMake(symbol, () => {
    const name = symbolName(symbol);
    const endings = endingsOf(name).map((text) => ({ text, exact: exactTerm(text) }));
    const keys = [...endings.map(({ text }) => headingKey(text)), joinedKey(name)].filter((key) => key !== '');
    return { name, keys, endings };
  });
}

/** `gather` of `gather(*aws) -> list`: what a heading defines, without arguments and results; all of a heading that defines nothing. */
export function definedName(heading: string, { hasSymbols }: { hasSymbols: boolean }): string {
  const end = heading.search(hasSymbols ? /(?<=\S)\s*\(|→|\s->/ : /→/);
  return end > 0 ? heading.slice(0, end) : heading;
}

/** 1 when the word is in the name as it is typed; less when it is there in another form, or only parts of it are. */
export function shareOf(word: QueryWord, terms: NameTerms): number {
  if (isAmong(word, terms)) return isAsTyped(word, terms) ? 1 : OTHER_FORM_SHARE;
  return word.parts.length === 0
    ? 0
    : (PARTS_SHARE * word.parts.filter((part) => isAmong(part, terms)).length) / word.parts.length;
}

/** Is the word in the name, in any of its forms, or the beginning of a word there while it is still being typed? */
export function isAmong(word: QueryWord, { all: terms }: NameTerms): boolean {
  for (const term of word.terms) if (terms.has(term)) return true; // asked thousands of times a query
  return word.prefixes.length > 0 && [...terms].some((term) => word.prefixes.some((prefix) => term.startsWith(prefix)));
}

/** A word that is still being typed has no form yet. */
function isAsTyped(word: QueryWord, { forms }: NameTerms): boolean {
  if (word.prefixes.length > 0) return true;
  for (const term of word.terms) if (forms.has(term)) return true;
  return false;
}

/** `gather` of `asyncio.gather`, not `http` of `HTTPServer`. */
function standsAlone(text: string, { start, end }: { start: number; end: number }): boolean {
  return !WORD_CHARS.test(text.slice(Math.max(0, start - 1), start)) && !WORD_CHARS.test(text.slice(end, end + 1));
}
