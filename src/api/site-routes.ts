import type { Site } from '../store/crawl-store.ts';
import { isoTime } from './crawl-view.ts';
import type { Server, ServerParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { problemResponses, sitesAnswer, urlsAnswer, urlsQuery } from './schemas.ts';
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

  server.get(
    '/api/v1/urls',
    {
      schema: {
        operationId: 'listUrls',
        tags: ['sites'],
        summary: 'Every URL of a site with its state and reason.',
        querystring: urlsQuery,
        response: { 200: urlsAnswer, ...problemResponses },
      },
    },
    async (request) => {
      const { site: name, state, reason, after, limit } = request.query;
      const site = chosenSite(await parts.store.sites(), name || undefined);
      const filter = { ...(state ? { state } : {}), ...(reason ? { reason } : {}) };
      const [counts, rows] = await Promise.all([
        parts.store.counts(site.id),
        parts.store.urls(site.id, { after, limit: limit + 1, ...filter }),
      ]);
      const urls = rows.slice(0, limit).map((row) => ({
        ...row,
        fetchedAt: row.fetchedAt === null ? null : isoTime(row.fetchedAt),
      }));
      return { site: site.name, counts, urls, next: rows.length > limit ? (urls.at(-1)?.id ?? null) : null };
    },
  );
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
