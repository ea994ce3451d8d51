import type { CandidateQuery, TermGroup } from '../index/search-index.ts';
import { analyze } from '../text/analyze.ts';
import { exactTerm } from '../text/chunk.ts';
import { headingKey } from '../text/heading-keys.ts';
import { calledName, memberNames } from '../text/symbol-terms.ts';
import type { AnalysedQuery } from './analyse-query.ts';
import { commandName } from './meant-names.ts';
import {
  anyGroups,
  isCode,
  isGrammatical,
  isUnfinished,
  nameGroups,
  partGroups,
  partWords,
  type QueryWord,
  typedWords,
  wholeGroups,
} from './query-words.ts';

/** One of the questions that a search asks the index, and what is true of all that answers it. */
export interface Stage {
  query: CandidateQuery;
  /** It has all words. */
  hasAllWords?: boolean;
  /** It has the names of the query whole, not only their pieces. */
  hasWholeNames?: boolean;
  /** The query is its whole name. */
  isNamed?: boolean;
  /** It has the query, grammar included, just as it is typed. */
  hasPhrase?: boolean;
  /** Whatever earlier stages found is among it, except what a stage with `isBeside` found. */
  isComplete?: boolean;
  /** It may lack some of the words. */
  isBeside?: boolean;
  /** It has the words in names: texts that have them are left out. */
  isNarrow?: boolean;
}

/** Sections whose order is put right; pages beyond them keep the engine's order. */
export const WINDOW_SECTIONS = 80;
/** Sections of one page: the one that is shown, and three more below it. */
const SECTIONS_A_PAGE = 4;
/** Of a page that is found by its title: engines put the shortest of its sections first, and the page may be shown by the one that it begins with. */
const TITLED_SECTIONS_A_PAGE = 16;
/** Sections that are found by a name. */
const EXACT_SECTIONS = 40;
const NAME_FIELDS = ['symbols', 'title', 'headings'] as const;
/** With what links call a section. */
const CALLED_FIELDS = [...NAME_FIELDS, 'anchors'] as const;
/** One word that more sections have is looked for in names first: putting all texts that have it in order takes long, and says little. */
const COMMON_SECTIONS = 5000;
/**
 * A search for any of the words. `sections`: how many the engine puts in order at most, which takes some 20 ms. `limit`: how many it gives,
 * more than in other searches, as a page may be right for what several of its sections say.
 */
const ANY = { sections: 10_000, limit: 120 };
/** The same, when something is called what is asked for: pages that only have some of the words come after it anyway. */
const ANY_BESIDE_NAMED = { sections: 500, limit: WINDOW_SECTIONS };

type Bounds = Omit<CandidateQuery, 'groups' | 'match' | 'fields'>;

/**
 * What to ask the index, from exact to loose.
 * @param known.isNamed something has been found by its whole name
 */
export function stagesOf(query: AnalysedQuery, known: { isNamed: boolean }): Stage[] {
  const bounds = boundsOf(query);
  const stages = [
    calledSo(query, bounds),
    titleBegun(query, bounds),
    commandOf(query, bounds),
    definitionsOfNames(query, bounds),
    definitionsOfMember(query, bounds),
    allWordsWithWholeNames(query, bounds),
    headedByCodes(query, bounds),
    asTyped(query, bounds),
    allWordsInNames(query, bounds),
    allWords(query, bounds),
    anyWord(query, bounds, known),
  ];
  return stages.filter((stage) => stage !== undefined);
}

/**
 * Pages whose titles have all of several words: asked for when more sections have these than fit into the window. On a large site hundreds of short entries
 * come before a long page called so in the engine's order.
 */
export function allWordsInTitle(query: AnalysedQuery): CandidateQuery | undefined {
  const groups = partGroups(query.words);
  if (groups.length < 2) return undefined;
  return { ...boundsOf(query), groups, match: 'all', isInTitle: true, perPage: TITLED_SECTIONS_A_PAGE };
}

function boundsOf(query: AnalysedQuery): Bounds {
  return { ...contextOf(query), limit: WINDOW_SECTIONS, perPage: SECTIONS_A_PAGE };
}

/** Sections that are called as the query is: as a symbol, or as a whole heading. */
function calledSo(query: AnalysedQuery, bounds: Bounds): Stage | undefined {
  const typed = typedWords(query.words);
  const group = exactGroup(query, typed);
  if (group === undefined) return undefined;
  // What links say begins in too many ways to complete it.
  const fields = isUnfinished(typed) ? NAME_FIELDS : CALLED_FIELDS;
  return {
    query: { ...bounds, groups: [group], match: 'any', fields, limit: EXACT_SECTIONS },
    hasAllWords: true,
    isNamed: !isUnfinished(typed),
  };
}

/** Pages whose titles begin so, while the query is typed: what a page is called is meant before the many things on it. */
function titleBegun({ parsed, words }: AnalysedQuery, bounds: Bounds): Stage | undefined {
  const key = headingKey(parsed.text);
  if (key === '' || parsed.phrases.length > 0 || !isUnfinished(typedWords(words))) return undefined;
  return {
    query: { ...bounds, groups: [{ terms: [], prefixes: [key] }], match: 'any', fields: ['title'] },
    hasAllWords: true,
  };
}

/** The page of the command that options are given to: `git rebase` for `git rebase -i`. */
function commandOf({ parsed }: AnalysedQuery, bounds: Bounds): Stage | undefined {
  const key = headingKey(commandName(parsed.text));
  return key === '' ? undefined : named({ ...bounds, groups: [only(key)], fields: ['title', 'headings'] });
}

