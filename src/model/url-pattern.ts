import { urlHost, urlPath, urlQuery, withoutQuery } from './url.ts';

/** What tells the pages of one template apart: numbers, dates, hashes and ids, whatever their length. */
const VARYING = /\b[0-9a-f]{8,}\b|\d+/gi;

/** What applications behind one script call the parameter that says which of their parts answers: their news are another template than their users. */
const PART = /^@?(?:action|act|do|op|mode|mod|module|task|option|view|controller|cmd)=[a-z_-]+$/i;

/**
 * The template that a URL seems to be made from: numbers and ids of its path as `*`, its parameters by name, sorted, without their values but for that of the
 * part of an application (`?id&mod=news`). Pages of a calendar, of a paged list, of a sort order share one.
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
  const names = new Set(pairs.map((pair) => (PART.test(pair) ? pair : (pair.split('=', 1)[0] ?? ''))));
  return `?${[...names].sort().join('&')}`;
}
