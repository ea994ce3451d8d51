import { Fault } from '../model/errors.ts';
import type { CrawlStore, Site } from '../store/crawl-store.ts';

/** The site of that name, or all without one. Fault `usage` that tells the names there are. */
export async function chosenSites(store: Pick<CrawlStore, 'sites'>, name: string | undefined): Promise<Site[]> {
  const sites = await store.sites();
  const chosen = name === undefined ? sites : sites.filter((one) => one.name === name);
  if (name === undefined || chosen.length > 0) return chosen;
  const names = sites.map((one) => one.name).join(', ') || 'none yet';
  throw new Fault('usage', `There is no site ${JSON.stringify(name)}. There are: ${names}`);
}
