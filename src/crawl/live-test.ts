import type { FetchedResponse, Fetcher } from '../fetch/fetcher.ts';
import type { Clock } from '../model/clock.ts';
import type { Login } from '../model/login.ts';
import type { CrawlSettings } from '../model/settings.ts';
import { productToken } from '../politeness/robots.ts';
import type { CrawlStore } from '../store/crawl-store.ts';
import { robotsJudge } from './asking.ts';
import { CrawlMeter } from './crawl-meter.ts';
import { CrawlRates } from './crawl-rates.ts';
import { sitesFor } from './explain.ts';
import type { UrlTest } from './explanation.ts';
import type { Hosts } from './hosts.ts';
import type { ReadPage } from './page-reading.ts';
import { testUrl } from './test-url.ts';

type TestSettings = CrawlSettings & { userAgent: string; logins: Login[] };

export interface LiveTestParts {
  store: Pick<CrawlStore, 'sites' | 'foresee' | 'story' | 'robots'>;
  readPage: ReadPage;
  makeFetcher: (settings: TestSettings) => Fetcher;
  hosts: Hosts;
  clock: Clock;
}

export interface LiveTestRequest {
  /** Canonical. */
  url: string;
  /** Name of the site it is tested for; undefined: the one that it is nearest to. */
  site: string | undefined;
  settings: TestSettings;
}

/** `testUrl` with what it needs: a fetcher of its own, the limiters of this process, and the robots.txt that is kept. */
export async function liveTest(
  { url, site: name, settings }: LiveTestRequest,
  parts: LiveTestParts,
  signal: AbortSignal,
): Promise<UrlTest> {
  const { store, readPage, clock } = parts;
  const site = sitesFor(await store.sites(), { url, name })[0];
  const { scope, include, exclude } = site ?? settings;
  const fetcher = parts.makeFetcher({ ...settings, seeds: site ? site.seeds : [url] });
  // Another program, or the last run of this one, may have sent requests just before.
  const rates = new CrawlRates(parts.hosts, {
    rate: { requestsPerSecond: settings.rps, strict: settings.strictRate },
    prime: true,
    clock,
  });
  const meter = new CrawlMeter();
  const kept: Pick<CrawlStore, 'robots' | 'saveRobots'> = {
    robots: (origin) => store.robots(origin),
    saveRobots: async () => undefined,
  };
  try {
    const test = {
      ...{ store, site, fetcher, readPage },
      acquire: (of: string) => rates.acquire(of, () => meter.written('pages')),
      scope: { seeds: site ? site.anchors : [url], scope, include, exclude },
      robots: robotsJudge({ fetcher, store: kept, clock, settings, rates, meter }),
      ignoresRobots: settings.ignoreRobots,
      onAnswer: (of: string, answer: FetchedResponse) => rates.observe(of, answer),
      agent: productToken(settings.userAgent),
      now: () => clock.now(),
      requests: () => meter.requests.pages + meter.requests.robots,
    };
    return await testUrl(url, test, signal);
  } finally {
    rates.release();
    await fetcher.close();
  }
}
