import type { Candidate, CandidateQuery, CandidateSet, SearchIndex } from '../index/search-index.ts';
import type { AnalysedQuery } from './analyse-query.ts';
import { allWordsInTitle, type Stage, stagesOf, WINDOW_SECTIONS } from './stages.ts';

/** A candidate with what the stages of retrieval say of it. */
export interface Found {
  candidate: Candidate;
  /** The engine's score over the best of its stage, 0..1. */
  engine: number;
  /** Found where all words were asked for. */
  hasAllWords: boolean;
  /** Found where the names of the query were asked for as they are, not in pieces; never for a query without names. */
  hasWholeNames?: boolean;
  /** Found by its whole name, its own or what links call it. */
  isNamed?: boolean;
  /** It has the query as it is typed, grammar included; only looked for where there is grammar. */
  hasPhrase?: boolean;
}

export interface Retrieved {
  found: Found[];
  /** Pages that match; at least so many when it is not exact. */
  total: number;
  /** Families that these are of. */
  families: number;
  isTotalExact: boolean;
  /** All pages that match are among what was found. */
  isWhole: boolean;
  /** The widest query that was asked: its matches hold all that was found. */
  widest: CandidateQuery | undefined;
}

/** With so many pages that have all the words, pages with fewer are not asked for. */
const ENOUGH_PAGES = 10;
/** In a longer query quotation marks are those of a sentence. */
const MAX_PHRASE_WORDS = 12;

/** Asks the index in stages, from exact to loose, until there is enough. */
export async function retrieve(index: Pick<SearchIndex, 'candidates'>, query: AnalysedQuery): Promise<Retrieved> {
  const { phrases } = query.parsed;
  if (phrases.length === 0 || query.words.length <= MAX_PHRASE_WORDS) {
    const retrieved = await inStages(index, query);
    if (retrieved.total > 0 || phrases.length === 0) return retrieved;
  }
  // A phrase that stands nowhere is still made of words.
  const text = [...phrases, query.parsed.text].join(' ');
  return inStages(index, { ...query, texts: [text], parsed: { ...query.parsed, phrases: [], text } });
}

async function inStages(index: Pick<SearchIndex, 'candidates'>, query: AnalysedQuery): Promise<Retrieved> {
  const byId = new Map<string, Found>();
  const beside = new Set<string>();
  let total = 0;
  let widest: { stage: Stage; set: CandidateSet } | undefined;
  for (const round of ['first', 'further'] as const) {
    if (total >= ENOUGH_PAGES) break;
    const isNamed = [...byId.values()].some((found) => found.isNamed);
    const asked = togetherOf(stagesOf(query, { isNamed }))[round];
    const sets = await Promise.all(asked.map((stage) => index.candidates(stage.query)));
    for (const [i, stage] of asked.entries()) {
      const set = sets[i] ?? { candidates: [], pages: 0, families: 0 };
      keepBest(byId, set.candidates, stage);
      if (stage.isBeside) for (const { url } of set.candidates) beside.add(url);
      if (stage.isComplete) {
        total = set.pages;
        widest = { stage, set };
      }
    }
  }
  const beyond = widest?.stage.hasAllWords ? await beyondWindow(index, query, widest.set.candidates) : [];
  const further = beyond.filter(({ candidate }) => !byId.has(candidate.id));
  return { found: [...byId.values(), ...further], ...countedIn(byId.values(), { widest, beside }) };
}

/** How many pages match. Those that were found beside the widest query may match it, too, unless all that do are known. */
function countedIn(
  found: Iterable<Found>,
  { widest, beside }: { widest: { stage: Stage; set: CandidateSet } | undefined; beside: ReadonlySet<string> },
): Omit<Retrieved, 'found'> {
  const seen = new Set(Array.from(found, ({ candidate }) => candidate.url));
  if (widest === undefined) return { total: seen.size, families: 0, isTotalExact: true, isWhole: true, widest };
  const { stage, set } = widest;
  const matching = new Set(set.candidates.map(({ url }) => url));
  const isWhole = matching.size >= set.pages;
  const isKnown = isWhole || [...beside].every((url) => matching.has(url));
  return {
    total: isWhole ? seen.size : Math.max(set.pages, seen.size),
    families: set.families,
    isTotalExact: isKnown && stage.isNarrow !== true,
    isWhole,
    widest: stage.query,
  };
}

/**
 * Two rounds, the stages of each asked at once, as they need no answer of one another: those up to the first that may be enough, and then, when it was
 * not, the others.
 */
function togetherOf(stages: readonly Stage[]): { first: Stage[]; further: Stage[] } {
  const end = stages.findIndex(({ isComplete }) => isComplete) + 1;
  return { first: stages.slice(0, end), further: stages.slice(end) };
}

/**
 * Pages called so that the engine ranks below so many others that they were not among what it gave; by their text they are at most as good as the last of
 * these.
 */
async function beyondWindow(
  index: Pick<SearchIndex, 'candidates'>,
  query: AnalysedQuery,
  ranked: readonly Candidate[],
): Promise<Found[]> {
  const titled = ranked.length < WINDOW_SECTIONS ? undefined : allWordsInTitle(query);
  if (titled === undefined) return [];
  const { candidates } = await index.candidates(titled);
  const [best, last] = [ranked[0]?.score ?? 0, ranked.at(-1)?.score ?? 0];
  return candidates.map((candidate) => ({ candidate, engine: best > 0 ? last / best : 0, hasAllWords: true }));
}

function keepBest(byId: Map<string, Found>, candidates: readonly Candidate[], stage: Stage): void {
  const best = candidates[0]?.score ?? 0;
  for (const candidate of candidates) {
    const engine = best > 0 ? candidate.score / best : 0;
    const known = byId.get(candidate.id);
    // The widest stage that ranks a section among its best sees it beside the most others, so its score is the one that counts.
    byId.set(candidate.id, {
      candidate,
      engine,
      hasAllWords: stage.hasAllWords === true || known?.hasAllWords === true,
      hasWholeNames: stage.hasWholeNames === true || known?.hasWholeNames === true,
      isNamed: stage.isNamed === true || known?.isNamed === true,
      hasPhrase: stage.hasPhrase === true || known?.hasPhrase === true,
    });
  }
}
