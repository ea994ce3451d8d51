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
  /** Lines of a bulk request, instead of `body`. */
  lines?: readonly object[];
  query?: Record<string, string>;
}

export interface EngineAnswer {
  status: number;
  body: unknown;
}

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
 * @throws Fault `index-unavailable` when it may work later, `settings-invalid` when the engine refuses the credentials
 */
export function bodyOf({ status, body }: EngineAnswer, what: string): unknown {
  if (status < 300) return body;
  throw refusal({ status, body }, what);
}

export function refusal({ status, body }: EngineAnswer, what: string): Error {
  const type = at(body, 'error', 'type');
  const why = `${status} ${String(at(body, 'error', 'reason') ?? type ?? '')}`.trim();
  const isBlocked = status === 403 && typeof type === 'string' && type.endsWith('block_exception');
  if (status === 429 || status >= 500 || status === 413 || isBlocked)
    return new Fault('index-unavailable', `The search engine cannot ${what} now: ${why}.`);
  if (status === 401 || status === 403)
    return new Fault(
      'settings-invalid',
      `The search engine refuses these credentials (${why}). See --index-api-key, or user and password in --index.`,
    );
  return new Error(`The search engine refused to ${what}: ${why}`);
}
