import { chunkAt, isBlank } from '../text/analyze.ts';
import type { ChunkToken } from '../text/chunk.ts';
import { LONE_CHARACTER, type QueryWord } from './query-words.ts';

/** Finds the words of a query in texts. */
export interface WordFinder {
  /** How many words there are. */
  count: number;
  /** Words that stand in the text, from left to right, in all their forms; a name and its parts one by one. */
  placesIn: (text: string, lang: string) => WordPlace[];
}

export interface WordPlace {
  /** Number of the query's word. */
  word: number;
  /** First character, and the one after the last. */
  start: number;
  end: number;
  /** Number of the chunk, a run of characters without blanks, in the text. */
  chunk: number;
}

/** Words are numbered by their place in the list. */
export function wordFinder(words: readonly QueryWord[]): WordFinder {
  const byTerm = new Map(words.flatMap((word, i) => word.terms.map((term) => [term, i] as const)));
  const prefixes = words.flatMap((word, i) => word.prefixes.map((prefix) => [prefix, i] as const));
  const placeOf = ({ term, start, end }: ChunkToken): Omit<WordPlace, 'chunk'> | undefined => {
    const exact = byTerm.get(term);
    if (exact !== undefined) return { word: exact, start, end };
    const [prefix, word] = prefixes.find(([prefix]) => term.startsWith(prefix)) ?? [];
    if (prefix === undefined || word === undefined) return undefined;
    // A pair of characters is no word: of the one asked for, the other is not marked.
    return { word, start, end: LONE_CHARACTER.test(prefix) ? start + prefix.length : end };
  };
  const terms = [...byTerm.keys(), ...prefixes.map(([prefix]) => prefix)];
  const byLanguage = new Map<string, RegExp>();
  const headsIn = (lang: string) => {
    const heads = byLanguage.get(lang) ?? headsOf(terms, lang);
    byLanguage.set(lang, heads);
    return heads;
  };
  return {
    count: words.length,
    placesIn: (text, lang) => {
      const places: WordPlace[] = [];
      eachChunkWith(headsIn(lang), text, (start, end, chunk) => {
        for (const token of chunkAt(text, { start, end, lang }).tokens) {
          const place = placeOf(token);
          if (place !== undefined)
            places.push({ word: place.word, start: start + place.start, end: start + place.end, chunk });
        }
      });
      return places;
    },
  };
}

/** Letters of Russian and Ukrainian. */
const CYRILLIC = 'А-Яа-яЁёІіЇїЄєҐґ';
/** The one verb whose prefix the stemmer takes off: `скопировать`, `скопіювати`. */
const TO_COPY = /^коп[иі]/;
/** What is folded into these letters. */
const SPELLINGS: Record<string, string> = { е: '[её]', г: '[гґ]' };

/**
 * Stemming changes the end of a word, seldom its first letters, and in Cyrillic never the first but for `TO_COPY`: a chunk in which no word or piece of a name
 * begins as a term does has none of the terms, and is not analysed. That holds for ASCII, these letters, and dashes and quotation marks. Other scripts fold in
 * more ways than are worth telling here, and Serbian stems are in Latin letters, so their chunks always are analysed. The pattern has no look-behind, as one
 * without is searched for four times as fast: `isInsideWord` tells the rest.
 */
function headsOf(terms: readonly string[], lang: string): RegExp {
  const heads = new Set(terms.map((term) => headOf(term.replace(/^=+/, ''))));
  const told = `\\x00-\\x7f\\u2012-\\u201f\\u2022\\u2026${lang === 'sr' ? '' : CYRILLIC}`;
  return new RegExp([`[^${told}]`, ...heads].join('|'), 'gi');
}

function headOf(term: string): string {
  if (term === '') return '\\S';
  if (TO_COPY.test(term)) return '[кс]';
  if (isCyrillic(term.charCodeAt(0))) return SPELLINGS[term.charAt(0)] ?? term.charAt(0);
  return term.slice(0, term.length > 3 ? 3 : 2).replace(/[^\p{L}\p{N}]/gu, '\\$&');
}

/** Words begin behind what is no letter, and the pieces of a name at a capital, too. */
function isInsideWord(text: string, at: number): boolean {
  const [before, code] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return isCyrillic(code) ? code >= 0x430 && isCyrillic(before) : isLowerCase(code) && isLowerCase(before | 0x20);
}

function isCyrillic(code: number): boolean {
  return code >= 0x400 && code <= 0x52f;
}

function isLowerCase(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

/** Calls `visit` with each chunk in which a term may begin, and its number. */
function eachChunkWith(heads: RegExp, text: string, visit: (start: number, end: number, chunk: number) => void): void {
  let [chunk, done, wasBlank] = [-1, 0, true];
  heads.lastIndex = 0;
  for (let match = heads.exec(text); match !== null; match = heads.exec(text)) {
    const { index } = match;
    if (isInsideWord(text, index)) {
      heads.lastIndex = index + 1;
      continue;
    }
    let start = index;
    while (start > done && !isBlank(text.charCodeAt(start - 1))) start -= 1;
    for (; done <= start; done++) {
      const blank = isBlank(text.charCodeAt(done));
      if (wasBlank && !blank) chunk += 1;
      wasBlank = blank;
    }
    while (done < text.length && !isBlank(text.charCodeAt(done))) done += 1;
    if (!wasBlank) visit(start, done, chunk);
    heads.lastIndex = done;
  }
}
