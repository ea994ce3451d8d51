import type { z } from 'zod';
import type { SearchRequest } from '../search/response.ts';
import type { Server, ServerParts } from './parts.ts';
import { problemResponses, searchAnswer, searchQuery } from './schemas.ts';

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
}

/** The request without the filters that are not set; `site=` of an untouched form field sets none. */
export function toSearchRequest(query: Omit<z.infer<typeof searchQuery>, 'limit'> & { limit?: number }): SearchRequest {
  const { q, limit = 10, offset, site, lang, type, prefix } = query;
  return {
    q,
    limit,
    offset,
    ...(site ? { site } : {}),
    ...(lang ? { lang } : {}),
    ...(type ? { type } : {}),
    ...(prefix === '1' ? { prefix: true } : {}),
  };
}
