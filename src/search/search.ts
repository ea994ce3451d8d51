import { type Candidate, type CandidateQuery, MAX_CANDIDATES, type SearchIndex } from '../index/search-index.ts';
import { rounded } from '../model/figures.ts';
import { type AnalysedQuery, analyseQuery } from './analyse-query.ts';
import { closenessFinder } from './closeness.ts';
import { entryLineFinder } from './entry-line.ts';
import { foldTwins } from './fold-twins.ts';
import { type FoldedPage, foldFurther, foldVersions } from './fold-versions.ts';
import { mend } from './mend.ts';
import { type RankedPage, Ranking, type Reading } from './rank.ts';
import { MAX_LIMIT, MAX_OFFSET, MAX_QUERY_CHARS, type SearchRequest, type SearchResponse } from './response.ts';
import { resultsOf } from './results.ts';
import { type Retrieved, retrieve } from './retrieve.ts';
import { Synonyms } from './synonyms.ts';

/** Pages whose texts are read to see how close together the words stand, and sections of each. */
const READ_PAGES = 10;
const READ_SECTIONS = 2;

export interface SearchOptions {
  /** Wordings that the site's owner says mean the same. */
  synonyms: Synonyms;
}

const NO_OPTIONS: SearchOptions = { synonyms: new Synonyms([]) };

/**
 * Searches the index. Any text is a valid query; one without anything to look for finds nothing.
 * @throws RangeError when limit is not in 1..100, offset not in 0..10,000, or q longer than 512 characters; TypeError when q is no string
 * Faults: those of the index.
 */
export async function search(
  index: SearchIndex,
  request: SearchRequest,
  options: SearchOptions = NO_OPTIONS,
): Promise<SearchResponse> {
  const startMs = performance.now();
  checkBounds(request);
  const { query, retrieved, suggestion, isMended } = await retrieveMended(index, request, options);
  const { pages, total, isTotalExact } = await pagesOf(index, { query, retrieved, request });
  const results = await resultsOf(index, pages, {
    query,
    explain: request.explain === true,
    highlight: request.highlight === true,
  });
  return {
    query: request.q,
    total,
    totalRelation: isTotalExact ? 'exact' : 'atLeast',
    limit: request.limit,
    offset: request.offset,
    tookMs: rounded(performance.now() - startMs),
    suggestion,
    isMended,
    results,
  };
}

interface Answered {
  query: AnalysedQuery;
  retrieved: Retrieved;
  suggestion: string | null;
  isMended: boolean;
}

/**
 * Retrieves for the query with its typos mended. A word that stands nowhere finds nothing, so what is surely meant is looked for instead;
 * what is only likely is offered, and looked for when nothing else is found.
 */
async function retrieveMended(index: SearchIndex, request: SearchRequest, options: SearchOptions): Promise<Answered> {
  const { q } = request;
  const typed = await analyseQuery(index, request, options);
  const mended = await mend(index, { q, query: typed });
  if (mended === undefined)
    return { query: typed, retrieved: await retrieve(index, typed), suggestion: null, isMended: false };
  const askFor = async (text: string) => {
    const query = text === q ? typed : await analyseQuery(index, { ...request, q: text }, options);
    return { query, retrieved: await retrieve(index, query) };
  };
  const sure = await askFor(mended.sure);
  if (sure.retrieved.total > 0) return { ...sure, suggestion: mended.likely, isMended: mended.sure === mended.likely };
  const likely = await askFor(mended.likely);
  const isMended = likely.retrieved.total > 0;
  return { ...likely, suggestion: isMended ? mended.likely : null, isMended };
}

function checkBounds({ q, limit, offset }: SearchRequest): void {
  if (typeof q !== 'string') throw new TypeError(`q must be a string, got ${typeof q}`);
  if (q.length > MAX_QUERY_CHARS * 2 || [...q].length > MAX_QUERY_CHARS)
    throw new RangeError(`q: at most ${MAX_QUERY_CHARS} characters, got ${q.length}`);
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT))
    throw new RangeError(`limit: 1..${MAX_LIMIT}, got ${limit}`);
  if (!(Number.isInteger(offset) && offset >= 0 && offset <= MAX_OFFSET))
    throw new RangeError(`offset: 0..${MAX_OFFSET}, got ${offset}`);
}

interface PageWindow {
  query: AnalysedQuery;
  retrieved: Retrieved;
  request: SearchRequest;
}

