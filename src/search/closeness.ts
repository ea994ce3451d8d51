import type { Candidate, Passage } from '../index/search-index.ts';
import { isAmong, nameTerms } from './name-terms.ts';
import { piecesOf, type QueryWord, typedWords } from './query-words.ts';
import { wordFinder } from './word-finder.ts';

/** How close together the words of a query stand in a section, each 0..1. */
export interface Closeness {
  /** Share of the words, by rarity, in the best stretch of the text, or in a name of the section. */
  near: number;
  /** Share of the query's neighbours that are neighbours in the text, in order. */
  order: number;
}

/** Where a word of the query stands. */
interface Place {
  word: number;
  /** Number of the chunk in the text. */
  at: number;
}

/** Chunks in a stretch: about a sentence. */
const STRETCH = 12;
/** Characters that are looked at, of the text and of the code: a section says early what it is about. */
const MAX_SCANNED_CHARS = 3000;
/** Chunks between the text and the code: no stretch spans both. */
const GAP = 100;
/**
 * What two words that are neighbours in the query are worth in the text, by how many chunks lie between their beginnings: 0 in one chunk, 1 side by
 * side. In the other order they count as if they were two chunks further apart.
 */
const WORTH = [1, 1, 0.7, 0.4];
const BACKWARDS = 2;

/** Tells how close the words of one query stand; `undefined` for a query of less than two, such as one name: its parts are looked for together anyway. */
export function closenessFinder(
  words: readonly QueryWord[],
): ((candidate: Candidate, passage: Passage) => Closeness) | undefined {
  const told = typedWords(words).filter(({ isMinor }) => !isMinor);
  if (told.length < 2) return undefined;
  const known = told.flatMap(piecesOf).filter(({ rarity }) => rarity > 0);
  const flat = [...new Map(known.map((word) => [word.terms.join(' '), word])).values()];
  if (flat.length < 2) return undefined;
  const finder = wordFinder(flat);
  const weight = flat.reduce((sum, { rarity }) => sum + rarity, 0);
  return (candidate, { text, code }) => {
    const read = (part: string, from: number): Place[] =>
      finder
        .placesIn(part.slice(0, MAX_SCANNED_CHARS), candidate.lang)
        .map((place) => ({ word: place.word, at: from + place.chunk }));
    const places = [...read(text, 0), ...read(code, MAX_SCANNED_CHARS + GAP)];
    const near = Math.max(bestStretch(places, flat), ...namesOf(candidate).map((name) => inName(name, flat)));
    return { near: near / weight, order: orderOf(places, flat) };
  };
}

function namesOf({ title, heading, symbols, lang }: Candidate) {
  return [title, heading, ...symbols].map((name) => nameTerms(name, lang));
}

function inName(name: ReturnType<typeof nameTerms>, words: readonly QueryWord[]): number {
  return words.reduce((sum, word) => sum + (isAmong(word, name) ? word.rarity : 0), 0);
}

/** The rarities of the different words in the stretch that has most. */
function bestStretch(places: readonly Place[], words: readonly QueryWord[]): number {
  const counts = new Array<number>(words.length).fill(0);
  const rarityOf = (word: number) => words[word]?.rarity ?? 0;
  let [sum, best, first] = [0, 0, 0];
  for (const { word, at } of places) {
    counts[word] = (counts[word] ?? 0) + 1;
    if (counts[word] === 1) sum += rarityOf(word);
    for (let last = places[first]; last !== undefined && last.at < at - STRETCH; last = places[++first]) {
      counts[last.word] = (counts[last.word] ?? 0) - 1;
      if (counts[last.word] === 0) sum -= rarityOf(last.word);
    }
    best = Math.max(best, sum);
  }
  return best;
}

function orderOf(places: readonly Place[], words: readonly QueryWord[]): number {
  const found = new Array<number>(words.length).fill(0);
  for (const [i, place] of places.entries()) {
    for (let j = i + 1; j < places.length; j++) {
      const next = places[j];
      if (next === undefined || next.at - place.at >= WORTH.length) break;
      const pair = Math.min(place.word, next.word);
      found[pair] = Math.max(found[pair] ?? 0, worthOf(place, next));
    }
  }
  let [sum, all] = [0, 0];
  for (let i = 1; i < words.length; i++) {
    const rarity = (words[i - 1]?.rarity ?? 0) + (words[i]?.rarity ?? 0);
    sum += rarity * (found[i - 1] ?? 0);
    all += rarity;
  }
  return all === 0 ? 0 : sum / all;
}

function worthOf(place: Place, next: Place): number {
  const steps = next.word - place.word;
  if (Math.abs(steps) !== 1) return 0;
  return WORTH[next.at - place.at + (steps === 1 ? 0 : BACKWARDS)] ?? 0;
}
