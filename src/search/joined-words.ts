import type { SearchIndex } from '../index/search-index.ts';
import type { SynonymGroup } from '../model/synonyms.ts';
import { EXACT } from '../text/chunk.ts';
import { type QueryWord, queryWords, weighed } from './query-words.ts';

const WORD = /^\p{L}{2,}$/u;
const MIN_CHARS = 5;
/** A question this long says enough besides. */
const MAX_PAIRS = 8;
/**
 * The site writes two words as one when at least this share of the sections that have the rarer of them have the joined word: in fewer, that is a name, or a
 * slip.
 */
const MIN_JOINED_SHARE = 1 / 32;

/**
 * Weighs the words, and finds the neighbours among them that the site writes as one word, too: `file name`, `set up`. Those are wordings of one another, but no
 * names: `file input` is not what `fileinput` is called. Only the second may be grammar, as `to day` is no day; and what stands nowhere as typed is left to be
 * mended.
 */
export async function weighedWithJoined(
  words: readonly QueryWord[],
  { index, langs }: { index: Pick<SearchIndex, 'frequencies'>; langs: readonly string[] },
): Promise<{ words: QueryWord[]; wordings: SynonymGroup[] }> {
  const pairs = pairsOf(words, langs);
  const all = await weighed([...words, ...pairs.map(({ joined }) => joined)], index);
  const sectionsAt = (place: number) => all[place]?.sections ?? 0;
  const isUsual = ({ at }: Pair, i: number) => {
    const rarer = Math.min(sectionsAt(at - 1), sectionsAt(at));
    return rarer > 0 && sectionsAt(words.length + i) >= rarer * MIN_JOINED_SHARE;
  };
  const wordings = pairs
    .filter(isUsual)
    .map(({ at, joined }) => [`${words[at - 1]?.text} ${words[at]?.text}`, joined.text]);
  return { words: all.slice(0, words.length), wordings };
}

interface Pair {
  /** Place of the second word. */
  at: number;
  /**
   * By its stems alone: names that have its exact form are cut into words anyway (`HTTPStatus`). Stems that the first word has as well are left out:
   * they would find what has that word only.
   */
  joined: QueryWord;
}

function pairsOf(words: readonly QueryWord[], langs: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  for (const [at, second] of words.entries()) {
    const first = words[at - 1];
    if (first === undefined || first.isMinor || !isWord(first) || !isWord(second)) continue;
    // Capitals would make a name of two parts of it.
    const text = (first.text + second.text).toLowerCase();
    const [joined] = text.length < MIN_CHARS ? [] : queryWords(text, langs, { isTyping: false });
    const terms = joined?.terms.filter((term) => !term.startsWith(EXACT) && !first.terms.includes(term)) ?? [];
    if (joined !== undefined && terms.length > 0) pairs.push({ at, joined: { ...joined, terms } });
  }
  return pairs.slice(0, MAX_PAIRS);
}

/** Neither a name nor still being typed. */
function isWord({ text, parts, prefixes }: QueryWord): boolean {
  return parts.length === 0 && prefixes.length === 0 && WORD.test(text);
}