interface Shown {
  pages: FoldedPage[];
  /** Results in all; at least so many when it is not exact. */
  total: number;
  isTotalExact: boolean;
}

/** The pages asked for. The first ones, as many as were retrieved, are in our order, and the rest follows in the engine's: no page comes twice. */
async function pagesOf(index: SearchIndex, { query, retrieved, request }: PageWindow): Promise<Shown> {
  const { widest, isTotalExact } = retrieved;
  const ranked = await rankedPages(index, query, retrieved);
  const folded = foldVersions(ranked, query.parsed.text);
  const first = await foldTwins(index, folded);
  const twins = folded.length - first.length;
  const [start, end] = [request.offset, request.offset + request.limit];
  if (widest === undefined || retrieved.isWhole)
    return { pages: first.slice(start, end), total: first.length, isTotalExact };
  const wanted = end - first.length;
  const rest =
    wanted <= 0 ? UNASKED : await pagesBeyond(index, { widest, ranked, wanted, firstReach: end + ranked.length });
  const known = [...first, ...rest.pages];
  const total = rest.isAll ? { total: known.length, isTotalExact } : totalOf(retrieved, { twins, known: known.length });
  return { pages: known.slice(start, end), ...total };
}

interface Rest {
  pages: FoldedPage[];
  /** There are no more. */
  isAll: boolean;
}

const UNASKED: Rest = { pages: [], isAll: false };

interface Beyond {
  widest: CandidateQuery;
  ranked: readonly RankedPage[];
  wanted: number;
  /** Pages that the index is asked for at first, those that were ranked among them; then for twice as many. */
  firstReach: number;
}

/** At least so many pages behind those that were ranked, unless there are not so many, or the index gives no more. */
async function pagesBeyond(
  index: Pick<SearchIndex, 'candidates'>,
  { widest, ranked, wanted, firstReach }: Beyond,
): Promise<Rest> {
  const seen = new Set(ranked.map((page) => page.sections[0].candidate.url));
  for (let reach = firstReach; ; reach *= 2) {
    const limit = Math.min(reach, MAX_CANDIDATES);
    const { candidates } = await index.candidates({ ...widest, perPage: 1, limit });
    const further = candidates.filter((candidate) => !seen.has(candidate.url)).map(onlySection);
    const pages = foldFurther(ranked, further);
    const isAll = candidates.length < limit;
    if (isAll || pages.length >= wanted || reach >= MAX_CANDIDATES) return { pages, isAll };
  }
}

/** How many results there are, when not all pages were looked at: exact when no two pages are of one family, else at least one for each. */
function totalOf(
  { total, families, isTotalExact }: Retrieved,
  { twins, known }: { twins: number; known: number },
): Omit<Shown, 'pages'> {
  const isExact = isTotalExact && families === total;
  return { total: isExact ? total - twins : Math.max(families - twins, known), isTotalExact: isExact };
}

/** In order by names, then, of the first pages, by how close together the words stand in their texts, and what has entries there. */
async function rankedPages(
  index: SearchIndex,
  query: AnalysedQuery,
  retrieved: Retrieved,
): Promise<readonly RankedPage[]> {
  const ranking = Ranking.of(retrieved.found, query);
  const closenessOf = closenessFinder(query.words);
  const isEntry = ranking.isNamed ? undefined : entryLineFinder(query.parsed.text);
  if (closenessOf === undefined && isEntry === undefined) return ranking.pages;
  const read = ranking.pages.slice(0, READ_PAGES).flatMap((page) => page.sections.slice(0, READ_SECTIONS));
  const byId = new Map(read.map(({ candidate }) => [candidate.id, candidate]));
  const readings = new Map<string, Reading>();
  for (const passage of await index.passages([...byId.keys()])) {
    const candidate = byId.get(passage.id);
    if (candidate === undefined) continue;
    readings.set(passage.id, {
      ...closenessOf?.(candidate, passage),
      ...(isEntry?.(passage.text) && { isEntry: true }),
    });
  }
  return ranking.with(readings).pages;
}

/** A page that was not ranked, by its best section. It comes after all that were, in the engine's order. */
function onlySection(candidate: Candidate): RankedPage {
  const score = candidate.score / (1 + candidate.score);
  return {
    score,
    sections: [{ candidate, engine: 0, hasAllWords: false, score, parts: { engine: score } }],
    further: {},
  };
}
