import type { Candidate, CandidateQuery, CandidateSet, SearchIndex, TermGroup } from '../index/search-index.ts';
import { analyze } from '../text/analyze.ts';
import { exactTerm } from '../text/chunk.ts';
import { calledName, headingKey } from '../text/document-terms.ts';
import { commandName, type ParsedQuery } from './parse-query.ts';
import {
  anyGroups,
  isCode,
  isUnfinished,
  nameGroups,
  partGroups,
  partWords,
  type QueryWord,
  typedWords,
  wholeGroups,
} from './query-words.ts';

export interface AnalysedQuery {
  parsed: ParsedQuery;
  words: readonly QueryWord[];
  /** The words to look for as typed, and in other wordings that mean the same. */
  texts: readonly string[];
  /** Languages that the words were analysed in. */
  langs: readonly string[];
}

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
/** Sections whose order is put right; pages beyond them keep the engine's order. */
const WINDOW_SECTIONS = 80;
/** In a longer query quotation marks are those of a sentence. */
const MAX_PHRASE_WORDS = 12;
const EXACT_SECTIONS = 40;
const NAME_FIELDS = ['symbols', 'title', 'headings'] as const;
/** With what links call a section. */
const CALLED_FIELDS = [...NAME_FIELDS, 'anchors'] as const;
/** One word that more sections have is looked for in names first: putting all texts that have it in order takes long, and says little. */
const COMMON_SECTIONS = 5000;
/**
 * A search for any of the words: sections that the engine puts in order at most, some 20 ms, and those that it gives: more than other searches, as a page
 * may be right for what several of its sections say.
 */
const ANY = { sections: 10_000, limit: 120 };
/** The same, where something is called what is asked for: the others only go along with it. */
const ANY_BESIDE = { sections: 500, limit: WINDOW_SECTIONS };
/** The section shown, and three more below it. */
const SECTIONS_A_PAGE = 4;

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
  return { found: [...byId.values()], ...countedIn(byId.values(), { widest, beside }) };
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

/** Stages that need no answer of one another are asked at once: the first ones up to one that may be enough, then the others. */
function togetherOf(stages: readonly Stage[]): { first: Stage[]; further: Stage[] } {
  const end = stages.findIndex(({ isComplete }) => isComplete) + 1;
  return { first: stages.slice(0, end), further: stages.slice(end) };
}

interface Stage {
  query: CandidateQuery;
  hasAllWords: boolean;
  hasWholeNames: boolean;
  /** Does it match whole names only? */
  isNamed?: boolean;
  /** Does it match all that earlier stages match, but for those beside? */
  isComplete: boolean;
  /** What it matches may lack some of the words. */
  isBeside?: boolean;
  /** Texts that have the words are left out. */
  isNarrow?: boolean;
}

/** @param known.isNamed something has been found by its whole name */
function stagesOf(query: AnalysedQuery, { isNamed }: { isNamed: boolean }): Stage[] {
  const { parsed, words, texts } = query;
  const bounds = { ...contextOf(parsed, query.langs), limit: WINDOW_SECTIONS, perPage: SECTIONS_A_PAGE };
  const whole = wholeGroups(words);
  const parts = partGroups(words);
  const typed = typedWords(words);
  const all = (groups: TermGroup[], isComplete: boolean): Stage => ({
    query: { ...bounds, groups, match: 'all' },
    hasAllWords: true,
    hasWholeNames: !isComplete,
    isComplete,
  });
  const stages: Stage[] = [];
  const exact = exactGroup(parsed, { texts, words: typed });
  // What links say begins in too many ways.
  const exactFields = isUnfinished(typed) ? NAME_FIELDS : CALLED_FIELDS;
  if (exact !== undefined) {
    stages.push({
      query: { ...bounds, groups: [exact], match: 'any', fields: exactFields, limit: EXACT_SECTIONS },
      hasAllWords: true,
      hasWholeNames: false,
      isNamed: !isUnfinished(typed),
      isComplete: false,
    });
  }
  const command = headingKey(commandName(parsed.text));
  if (command !== '')
    stages.push(
      definitionsOf({ ...bounds, groups: [{ terms: [command], prefixes: [] }], fields: ['title', 'headings'] }),
    );
  const names = nameGroups(words);
  if (names.length > 0) {
    if (typed.length > 1) stages.push(definitionsOf({ ...bounds, groups: names, fields: ['symbols'] }));
    stages.push(all(whole, false));
  }
  const codes = typed.filter(isCode).map(({ text }) => ({ terms: [headingKey(text)], prefixes: [] }));
  if (codes.length > 0 && typed.length > 1)
    stages.push(definitionsOf({ ...bounds, groups: codes, fields: NAME_FIELDS }));
  if (parts.length === 1 && isEverywhere(query)) {
    const named = all(parts, true);
    stages.push({ ...named, query: { ...named.query, fields: NAME_FIELDS }, isNarrow: true });
  }
  if (parts.length > 0) stages.push(all(parts, true));
  if (partGroups(typed).length > 1) {
    const any = isNamed ? ANY_BESIDE : ANY;
    stages.push({
      query: { ...bounds, groups: anyGroups(words, any.sections), match: 'any', limit: any.limit },
      hasAllWords: false,
      hasWholeNames: false,
      isComplete: true,
    });
  }
  return stages;
}

