import { z } from 'zod';
import { within } from '../crawl/wait-for.ts';
import type { Asker } from '../model/asker.ts';
import { askerOf } from './asker.ts';
import type { Server, ServerParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { problemResponses } from './schemas.ts';

/** A search engine behind a connection that is half open would be waited for much longer. */
const READY_WITHIN_MS = 3000;

export function addHealthRoutes(server: Server, parts: ServerParts): void {
  server.get(
    '/healthz',
    {
      schema: {
        operationId: 'health',
        tags: ['health'],
        summary: 'The process is alive.',
        response: { 200: z.object({ status: z.literal('ok'), version: z.string() }), ...problemResponses },
      },
    },
    async () => ({ status: 'ok' as const, version: parts.version }),
  );

  server.get(
    '/readyz',
    {
      schema: {
        operationId: 'readiness',
        tags: ['health'],
        summary: 'The store and the index answer; 503 names what is missing.',
        response: { 200: z.object({ status: z.literal('ready') }), ...problemResponses },
      },
    },
    async (request) => {
      const asker = askerOf(request);
      const missing = await missingParts(parts, asker);
      asker.signal.throwIfAborted(); // what the client has left was not asked for, and is not missing
      if (missing.length > 0) throw new ProblemError('not-ready', { members: { missing } });
      return { status: 'ready' as const };
    },
  );
}

/** What does not answer a small question now, by name. */
async function missingParts(parts: ServerParts, asker: Asker): Promise<string[]> {
  const { indexStats, clock } = parts;
  const questions: [string, Promise<unknown>][] = [
    ['the crawl store', parts.storeFor(asker).sites()],
    ['the index', indexStats()],
  ];
  const inTime = questions.map(([, answer]) => within(answer, { ms: READY_WITHIN_MS, clock }).catch(() => undefined));
  const answers = await Promise.all(inTime);
  return questions.flatMap(([name], i) => (answers[i] === undefined ? [name] : []));
}
