import type { CrawlProgress, CrawlState, HostRate } from '../model/events.ts';
import { plural } from '../model/figures.ts';
import { indexedCount, openCount } from '../model/reasons.ts';
import type { Counts, Crawl, Site } from '../store/crawl-store.ts';

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
  requests: CrawlProgress['requests'];
  sitemaps: CrawlProgress['sitemaps'];
  bytes: number;
  maxPages: number | null;
  speed: { settledPerSecond: number; foundPerSecond: number };
}

/** The same for every run of a crawl that is stopped and continued. */
export const crawlId = (site: Pick<Site, 'name'>, crawl: Pick<Crawl, 'number'>): string =>
  `${site.name}#${crawl.number}`;

/** Why the crawl asks a host for less than it may: of the first one of which that is so. */
export const slowHost = ({ hosts }: Pick<CrawlProgress, 'hosts'>): string | undefined =>
  hosts.find(({ limitedBy }) => limitedBy !== null)?.limitedBy ?? undefined;

/** What a crawl waits for that has nothing else left to do. */
export function retriesLeft({ states: { ready, taken, waiting } }: Pick<CrawlProgress, 'states'>): string | undefined {
  return ready + taken === 0 && waiting > 0 ? `${plural(waiting, 'page')} to be tried again` : undefined;
}

/** Makes a snapshot for people and programs. Pure. */
export function progressOf(parts: ProgressParts): CrawlProgress {
  const { site, crawl, counts, speed, ...rest } = parts;
  const { states } = counts;
  const left = Math.min(openCount(states), (parts.maxPages ?? Number.POSITIVE_INFINITY) - indexedCount(states));
  const isClosing = speed.settledPerSecond > 0 && speed.foundPerSecond < speed.settledPerSecond;
  return {
    ...rest,
    ...speed,
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
    etaMs: isClosing ? Math.round((left / speed.settledPerSecond) * 1000) : null,
  };
}
