import { askerOf } from './asker.ts';
import type { Server, ServerParts } from './parts.ts';
import { problemResponses, sitesAnswer } from './schemas.ts';
import { siteViews } from './site-view.ts';

export function addSiteRoutes(server: Server, parts: ServerParts): void {
  server.get(
    '/api/v1/sites',
    {
      schema: {
        operationId: 'listSites',
        tags: ['sites'],
        summary: 'What is searchable here.',
        response: { 200: sitesAnswer, ...problemResponses },
      },
    },
    async (request) => {
      const [sites, index] = await Promise.all([siteViews(parts, askerOf(request)), parts.indexStats()]);
      return { sites, index };
    },
  );
}
