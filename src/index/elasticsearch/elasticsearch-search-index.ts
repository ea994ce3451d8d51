import { type Clock, systemClock } from '../../model/clock.ts';
import { Fault } from '../../model/errors.ts';
import type {
  ApplyOptions,
  CandidateQuery,
  CandidateSet,
  Frequencies,
  IndexChange,
  IndexRebuild,
  IndexStats,
  KeptIndex,
  PageDocument,
  Passage,
  Refusal,
  SectionId,
  TermGroup,
  VocabularyWord,
} from '../search-index.ts';
import { connect, type EngineAddress } from './connect.ts';
import { at, bodyOf, type Engine } from './engine.ts';
import { differingPages, urlsBehind } from './index-check.ts';
import { IndexFacts } from './index-facts.ts';
import { aliasOf, beginGeneration, ensureIndex, serveGeneration } from './lifecycle.ts';
import { type IndexForm, SCHEMA_VERSION } from './mapping.ts';
import { MultiSearch } from './multi-search.ts';
import { PageWriter } from './page-writer.ts';
import { PassageReader } from './passage-reader.ts';
import { SectionReader } from './section-reader.ts';

export interface ElasticsearchIndexOptions extends EngineAddress {
  /** Name of the index among others of ours: its alias is `spindex-<name>`. */
  name: string;
  /** Primary shards of an index that is made, 1..1024. Default: 1. */
  shards?: number;
  /** Copies of each. Default: one as soon as there is a second node. */
  replicas?: number;
  clock?: Clock;
}

/** The index on Elasticsearch 8 and 9 or OpenSearch 2 and 3. What it cannot promise is in docs/decisions/0007-search-engines.md. */
export class ElasticsearchSearchIndex implements KeptIndex {
  readonly #engine: Engine;
  readonly #name: string;
  readonly #form: IndexForm;
  readonly #clock: Clock;
  readonly #searches: MultiSearch;
  readonly #facts: IndexFacts;
  readonly #reader: SectionReader;
  readonly #passages: PassageReader;
  readonly #writer: PageWriter;
  #schema: number;
  #closed: Promise<void> | undefined;

  /** Faults: `index-unavailable`, `index-refused` (refused credentials), `data-newer`, `data-unreadable` (not our index). */
  static async open(options: ElasticsearchIndexOptions): Promise<ElasticsearchSearchIndex> {
    const { name, shards = 1, replicas, clock = systemClock, ...address } = options;
    const engine = await connect(address);
    const form = { shards, ...(replicas === undefined ? {} : { replicas }) };
    try {
      const { schema } = await ensureIndex(engine, { name, form });
      return new ElasticsearchSearchIndex(engine, { name, form, clock, schema });
    } catch (cause) {
      await engine.close();
      throw cause;
    }
  }

  private constructor(engine: Engine, parts: { name: string; form: IndexForm; clock: Clock; schema: number }) {
    this.#engine = engine;
    this.#name = parts.name;
    this.#form = parts.form;
    this.#clock = parts.clock;
    this.#schema = parts.schema;
    const alias = aliasOf(parts.name);
    this.#searches = new MultiSearch(engine, alias);
    this.#facts = new IndexFacts(this.#searches, parts.clock);
    this.#reader = new SectionReader({ searches: this.#searches, facts: this.#facts, schema: parts.schema });
    this.#passages = new PassageReader(engine, alias);
    this.#writer = new PageWriter(engine, { alias, clock: parts.clock });
  }

  /** Fault `data-unreadable`: the index is of an older form and must be built again first. */
  async apply(changes: readonly IndexChange[], options?: ApplyOptions): Promise<Refusal[]> {
    await this.#mustBeWritable();
    return this.#writer.apply(changes, options).finally(() => this.#facts.forget());
  }

  async #mustBeWritable(): Promise<void> {
    if (this.#schema === SCHEMA_VERSION) return;
    // Another program may have built it meanwhile.
    this.#schema = (await ensureIndex(this.#engine, { name: this.#name, form: this.#form })).schema;
    if (this.#schema < SCHEMA_VERSION)
      throw new Fault(
        'data-unreadable',
        `The index ${aliasOf(this.#name)} was made by an older Spindex. It can be searched; to change it, build it again: spindex reindex`,
      );
  }

  async identity(): Promise<string> {
    return (await ensureIndex(this.#engine, { name: this.#name, form: this.#form })).uuid;
  }

  urls(options: { after: string; limit: number }): Promise<string[]> {
    return urlsBehind(this.#searches, options);
  }

  differing(pages: readonly PageDocument[]): Promise<string[]> {
    return differingPages({ engine: this.#engine, alias: aliasOf(this.#name), searches: this.#searches }, pages);
  }

  async rebuild(): Promise<IndexRebuild> {
    const [engine, name, clock] = [this.#engine, this.#name, this.#clock];
    const { index, alias } = await beginGeneration(engine, { name, form: this.#form });
    const writer = new PageWriter(engine, { alias, clock });
    return {
      apply: (changes, options) => writer.apply(changes, options),
      finish: async () => {
        await writer.apply([]); // the refresh that `more` may have put off
        await serveGeneration(engine, { name, index, sleep: (ms) => clock.sleep(ms) });
        this.#schema = SCHEMA_VERSION;
        this.#facts.forget();
      },
    };
  }

  candidates(query: CandidateQuery): Promise<CandidateSet> {
    return this.#reader.candidates(query);
  }

  passages(ids: readonly SectionId[]): Promise<Passage[]> {
    return this.#passages.read(ids);
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
    const store = bodyOf(await this.#engine.send('GET', `/${aliasOf(this.#name)}/_stats/store`), 'tell its size');
    return { ...(await this.#facts.stats()), bytes: Number(at(store, '_all', 'total', 'store', 'size_in_bytes')) };
  }

  close(): Promise<void> {
    this.#closed ??= this.#engine.close(); // a client that is closed twice may never answer
    return this.#closed;
  }
}
