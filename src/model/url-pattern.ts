import { urlHost, urlPath, urlQuery, withoutQuery } from './url.ts';

/** What tells the pages of one template apart: numbers, dates, hashes and ids, whatever their length. */
const VARYING = /\b[0-9a-f]{8,}\b|\d+/gi;

/** What applications behind one script call the parameter that says which of their parts answers: their news are another template than their users. */
const PART = /^@?(?:action|act|do|op|mode|mod|module|task|option|view|controller|cmd)=[a-z_-]+$/i;

/**
 * One or two words before the number that a value ends with say what it is the number of: `node/12` is another template than `comment/reply/12`, `7.15` than
 * `7.msg15`. A name such as `user12` says nothing.
 */
const NUMBERED = /^(?=.*[^a-z\d])[^a-z]*[a-z]{3,}(?:[^a-z]+[a-z]{3,})?[^a-z]*\d$/i;

/**
 * The template that a URL seems to be made from: numbers and ids of its path as `*`, its parameters by name, sorted, without their values but for that of the
 * part of an application (`?id&mod=news`) and for words before their numbers (`?q=node/*`). Pages of a calendar, of a paged list, of a sort order share one.
 * @param canonical a canonical URL
 */
export function urlPattern(canonical: string): string {
  return urlHost(canonical) + urlPath(withoutQuery(canonical)).replace(VARYING, '*') + namesOf(urlQuery(canonical));
}

/**
 * The template of all URLs of a host that have these parameters, whatever their path: `example.org/**?ref`. Undefined for one without parameters.
 * @param canonical a canonical URL
 */
export function parameterPattern(canonical: string): string | undefined {
  const query = urlQuery(canonical);
  return query === '' ? undefined : `${urlHost(canonical)}/**${namesOf(query)}`;
}

export function namesOf(query: string): string {
  if (query === '') return '';
  const pairs = query.split(/&|;(?=[^&;]*=)/);
  return `?${[...new Set(pairs.map(kindOf))].sort().join('&')}`;
}

function kindOf(pair: string): string {
  if (PART.test(pair)) return pair;
  const [name = '', value = ''] = pair.split('=', 2);
  return NUMBERED.test(value) ? `${name}=${value.toLowerCase().replace(VARYING, '*')}` : name;
}
