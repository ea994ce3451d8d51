import type { z } from 'zod';
import { given } from '../model/given.ts';
import type { SearchRequest } from '../search/response.ts';
import { askerOf } from './asker.ts';
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
    async (request) => parts.search(toSearchRequest(request.query), askerOf(request)),
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
    async (request) => {
      const { q, limit, ...filters } = request.query;
      return parts.suggest({ q, limit, ...given(filters) }, askerOf(request));
    },
  );
}

export function toSearchRequest(
  query: Omit<z.infer<typeof searchQuery>, 'limit' | 'explain'> & { limit?: number; explain?: '0' | '1' | undefined },
): SearchRequest {
  const { q, limit = 10, offset, prefix, explain, site, lang, type } = query;
  return {
    q,
    limit,
    offset,
    ...given({ site, lang, type }),
    ...(prefix === '1' ? { prefix: true } : {}),
    ...(explain === '1' ? { explain: true } : {}),
  };
}
