import { z } from 'zod';
import {
  type Candidate,
  type CandidateQuery,
  type CandidateSet,
  MAX_CANDIDATES,
  type SectionId,
} from '../search-index.ts';
import { sectionId } from './documents.ts';
import { at, listAt } from './engine.ts';
import type { IndexFacts } from './index-facts.ts';
import { MAX_WINDOW } from './mapping.ts';
import type { MultiSearch } from './multi-search.ts';
import { queryClause, scoredTerms } from './query.ts';
import { documentOf, versionedId } from './section-version.ts';

/** With a limit a page, this many times as many sections are read at first. */
const OVERREAD = 3;
/** Up to here the engines count pages as good as exactly; the most that they allow. */
const PRECISE_PAGES = 40_000;
/** Before this form of an index, sections had no number of their page: its name is counted, which takes five times as long. */
const NUMBERED_SINCE = 3;
/** Before this one, no families: every page counts as one. */
const FAMILIES_SINCE = 4;
/** An index that is changed, or replaced by another, between match and section is asked again. */
const MAX_TRIES = 3;
/** Sections whose names are remembered, of some 700 bytes each: those of a large manual. */
const MAX_REMEMBERED = 20_000;

const shownSchema = z.object({
  url: z.string(),
  anchor: z.string(),
  title: z.string(),
  trail: z.array(z.string()).default([]), // not in what older programs wrote
  heading: z.string(),
  path: z.array(z.string()),
  symbols: z.array(z.string()),
  ordinal: z.number(),
  site: z.string(),
  lang: z.string(),
  type: z.string(),
  prior: z.number(),
  linkClass: z.number().default(0), // the same
  family: z.number().optional(), // the same
  crawledAt: z.number(),
});
type Shown = z.infer<typeof shownSchema>;

/** Distinct pages and families. */
type Totals = Pick<CandidateSet, 'pages' | 'families'>;

interface Hit {
  id: SectionId;
  score: number;
  page: string;
  family: unknown;
}

interface Matches {
  hits: Hit[];
  /** Sections that match. */
  total: number;
  /** Of all that match; undefined when they were not counted. */
  totals: Totals | undefined;
}

interface Reach {
  /** Sections to read. */
  size: number;
  isCounting: boolean;
}

/** Answers queries: one request says what matches, a second one brings the sections that were not read before. */
export class SectionReader {
  readonly #searches: MultiSearch;
  readonly #facts: IndexFacts;
  readonly #counts: object;
  readonly #familyField: string;
  readonly #shown = new Map<SectionId, Promise<Shown | undefined>>();

  constructor(parts: { searches: MultiSearch; facts: IndexFacts; schema: number }) {
    this.#searches = parts.searches;
    this.#facts = parts.facts;
    const pageField = parts.schema < NUMBERED_SINCE ? 'page' : 'pageNumber';
    this.#familyField = parts.schema < FAMILIES_SINCE ? 'page' : 'family';
    this.#counts = { pages: cardinality(pageField), families: cardinality(this.#familyField) };
  }

