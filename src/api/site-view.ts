import type { Asker } from '../model/asker.ts';
import type { CrawlState } from '../model/events.ts';
import { isoTime, isoTimeOrNull } from '../model/figures.ts';
import type { Crawl, Site } from '../store/crawl-store.ts';
import type { ReadStore, ServerParts } from './parts.ts';

/** A site as the API and the pages show it. */
async function siteView(site: Site, { store, crawls }: { store: ReadStore; crawls: ServerParts['crawls'] }) {
  const [counts, last] = await Promise.all([store.counts(site.id), store.lastCrawl(site.id)]);
  const latest = crawls.list().find((crawl) => crawl.site === site.name);
  return {
    name: site.name,
    seeds: site.seeds,
    scope: site.scope,
    state: latest?.state ?? storedState(last),
    pages: counts.pages,
    found: counts.found,
    lastCrawl: last
      ? {
          number: last.number,
          startedAt: isoTime(last.startedAt),
          endedAt: isoTimeOrNull(last.endedAt),
        }
      : null,
  };
}

export type SiteView = Awaited<ReturnType<typeof siteView>>;

export async function siteViews(parts: ServerParts, asker: Partial<Asker>): Promise<SiteView[]> {
  const [store, { crawls }] = [parts.storeFor(asker), parts];
  return Promise.all((await store.sites()).map((site) => siteView(site, { store, crawls })));
}

/** State of a site that this process has not crawled: a crawl without an end was interrupted, or another program runs it. */
function storedState(last: Crawl | undefined): CrawlState | 'new' | 'unfinished' {
  if (!last) return 'new';
  if (last.endedAt === null) return 'unfinished';
  return last.why === 'failed' ? 'failed' : 'done';
}
