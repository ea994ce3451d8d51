import { urlPath, urlQuery, withoutQuery } from '../model/url.ts';

/** Heritrix cuts at the same number (its TooManyPathSegmentsDecideRule); real sites stay far below it. */
const MAX_SEGMENTS = 20;
/** How often the same segments may follow one another: `/a/b/a/b` may be meant, `/a/b/a/b/a/b` is a relative link gone wrong. */
const MAX_REPEATS = 2;
/** Filters and sort orders of a shop multiply; a page of text needs few. */
const MAX_PARAMETERS = 12;

export interface ShapeTrap {
  reason: 'trap-path' | 'trap-query';
  /** What of the URL says so. */
  detail: string;
}

/**
 * Does the form of a URL say that it belongs to a space without end: links that add to their own path, parameters that permutate?
 * @param canonical a canonical URL
 */
export function shapeTrap(canonical: string): ShapeTrap | undefined {
  const query = urlQuery(canonical);
  const segments = urlPath(withoutQuery(canonical))
    .split('/')
    .filter((segment) => segment !== '');
  if (segments.length > MAX_SEGMENTS) return { reason: 'trap-path', detail: `${segments.length} path segments` };
  const repeated = repeatedRun(segments);
  if (repeated !== undefined) return { reason: 'trap-path', detail: `/${repeated.join('/')} again and again` };
  const parameters = query === '' ? 0 : query.split('&').length;
  return parameters > MAX_PARAMETERS ? { reason: 'trap-query', detail: `${parameters} parameters` } : undefined;
}

/** The shortest run of segments that stands more than MAX_REPEATS times in a row. Numbers do not count: /1/1/1 is a chapter, or a date. */
function repeatedRun(segments: readonly string[]): string[] | undefined {
  for (let length = 1; length * (MAX_REPEATS + 1) <= segments.length; length++) {
    let same = 0;
    for (let i = length; i < segments.length; i++) {
      same = segments[i] === segments[i - length] ? same + 1 : 0;
      const run = segments.slice(i - length + 1, i + 1);
      if (same >= length * MAX_REPEATS && run.some((segment) => !/^\d+$/.test(segment))) return run;
    }
  }
  return undefined;
}
