import type { Reason, UrlState } from '../../model/reasons.ts';
import type { UrlQuery } from '../url-report.ts';

export interface Statement {
  sql: string;
  values: (string | number)[];
}

/** What the store knows about a query before it makes a statement of it. */
export interface UrlListFacts {
  siteId: number;
  /** Every state and reason of the site that the query wants, with its number of URLs. */
  kinds: { state: UrlState; reason: Reason; n: number }[];
  /** Beginnings of URLs, when the query names a prefix. */
  prefixes: string[] | undefined;
  /** At most SORTABLE URLs begin with one of the prefixes. */
  isNarrowPrefix: boolean;
}

/** So many rows are rather sorted than looked for along an index that has their order. */
export const SORTABLE = 200_000;

/** `key` sorts, ties go by id; `index` holds that order for a whole site. */
const ORDERS = {
  found: { key: 'id', index: undefined, direction: 'ASC', compare: '>' },
  depth: { key: 'depth', index: 'url_by_depth', direction: 'ASC', compare: '>' },
  fetched: { key: 'fetched_at', index: 'url_by_fetch', direction: 'DESC', compare: '<' },
} as const;

/** One way into the table: an index and the rows it leads to. */
interface Way {
  index: string;
  where: string;
  values: (string | number)[];
}

/**
 * The statement for one page of a list of URLs. SQLite keeps no statistics here, so the way into the table is named: a few ways
 * that each have the order asked for (or few rows) are merged. No way reads the table from end to end.
 */
export function urlListStatement(query: UrlQuery, facts: UrlListFacts): Statement {
  const { key, direction, compare } = ORDERS[query.order ?? 'found'];
  const ways = waysOf(query, facts);
  const filter = residue(query);
  const behind = query.after > 0 ? cursor(query, { key, compare }) : { sql: '', values: [] };
  const sorted = key === 'id' ? `id ${direction}` : `${key} ${direction}, id ${direction}`;
  const arms = ways.map(
    ({ index, where }) =>
      `SELECT * FROM (SELECT id, ${key} AS sort FROM url INDEXED BY ${index} WHERE site_id = ? AND ${where}${behind.sql}${filter.sql} ORDER BY ${sorted} LIMIT ?)`,
  );
  const values = ways.flatMap((way) => [facts.siteId, ...way.values, ...behind.values, ...filter.values, query.limit]);
  const order = `sort ${direction}, id ${direction}`;
  return {
    sql: `SELECT url.*, source.url AS found_on_url FROM (${arms.join(' UNION ALL ')} ORDER BY ${order} LIMIT ?) AS hit
      CROSS JOIN url ON url.id = hit.id LEFT JOIN url AS source ON source.id = url.found_on ORDER BY hit.sort ${direction}, hit.id ${direction}`,
    values: [...values, query.limit],
  };
}

function waysOf(query: UrlQuery, { kinds, prefixes, isNarrowPrefix }: UrlListFacts): Way[] {
  const order = ORDERS[query.order ?? 'found'];
  const asked = query.order === 'fetched' ? ' AND fetched_at IS NOT NULL' : '';
  const byAddress = (prefixes ?? []).map((prefix) => ({
    index: 'url_by_address',
    where: `url >= ? AND url < ?${asked}`,
    values: [prefix, endOf(prefix)],
  }));
  const isDense = kinds.reduce((sum, { n }) => sum + n, 0) > SORTABLE;
  if (prefixes && (isNarrowPrefix || (order.index === undefined && !query.state && !query.reason))) return byAddress;
  if (order.index === undefined || !isDense)
    return kinds.map(({ state, reason }) => ({
      index: 'url_by_reason',
      where: `state = ? AND reason = ?${asked}${inPrefixes(prefixes)}`,
      values: [state, reason, ...prefixValues(prefixes)],
    }));
  return [{ index: order.index, where: `1${asked}${inPrefixes(prefixes)}`, values: prefixValues(prefixes) }];
}

const inPrefixes = (prefixes: string[] | undefined): string =>
  prefixes ? ` AND (${prefixes.map(() => '(url >= ? AND url < ?)').join(' OR ')})` : '';

const prefixValues = (prefixes: string[] = []): string[] => prefixes.flatMap((prefix) => [prefix, endOf(prefix)]);

/** Above every text that begins so. */
export const endOf = (prefix: string): string => `${prefix}\u{10ffff}`;

function cursor(
  { after, afterValue = 0 }: UrlQuery,
  { key, compare }: { key: string; compare: string },
): { sql: string; values: number[] } {
  if (key === 'id') return { sql: ` AND id ${compare} ?`, values: [after] };
  return { sql: ` AND (${key}, id) ${compare} (?, ?)`, values: [afterValue, after] };
}

/** Conditions that no index helps with. The unary plus keeps them from being taken for a way. */
function residue({ state, reason, q }: UrlQuery): { sql: string; values: string[] } {
  const conditions = [
    ...(state ? [{ sql: ' AND +state = ?', value: state }] : []),
    ...(reason ? [{ sql: ' AND +reason = ?', value: reason }] : []),
  ];
  const patterns = q ? formsOf(q).map((form) => `%${form.replace(/[\\%_]/g, '\\$&')}%`) : [];
  const contains = patterns.map(() => `url LIKE ? ESCAPE '\\'`).join(' OR ');
  return {
    sql: conditions.map(({ sql }) => sql).join('') + (q ? ` AND (${contains})` : ''),
    values: [...conditions.map(({ value }) => value), ...patterns],
  };
}

/** As a text stands in URLs, which are of ASCII. */
export const asInUrl = (text: string): string =>
  text.replace(/[^\x21-\x7e]+/g, (part) => encodeURIComponent(part.toWellFormed()));

/** LIKE takes letters of ASCII for alike in upper and lower case; of others, which are percent-encoded, it cannot know. */
function formsOf(q: string): string[] {
  const lower = q.toLowerCase();
  const forms = [q, lower, q.toUpperCase(), lower.replace(/\p{L}/u, (first) => first.toUpperCase())];
  return [...new Set(forms.map((form) => asInUrl(form).toLowerCase()))];
}
