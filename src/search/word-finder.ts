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
  const heads = headsOf([...byTerm.keys(), ...prefixes.map(([prefix]) => prefix)]);
  return {
    count: words.length,
    placesIn: (text, lang) => {
      const places: WordPlace[] = [];
      eachChunkWith(heads, text, (start, end, chunk) => {
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

/**
 * Stemming changes the end of a word, seldom its first letters: a chunk of ASCII and the dashes and quotation marks of a text in which no word or piece of a
 * name begins as a term does has none of the terms, and is not analysed. Other scripts fold in more ways than are worth telling here, so their
 * chunks always are. The pattern has no look-behind, as one without is searched for four times as fast: `isInsideWord` tells the rest.
 */
function headsOf(terms: readonly string[]): RegExp {
  const heads = terms.map((term) => term.replace(/^=+/, '')).map((term) => term.slice(0, term.length > 3 ? 3 : 2));
  const pattern = [...new Set(heads)].map((head) => (head === '' ? '\\S' : escaped(head))).join('|');
  return new RegExp(`[^\\x00-\\x7f\\u2012-\\u201f\\u2022\\u2026]|${pattern}`, 'gi');
}

function escaped(head: string): string {
  return head.replace(/[^\p{L}\p{N}]/gu, '\\$&');
}

/** Words begin behind what is no letter, and the pieces of a name at a capital, too. */
function isInsideWord(text: string, at: number): boolean {
  return isLowerCase(text.charCodeAt(at)) && isLowerCase(text.charCodeAt(at - 1) | 0x20);
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
