import { variantOf } from '../index/page-variant.ts';
import type { Candidate, CandidateFilter, SearchIndex } from '../index/search-index.ts';
import { compareText } from '../model/compare-text.ts';
import { rounded } from '../model/figures.ts';
import { compareVersions } from '../model/url-directories.ts';
import { EXACT, exactTerm } from '../text/chunk.ts';
import { headingKey, headingKeys, withoutNumbering } from '../text/heading-keys.ts';
import { addressOf } from './address.ts';
import { symbolTermsOf } from './name-terms.ts';
import { normalFilter } from './normal-filter.ts';

export interface SuggestRequest {
  /** The beginning of a name, as typed so far, 1..512 characters. */
  q: string;
  /** Names to return, 1..20. */
  limit: number;
  site?: string;
  lang?: string;
  type?: string;
}

/** The answer of `GET /api/v1/suggest`. */
export interface SuggestResponse {
  query: string;
  tookMs: number;
  suggestions: Suggestion[];
}

/** A name on the site that begins as the query does. */
interface Suggestion {
  text: string;
  kind: 'symbol' | 'title' | 'heading';
  /** The place that has the name. */
  url: string;
  site: string;
}

/** Sections that are looked at for titles, for symbols and for headings: many names repeat on many pages. */
const MAX_CANDIDATES = 50;
const MAX_PER_PAGE = 10;
/** Names in one answer. */
export const MAX_SUGGESTIONS = 20;

/** Of names of one length, what tells most first. */
const KINDS = ['title', 'symbol', 'heading'];

interface Name extends Suggestion {
  /** It begins with the query, not only one of its endings does (`gather` of `asyncio.gather`). */
  isBegun: boolean;
  /** The query begins with a sign, and it begins with the query as it stands: `--fake` for `--fa`. */
  isSpelled: boolean;
  /** Characters of what is completed: `asyncio` of `asyncio — Asynchronous I/O`. */
  chars: number;
  prior: number;
  /** Of its page. */
  linkClass: number;
  /** Of its page, as the address names it. */
  version: string;
}

/**
 * Completes titles, headings and symbols. A name counts once, where its page matters most; names that begin with the query come
 * first, and of these the shorter ones and those of pages that matter. Of one name on several pages, it is the one that most link to.
 * @throws RangeError when limit is not in 1..20
 */
export async function suggest(
  index: Pick<SearchIndex, 'candidates'>,
  { q, limit, ...filter }: SuggestRequest,
): Promise<SuggestResponse> {
  const startMs = performance.now();
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_SUGGESTIONS))
    throw new RangeError(`limit: 1..${MAX_SUGGESTIONS}, got ${limit}`);
  const names = await namesOf(index, q.trim(), normalFilter(filter));
  const suggestions = best(names, limit).map(({ text, kind, url, site }) => ({ text, kind, url, site }));
  return { query: q, tookMs: rounded(performance.now() - startMs), suggestions };
}

async function namesOf(index: Pick<SearchIndex, 'candidates'>, text: string, filter: CandidateFilter): Promise<Name[]> {
  const typed = { key: headingKey(text), exact: exactTerm(text), hasSign: /^[^\p{L}\p{N}_]/u.test(text) };
  const prefixes = [typed.key, typed.exact].filter((term) => term.length > EXACT.length && !/\s/u.test(term));
  if (prefixes.length === 0) return [];
  // Each by itself: a manual has so many symbols that its titles would never be among the best of all.
  const sets = await Promise.all(
    (['title', 'symbols', 'headings'] as const).map((field) => {
      const groups = [{ terms: [], prefixes: field === 'symbols' ? prefixes : prefixes.slice(0, 1) }];
      const bounds = { limit: MAX_CANDIDATES, perPage: MAX_PER_PAGE };
      return index.candidates({ groups, match: 'any', fields: [field], filter, ...bounds });
    }),
  );
  return sets.flatMap(({ candidates }) => candidates.flatMap((candidate) => namesIn(candidate, typed)));
}

interface Typed {
  key: string;
  exact: string;
  hasSign: boolean;
}

function namesIn(candidate: Candidate, { key, exact, hasSign }: Typed): Name[] {
  const { title, symbols, ordinal, prior, linkClass = 0, site } = candidate;
  const charsOf = (name: string) =>
    Math.min(...headingKeys(name).flatMap((own) => (begins(own, key) ? [own.length] : [])));
  const name = (text: string, kind: Name['kind'], isBegun: boolean): Name => ({
    text,
    kind,
    isBegun,
    isSpelled: hasSign && begins(exactTerm(text), exact),
    chars: kind === 'symbol' ? headingKey(text).length : charsOf(text),
    prior,
    linkClass,
    version: variantOf(candidate).version,
    site,
    url: kind === 'title' ? candidate.url : addressOf(candidate),
  });
  const names = symbols.map(symbolTermsOf).flatMap(({ name: symbol, keys, endings }) => {
    const at = endings.findIndex((ending, i) => begins(ending.exact, exact) || begins(keys[i], key));
    return at < 0 ? [] : [name(symbol, 'symbol', at === 0)];
  });
  if (ordinal === 0 && Number.isFinite(charsOf(title))) names.push(name(withoutNumbering(title), 'title', true));
  const heading = withoutNumbering(candidate.heading);
  if (symbols.length === 0 && heading !== withoutNumbering(title) && Number.isFinite(charsOf(heading)))
    names.push(name(heading, 'heading', true));
  return names;
}

function begins(key: string | undefined, typed: string): boolean {
  return typed.length > EXACT.length && key?.startsWith(typed) === true;
}

function best(names: Name[], limit: number): Name[] {
  names.sort(
    (a, b) =>
      Number(b.isSpelled) - Number(a.isSpelled) ||
      Number(b.isBegun) - Number(a.isBegun) ||
      a.chars / a.prior - b.chars / b.prior ||
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      compareText(a.text, b.text) ||
      compareVersions(a.version, b.version) ||
      b.linkClass - a.linkClass ||
      compareText(a.url, b.url),
  );
  const distinct = new Map<string, Name>();
  for (const name of names) {
    const key = headingKey(name.text) || name.text;
    if (!distinct.has(key)) distinct.set(key, name);
  }
  return [...distinct.values()].slice(0, limit);
}
