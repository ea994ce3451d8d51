import { urlHost, urlPath } from './url.ts';

/** What tells the pages of one template apart: numbers, dates, hashes and ids, whatever their length. */
const VARYING = /\b[0-9a-f]{8,}\b|\d+/gi;

/**
 * The template that a URL seems to be made from: numbers and ids of its path as `*`, its parameters by name, sorted, without their values. Pages of a calendar,
 * of a paged list, of a sort order share one.
 * @param canonical a canonical URL
 */
export function urlPattern(canonical: string): string {
  const [path = '', query = ''] = urlPath(canonical).split('?', 2);
  const names = new Set(query === '' ? [] : query.split('&').map((pair) => pair.split('=', 1)[0] ?? ''));
  const parameters = names.size === 0 ? '' : `?${[...names].sort().join('&')}`;
  return urlHost(canonical) + path.replace(VARYING, '*') + parameters;
}
