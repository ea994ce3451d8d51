import type { FetchedResponse, Fetcher } from '../fetch/fetcher.ts';
import type { Clock } from '../model/clock.ts';
import type { CrawlSettings } from '../model/settings.ts';
import { productToken } from '../politeness/robots.ts';
import type { CrawlStore } from '../store/crawl-store.ts';
import type { CrawlMeter } from './crawl-meter.ts';
import type { CrawlRates } from './crawl-rates.ts';
import type { ReadPage } from './page-reading.ts';
import { ignoringRobots, RobotsGate, type RobotsJudge } from './robots-gate.ts';
import type { Scope, ScopeSettings } from './scope.ts';
import { type ReadSitemap, readSitemap, type SitemapInput } from './sitemap-reading.ts';
import type { SitemapsParts } from './sitemaps.ts';
import { SoftErrors } from './soft-404.ts';
import type { VisitParts } from './visit-parts.ts';

/** What one run of a crawl asks with: whatever it asks for goes through its rates and is counted by its meter. */
export interface Asking {
  fetcher: Fetcher;
  store: CrawlStore;
  clock: Clock;
  readPage: ReadPage;
  /** Default: in this thread. */
  readSitemap?: ReadSitemap;
  settings: CrawlSettings & { userAgent: string };
  siteId: number;
  rates: CrawlRates;
  meter: CrawlMeter;
  /** As it is now: a seed that moves takes it along. */
  scope: () => { scope: Scope; settings: ScopeSettings };
}

interface RobotsAsking extends Pick<Asking, 'fetcher' | 'clock' | 'settings' | 'rates' | 'meter'> {
  /** Where files are kept. */
  store: Pick<CrawlStore, 'robots' | 'saveRobots'>;
}

/** Asks for robots.txt, and obeys it unless the settings say otherwise. */
export function robotsJudge({ fetcher, store, clock, settings, rates, meter }: RobotsAsking): RobotsJudge {
  const { userAgent, ignoreRobots } = settings;
  const gate = new RobotsGate({
    ...{ fetcher, clock, userAgent },
    cache: store,
    acquire: (url) => rates.acquire(url, () => meter.written('robots')),
    onCrawlDelay: (host, seconds) => {
      if (!ignoreRobots) rates.setCrawlDelay(host, seconds);
    },
    onAnswer: (url, answer) => rates.observe(url, answer),
  });
  return ignoreRobots ? ignoringRobots({ sitemaps: (url, signal) => gate.sitemaps(url, signal) }) : gate;
}

/** How entries are visited. */
export function visitParts(
  asking: Asking,
  { robots, isFirstContact }: Pick<VisitParts, 'robots' | 'isFirstContact'>,
): VisitParts {
  const { fetcher, readPage, clock, settings, rates, meter, scope } = asking;
  const parts: Omit<VisitParts, 'answeredAlike'> = {
    ...{ fetcher, readPage, robots, scope, isFirstContact },
    acquire: (url) => rates.acquire(url, () => meter.written('pages')),
    onAnswer: (url, answer) => {
      meter.hasPageAnswered = true;
      hear(asking, url, answer);
    },
    hosts: rates,
    maxDepth: settings.maxDepth,
    agent: productToken(settings.userAgent),
    now: () => clock.now(),
  };
  const softErrors = new SoftErrors(parts);
  return { ...parts, answeredAlike: (page, signal) => softErrors.answeredAlike(page, signal) };
}

/** How sitemaps are read. */
export function sitemapParts(
  asking: Asking,
  { robots, isFirstContact }: Pick<SitemapsParts, 'robots' | 'isFirstContact'>,
): Omit<SitemapsParts, 'onListed' | 'report'> {
  const { fetcher, store, clock, settings, siteId, rates, meter, scope } = asking;
  return {
    ...{ fetcher, store, clock, siteId, robots, scope, isFirstContact },
    readSitemap: asking.readSitemap ?? (async (input: SitemapInput) => readSitemap(input)),
    maxDepth: settings.maxDepth,
    acquire: (url) => rates.acquire(url, () => meter.written('sitemaps')),
    onAnswer: (url, answer) => hear(asking, url, answer),
  };
}

function hear({ meter, rates }: Asking, url: string, answer: FetchedResponse): void {
  meter.bytes += answer.wireBytes;
  rates.observe(url, answer);
}
