import type { CrawlProgress, CrawlRate, CrawlState, HostRate } from '../model/events.ts';
import { plural } from '../model/figures.ts';
import { indexedCount, openCount } from '../model/reasons.ts';
import type { Counts, Crawl, Site } from '../store/crawl-store.ts';
import type { Speed } from './crawl-meter.ts';

export interface ProgressParts {
  site: Site;
  crawl: Crawl;
  counts: Counts;
  revision: number;
  state: CrawlState;
  why: string;
  keptPages?: number;
  indexTrouble?: string;
  endedAt: number | null;
  elapsedMs: number;
  hosts: HostRate[];
  rate: CrawlRate;
  requests: CrawlProgress['requests'];
  sitemaps: CrawlProgress['sitemaps'];
  bytes: number;
  maxPages: number | null;
  speed: Speed;
}

/** The same for every run of a crawl that is stopped and continued. */
export const crawlId = (site: Pick<Site, 'name'>, crawl: Pick<Crawl, 'number'>): string =>
  `${site.name}#${crawl.number}`;

/** Why the crawl asks a host for less than it may: of the first one of which that is so, by name where there are others. */
export function slowHost({ hosts, rate }: Pick<CrawlProgress, 'hosts' | 'rate'>): string | undefined {
  const slow = hosts.find(({ limitedBy }) => limitedBy !== null);
  return slow && (rate.hosts > 1 ? `${slow.host}: ${slow.limitedBy}` : (slow.limitedBy ?? undefined));
}

/** What a crawl waits for that has nothing else left to do. */
export function retriesLeft({ states: { ready, taken, waiting } }: Pick<CrawlProgress, 'states'>): string | undefined {
  return ready + taken === 0 && waiting > 0 ? `${plural(waiting, 'page')} to be tried again` : undefined;
}

/** URLs that are still to be visited: no more than there are places for pages, as far as that can be told now. */
export function leftCount({ states, maxPages }: Pick<CrawlProgress, 'states' | 'maxPages'>): number {
  const places = (maxPages ?? Number.POSITIVE_INFINITY) - indexedCount(states);
  return Math.max(0, Math.min(openCount(states), places));
}

/** Makes a snapshot for people and programs. Pure. */
export function progressOf(parts: ProgressParts): CrawlProgress {
  const { site, crawl, counts, speed, ...rest } = parts;
  const { states } = counts;
  const { settledPerSecond, foundPerSecond } = speed;
  return {
    ...rest,
    settledPerSecond,
    foundPerSecond,
    id: crawlId(site, crawl),
    site: site.name,
    seeds: site.seeds,
    number: crawl.number,
    resumed: crawl.resumed,
    startedAt: crawl.startedAt,
    found: counts.found,
    states,
    reasons: counts.reasons,
    searchable: Math.max(0, counts.pages - counts.outbox),
    outbox: counts.outbox,
    etaMs: etaMsOf(speed, { states, maxPages: parts.maxPages }),
  };
}

/** Until all is visited, which cannot be told while more is found than settled; or until all places for pages are taken, when enough is found for them. */
function etaMsOf(speed: Speed, progress: Pick<CrawlProgress, 'states' | 'maxPages'>): number | null {
  const { settledPerSecond, indexedPerSecond, foundPerSecond } = speed;
  const left = leftCount(progress);
  const isClosing = foundPerSecond < settledPerSecond;
  const perSecond = left < openCount(progress.states) ? indexedPerSecond : isClosing ? settledPerSecond : 0;
  return perSecond > 0 ? Math.round((left / perSecond) * 1000) : null;
}
