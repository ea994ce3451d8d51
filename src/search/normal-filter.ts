import type { CandidateFilter } from '../index/search-index.ts';
import { given } from '../model/given.ts';
import { normalizeEscapes } from '../model/url-escapes.ts';

interface Filters {
  site?: string | undefined;
  lang?: string | undefined;
  type?: string | undefined;
}

/**
 * Filters as the index has them, of what people and programs write: a host, a language and a type in any case, a site as its whole address
 * and in letters of any script, a language with its region (`en-US`), which says no more here, as pages are kept by language alone.
 */
export function normalFilter({ site, lang, type }: Filters): CandidateFilter {
  return given({
    site: site
      ?.replace(/^https?:\/\//i, '')
      .replace(/^[^/]+/, (host) => URL.parse(`http://${host}`)?.host ?? host.toLowerCase())
      .replace(/\/.*$/su, normalizeEscapes)
      .replace(/\/$/, ''),
    lang: lang?.toLowerCase().replace(/[-_].*/, ''),
    type: type?.toLowerCase(),
  });
}
