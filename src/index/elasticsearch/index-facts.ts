import type { Clock } from '../../model/clock.ts';
import type { CandidateQuery, Frequencies, TermGroup, VocabularyWord } from '../search-index.ts';
import { at, listAt } from './engine.ts';
import { type MultiSearch, PAGES, SECTIONS } from './multi-search.ts';
import { STATE_ID } from './page-writer.ts';
import { groupClause, termClause } from './query.ts';
import { readVocabulary } from './vocabulary.ts';

/** For so long nobody asks whether another program has changed the index. It only says how rare words are, and which there are. */
const TRUSTED_MS = 1000;
const MAX_COUNTS = 20_000;

/** What was counted before; it holds as long as the index does not change. */
interface Memory {
  version: string;
  checkedMs: number;
  /** Sections that match a clause, by its text. */
  counts: Map<string, Promise<number>>;
  languages?: Promise<string[]>;
  vocabulary?: { limit: number; words: Promise<readonly VocabularyWord[]> };
}

/** What is true of the index as a whole, remembered. */
export class IndexFacts {
  readonly #engine: Pick<MultiSearch, 'search'>;
  readonly #clock: Pick<Clock, 'monotonic'>;
  #memory: Memory | undefined;

  constructor(engine: Pick<MultiSearch, 'search'>, clock: Pick<Clock, 'monotonic'>) {
    this.#engine = engine;
    this.#clock = clock;
  }

  /** After a change of our own. */
  forget(): void {
    this.#memory = undefined;
  }

  async frequencies(groups: readonly TermGroup[]): Promise<Frequencies> {
    const memory = await this.#memoryNow();
    const terms = groups.flatMap((group) => group.terms.map((term) => termClause(term))); // for weights(), which comes next
    const clauses = [SECTIONS, ...groups.map((group) => groupClause(group)), ...terms];
    const [sections = 0, ...matches] = await this.#counted(memory, clauses);
    return { sections, matches: matches.slice(0, groups.length) };
  }

  /** How rare each term is beside how rare the engine takes it to be: the factor of its score. */
  async weights(terms: readonly string[]): Promise<(term: string) => number> {
    if (terms.length === 0) return () => 1;
    const memory = await this.#memoryNow();
    const clauses = [SECTIONS, ...terms.map((term) => termClause(term))];
    const [sections = 0, ...matches] = await this.#counted(memory, clauses);
    const weights = new Map(terms.map((term, i) => [term, correction(sections, matches[i] ?? 0)]));
    return (term) => weights.get(term) ?? 1;
  }

  /**
   * At most so many sections match, by what was counted of its terms. A query in some fields is for names, which few sections have: nobody
   * counts for that, and 0 stands for few.
   */
  async mostMatches({ groups, match, fields, phrases = [] }: CandidateQuery): Promise<number> {
    if (fields !== undefined) return 0;
    if (phrases.length > 0) return Number.POSITIVE_INFINITY;
    const memory = await this.#memoryNow();
    const most = await Promise.all(
      groups.map(async ({ terms, prefixes = [] }) =>
        prefixes.length > 0
          ? Number.POSITIVE_INFINITY
          : sumOf(
              await this.#counted(
                memory,
                terms.map((term) => termClause(term)),
              ),
            ),
      ),
    );
    return match === 'all' ? Math.min(...most) : sumOf(most);
  }

  async languages(): Promise<string[]> {
    const memory = await this.#memoryNow();
    memory.languages ??= this.#kept(this.#languages());
    return memory.languages;
  }

  async vocabulary(limit: number): Promise<readonly VocabularyWord[]> {
    const memory = await this.#memoryNow();
    if (memory.vocabulary?.limit !== limit)
      memory.vocabulary = { limit, words: this.#kept(readVocabulary(this.#engine, { query: PAGES, limit })) };
    return memory.vocabulary.words;
  }

  async stats(): Promise<{ pages: number; sections: number }> {
    const [pages, sections] = await Promise.all([this.#count(PAGES), this.#count(SECTIONS)]);
    return { pages, sections };
  }

  async #languages(): Promise<string[]> {
    const aggs = { langs: { terms: { field: 'lang', size: 1000 } } };
    const body = await this.#engine.search('list languages', { size: 0, query: PAGES, aggs });
    return listAt(body, 'aggregations', 'langs', 'buckets')
      .map((bucket) => String(at(bucket, 'key')))
      .sort();
  }

  #counted({ counts }: Memory, clauses: readonly object[]): Promise<number[]> {
    if (counts.size > MAX_COUNTS) counts.clear();
    return Promise.all(
      clauses.map((clause) => {
        const key = JSON.stringify(clause);
        const count = counts.get(key) ?? this.#kept(this.#count(clause));
        counts.set(key, count);
        return count;
      }),
    );
  }

  async #count(query: object): Promise<number> {
    const body = await this.#engine.search('count', { size: 0, track_total_hits: true, query });
    return Number(at(body, 'hits', 'total', 'value'));
  }

  /** What could not be read is asked for again. */
  #kept<T>(reading: Promise<T>): Promise<T> {
    reading.catch(() => this.forget());
    return reading;
  }

  async #memoryNow(): Promise<Memory> {
    const now = this.#clock.monotonic();
    const known = this.#memory;
    if (known !== undefined && now - known.checkedMs < TRUSTED_MS) return known;
    const version = await this.#version();
    if (known !== undefined && known === this.#memory && known.version === version) {
      known.checkedMs = now;
      return known;
    }
    const memory: Memory = { version, checkedMs: now, counts: new Map() };
    this.#memory = memory;
    return memory;
  }

  /** Another one after every change, and for another index behind the alias. */
  async #version(): Promise<string> {
    const body = await this.#engine.search('tell its state', {
      query: { ids: { values: [STATE_ID] } },
      version: true,
      _source: false,
      docvalue_fields: ['_index'],
    });
    const [hit] = listAt(body, 'hits', 'hits');
    return `${String(at(hit, 'fields', '_index', 0))} ${String(at(hit, '_version'))}`;
  }
}

/**
 * Both weigh a term by the odds that a section lacks it. FTS5 takes their logarithm, and next to nothing for a term in more than half of all; Lucene
 * adds one first, so that common words weigh much more. The order of the one on the other takes this factor.
 */
function correction(sections: number, matches: number): number {
  const odds = (sections - matches + 0.5) / (matches + 0.5);
  return Math.max(Math.log(odds), 1e-6) / Math.log(1 + odds);
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
