import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS, type ProblemCode, ProblemError, problemDocument, toProblem } from './problems.ts';

/** Makes the page that a browser gets for a problem. */
export type ProblemPage = (problem: ProblemError, request: FastifyRequest) => Promise<string>;

/** Answers an error: a page for browsers on addresses for people, a problem document for everybody else. */
export function errorReply(page: ProblemPage) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const problem = toProblem(error, request);
    const { status } = PROBLEMS[problem.code];
    if (status >= 500 && !isOfLeaving(error, reply))
      request.log.error({ err: problem.cause ?? problem, requestId: request.id }, problem.code);
    reply.code(status).headers({ 'cache-control': 'no-store', ...problem.options.headers });
    if (wantsPage(request)) return reply.type('text/html; charset=utf-8').send(await page(problem, request));
    const document = problemDocument(problem, { id: request.id, path: pathOf(request) });
    return reply.type('application/problem+json').serializer(JSON.stringify).send(document);
  };
}

/** Only that the client has left, which ends the making of its answer: nobody's fault. */
function isOfLeaving(error: unknown, { raw }: FastifyReply): boolean {
  if (!raw.destroyed || !(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE');
}

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '/';

function wantsPage(request: FastifyRequest): boolean {
  const isForPrograms = /^\/(api|healthz|readyz|openapi\.json)(\/|$)/.test(pathOf(request));
  return !isForPrograms && (request.headers.accept ?? '').includes('text/html');
}

interface Route {
  methods: string[];
  /** Matches the paths of the route. */
  path: RegExp;
}

/** Remembers the routes, to tell an unknown address (404) from a wrong method (405). */
export class RouteList {
  readonly #routes: Route[] = [];

  add(route: { method: string | string[]; url: string }): void {
    const path = route.url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
    this.#routes.push({ methods: [route.method].flat(), path: new RegExp(`^${path}$`) });
  }

  /** The problem of a request that no route takes. */
  problemOf(request: FastifyRequest): ProblemError {
    const path = pathOf(request);
    const methods = this.#routes.filter((route) => route.path.test(path)).flatMap((route) => route.methods);
    if (methods.length === 0) return new ProblemError('not-found', { detail: `Nothing is at ${path}` });
    const allow = [...new Set(methods)].sort().join(', ');
    return new ProblemError('method-not-allowed', {
      detail: `${path} takes ${allow}; you sent ${request.method}`,
      headers: { allow },
    });
  }
}

const OF_NODE: Partial<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** People type words of their language into an address as they stand, and not every client encodes them. */
function detailOf(code: string | undefined): string {
  return code === 'HPE_INVALID_URL'
    ? 'The address has characters that must be percent-encoded (RFC 3986): %D0%BF for \u043f, %20 for a blank.'
    : 'What was sent is not an HTTP/1.1 request.';
}

/** Answers what Node refuses before there is a request: too slow, too large, not HTTP. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = OF_NODE[error.code ?? ''] ?? 'bad-request';
  const problem = new ProblemError(code, code === 'bad-request' ? { detail: detailOf(error.code) } : {});
  const body = JSON.stringify(problemDocument(problem, { id: 'none', path: '/' }));
  const { status, title } = PROBLEMS[problem.code];
  const head = [
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`HTTP/1.1 ${status} ${title}\r\n${head.join('\r\n')}\r\n\r\n${body}`);
}
