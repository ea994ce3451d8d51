import { type Clock, systemClock } from '../../model/clock.ts';
import type {
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
import type { Engine } from './engine.ts';
import { aliasOf, ensureIndex } from './lifecycle.ts';
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
    this.#reader = new SectionReader(engine, alias);
    this.#writer = new PageWriter(engine, { alias, clock });
  }

  async apply(changes: readonly IndexChange[]): Promise<Refusal[]> {
    await this.#writer.apply(changes);
    return [];
  }

  candidates(query: CandidateQuery): Promise<CandidateSet> {
    return this.#reader.candidates(query);
  }

  passages(ids: readonly SectionId[]): Promise<Passage[]> {
    return this.#reader.passages(ids);
  }

  frequencies(groups: readonly TermGroup[]): Promise<Frequencies> {
    return this.#reader.frequencies(groups);
  }

  languages(): Promise<string[]> {
    return this.#reader.languages();
  }

  vocabulary(limit: number): Promise<readonly VocabularyWord[]> {
    return this.#reader.vocabulary(limit);
  }

  stats(): Promise<IndexStats> {
    return this.#reader.stats();
  }

  close(): Promise<void> {
    this.#closed ??= this.#engine.close(); // a client that is closed twice may never answer
    return this.#closed;
  }
}
