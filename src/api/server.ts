import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { parse as parseQueryString } from 'node:querystring';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fastify, { LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { HANDLER_TIMEOUT_MS } from './answer-signal.ts';
import { addAssets } from './assets.ts';
import { addCrawlRoutes } from './crawl-routes.ts';
import { errorReply, RouteList, refuseConnection } from './error-replies.ts';
import { addHeaders, hostCheck } from './guard.ts';
import { addHealthRoutes } from './health-routes.ts';
import { addMetricsRoute } from './metrics-route.ts';
import { addOpenApi } from './openapi.ts';
import { addPageRoutes } from './page-routes.ts';
import { problemPage } from './pages/problem.ts';
import type { Server, ServerParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { addSearchRoutes } from './search-routes.ts';
import { addSiteRoutes } from './site-routes.ts';
import { addUrlRoutes } from './url-routes.ts';

const LIMITS = {
  bodyLimit: 64 * 1024,
  /** From the first to the last byte of a request, ms. */
  requestTimeout: 15_000,
  /** Requests that are late are looked for this often, ms; Node does so every 30 seconds, and lets them be so much later. */
  connectionsCheckingInterval: 1_000,
  handlerTimeout: HANDLER_TIMEOUT_MS,
  keepAliveTimeout: 10_000,
  /**
   * A connection on which nothing moves for so long is cut, ms: who stops taking an answer would have it kept in memory for ever. Longer than any handler is
   * silent.
   */
  connectionTimeout: 60_000,
  maxParamLength: 512,
  maxConnections: 10_000,
  /** Requests of one connection that wait for their answers. */
  maxPipelined: 16,
} as const;

/** Clients have so long to take their answers when the server ends, ms. */
const LAST_ANSWERS_MS = 1_000;

/**
 * Builds the server of the API and the search page; `listen` it or `inject` requests. Its `close` ends long polls at once, and everything else within a second.
 * Routes are registered here and nowhere else.
 */
export async function buildServer(parts: ServerParts): Promise<Server> {
  const { bodyLimit, requestTimeout, handlerTimeout, keepAliveTimeout, connectionTimeout } = LIMITS;
  const { connectionsCheckingInterval, maxParamLength, maxConnections } = LIMITS;
  const replyWithError = errorReply((problem, request) => problemPage(problem, { request, asset }));
  const server: Server = fastify({
    logger: parts.faults ? { level: 'error', stream: parts.faults } : false,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit,
    requestTimeout,
    handlerTimeout,
    keepAliveTimeout,
    connectionTimeout,
    // Node gives the headers 60 seconds, and looks at no body that is late before they are over.
    http: { connectionsCheckingInterval, headersTimeout: requestTimeout },
    // Where Fastify's own parser meets one percent sign that escapes nothing, it leaves all of a value encoded.
    routerOptions: { maxParamLength, querystringParser: (text) => parseQueryString(text) },
    clientErrorHandler: refuseConnection,
    frameworkErrors: async (error, request, reply) => {
      await addHeaders(request, reply); // no hook has seen the request
      return replyWithError(error, request, reply);
    },
  }).withTypeProvider<ZodTypeProvider>();
  server.server.maxConnections = maxConnections;
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.removeContentTypeParser('text/plain');

  const routes = new RouteList();
  server.addHook('onRoute', (route) => routes.add(route));
  server.addHook('onRequest', addHeaders);
  limitPipelining(server);
  server.addHook('onRequest', hostCheck(parts.address));
  server.setErrorHandler(replyWithError);
  server.setNotFoundHandler((request, reply) => replyWithError(routes.problemOf(request), request, reply));

  endSoon(server, parts);
  const asset = await addAssets(server);
  await addOpenApi(server, parts);
  addSearchRoutes(server, parts);
  addSiteRoutes(server, parts);
  addUrlRoutes(server, parts);
  addCrawlRoutes(server, parts);
  addHealthRoutes(server, parts);
  addMetricsRoute(server, parts);
  addPageRoutes(server, { parts, asset });
  return server;
}

/**
 * Node reads on while answers are made, as long as none are ready: one connection could fill the memory with requests, and have all others wait for minutes.
 * What is refused is ready at once, and then Node reads no further before the answers are taken.
 */
function limitPipelining(server: Server): void {
  const waiting = new WeakMap<Socket, number>();
  server.addHook('onRequest', async ({ socket }, reply) => {
    const count = (waiting.get(socket) ?? 0) + 1;
    waiting.set(socket, count);
    reply.raw.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 0) - 1));
    if (count > LIMITS.maxPipelined) throw new ProblemError('too-many-requests');
  });
}

/** Node waits for every connection that is not idle: one that a browser has opened beforehand, a request that does not go on, an answer that nobody reads. */
function endSoon(server: Server, { clock }: ServerParts): void {
  server.addHook('preClose', async () => {
    if (!server.server.listening) return;
    const closed = new AbortController();
    server.server.once('close', () => closed.abort());
    clock.sleep(LAST_ANSWERS_MS, closed.signal).then(
      () => server.server.closeAllConnections(),
      () => {}, // all had ended before
    );
  });
  // A connection that is cut tells so at the end of this turn, or of the next: by then nothing is asked any more of what is closed after the server.
  server.addHook('onClose', async () => {
    await nextTurn();
    await nextTurn();
  });
}
