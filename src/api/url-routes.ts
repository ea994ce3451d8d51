import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { explainUrl } from '../crawl/explain.ts';
import { brokenLines, brokenView, type LineFormat, placeAfter, urlLines } from '../crawl/url-lines.ts';
import type { Asker } from '../model/asker.ts';
import { isoTimeOrNull } from '../model/figures.ts';
import { given } from '../model/given.ts';
import type { Site, UrlQuery, UrlRow } from '../store/crawl-store.ts';
import { answerSignal, answerWithoutEnd } from './answer-signal.ts';
import { askerOf } from './asker.ts';
import { changeChecks } from './guard.ts';
import type { ReadStore, Server, ServerParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { changeSecurity, problemResponses } from './schemas.ts';
import {
  brokenAnswer,
  brokenQuery,
  explainAnswer,
  explainQuery,
  listOf,
  testAnswer,
  testBody,
  urlsAnswer,
  urlsQuery,
} from './url-schemas.ts';

export function addUrlRoutes(server: Server, parts: ServerParts): void {
  addLists(server, parts);
  addStories(server, parts);
}

function addLists(server: Server, parts: ServerParts): void {
  server.get(
    '/api/v1/urls',
    {
      schema: {
        operationId: 'listUrls',
        tags: ['urls'],
        summary: 'Every URL of a site with its state and reason.',
        querystring: urlsQuery,
        response: { 200: listOf(urlsAnswer), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { site: name, after, limit, format, order, ...wanted } = request.query;
      const store = parts.storeFor(askerOfList(request));
      const site = chosenSite(await store.sites(), name || undefined);
      const filter = { ...given(wanted), order };
      if (format !== 'json')
        return sendLines(reply, { format, lines: urlLines(store, { sites: [site], filter, format }) });
      const { counts, urls } = await store.coverage(site.id, { ...filter, ...placeOf(after), limit: limit + 1 });
      const shown = urls.slice(0, limit);
      const last = urls.length > limit ? shown.at(-1) : undefined;
      const next = last ? placeText(placeAfter(last, order)) : null;
      return { site: site.name, counts, urls: shown.map(urlView), next };
    },
  );

  server.get(
    '/api/v1/urls/broken',
    {
      schema: {
        operationId: 'listBrokenLinks',
        tags: ['urls'],
        summary: 'URLs that are gone or have failed, with the pages that link to them.',
        querystring: brokenQuery,
        response: { 200: listOf(brokenAnswer), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { site: name, after, limit, format } = request.query;
      const store = parts.storeFor(askerOfList(request));
      const site = chosenSite(await store.sites(), name || undefined);
      if (format !== 'json') return sendLines(reply, { format, lines: brokenLines(store, { sites: [site], format }) });
      const rows = await store.brokenLinks(site.id, { after, limit: limit + 1 });
      const shown = rows.slice(0, limit);
      const next = rows.length > limit ? (shown.at(-1)?.id ?? null) : null;
      return { site: site.name, links: shown.map(brokenView), next };
    },
  );
}

function addStories(server: Server, parts: ServerParts): void {
  const { crawls, crawlDefaults, version, address } = parts;

  server.get(
    '/api/v1/urls/explain',
    {
      schema: {
        operationId: 'explainUrl',
        tags: ['urls'],
        summary: 'Why a URL is, or is not, in the index.',
        querystring: explainQuery,
        response: { 200: explainAnswer, ...problemResponses },
      },
    },
    async (request) => {
      const { url, site } = request.query;
      const store = parts.storeFor(askerOf(request));
      const asked = { url, ...(await knownSite(store, site)) };
      return explainUrl({ store, userAgent: crawlDefaults.userAgent ?? `Spindex/${version}` }, asked);
    },
  );

  server.post(
    '/api/v1/urls/test',
    {
      onRequest: changeChecks(address),
      schema: {
        operationId: 'testUrl',
        tags: ['urls'],
        security: changeSecurity,
        summary: 'Asks for a URL as a crawl would, says what would become of it, and stores nothing.',
        body: testBody,
        response: { 200: testAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { url, site } = request.body;
      const signal = answerSignal(reply);
      const store = parts.storeFor({ ...askerOf(request), signal });
      const asked = { url, ...(await knownSite(store, site)), settings: crawlDefaults };
      return crawls.test(asked, signal);
    },
  );
}

/** Of a list in lines the signal is aborted as its sending begins (`answerWithoutEnd`); nothing more is asked for than is taken. */
function askerOfList(request: FastifyRequest<{ Querystring: { format: string } }>): Partial<Asker> {
  const { client, signal } = askerOf(request);
  return request.query.format === 'json' ? { client, signal } : { client };
}

/** A list as it is read: what the client does not take is not read either, and for a HEAD nothing; Fastify would read all of it to its end. */
function sendLines(
  reply: FastifyReply,
  { format, lines }: { format: LineFormat; lines: AsyncGenerator<string> },
): FastifyReply {
  answerWithoutEnd(reply.request);
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8';
  const sent = reply.request.method === 'HEAD' ? [] : lines;
  return reply.type(type).send(Readable.from(sent, { objectMode: false }));
}

function urlView(row: UrlRow) {
  return { ...row, fetchedAt: isoTimeOrNull(row.fetchedAt) };
}

/** `17`, or `3.17` in an order that goes by another value than the id. */
function placeText({ after, afterValue }: Pick<UrlQuery, 'after' | 'afterValue'>): string {
  return afterValue === undefined ? String(after) : `${afterValue}.${after}`;
}

function placeOf(text: string): Pick<UrlQuery, 'after' | 'afterValue'> {
  const [first = 0, second] = text.split('.').map(Number);
  return second === undefined ? { after: first } : { after: second, afterValue: first };
}

async function knownSite(store: ReadStore, name: string | undefined): Promise<{ site?: string }> {
  return name ? { site: chosenSite(await store.sites(), name).name } : {};
}

/** The site of that name, or the only one there is. */
function chosenSite(sites: readonly Site[], name: string | undefined): Site {
  const [only] = sites;
  if (name === undefined && only && sites.length === 1) return only;
  const names = sites.map((site) => site.name).join(', ') || 'none yet';
  if (name === undefined && only) {
    const message = `site must be one of ${names}`;
    throw new ProblemError('invalid-parameter', { detail: message, errors: [{ parameter: 'site', message }] });
  }
  const site = sites.find((candidate) => candidate.name === name);
  if (site) return site;
  throw new ProblemError('unknown-site', { detail: `There is no site "${name ?? ''}"; sites here: ${names}` });
}
