import { Fault } from '../../model/errors.ts';

/** What the adapter wants of an engine, whichever official client speaks to it. */
export interface Engine {
  /** Its product and version, as a person writes them. */
  readonly name: string;
  /** Any answer is a value; no answer at all is the fault `index-unavailable`. */
  send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, options?: EngineRequest): Promise<EngineAnswer>;
  close(): Promise<void>;
}

export interface EngineRequest {
  body?: object;
  /** Lines of objects, instead of `body`. */
  lines?: readonly object[];
  /** The lines of a bulk request, compressed with gzip, instead of `body`. */
  bulk?: Buffer;
  query?: Record<string, string>;
}

export interface EngineAnswer {
  status: number;
  body: unknown;
}

/** Characters of one sentence of an engine that are shown. */
const MAX_WORDS = 150;
/** An index that somebody has closed, and may open again: a 400 as if documents were at fault. */
const CLOSED = 'index_closed_exception';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A part of an answer, by the keys that lead to it; undefined where there is none. */
export function at(value: unknown, ...keys: (string | number)[]): unknown {
  return keys.reduce<unknown>((part, key) => (isObject(part) ? part[key] : undefined), value);
}

/** The list at that place; empty where there is none. */
export function listAt(value: unknown, ...keys: (string | number)[]): unknown[] {
  const list = at(value, ...keys);
  return Array.isArray(list) ? list : [];
}

/**
 * The body of an answer that is no refusal. Judged by the status, never by the type of an error: each engine has its own names.
 * @throws Fault `index-unavailable` when it may work later, `index-refused` when the engine refuses the credentials
 */
export function bodyOf({ status, body }: EngineAnswer, what: string): unknown {
  if (status < 300) return body;
  throw refusal({ status, body }, what);
}

/** The status and the engine's own words. */
export function reasonOf({ status, body }: EngineAnswer): string {
  return `${status} ${wordsOf(body)}`.trim();
}

/** What the engine says is wrong, and why it is; some quote the whole value. */
export function wordsOf(body: unknown): string {
  const says = at(body, 'error', 'reason') ?? at(body, 'error', 'type') ?? (typeof body === 'string' ? body : '');
  const because = at(body, 'error', 'caused_by', 'reason') ?? '';
  return [says, because]
    .map((words) => String(words).replace(/\s+/g, ' ').trim())
    .filter((words) => words !== '')
    .map((words) => (words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS)}...` : words))
    .join(': ');
}

/** The document is not at fault: nobody may write, or there is no index, or none that is open. */
export function isOfIndex({ status, body }: EngineAnswer): boolean {
  return status === 401 || status === 403 || status === 404 || at(body, 'error', 'type') === CLOSED;
}

export function refusal({ status, body }: EngineAnswer, what: string): Error {
  const type = at(body, 'error', 'type');
  const why = reasonOf({ status, body });
  const isBlocked = status === 403 && typeof type === 'string' && type.endsWith('block_exception');
  if (status === 429 || status >= 500 || status === 413 || isBlocked || type === CLOSED)
    return new Fault('index-unavailable', `The search engine cannot ${what} now: ${why}.`);
  if (status === 401 || status === 403)
    return new Fault(
      'index-refused',
      `The search engine refuses these credentials (${why}). See --index-api-key, or user and password in --index.`,
    );
  if (status === 404)
    return new Fault(
      'data-unreadable',
      `The search engine has lost the index (${why}). The next crawl makes it again; without one, fill it from the crawl store: spindex reindex`,
    );
  if (status < 400)
    return new Fault(
      'index-refused',
      `What answers at the address of --index sends elsewhere (${status}), and no password follows. Give the address of the search engine itself; it may begin with https.`,
    );
  return new Error(`The search engine refused to ${what}: ${why}`);
}
