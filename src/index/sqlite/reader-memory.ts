import type { CandidateSet, VocabularyWord } from '../search-index.ts';
import type { RunReader } from './run-reader.ts';

/** Answers of each kind that are remembered. */
const MAX_ANSWERS = 5000;
/** Matches that are remembered, of all queries together, some 16 bytes each. */
const MAX_MATCHES = 400_000;

/** Distinct pages and families of all that matches. */
export type Totals = Pick<CandidateSet, 'pages' | 'families'>;

/** The best matches of a query in order. */
export interface Ranked {
  ids: number[];
  scores: number[];
  /** There are no others. */
  isAll: boolean;
}

/** What has been read of one version of the index. Each method answers from memory, or asks `read` and remembers. */
export class ReaderMemory {
  /** Of the index; in another one nothing of this holds. */
  readonly version: string;
  /** Reads sections, and remembers those it has unpacked. */
  readonly runs: RunReader;
  readonly #frequencies = new Map<string, number>();
  readonly #totals = new Map<string, Totals>();
  readonly #ranked = new Map<string, Ranked>();
  #matches = 0;
  #sections: number | undefined;
  #languages: string[] | undefined;
  #vocabulary: { limit: number; words: readonly VocabularyWord[] } | undefined;

  constructor(version: string, runs: RunReader) {
    this.version = version;
    this.runs = runs;
  }

  /** Makes room. Between two answers, as what one of them holds on to must stay. */
  trim(): void {
    for (const map of [this.#frequencies, this.#totals, this.#ranked]) if (map.size >= MAX_ANSWERS) map.clear();
    if (this.#ranked.size > 0 && this.#matches < MAX_MATCHES) return;
    this.#ranked.clear();
    this.#matches = 0;
  }

  /** Sections that have one of the terms of a group. */
  frequency(group: string, read: () => number): number {
    return remembered(this.#frequencies, group, read);
  }

  /** Of a query that matches more than was read. */
  totals(query: string, read: () => Totals): Totals {
    return remembered(this.#totals, query, read);
  }

  /**
   * At least `reach` of the matches of a query, if there are so many: putting tens of thousands in order takes long, and the same is asked for again with
   * another limit, for the next page, by others.
   */
  ranked(query: string, reach: number, read: () => Ranked): Ranked {
    const known = this.#ranked.get(query);
    if (known !== undefined && (known.isAll || known.ids.length >= reach)) return known;
    const ranked = read();
    this.#ranked.set(query, ranked);
    this.#matches += ranked.ids.length - (known?.ids.length ?? 0);
    return ranked;
  }

  sections(read: () => number): number {
    this.#sections ??= read();
    return this.#sections;
  }

  languages(read: () => string[]): string[] {
    this.#languages ??= read();
    return this.#languages;
  }

  vocabulary(limit: number, read: () => VocabularyWord[]): readonly VocabularyWord[] {
    if (this.#vocabulary?.limit !== limit) this.#vocabulary = { limit, words: read() };
    return this.#vocabulary.words;
  }
}

function remembered<T>(known: Map<string, T>, key: string, read: () => T): T {
  const last = known.get(key);
  if (last !== undefined) return last;
  const answer = read();
  known.set(key, answer);
  return answer;
}
