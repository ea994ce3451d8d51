import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { given } from '../model/given.ts';
import { MAX_QUERY_CHARS } from '../search/response.ts';
import { askerOf } from './asker.ts';
import type { AssetAddress } from './assets.ts';
import { toCrawlSettings } from './crawl-routes.ts';
import { crawlView } from './crawl-view.ts';
import { bearerToken, refuseCrossSite, tokenCheck } from './guard.ts';
import { html } from './html.ts';
import { homePage } from './pages/home.ts';
import { problemTypePage } from './pages/problem.ts';
import { type ResultsState, resultsPage, troublePage } from './pages/results.ts';
import type { Server, ServerParts } from './parts.ts';
import { PROBLEMS, type ProblemCode, ProblemError, toProblem } from './problems.ts';
import { pageQuery } from './schemas.ts';
import { toSearchRequest } from './search-routes.ts';
import { siteViews } from './site-view.ts';

interface PageContext {
  parts: ServerParts;
  asset: AssetAddress;
}

const startFields = z.object({ url: z.string().trim().default(''), token: z.string().optional() });

/** Pages for people; they work without a script. */
export function addPageRoutes(server: Server, context: PageContext): void {
  for (const address of ['/', '/search']) {
    server.get(address, { schema: { hide: true, querystring: pageQuery } }, async (request, reply) => {
      if (request.query.q === '') return sendPage(reply, await homePage(context, askerOf(request)));
      return searchPage(context, { query: request.query, request, reply });
    });
  }
  addStartForm(server, context);

  server.get(
    '/problems/:code',
    { schema: { hide: true, params: z.object({ code: z.string() }) } },
    async (request, reply) => {
      const { code } = request.params;
      if (!isProblemCode(code)) throw new ProblemError('not-found', { detail: `There is no problem named "${code}"` });
      return sendPage(reply, problemTypePage(code, context.asset));
    },
  );

  server.get('/opensearch.xml', { schema: { hide: true } }, async (request, reply) => {
    const root = `${request.protocol}://${request.host}`;
    return reply.type('application/opensearchdescription+xml').send(openSearchDescription(root));
  });
}

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

const sendPage = (reply: FastifyReply, page: string): FastifyReply => reply.type('text/html; charset=utf-8').send(page);

async function searchPage(
  { parts, asset }: PageContext,
  { query, request, reply }: { query: z.infer<typeof pageQuery>; request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const { site, lang, type } = query;
  const q = [...query.q].slice(0, MAX_QUERY_CHARS).join('');
  const asker = askerOf(request);
  const siteNames = (await parts.storeFor(asker).sites()).map(({ name }) => name);
  const state: ResultsState = {
    q,
    isCut: q !== query.q,
    filters: given({ site, lang, type }),
    siteNames,
    crawls: parts.crawls.list().map(crawlView),
    asset,
  };
  try {
    const answer = await parts.search({ ...toSearchRequest({ ...query, q }), highlight: true }, asker);
    return sendPage(reply, resultsPage(answer, state, answer.results.length > 0 ? [] : await siteViews(parts, asker)));
  } catch (error) {
    const { code, options } = toProblem(error, request);
    if (code !== 'index-unavailable') throw error;
    request.log.error({ err: error, requestId: request.id }, code);
    const { headers = {} } = options;
    reply.code(503).headers(headers);
    return sendPage(reply, troublePage('The index cannot be reached. It usually comes back by itself.', state));
  }
}

const formFields = async (_request: FastifyRequest, body: string | Buffer): Promise<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(body.toString()));

/** The form of the start page: starts a crawl and returns to the page that shows its progress. */
function addStartForm(server: Server, context: PageContext): void {
  const { parts } = context;
  const checkToken = tokenCheck(parts.address);
  server.register(async (plain) => {
    const scope = plain.withTypeProvider<ZodTypeProvider>();
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, formFields);
    // A refused start is answered at this address: whoever loads it again means the start page.
    scope.get('/crawls', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/'));
    scope.post(
      '/crawls',
      { onRequest: refuseCrossSite, schema: { hide: true, body: startFields } },
      async (request, reply) => {
        const { url, token } = request.body;
        try {
          checkToken(bearerToken(request) ?? token);
          await parts.crawls.start(toCrawlSettings({ url }, parts.crawlDefaults));
        } catch (error) {
          const problem = toProblem(error, request);
          const { status } = PROBLEMS[problem.code];
          if (status >= 500) throw error;
          const { client } = askerOf(request); // the signal of a request whose body was read is aborted
          return sendPage(reply.code(status), await homePage(context, { client }, { url, refusal: problem }));
        }
        return reply.code(303).header('location', '/').send();
      },
    );
  });
}

/** OpenSearch 1.1 description: lets the browser's address bar search here. */
function openSearchDescription(root: string): string {
  const template = `${root}/search?q={searchTerms}`;
  return html`<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>Spindex</ShortName><Description>Search with Spindex</Description><InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" template="${template}"/>
</OpenSearchDescription>
`.text;
}
