import type { CandidateFilter, CandidateQuery, Field, Phrase, TermGroup } from '../search-index.ts';
import { comparedText, FIELDS } from '../search-index.ts';

type Clause = Record<string, unknown>;

/** So many of a prefix's terms count for the score; all of them match. */
const PREFIX_SCORING = 'top_terms_blended_freqs_50';

const anyOf = (should: Clause[]): Clause => ({ bool: { should, minimum_should_match: 1 } });

/** What a term's score is multiplied by. */
type WeightOf = (term: string) => number;
const unweighted: WeightOf = () => 1;

/** Terms whose weights tell sections apart. With `fields` a query is for a name, and rare as it is. */
export function scoredTerms({ groups, phrases = [], fields }: CandidateQuery): string[] {
  if (fields !== undefined) return [];
  return [...new Set([...groups.flatMap(({ terms }) => terms), ...phrases.flat(2)])];
}

/**
 * A query in the language of the engines. Without `fields` a term is looked up in `all`, which has those of every field; with them it must
 * be in one of the fields, and is scored in `all` as ever.
 * @throws RangeError when the query has neither groups nor phrases
 */
export function queryClause(query: CandidateQuery, weightOf: WeightOf): Clause {
  const groups = query.groups.filter(({ terms, prefixes = [] }) => terms.length + prefixes.length > 0);
  const phrases = (query.phrases ?? []).map(wordings).filter((wanted) => wanted.length > 0);
  if (groups.length + phrases.length === 0) throw new RangeError('query: no group and no phrase to match');
  const fields = query.fields ?? FIELDS;
  const scored = groups.map((group) => groupClause(group, weightOf));
  const words = scored.length === 0 ? [] : query.match === 'all' ? scored : [anyOf(scored)];
  const narrowed = query.fields ? narrowing(groups, { fields, match: query.match }) : [];
  return {
    bool: {
      must: [...words, ...phrases.map((wanted) => phraseScore(wanted, weightOf))],
      filter: [
        ...narrowed,
        ...(query.isInTitle ? narrowing(groups, { fields: ['title'], match: 'all' }) : []),
        ...phrases.map((wanted) => anyOf(wanted.flatMap((terms) => phraseClauses(terms, fields)))),
        ...filterClauses(query.filter ?? {}),
      ],
      must_not: wordings(query.without ?? []).flatMap((terms) => phraseClauses(terms, FIELDS)),
    },
  };
}

/** Matches nothing when the group is empty. */
export function groupClause({ terms, prefixes = [] }: TermGroup, weightOf: WeightOf = unweighted): Clause {
  if (terms.length + prefixes.length === 0) return { match_none: {} };
  const [only] = terms;
  if (only !== undefined && terms.length + prefixes.length === 1) return termClause(only, weightOf(only));
  return anyOf([
    ...terms.map((term) => termClause(term, weightOf(term))),
    ...prefixes.flatMap((value) => [
      { prefix: { all: { value, rewrite: PREFIX_SCORING } } },
      { prefix: { all: { value, rewrite: 'constant_score', boost: 0 } } },
    ]),
  ]);
}

export function termClause(value: string, boost = 1): Clause {
  return { term: { all: { value, boost } } };
}

function narrowing(
  groups: readonly TermGroup[],
  { fields, match }: { fields: readonly Field[]; match: 'all' | 'any' },
): Clause[] {
  const clauses = groups.map(({ terms, prefixes = [] }) =>
    anyOf(
      fields.flatMap((field) => [
        ...(terms.length > 0 ? [{ terms: { [`terms.${field}`]: terms } }] : []),
        ...prefixes.map((value) => ({ prefix: { [`terms.${field}`]: { value } } })),
      ]),
    ),
  );
  if (clauses.length === 0) return [];
  return match === 'all' ? clauses : [anyOf(clauses)];
}

function wordings(phrases: readonly Phrase[]): Phrase[] {
  return phrases.filter((terms) => terms.length > 0);
}

/** A phrase is worth about as much as one of its terms: how often it stands in a section cannot be weighed over the fields. */
function phraseScore(wanted: readonly Phrase[], weightOf: WeightOf): Clause {
  return anyOf(wanted.flatMap((terms) => terms.map((term) => termClause(term, weightOf(term) / terms.length))));
}

function phraseClauses(terms: Phrase, fields: readonly Field[]): Clause[] {
  const [value] = terms;
  return fields.map((field) =>
    terms.length === 1
      ? { term: { [`terms.${field}`]: { value } } }
      : { match_phrase: { [`terms.${field}`]: { query: terms.join(' ') } } },
  );
}

function filterClauses({ site, lang, type, inPath }: CandidateFilter): Clause[] {
  const exact: Clause[] = Object.entries({ lang, type })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ term: { [name]: value } }));
  if (site !== undefined) exact.push(anyOf([{ term: { site } }, { prefix: { site: `${site}/` } }]));
  if (inPath === undefined) return exact;
  const pattern = `*${comparedText(inPath).replace(/[\\*?]/g, '\\$&')}*`;
  return [...exact, { wildcard: { path: { value: pattern } } }];
}