/** Is there a word that so many texts have that only names can tell them apart? */
function isEverywhere({ words, parsed }: AnalysedQuery): boolean {
  return parsed.phrases.length === 0 && partWords(words).some(({ sections }) => sections > COMMON_SECTIONS);
}

/** Who writes a name or a code among other words means what defines it or is headed by it, and who gives options means the command, though that may lack the other words. */
function definitionsOf(query: Omit<CandidateQuery, 'match'>): Stage {
  return {
    query: { ...query, match: 'any', limit: EXACT_SECTIONS },
    hasAllWords: false,
    hasWholeNames: true,
    isComplete: false,
    isBeside: true,
  };
}

/** A name may be written apart: `hash map` or `hash_map` for `HashMap`; `__main__` is not `main`. What is longer is a sentence. */
const MAX_NAME_WORDS = 4;
const APART = [/(?<=[^\s_-])[\s_-]+(?=[^\s_-])/gu, ''] as const;
/** And the other way round: `unwrapOrElse` for `unwrap_or_else`. */
const HUMPS = [/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, '_'] as const;

/** Matches sections that are named as the query is: as a symbol, or as a whole heading. */
function exactGroup(
  { text, phrases }: ParsedQuery,
  { texts, words }: Pick<AnalysedQuery, 'texts' | 'words'>,
): TermGroup | undefined {
  if (phrases.length > 0 || text === '') return undefined;
  const key = headingKey(text);
  const terms = texts
    .flatMap((wording) => [
      ...(words.length === 1 || wording !== text || calledName(text) !== text ? [exactTerm(calledName(wording))] : []),
      headingKey(wording),
      headingKey(calledName(wording)),
      ...(words.length <= MAX_NAME_WORDS
        ? [APART, HUMPS].map(([sign, by]) => headingKey(wording.replace(sign, by)))
        : []),
    ])
    .filter((term) => term !== '' && !/\s/u.test(term));
  return terms.length === 0 ? undefined : { terms, prefixes: isUnfinished(words) && key !== '' ? [key] : [] };
}

function contextOf(
  { phrases, without, filter }: ParsedQuery,
  langs: readonly string[],
): Pick<CandidateQuery, 'phrases' | 'without' | 'filter'> {
  return {
    phrases: phrases.map((phrase) => runsOf(phrase, langs)).filter((runs) => runs.length > 0),
    without: without.flatMap((text) => runsOf(text, langs)),
    filter,
  };
}

/** The terms that follow one another in a text, for each language in which they differ; whole names stand apart from them. */
function runsOf(text: string, langs: readonly string[]): string[][] {
  const runs = langs.map((lang) =>
    analyze(text, lang)
      .filter(({ kind }) => kind === 'word' || kind === 'part')
      .map((token) => token.term),
  );
  return [...new Map(runs.filter((run) => run.length > 0).map((run) => [run.join(' '), run])).values()];
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
      hasAllWords: stage.hasAllWords || known?.hasAllWords === true,
      hasWholeNames: stage.hasWholeNames || known?.hasWholeNames === true,
      isNamed: stage.isNamed === true || known?.isNamed === true,
    });
  }
}
