import { urlHost, urlPath, urlQuery, withoutQuery } from './url.ts';
import { namesOf, urlPattern } from './url-pattern.ts';

/** Each costs a look at what is known. Of what has more, the filters are known from others. */
const MAX_PARTS = 16;
/** Two parameters that a URL can do without say that it combines filters. */
const MIN_FILTERS = 2;
/** Where segments of the path are among them one more must: `/archive/about` lies below `/archive` and may be no part of `/about`. */
const MIN_FILTERS_OF_PATH = 3;
/** A language or a version: pages can do without it, and yet are others with it. */
const EDITION = /^(?:[a-z]{2}(?:[-_][a-z]{2})?|v?[\d.]+|latest|stable|dev|next|master|main)$/i;

/** The further pages of a list are no choice among what it shows: all of them show it. */
const PAGER =
  /^(?:p|pg|pn|page|paged|page_?n(?:o|r|um|umber)?(?:_?\d+)?|cur_?page|seite|pagina|start|limit_?start|offset|skip|from|first)=\d+$|^(?:page|seite|pagina)[-_]?\d+$/i;

/** Filters, without their values: parameters by name, and segments of the path by number. */
export interface CombinationKind {
  /** On whatever path of the host. */
  pattern: string;
  /** On this path; the same as the pattern where segments of it are filters. */
  place: string;
}

/** What URLs that combine filters have in common. */
export interface Combination {
  kind: CombinationKind;
  /** All combinations of that sort on the host. */
  family: string;
  /** The kinds of one filter less. */
  fewer: CombinationKind[];
  /** Filters are segments of the path. */
  isOfPath: boolean;
  /** Those that it can do without: `?name`, or `/segment`. */
  filters: string[];
}

/** What is known of a host. */
export interface KnownUrls {
  /** Is there such a page? */
  has: (url: string) => boolean;
  /** Is this, `?name` or `/segment`, one of the filters that others of its URLs can do without? */
  isFilter: (part: string) => boolean;
}

/** A part of a URL that can be left out. */
interface Part {
  kind: 'segment' | 'pair';
  text: string;
}

/**
 * How a URL combines the filters of a list, each of which can do without the others: `/shop?color=red&size=m` where there are `/shop?color=red` and
 * `/shop?size=m`, `/shoes/red/m/wool/` where it can do without each of the three. It shows what those show. Undefined for any other URL, such as
 * `/forum?board=1&topic=7` where there is no `/forum?topic=7`, or `/news?section=3&page=2`, which is a page of `/news?section=3`.
 *
 * @param canonical a canonical URL
 */
export function combinationOf(canonical: string, known: KnownUrls): Combination | undefined {
  const parts = partsOf(canonical).filter((part) => !isPager(part));
  if (parts.length < MIN_FILTERS) return undefined;
  const filters = filtersAmong(parts, { canonical, known });
  if (filters === undefined) return undefined;
  const query = urlQuery(canonical);
  const names = query === '' ? [] : namesOf(query).slice(1).split('&');
  const segments = filters.filter(({ kind }) => kind === 'segment').length;
  const host = urlHost(canonical);
  const place = urlPattern(withoutQuery(canonical));
  const kindOf = (some: readonly string[], count: number) => {
    const pattern = `${host}/${'*/'.repeat(count)}**?${some.join('&')}`;
    return { pattern, place: count > 0 ? pattern : `${place}?${some.join('&')}` };
  };
  return {
    kind: kindOf(names, segments),
    family: segments === 0 ? `${host}/**?` : `${host}/*/**`,
    fewer: [
      ...names.map((_, at) => kindOf(names.toSpliced(at, 1), segments)),
      ...(segments > 0 ? [kindOf(names, segments - 1)] : []),
    ],
    isOfPath: segments > 0,
    filters: filters.map(nameOf),
  };
}

/** What a URL has that another one has not, as `Combination.filters` has it, but for the number of the page. */
export function addedTo(one: string, other: string): string[] {
  const before = new Set(partsOf(other).map(({ kind, text }) => `${kind} ${text}`));
  return partsOf(one)
    .filter((part) => !isPager(part) && !before.has(`${part.kind} ${part.text}`))
    .map(nameOf);
}

function isPager({ text }: Part): boolean {
  return PAGER.test(text);
}

/** Filters that are known as such count when there is a page without all of them: not every page with fewer need be known. */
function filtersAmong(
  parts: readonly Part[],
  { canonical, known }: { canonical: string; known: KnownUrls },
): Part[] | undefined {
  const without = (some: readonly Part[]) =>
    known.has(
      composed(
        canonical,
        parts.filter((part) => !some.includes(part)),
      ),
    );
  const named = parts.filter((part) => known.isFilter(nameOf(part)));
  if (isEnough(named) && without(named)) return named;
  if (parts.length > MAX_PARTS) return undefined;
  const spare = parts.filter((part) => !(part.kind === 'segment' && EDITION.test(part.text)) && without([part]));
  const chosen = isEnough(spare) ? spare : spare.filter(({ kind }) => kind === 'pair');
  return isEnough(chosen) ? chosen : undefined;
}

function isEnough(filters: readonly Part[]): boolean {
  return filters.length >= (filters.some(({ kind }) => kind === 'segment') ? MIN_FILTERS_OF_PATH : MIN_FILTERS);
}

function partsOf(canonical: string): Part[] {
  const segments = urlPath(withoutQuery(canonical))
    .split('/')
    .filter((segment) => segment !== '');
  const pairs = urlQuery(canonical)
    .split('&')
    .filter((pair) => pair !== '');
  return [
    ...segments.map((text) => ({ kind: 'segment' as const, text })),
    ...pairs.map((text) => ({ kind: 'pair' as const, text })),
  ];
}

/** The URL that has these of the parts alone. */
function composed(canonical: string, parts: readonly Part[]): string {
  const path = withoutQuery(canonical);
  const origin = path.slice(0, path.length - urlPath(path).length);
  const segments = parts.filter(({ kind }) => kind === 'segment').map(({ text }) => `/${text}`);
  const pairs = parts.filter(({ kind }) => kind === 'pair').map(({ text }) => text);
  const end = path.endsWith('/') || segments.length === 0 ? '/' : '';
  return `${origin}${segments.join('')}${end}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

function nameOf({ kind, text }: Part): string {
  return kind === 'segment' ? `/${text}` : `?${text.split('=', 1)[0]}`;
}
