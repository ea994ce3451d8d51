import { siteNamed } from '../crawl/explain.ts';
import type { CrawlStore, Site } from '../store/crawl-store.ts';

/** The site of that name, or all without one. Fault `usage` for a name that is none. */
export async function chosenSites(store: Pick<CrawlStore, 'sites'>, name: string | undefined): Promise<Site[]> {
  const sites = await store.sites();
  return name === undefined ? sites : [siteNamed(name, sites)];
}