  async candidates(query: CandidateQuery): Promise<CandidateSet> {
    const { limit } = query;
    if (!(limit >= 1 && limit <= MAX_CANDIDATES)) throw new RangeError(`limit: 1..${MAX_CANDIDATES}, got ${limit}`);
    const clause = queryClause(query, await this.#facts.weights(scoredTerms(query)));
    const most = await this.#facts.mostMatches(query);
    for (let tries = 1; ; tries += 1) {
      const { hits, totals } = await this.#matches(clause, { query, most });
      const shown = await Promise.all(this.#sections(hits));
      const candidates = hits.flatMap(({ id, score }, i): Candidate[] => {
        const section = shown[i];
        return section === undefined ? [] : [{ ...section, id, score }];
      });
      if (candidates.length === hits.length || tries === MAX_TRIES) return { candidates, ...totals };
    }
  }

  /** The best of what matches, at most `perPage` of one page. Of pages that are all read nobody need count any. */
  async #matches(
    clause: object,
    { query, most }: { query: CandidateQuery; most: number },
  ): Promise<{ hits: Hit[]; totals: Totals }> {
    const { limit, perPage } = query;
    for (let size = perPage === undefined ? limit : limit * OVERREAD; ; size = Math.min(size * 8, MAX_WINDOW)) {
      const { hits, total, totals } = await this.#best(clause, { size, isCounting: most > size });
      const kept = perPage === undefined ? hits : atMostPerPage(hits, perPage);
      const isAll = total <= size;
      if (kept.length < limit && !isAll && size < MAX_WINDOW) continue;
      return {
        hits: kept.slice(0, limit),
        totals: isAll ? totalsOf(hits) : (totals ?? (await this.#totals(clause))),
      };
    }
  }

  async #totals(clause: object): Promise<Totals> {
    return (await this.#best(clause, { size: 0, isCounting: true })).totals ?? totalsOf([]);
  }

  /** What a hit is sorted by tells which section it is: nothing that is stored need be read for it. */
  async #best(query: object, { size, isCounting }: Reach): Promise<Matches> {
    const body = await this.#searches.search('search', {
      query,
      size,
      _source: false,
      stored_fields: '_none_',
      version: true,
      track_total_hits: true,
      sort: [{ _score: 'desc' }, { page: 'asc' }, { ordinal: 'asc' }, { [this.#familyField]: 'asc' }],
      ...(isCounting && { aggs: this.#counts }),
    });
    const hits = listAt(body, 'hits', 'hits').map((hit) => {
      const page = String(at(hit, 'sort', 1));
      const id = idOf(hit, { page, ordinal: Number(at(hit, 'sort', 2)) });
      return { id, score: Number(at(hit, 'sort', 0)), page, family: at(hit, 'sort', 3) };
    });
    return {
      hits,
      total: Number(at(body, 'hits', 'total', 'value')),
      totals: isCounting ? countedIn(body) : undefined,
    };
  }

  /** The stages of one search, and searches alike, meet the same sections again. Undefined for one that is not there in this version. */
  #sections(hits: readonly Hit[]): Promise<Shown | undefined>[] {
    if (this.#shown.size >= MAX_REMEMBERED) this.#shown.clear();
    const missing = hits.filter(({ id }) => !this.#shown.has(id)).map(({ id }) => id);
    if (missing.length > 0) {
      const reading = this.#read(missing);
      for (const id of missing) this.#shown.set(id, this.#remembered(id, reading));
    }
    return hits.map(({ id }) => this.#shown.get(id) ?? Promise.resolve(undefined));
  }

  async #remembered(id: SectionId, reading: Promise<Map<SectionId, Shown>>): Promise<Shown | undefined> {
    try {
      const section = (await reading).get(id);
      if (section === undefined) this.#shown.delete(id);
      return section;
    } catch (cause) {
      this.#shown.delete(id);
      throw cause;
    }
  }

  async #read(ids: readonly SectionId[]): Promise<Map<SectionId, Shown>> {
    const body = await this.#searches.search('show sections', {
      query: { ids: { values: ids.map(documentOf) } },
      size: ids.length,
      _source: false,
      stored_fields: '_none_',
      version: true,
      docvalue_fields: ['shown'],
      sort: [{ page: 'asc' }, { ordinal: 'asc' }],
    });
    return new Map(
      listAt(body, 'hits', 'hits').map((hit) => {
        const id = idOf(hit, { page: String(at(hit, 'sort', 0)), ordinal: Number(at(hit, 'sort', 1)) });
        const shown = Buffer.from(String(at(hit, 'fields', 'shown', 0)), 'base64').toString();
        return [id, shownSchema.parse(JSON.parse(shown))];
      }),
    );
  }
}

function cardinality(field: string): object {
  return { cardinality: { field, precision_threshold: PRECISE_PAGES } };
}

function countedIn(body: unknown): Totals {
  const count = (name: keyof Totals) => Number(at(body, 'aggregations', name, 'value'));
  return { pages: count('pages'), families: count('families') };
}

function totalsOf(hits: readonly Hit[]): Totals {
  return {
    pages: new Set(hits.map(({ page }) => page)).size,
    families: new Set(hits.map(({ family }) => family)).size,
  };
}

function idOf(hit: unknown, { page, ordinal }: { page: string; ordinal: number }): SectionId {
  return versionedId(sectionId(page, ordinal), at(hit, '_version'));
}

function atMostPerPage(hits: readonly Hit[], perPage: number): Hit[] {
  const counts = new Map<string, number>();
  return hits.filter(({ page }) => {
    const count = (counts.get(page) ?? 0) + 1;
    counts.set(page, count);
    return count <= perPage;
  });
}
