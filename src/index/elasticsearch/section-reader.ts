import { z } from 'zod';
import type {
  Candidate,
  CandidateQuery,
  CandidateSet,
  Frequencies,
  IndexStats,
  Passage,
  SectionId,
  TermGroup,
  VocabularyWord,
} from '../search-index.ts';
import { at, bodyOf, type Engine, listAt } from './engine.ts';
import { MAX_WINDOW } from './mapping.ts';
import { STATE_ID } from './page-writer.ts';
import { groupClause, queryClause } from './query.ts';

const MAX_LIMIT = 20_000;
/** With a limit a page, this many times as many sections are read at first. */
const OVERREAD = 3;
/** Engines refuse answers with more buckets. */
const MAX_BUCKETS = 65_000;
/** Up to here the engines count pages as good as exactly; the most that they allow. */
const PRECISE_PAGES = 40_000;

const shownSchema = z.object({
  url: z.string(),
  anchor: z.string(),
  title: z.string(),
  heading: z.string(),
  path: z.array(z.string()),
  symbols: z.array(z.string()),
  ordinal: z.number(),
  site: z.string(),
  lang: z.string(),
  type: z.string(),
  prior: z.number(),
  crawledAt: z.number(),
});

interface Hit {
  id: SectionId;
  score: number;
  page: string;
  shown: string;
}

/** Answers queries, each with one request (more when one page has most of the best sections). */
export class SectionReader {
  readonly #engine: Engine;
  readonly #alias: string;
  #vocabulary: { key: string; words: readonly VocabularyWord[] } | undefined;

  constructor(engine: Engine, alias: string) {
    this.#engine = engine;
    this.#alias = alias;
  }

  async candidates(query: CandidateQuery): Promise<CandidateSet> {
    const { limit, perPage } = query;
    if (!(limit >= 1 && limit <= MAX_LIMIT)) throw new RangeError(`limit: 1..${MAX_LIMIT}, got ${limit}`);
    const clause = queryClause(query);
    for (let reach = perPage === undefined ? limit : limit * OVERREAD; ; reach = Math.min(reach * 8, MAX_WINDOW)) {
      const { hits, total, pages } = await this.#best(clause, reach);
      const kept = perPage === undefined ? hits : atMostPerPage(hits, perPage);
      const isAll = total <= reach;
      if (kept.length < limit && !isAll && reach < MAX_WINDOW) continue;
      return {
        candidates: kept.slice(0, limit).map(candidateOf),
        pages: isAll ? new Set(hits.map(({ page }) => page)).size : pages,
      };
    }
  }

  async #best(query: object, size: number): Promise<{ hits: Hit[]; total: number; pages: number }> {
    const body = await this.#search('search', {
      query,
      size,
      _source: false,
      stored_fields: [],
      docvalue_fields: ['page', 'shown'],
      track_total_hits: true,
      sort: [{ _score: 'desc' }, { page: 'asc' }, { ordinal: 'asc' }],
      aggs: { pages: { cardinality: { field: 'page', precision_threshold: PRECISE_PAGES } } },
    });
    const hits = listAt(body, 'hits', 'hits').map((hit) => ({
      id: String(at(hit, '_id')),
      score: Number(at(hit, '_score')),
      page: String(at(hit, 'fields', 'page', 0)),
      shown: String(at(hit, 'fields', 'shown', 0)),
    }));
    return {
      hits,
      total: Number(at(body, 'hits', 'total', 'value')),
      pages: Number(at(body, 'aggregations', 'pages', 'value')),
    };
  }

  async passages(ids: readonly SectionId[]): Promise<Passage[]> {
    if (ids.length === 0) return [];
    const answer = await this.#engine.send('POST', `/${this.#alias}/_mget`, {
      body: { docs: ids.map((_id) => ({ _id, _source: ['text', 'code'] })) },
      query: { realtime: 'false' },
    });
    return listAt(bodyOf(answer, 'give texts'), 'docs')
      .filter((doc) => at(doc, 'found') === true)
      .map((doc) => ({
        id: String(at(doc, '_id')),
        text: String(at(doc, '_source', 'text') ?? ''),
        code: String(at(doc, '_source', 'code') ?? ''),
      }));
  }

  async frequencies(groups: readonly TermGroup[]): Promise<Frequencies> {
    const filters = Object.fromEntries(groups.map((group, i) => [i, groupClause(group)]));
    const body = await this.#search('count', {
      size: 0,
      track_total_hits: true,
      query: { term: { kind: 'section' } },
      ...(groups.length > 0 && { aggs: { groups: { filters: { filters } } } }),
    });
    return {
      sections: Number(at(body, 'hits', 'total', 'value')),
      matches: groups.map((_, i) => Number(at(body, 'aggregations', 'groups', 'buckets', String(i), 'doc_count') ?? 0)),
    };
  }

  async languages(): Promise<string[]> {
    const body = await this.#search('list languages', {
      size: 0,
      query: { term: { kind: 'page' } },
      aggs: { langs: { terms: { field: 'lang', size: 1000 } } },
    });
    return listAt(body, 'aggregations', 'langs', 'buckets')
      .map((bucket) => String(at(bucket, 'key')))
      .sort();
  }

  /** At most 65,000 words, however many are asked for. */
  async vocabulary(limit: number): Promise<readonly VocabularyWord[]> {
    const state = await this.#engine.send('GET', `/${this.#alias}/_doc/${STATE_ID}`, { query: { realtime: 'false' } });
    const key = `${limit} ${String(at(state.body, '_version'))}`;
    if (this.#vocabulary?.key === key) return this.#vocabulary.words;
    const body = await this.#search('list words', {
      size: 0,
      query: { term: { kind: 'page' } },
      aggs: { words: { terms: { field: 'words', size: Math.min(limit, MAX_BUCKETS) } } },
    });
    const words = listAt(body, 'aggregations', 'words', 'buckets').map((bucket) => ({
      word: String(at(bucket, 'key')),
      pages: Number(at(bucket, 'doc_count')),
    }));
    this.#vocabulary = { key, words };
    return words;
  }

  async stats(): Promise<IndexStats> {
    const count = async (kind: string) =>
      Number(
        at(
          await this.#search('count', { size: 0, track_total_hits: true, query: { term: { kind } } }),
          'hits',
          'total',
          'value',
        ),
      );
    const store = bodyOf(await this.#engine.send('GET', `/${this.#alias}/_stats/store`), 'tell its size');
    const bytes = Number(at(store, '_all', 'total', 'store', 'size_in_bytes'));
    return { pages: await count('page'), sections: await count('section'), bytes };
  }

  async #search(what: string, body: object): Promise<unknown> {
    // One copy of the shard for all: another may break ties of score in another way.
    const query = { preference: 'spindex' };
    return bodyOf(await this.#engine.send('POST', `/${this.#alias}/_search`, { body, query }), what);
  }
}

function atMostPerPage(hits: readonly Hit[], perPage: number): Hit[] {
  const counts = new Map<string, number>();
  return hits.filter(({ page }) => {
    const count = (counts.get(page) ?? 0) + 1;
    counts.set(page, count);
    return count <= perPage;
  });
}

function candidateOf({ id, score, shown }: Hit): Candidate {
  return { id, score, ...shownSchema.parse(JSON.parse(Buffer.from(shown, 'base64').toString())) };
}
