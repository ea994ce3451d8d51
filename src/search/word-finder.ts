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
 * Stemming changes the end of a word, seldom its first letters: a chunk of plain ASCII in which no word or piece of a name begins as a term does has none
 * of the terms, and is not analysed. Other scripts fold in more ways than are worth telling here, so their chunks always are.
 */
function headsOf(terms: readonly string[]): RegExp {
  const heads = terms.map((term) => term.replace(/^=+/, '')).map((term) => term.slice(0, term.length > 3 ? 3 : 2));
  const pattern = [...new Set(heads)].map(beginning).join('|');
  return new RegExp(`[^\\x00-\\x7f\\s]|${pattern}`, 'g');
}

/** Matches the letters where a piece of a name may begin: at a capital, or behind what is no letter. */
function beginning(head: string): string {
  const [first = '', ...others] = head;
  if (first === '') return '\\S';
  const further = others
    .map((char) => (/[a-z]/.test(char) ? `[${char}${char.toUpperCase()}]` : escaped(char)))
    .join('');
  return /[a-z]/.test(first)
    ? `(?:${first}(?<![A-Za-z]${first})|${first.toUpperCase()})${further}`
    : escaped(first) + further;
}

function escaped(char: string): string {
  return char.replace(/[^\p{L}\p{N}]/u, '\\$&');
}

/** Calls `visit` with each chunk in which the pattern matches, and its number. */
function eachChunkWith(
  pattern: RegExp,
  text: string,
  visit: (start: number, end: number, chunk: number) => void,
): void {
  pattern.lastIndex = 0;
  let [chunk, done, isInside] = [-1, 0, false];
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    let start = match.index;
    while (start > done && !isBlank(text.charCodeAt(start - 1))) start -= 1;
    for (; done <= start; done++) {
      const wasInside = isInside;
      isInside = !isBlank(text.charCodeAt(done));
      if (isInside && !wasInside) chunk += 1;
    }
    while (done < text.length && !isBlank(text.charCodeAt(done))) done += 1;
    visit(start, done, chunk);
    pattern.lastIndex = done;
  }
}