/** What defines a name that is typed among other words. */
function definitionsOfNames({ words }: AnalysedQuery, bounds: Bounds): Stage | undefined {
  const groups = [
    ...nameGroups(words),
    ...words.filter(({ isCall }) => isCall).map(({ text }) => only(exactTerm(text))),
  ];
  if (groups.length === 0 || typedWords(words).length < 2) return undefined;
  return named({ ...bounds, groups, fields: ['symbols'] });
}

/** What defines the last parts of a qualified name: `getSize` of `this.getSize`, as nobody else calls the rest so. */
function definitionsOfMember({ parsed, words }: AnalysedQuery, bounds: Bounds): Stage | undefined {
  const groups = memberNames(calledName(parsed.text)).map((name) => only(exactTerm(name)));
  if (groups.length === 0 || parsed.phrases.length > 0 || isUnfinished(typedWords(words))) return undefined;
  return { query: { ...bounds, groups, match: 'any', fields: ['symbols'], limit: EXACT_SECTIONS }, isBeside: true };
}

/** All words, names as they are. */
function allWordsWithWholeNames({ words }: AnalysedQuery, bounds: Bounds): Stage | undefined {
  if (nameGroups(words).length === 0) return undefined;
  return { query: { ...bounds, groups: wholeGroups(words), match: 'all' }, hasAllWords: true, hasWholeNames: true };
}

/** What is headed by a code that is typed among other words: `error E0382`. */
function headedByCodes({ words }: AnalysedQuery, bounds: Bounds): Stage | undefined {
  const typed = typedWords(words);
  const codes = typed.filter(isCode).map(({ text }) => only(headingKey(text)));
  if (codes.length === 0 || typed.length < 2) return undefined;
  return named({ ...bounds, groups: codes, fields: NAME_FIELDS });
}

/** A few words, some of them grammar, side by side: without `by` a `group by` is any group. */
function asTyped({ words, parsed, langs }: AnalysedQuery, bounds: Bounds): Stage | undefined {
  if (!isGrammatical(words) || parsed.phrases.length > 0) return undefined;
  // Signs and whole names stand beside the running words.
  const runs = runsOf(parsed.text, langs).filter((run) => run.length > 1);
  if (runs.length === 0) return undefined;
  return { query: { ...bounds, groups: [], match: 'all', phrases: [runs] }, hasAllWords: true, hasPhrase: true };
}

/** The only word of the query, in names alone: so many texts have it that only names can tell them apart. */
function allWordsInNames({ words, parsed }: AnalysedQuery, bounds: Bounds): Stage | undefined {
  const groups = partGroups(words);
  const isCommon = partWords(words).some(({ sections }) => sections > COMMON_SECTIONS);
  if (groups.length !== 1 || !isCommon || parsed.phrases.length > 0) return undefined;
  const query: CandidateQuery = { ...bounds, groups, match: 'all', fields: NAME_FIELDS };
  return { query, hasAllWords: true, isComplete: true, isNarrow: true };
}

/** All words, names in pieces. */
function allWords({ words }: AnalysedQuery, bounds: Bounds): Stage | undefined {
  const groups = partGroups(words);
  if (groups.length === 0) return undefined;
  return { query: { ...bounds, groups, match: 'all' }, hasAllWords: true, isComplete: true };
}

/** Some of several words. */
function anyWord({ words }: AnalysedQuery, bounds: Bounds, { isNamed }: { isNamed: boolean }): Stage | undefined {
  if (partGroups(typedWords(words)).length < 2) return undefined;
  const { sections, limit } = isNamed ? ANY_BESIDE_NAMED : ANY;
  return { query: { ...bounds, groups: anyGroups(words, sections), match: 'any', limit }, isComplete: true };
}

/**
 * What has one of these names, though it may lack the other words: who writes a name or a code among other words means what defines it or is
 * headed by it, and who gives options means the command.
 */
function named(query: Omit<CandidateQuery, 'match'>): Stage {
  return { query: { ...query, match: 'any', limit: EXACT_SECTIONS }, hasWholeNames: true, isBeside: true };
}

function only(term: string): TermGroup {
  return { terms: [term], prefixes: [] };
}

/** In a longer query no name is written apart or together: it is a sentence. */
const MAX_NAME_WORDS = 4;
/** A name may be written apart: `hash map` or `hash_map` for `HashMap`; `__main__` is not `main`. */
const APART = [/(?<=[^\s_-])[\s_-]+(?=[^\s_-])/gu, ''] as const;
/** And the other way round: `unwrapOrElse` for `unwrap_or_else`. */
const HUMPS = [/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, '_'] as const;

/** Matches the names that the query, in any of its wordings, may stand for as a whole. */
function exactGroup({ parsed, texts }: AnalysedQuery, typed: readonly QueryWord[]): TermGroup | undefined {
  const { text, phrases } = parsed;
  if (phrases.length > 0 || text === '') return undefined;
  const key = headingKey(text);
  const terms = texts
    .flatMap((wording) => [
      ...(typed.length === 1 || wording !== text || calledName(text) !== text ? [exactTerm(calledName(wording))] : []),
      headingKey(wording),
      headingKey(calledName(wording)),
      ...(typed.length <= MAX_NAME_WORDS
        ? [APART, HUMPS].map(([sign, by]) => headingKey(wording.replace(sign, by)))
        : []),
    ])
    .filter((term) => term !== '' && !/\s/u.test(term));
  return terms.length === 0 ? undefined : { terms, prefixes: isUnfinished(typed) && key !== '' ? [key] : [] };
}

/** What holds for every stage. */
function contextOf({ parsed, langs }: AnalysedQuery): Pick<CandidateQuery, 'phrases' | 'without' | 'filter'> {
  const { phrases, without, filter } = parsed;
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
