import type { CandidateQuery, Phrase, TermGroup } from '../search-index.ts';

/**
 * The FTS5 expression of a query (https://sqlite.org/fts5.html, section 3). Every term is quoted, so no sign in it has a
 * meaning; a quoted string with blanks is a phrase.
 * @throws RangeError when the query has neither groups nor phrases
 */
export function matchExpression(query: CandidateQuery): string {
  const groups = query.groups.map(groupExpression).filter((group) => group !== '');
  const phrases = (query.phrases ?? []).map(phraseExpression).filter((phrase) => phrase !== '');
  if (groups.length + phrases.length === 0) throw new RangeError('query: no group and no phrase to match');
  const words = groups.length === 0 ? [] : [`(${groups.join(query.match === 'all' ? ' AND ' : ' OR ')})`];
  const titled = query.isInTitle ? groups.map((group) => `({title} : ${group})`) : [];
  const wanted = `(${[...words, ...titled, ...phrases].join(' AND ')})`;
  const narrowed = query.fields === undefined ? wanted : `{${query.fields.join(' ')}} : ${wanted}`;
  const unwanted = (query.without ?? []).filter((terms) => terms.length > 0).map(quoted);
  return unwanted.length === 0 ? narrowed : `(${narrowed}) NOT (${unwanted.join(' OR ')})`;
}

/** '' for a group without terms, which matches nothing. */
export function groupExpression({ terms, prefixes = [] }: TermGroup): string {
  const alternatives = [...terms.map((term) => quoted([term])), ...prefixes.map((prefix) => `${quoted([prefix])} *`)];
  return alternatives.length === 0 ? '' : `(${alternatives.join(' OR ')})`;
}

function phraseExpression(wordings: readonly Phrase[]): string {
  const alternatives = wordings.filter((terms) => terms.length > 0).map(quoted);
  return alternatives.length === 0 ? '' : `(${alternatives.join(' OR ')})`;
}

/** To SQLite a NUL is the end of the expression; in a document it is what is between two terms. */
function quoted(terms: Phrase): string {
  return `"${terms.join(' ').replaceAll('"', '""').replaceAll('\0', ' ')}"`;
}
