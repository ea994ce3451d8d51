import { compareText } from '../model/compare-text.ts';
import { stripMarks } from './fold.ts';

/** A word of the vocabulary that is like the one asked for. */
export interface Similar {
  word: string;
  /** Typing slips between the two: letters inserted, left out, wrong, or two neighbours swapped. */
  edits: number;
  /** All letters are there, some in the wrong place: neighbours swapped, or one that has moved. */
  hasAllLetters: boolean;
  /** Pages that have the word. */
  pages: number;
}

/** A slip in the first letter is rare (Pollock and Zamora 1984: 8 % of misspellings). */
const FIRST_LETTER_COST = 0.4;
/** Letters in the wrong place need less of a second thought: all of them are there. */
const SWAP_GAIN = 0.2;
/** What German, Dutch and the Scandinavian languages put between the parts of a compound. */
const LINKS = ['s', 'es', 'n', 'en', 'er', 'e'];
/** Shorter parts are found in words that are no compounds. */
const MIN_COMPOUND_CHARS = 5;
/** Among equally near words the common one, but never against a whole edit. */
const MAX_COMMON_GAIN = 0.3;

/**
 * Restricted Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swaps of neighbours, no
 * letter touched twice. `max + 1` when it is larger than `max`, found out without filling the table.
 */
export function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min((last[j] ?? max) + 1, (row[j - 1] ?? max) + 1, (last[j - 1] ?? max) + cost);
      if (cost === 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, (before[j - 2] ?? max) + 1);
      row.push(edits);
      least = Math.min(least, edits);
    }
    if (least > max) return max + 1;
    [before, last] = [last, row];
  }
  return Math.min(last[b.length] ?? max + 1, max + 1);
}

/** Edits that a word of this length can bear: one in a short word, two in a longer one, none where any other word would do. */
function maxEdits(word: string): number {
  if (word.length < 3) return 0;
  return word.length < 6 ? 1 : 2;
}

/**
 * A site's words, ready for the question which of them a mistyped word may be. Words of about the same length are compared by the set of their
 * letters first (32 bits), which leaves a few hundred of 200,000 for the table above. Accents are left out, as many leave them out who type.
 */
export class Spelling {
  readonly #pages: Map<string, number>;
  /** By the words without their accents, the commonest that has some. */
  readonly #accented = new Map<string, { word: string; pages: number }>();
  /** By length; words and their letters in the same order. */
  readonly #byLength = new Map<number, { words: string[]; bare: string[]; letters: number[] }>();

  /** @param vocabulary folded words, each with the number of pages that have it */
  constructor(vocabulary: Iterable<{ word: string; pages: number }>) {
    this.#pages = new Map();
    for (const { word, pages } of vocabulary) {
      const bare = stripMarks(word);
      this.#pages.set(bare, pages + this.pagesWith(bare));
      if (bare !== word && pages > (this.#accented.get(bare)?.pages ?? 0)) this.#accented.set(bare, { word, pages });
      const shelf = this.#byLength.get(bare.length) ?? { words: [], bare: [], letters: [] };
      shelf.words.push(word);
      shelf.bare.push(bare);
      shelf.letters.push(lettersOf(bare));
      this.#byLength.set(bare.length, shelf);
    }
  }

  /** Pages that have this folded word, whatever its accents. */
  pagesWith(word: string): number {
    return this.#pages.get(stripMarks(word)) ?? 0;
  }

  /** The commonest word with accents that differs from this folded one in them alone. */
  accented(word: string): string | undefined {
    const other = this.#accented.get(stripMarks(word))?.word;
    return other === word ? undefined : other;
  }

  /** The words that were most likely meant, best first, without the word itself. */
  similar(typed: string, limit: number): Similar[] {
    const word = stripMarks(typed);
    const max = maxEdits(word);
    const found: { similar: Similar; cost: number }[] = [];
    for (let length = word.length - max; length <= word.length + max; length++) {
      for (const [other, bare] of this.#alike(word, { length, max })) {
        const edits = editDistance(word, bare, max);
        if (edits > max || edits === 0) continue;
        const hasAllLetters = sorted(word) === sorted(bare);
        const similar = { word: other, edits, hasAllLetters, pages: this.pagesWith(bare) };
        found.push({ similar, cost: costOf(similar, word[0] === bare[0]) });
      }
    }
    found.sort((a, b) => a.cost - b.cost || compareText(a.similar.word, b.similar.word));
    return found.slice(0, limit).map(({ similar }) => similar);
  }

  /** Two words that were typed without the blank between them, or that a compound is made of; undefined when no pair is known. */
  split(word: string, minChars = 3): [string, string] | undefined {
    let best: { pair: [string, string]; pages: number } | undefined;
    for (const pair of pairsOf(word, minChars)) {
      const pages = Math.min(this.pagesWith(pair[0]), this.pagesWith(pair[1]));
      if (pages > (best?.pages ?? 0)) best = { pair, pages };
    }
    return best?.pair;
  }

  /** Words of one length, accents left out, whose letters differ by no more than so many edits can make. */
  *#alike(word: string, { length, max }: { length: number; max: number }): Generator<[word: string, bare: string]> {
    const { words, bare, letters } = this.#byLength.get(length) ?? { words: [], bare: [], letters: [] };
    const own = lettersOf(word);
    for (let i = 0; i < words.length; i++) {
      // A wrong letter is one letter less and another one more.
      if (bitsOf(own ^ (letters[i] ?? 0)) <= 2 * max) yield [words[i] ?? '', bare[i] ?? ''];
    }
  }
}

function* pairsOf(word: string, minChars: number): Generator<[string, string]> {
  for (let at = minChars; at <= word.length - minChars; at++) {
    const [first, second] = [word.slice(0, at), word.slice(at)];
    yield [first, second];
    if (second.length < MIN_COMPOUND_CHARS) continue;
    for (const link of LINKS)
      if (first.endsWith(link) && at - link.length >= MIN_COMPOUND_CHARS) yield [first.slice(0, -link.length), second];
  }
}

function costOf({ edits, hasAllLetters, pages }: Similar, hasFirstLetter: boolean): number {
  const first = hasFirstLetter ? 0 : FIRST_LETTER_COST;
  return edits + first - (hasAllLetters ? SWAP_GAIN : 0) - Math.min(MAX_COMMON_GAIN, Math.log10(pages + 1) / 10);
}

function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

/** Number of bits that are set (Hacker's Delight, 5-1). */
function bitsOf(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

function sorted(word: string): string {
  return [...word].sort().join('');
}
