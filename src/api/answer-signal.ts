import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from './problems.ts';

/** Longest time to answer a request, ms; longer than the longest poll. */
export const HANDLER_TIMEOUT_MS = 35_000;

/**
 * Aborted when the client is gone before it has its answer, or when making the answer takes too long. For requests with a body: of those Fastify's
 * `request.signal` is aborted, and its timeout cleared, as soon as the body has been read (Node closes the request then).
 */
export function answerSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new ProblemError('timed-out')), HANDLER_TIMEOUT_MS);
  reply.raw.once('close', () => {
    clearTimeout(timer);
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

/**
 * Lets an answer that is sent while it is made take as long as its client does; Fastify would cut it when the time is up. Its routes cannot do without a
 * timeout, but that is cleared as soon as the request has been read to its end, and a GET is read by nobody else.
 */
export function answerWithoutEnd(request: FastifyRequest): void {
  request.raw.resume();
}
