import type { QueryWord } from './query-words.ts';

/** Tells which of the query's words a term stands for. */
export interface WordFinder {
  /** How many words there are. */
  count: number;
  wordOf: (term: string) => number | undefined;
  /** False for most chunks that have none of the words, without analysing them. */
  mayMatter: (raw: string) => boolean;
}

/** Words are numbered by their place in the list. */
export function wordFinder(words: readonly QueryWord[]): WordFinder {
  const byTerm = new Map(words.flatMap((word, i) => word.terms.map((term) => [term, i] as const)));
  const prefixes = words.flatMap((word, i) => word.prefixes.map((prefix) => [prefix, i] as const));
  return {
    count: words.length,
    wordOf: (term) => byTerm.get(term) ?? prefixes.find(([prefix]) => term.startsWith(prefix))?.[1],
    mayMatter: headsFinder([...byTerm.keys(), ...prefixes.map(([prefix]) => prefix)]),
  };
}

/**
 * Stemming changes the end of a word, seldom its first letters: a chunk of plain ASCII that has the first letters of no term has none of the
 * terms. Other scripts fold in more ways than are worth telling here, so their chunks always may.
 */
function headsFinder(terms: readonly string[]): (raw: string) => boolean {
  const heads = terms.map((term) => term.replace(/^=+/, '')).map((term) => term.slice(0, term.length > 3 ? 3 : 2));
  const pattern = heads.map((head) => head.replace(/[^\p{L}\p{N}]/gu, '\\$&')).join('|');
  const finder = new RegExp(`[^\\x00-\\x7f]|${pattern}`, 'i');
  return (raw) => finder.test(raw);
}
