import { type Clock, systemClock } from '../../model/clock.ts';
import type {
  ApplyOptions,
  CandidateQuery,
  CandidateSet,
  Frequencies,
  IndexChange,
  IndexStats,
  Passage,
  Refusal,
  SearchIndex,
  SectionId,
  TermGroup,
  VocabularyWord,
} from '../search-index.ts';
import { connect, type EngineAddress } from './connect.ts';
import { at, bodyOf, type Engine } from './engine.ts';
import { IndexFacts } from './index-facts.ts';
import { aliasOf, ensureIndex } from './lifecycle.ts';
import { MultiSearch } from './multi-search.ts';
import { PageWriter } from './page-writer.ts';
import { SectionReader } from './section-reader.ts';

export interface ElasticsearchIndexOptions extends EngineAddress {
  /** Name of the index among others of ours: its alias is `spindex-<name>`. */
  name: string;
  clock?: Clock;
}

/** The index on Elasticsearch 8 and 9 or OpenSearch 2 and 3. What it cannot promise is in docs/decisions/0007-search-engines.md. */
export class ElasticsearchSearchIndex implements SearchIndex {
  readonly #engine: Engine;
  readonly #alias: string;
  readonly #facts: IndexFacts;
  readonly #reader: SectionReader;
  readonly #writer: PageWriter;
  #closed: Promise<void> | undefined;

  /** Faults: `index-unavailable`, `settings-invalid` (refused credentials), `data-newer`, `data-unreadable` (not our index). */
  static async open({
    name,
    clock = systemClock,
    ...address
  }: ElasticsearchIndexOptions): Promise<ElasticsearchSearchIndex> {
    const engine = await connect(address);
    try {
      await ensureIndex(engine, name);
    } catch (cause) {
      await engine.close();
      throw cause;
    }
    return new ElasticsearchSearchIndex(engine, { alias: aliasOf(name), clock });
  }

  private constructor(engine: Engine, { alias, clock }: { alias: string; clock: Clock }) {
    this.#engine = engine;
    this.#alias = alias;
    const searches = new MultiSearch(engine, alias);
    this.#facts = new IndexFacts(searches);
    this.#reader = new SectionReader(engine, { alias, searches, facts: this.#facts });
    this.#writer = new PageWriter(engine, { alias, clock });
  }

  apply(changes: readonly IndexChange[], options?: ApplyOptions): Promise<Refusal[]> {
    return this.#writer.apply(changes, options).finally(() => this.#facts.forget());
  }

  candidates(query: CandidateQuery): Promise<CandidateSet> {
    return this.#reader.candidates(query);
  }

  passages(ids: readonly SectionId[]): Promise<Passage[]> {
    return this.#reader.passages(ids);
  }

  frequencies(groups: readonly TermGroup[]): Promise<Frequencies> {
    return this.#facts.frequencies(groups);
  }

  languages(): Promise<string[]> {
    return this.#facts.languages();
  }

  vocabulary(limit: number): Promise<readonly VocabularyWord[]> {
    return this.#facts.vocabulary(limit);
  }

  async stats(): Promise<IndexStats> {
    const store = bodyOf(await this.#engine.send('GET', `/${this.#alias}/_stats/store`), 'tell its size');
    return { ...(await this.#facts.stats()), bytes: Number(at(store, '_all', 'total', 'store', 'size_in_bytes')) };
  }

  close(): Promise<void> {
    this.#closed ??= this.#engine.close(); // a client that is closed twice may never answer
    return this.#closed;
  }
}
