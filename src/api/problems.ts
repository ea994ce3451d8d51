import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { Fault, type FaultCode } from '../model/errors.ts';
import { type ParameterError, parameterErrors } from './parameter-errors.ts';

interface ProblemRow {
  status: number;
  title: string;
  /** What the caller does about it. */
  remedy: string;
}

/** Every error the server answers with. docs/errors.md is tested against this table. */
export const PROBLEMS = {
  'invalid-parameter': {
    status: 400,
    title: 'A parameter is not valid',
    remedy: 'Change what `errors` names: each row says the parameter, what it must be and what was sent.',
  },
  'malformed-body': {
    status: 400,
    title: 'The request body cannot be read',
    remedy: 'Send one JSON object, encoded as UTF-8, with its right length.',
  },
  'bad-request': { status: 400, title: 'The request is not valid HTTP', remedy: 'Mend the request as `detail` says.' },
  usage: { status: 400, title: 'The request cannot be done as asked', remedy: 'Change the request as `detail` says.' },
  'not-a-url': {
    status: 400,
    title: 'Not an address that can be crawled',
    remedy: 'Give an absolute http or https URL, such as https://docs.example.com/.',
  },
  'settings-invalid': {
    status: 400,
    title: 'A setting is refused',
    remedy: 'Change the setting that `detail` names.',
  },
  'token-needed': {
    status: 401,
    title: 'The admin token is needed',
    remedy: 'Send `Authorization: Bearer TOKEN` with the token the server was started with.',
  },
  'changes-disabled': {
    status: 403,
    title: 'Changes are switched off',
    remedy: 'Start the server with --admin-token, or bind it to 127.0.0.1.',
  },
  'cross-site': {
    status: 403,
    title: 'Requests from other sites may change nothing',
    remedy: 'Send the request from the server’s own pages or from a program that is not a browser.',
  },
  'host-refused': {
    status: 403,
    title: 'Not a name of this server',
    remedy: 'Use http://localhost or http://127.0.0.1; to serve another name, bind to it with --host.',
  },
  'not-found': { status: 404, title: 'Nothing is at this address', remedy: 'See /openapi.json for all addresses.' },
  'unknown-crawl': {
    status: 404,
    title: 'No such crawl',
    remedy: 'List the crawls with GET /api/v1/crawls, and write # as %23 in the address.',
  },
  'unknown-site': { status: 404, title: 'No such site', remedy: 'List the sites with GET /api/v1/sites.' },
  'method-not-allowed': {
    status: 405,
    title: 'The address does not take this method',
    remedy: 'Use a method of the `Allow` header.',
  },
  'data-in-use': {
    status: 409,
    title: 'Another process works on this data directory',
    remedy: 'Stop the other process, or use it instead.',
  },
  'body-too-large': { status: 413, title: 'The request body is too large', remedy: 'Send at most 64 KiB.' },
  'unsupported-media-type': {
    status: 415,
    title: 'The request body has a type that is not taken here',
    remedy: 'Send `Content-Type: application/json`.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The address or the headers are too large',
    remedy: 'Send at most 16 KiB of address and headers.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests wait on one connection',
    remedy: 'Send at most 16 before the first is answered.',
  },
  'request-timeout': { status: 408, title: 'The request came too slowly', remedy: 'Send it again.' },
  internal: {
    status: 500,
    title: 'The server failed',
    remedy: 'Look for the request id in the server’s log, and report what stands there.',
  },
  'store-failed': {
    status: 500,
    title: 'The crawl store failed',
    remedy: 'Look for the request id in the server’s log; the disk may be full.',
  },
  'index-unavailable': {
    status: 503,
    title: 'The index cannot be reached right now',
    remedy: 'Try again after the seconds in `Retry-After`.',
  },
  'not-ready': { status: 503, title: 'The server is not ready', remedy: 'Wait until what `missing` lists is there.' },
  'timed-out': { status: 503, title: 'The answer took too long', remedy: 'Try again; ask for less at once.' },
} as const satisfies Record<string, ProblemRow>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemOptions {
  /** For the caller; never sent with a 5xx. */
  detail?: string;
  errors?: ParameterError[];
  headers?: Record<string, string>;
  /** Further members of the problem document. */
  members?: Record<string, unknown>;
  cause?: unknown;
}

/** An answer that is a problem document (RFC 9457); routes throw it. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? PROBLEMS[code].title, { cause: options.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.options = options;
  }
}

/** Seconds after which an index that is away is worth another try. */
const RETRY_AFTER = { 'retry-after': '5' };

const OF_FAULT: Partial<Record<FaultCode, ProblemCode>> = {
  usage: 'usage',
  'not-a-url': 'not-a-url',
  'settings-invalid': 'settings-invalid',
  'data-in-use': 'data-in-use',
  'index-unavailable': 'index-unavailable',
  'index-refused': 'index-unavailable', // the operator's fault, told in the log: whoever searches is not to read of credentials
  'store-failed': 'store-failed',
};

/** Codes of Fastify's own errors that can follow from a request. */
const OF_FASTIFY: Partial<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-body',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-body',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-body',
  FST_ERR_BAD_URL: 'bad-request',
  FST_ERR_HANDLER_TIMEOUT: 'timed-out',
};

/** Of these Fastify says no more than their title does. */
const REPEATED: ReadonlySet<ProblemCode> = new Set(['body-too-large', 'unsupported-media-type']);

/** The problem that an error of a route or of Fastify is answered with. What nobody foresaw is `internal`. */
export function toProblem(error: unknown, sent: { query: unknown; body: unknown }): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = parameterErrors(error.validation, error.validationContext === 'body' ? sent.body : sent.query);
    return new ProblemError('invalid-parameter', { errors, detail: errors.map(({ message }) => message).join('. ') });
  }
  if (error instanceof Fault) return ofFault(error);
  return ofFastify(error);
}

function ofFault(fault: Fault): ProblemError {
  const code = OF_FAULT[fault.code] ?? 'internal';
  const headers = code === 'index-unavailable' ? { headers: RETRY_AFTER } : {};
  return new ProblemError(code, { detail: fault.message, cause: fault, ...headers });
}

function ofFastify(error: unknown): ProblemError {
  if (!(error instanceof Error)) return new ProblemError('internal', { cause: error });
  const known = 'code' in error && typeof error.code === 'string' ? OF_FASTIFY[error.code] : undefined;
  if (known)
    return new ProblemError(known, { ...(REPEATED.has(known) ? {} : { detail: error.message }), cause: error });
  const isCallersFault = 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500;
  return new ProblemError(isCallersFault ? 'bad-request' : 'internal', { detail: error.message, cause: error });
}

/** The problem document of RFC 9457, section 3. */
export function problemDocument(problem: ProblemError, request: { id: string; path: string }) {
  const { status, title, remedy } = PROBLEMS[problem.code];
  const { detail = remedy, errors, members } = problem.options;
  return {
    type: `/problems/${problem.code}`,
    title,
    status,
    ...(status < 500 ? { detail } : {}),
    instance: request.path,
    requestId: request.id,
    ...(errors ? { errors } : {}),
    ...members,
  };
}
