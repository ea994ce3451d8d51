import type { z } from 'zod';
import type { CrawlProgress } from '../model/events.ts';
import { given } from '../model/given.ts';
import type { CrawlSettings } from '../model/settings.ts';
import { crawlView } from './crawl-view.ts';
import { changeChecks } from './guard.ts';
import type { Server, ServerParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import {
  changeSecurity,
  crawlAnswer,
  crawlBody,
  crawlParams,
  crawlsAnswer,
  crawlWait,
  problemResponses,
} from './schemas.ts';

export function addCrawlRoutes(server: Server, parts: ServerParts): void {
  const { crawls } = parts;
  const closing = new AbortController();
  server.addHook('preClose', async () => closing.abort());

  server.get(
    '/api/v1/crawls',
    {
      schema: {
        operationId: 'listCrawls',
        tags: ['crawls'],
        summary: 'Crawls of this process, newest first.',
        response: { 200: crawlsAnswer, ...problemResponses },
      },
    },
    async () => ({ crawls: crawls.list().map(crawlView) }),
  );

  server.get(
    '/api/v1/crawls/:id',
    {
      schema: {
        operationId: 'getCrawl',
        tags: ['crawls'],
        summary: 'Progress of a crawl; with `wait`, its next change.',
        params: crawlParams,
        querystring: crawlWait,
        response: { 200: crawlAnswer, ...problemResponses },
      },
    },
    async (request) => {
      const known = knownCrawl(parts, request.params.id);
      const { wait, after } = request.query;
      if (wait === 0 || known.revision !== after) return crawlView(known);
      const signal = AbortSignal.any([request.signal, closing.signal]);
      return crawlView((await nextChange(parts, { id: known.id, after, waitMs: wait * 1000, signal })) ?? known);
    },
  );

  addChangingRoutes(server, parts);
}

function addChangingRoutes(server: Server, parts: ServerParts): void {
  const onRequest = changeChecks(parts.address);

  server.post(
    '/api/v1/crawls',
    {
      onRequest,
      schema: {
        operationId: 'startCrawl',
        tags: ['crawls'],
        security: changeSecurity,
        summary: 'Starts or continues the crawl of a site; one that runs already is answered as it is.',
        body: crawlBody,
        response: { 202: crawlAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const crawl = crawlView(await parts.crawls.start(toCrawlSettings(request.body, parts.crawlDefaults)));
      return reply.code(202).header('location', crawl.href).send(crawl);
    },
  );

  server.post(
    '/api/v1/crawls/:id/stop',
    {
      onRequest,
      schema: {
        operationId: 'stopCrawl',
        tags: ['crawls'],
        security: changeSecurity,
        summary: 'Stops a crawl; starting it again continues it.',
        params: crawlParams,
        response: { 200: crawlAnswer, ...problemResponses },
      },
    },
    async (request) => {
      const known = knownCrawl(parts, request.params.id);
      await parts.crawls.stop(known.id);
      return crawlView(parts.crawls.get(known.id) ?? known);
    },
  );
}

function knownCrawl({ crawls }: ServerParts, id: string): CrawlProgress {
  const crawl = crawls.get(id);
  if (crawl) return crawl;
  throw new ProblemError('unknown-crawl', { detail: `No crawl of this process has the id "${id}"` });
}

/** The first snapshot other than `after`, or the latest one when the time is over or nobody listens any more. */
async function nextChange(
  { crawls, clock }: ServerParts,
  { id, after, waitMs, signal }: { id: string; after: number; waitMs: number; signal: AbortSignal },
): Promise<CrawlProgress | undefined> {
  const answered = new AbortController();
  const timeOver = new AbortController();
  clock.sleep(waitMs, AbortSignal.any([answered.signal, signal])).then(
    () => timeOver.abort(),
    () => {}, // answered or gone before the time was over
  );
  try {
    return await crawls.next(id, { after, signal: AbortSignal.any([timeOver.signal, signal]) });
  } finally {
    answered.abort();
  }
}

/** Settings of a crawl: what the body gives, and the server's own values for the rest. */
export function toCrawlSettings(
  body: z.infer<typeof crawlBody>,
  defaults: ServerParts['crawlDefaults'],
): CrawlSettings {
  const { url, urls, ...settings } = body;
  const seeds = urls ?? (url === undefined ? [] : [url]);
  if (seeds.length === 0 || (url !== undefined && urls !== undefined)) {
    const message = 'url must be the address to crawl; for several addresses give urls instead';
    throw new ProblemError('invalid-parameter', { detail: message, errors: [{ parameter: 'url', message }] });
  }
  return { ...defaults, ...given(settings), seeds };
}
