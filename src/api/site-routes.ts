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
    async () => {
      const [sites, index] = await Promise.all([siteViews(parts), parts.indexStats()]);
      return { sites, index };
    },
  );
}
