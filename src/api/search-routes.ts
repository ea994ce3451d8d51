import type { z } from 'zod';
import type { SearchRequest } from '../search/response.ts';
import type { Server, ServerParts } from './parts.ts';
import { problemResponses, searchAnswer, searchQuery, suggestAnswer, suggestQuery } from './schemas.ts';

export function addSearchRoutes(server: Server, parts: ServerParts): void {
  server.get(
    '/api/v1/search',
    {
      schema: {
        operationId: 'search',
        tags: ['search'],
        summary: 'Pages that match a query, best first.',
        querystring: searchQuery,
        response: { 200: searchAnswer, ...problemResponses },
      },
    },
    async (request) => parts.search(toSearchRequest(request.query), request.signal),
  );
  server.get(
    '/api/v1/suggest',
    {
      schema: {
        operationId: 'suggest',
        tags: ['search'],
        summary: 'Titles, headings and symbols that begin as the query does.',
        querystring: suggestQuery,
        response: { 200: suggestAnswer, ...problemResponses },
      },
    },
    async ({ query: { q, limit, ...filters }, signal }) => parts.suggest({ q, limit, ...setFilters(filters) }, signal),
  );
}

interface Filters {
  site?: string | undefined;
  lang?: string | undefined;
  type?: string | undefined;
}

/** Filters without those that are not set; `site=` of an untouched form field sets none. */
function setFilters({ site, lang, type }: Filters): { site?: string; lang?: string; type?: string } {
  return { ...(site ? { site } : {}), ...(lang ? { lang } : {}), ...(type ? { type } : {}) };
}

export function toSearchRequest(
  query: Omit<z.infer<typeof searchQuery>, 'limit' | 'explain'> & { limit?: number; explain?: '0' | '1' | undefined },
): SearchRequest {
  const { q, limit = 10, offset, prefix, explain } = query;
  return {
    q,
    limit,
    offset,
    ...setFilters(query),
    ...(prefix === '1' ? { prefix: true } : {}),
    ...(explain === '1' ? { explain: true } : {}),
  };
}
