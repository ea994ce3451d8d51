import type { SynonymGroup } from '../model/synonyms.ts';
import { type QueryWord, queryWords, tellingWords } from './query-words.ts';

export interface Widened {
  /** The same as given when no wording stands in the query. */
  words: readonly QueryWord[];
  /** The query as typed, and in the other wordings. */
  texts: string[];
}

/** Words that one wording may become; further wordings are left out. */
const MAX_PRODUCT = 12;
const MAX_TEXTS = 5;

/**
 * Lets each wording of the query stand for those that mean the same. Several words stand for one only all together: `regex or (regular and
 * expression)` is asked for as `(regex or regular) and (regex or expression)`, so that the index needs to know nothing of it, and
 * a text with only one of them is not found.
 */
export class Synonyms {
  readonly #groups: readonly SynonymGroup[];
  /** By the languages that they were analysed in: those of an index hardly ever change. */
  readonly #wordings = new Map<string, Wording[]>();

  /** Of the groups, those whose wordings stand for one another as words only: no title or symbol is looked for by them. */
  readonly #ofWords: readonly SynonymGroup[];

  constructor(groups: readonly SynonymGroup[], { ofWords = [] }: { ofWords?: readonly SynonymGroup[] } = {}) {
    this.#groups = ofWords.length === 0 ? groups : [...groups, ...ofWords];
    this.#ofWords = ofWords;
  }

  /** These, and groups whose wordings stand for one another as words only. */
  with(ofWords: readonly SynonymGroup[]): Synonyms {
    return ofWords.length === 0 ? this : new Synonyms(this.#groups, { ofWords });
  }

  widen(words: readonly QueryWord[], { text, langs }: { text: string; langs: readonly string[] }): Widened {
    const runs = this.#groups.length === 0 ? [] : this.#runs(words, langs);
    if (runs.length === 0) return { words, texts: [text] };
    const widened: QueryWord[] = [];
    const texts = new Set([text]);
    let done = 0;
    for (const { start, end, others } of runs) {
      widened.push(...words.slice(done, start), ...together(words.slice(start, end), others));
      done = end;
      const around = (wording: string) =>
        [...words.slice(0, start), { text: wording }, ...words.slice(end)].map((word) => word.text).join(' ');
      for (const { group, text: other } of others) if (!this.#ofWords.includes(group)) texts.add(around(other));
    }
    return { words: [...widened, ...words.slice(done)], texts: [...texts].slice(0, MAX_TEXTS) };
  }

  /** Where a wording stands in the query, from left to right; of several the longest. */
  #runs(words: readonly QueryWord[], langs: readonly string[]): Run[] {
    const wordings = this.#analysed(langs);
    const runs: Run[] = [];
    for (let start = 0; start < words.length; ) {
      const here = wordings.filter((wording) => standsAt(words, start, wording)).sort(byLength)[0];
      const end = start + (here?.words.length ?? 1);
      if (here !== undefined)
        runs.push({ start, end, others: wordings.filter((other) => other.group === here.group && other !== here) });
      start = end;
    }
    return runs;
  }

  #analysed(langs: readonly string[]): Wording[] {
    const key = langs.join(' ');
    const known = this.#wordings.get(key);
    if (known !== undefined) return known;
    const wordings = this.#groups.flatMap((group) =>
      group.map((text) => ({ group, text, words: queryWords(text, langs, { isTyping: false }) })),
    );
    this.#wordings.set(key, wordings);
    return wordings;
  }
}

interface Wording {
  group: SynonymGroup;
  text: string;
  words: readonly QueryWord[];
}

interface Run {
  start: number;
  end: number;
  others: Wording[];
}

const byLength = (a: Wording, b: Wording): number => b.words.length - a.words.length;

/** Do the words of the wording stand there, in any of their forms? */
function standsAt(words: readonly QueryWord[], start: number, { words: wanted }: Wording): boolean {
  return wanted.every(({ terms }, i) => words[start + i]?.terms.some((term) => terms.includes(term)) === true);
}

function together(run: readonly QueryWord[], others: readonly Wording[]): QueryWord[] {
  let product = [...run];
  for (const { words } of others) {
    const told = tellingWords(words);
    if (product.length * told.length > MAX_PRODUCT) continue;
    product = product.flatMap((word) => told.map((other) => either(word, other)));
  }
  return product.map((word, i) => (i < run.length ? word : { ...word, isSpread: true }));
}

/** Names are taken whole as synonyms, in pieces only as typed. */
function either(word: QueryWord, other: QueryWord): QueryWord {
  const terms = [...new Set([...word.terms, ...other.terms])];
  return { ...word, terms, parts: word.parts.map((part) => either(part, other)) };
}
