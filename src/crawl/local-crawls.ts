import type { Fetcher } from '../fetch/fetcher.ts';
import type { Clock } from '../model/clock.ts';
import type { CrawlProgress } from '../model/events.ts';
import type { Login } from '../model/login.ts';
import type { CrawlSettings } from '../model/settings.ts';
import type { CrawlStore } from '../store/crawl-store.ts';
import { totalCounts } from '../store/total-counts.ts';
import { checkedSettings } from './checked-settings.ts';
import { CrawlRun } from './crawl.ts';
import type { Crawls, UrlTestRequest } from './crawls.ts';
import type { UrlTest } from './explanation.ts';
import { FollowedCrawl } from './followed-crawl.ts';
import { Hosts } from './hosts.ts';
import type { Indexing } from './indexer.ts';
import { liveTest } from './live-test.ts';
import type { ReadPage } from './page-reading.ts';
import { crawlId } from './progress.ts';
import { siteName } from './seeds.ts';
import type { SharedLock } from './shared-lock.ts';
import type { ReadSitemap } from './sitemap-reading.ts';
import { Turns } from './turns.ts';
import { waitFor } from './wait-for.ts';
import { whileTelling } from './while-telling.ts';

/** So many crawls of a site that have ended are kept to be shown. */
const SHOWN_CRAWLS = 5;

/** Whoever waits for the index is told this often how many pages are left. */
const TELL_EVERY_MS = 2_000;

/** What a fetcher is made for: one crawl, with the logins of its seeds. */
export type FetcherSettings = CrawlSettings & { userAgent: string; logins: Login[] };

export interface LocalCrawlsParts {
  store: CrawlStore;
  indexing: Indexing;
  readPage: ReadPage;
  /** Default: in this thread. */
  readSitemap?: ReadSitemap;
  /** A fetcher for one crawl: its user agent and what it may connect to are the crawl's own. */
  makeFetcher: (settings: FetcherSettings) => Fetcher;
  /** Held by every crawl from its start to its end, and by other work that asks the site or fills the index. */
  lock: SharedLock;
  clock: Clock;
  /** Pages of a site that may wait for the index before its crawl waits for it; default 10,000. */
  outboxLimit?: number;
  /** Default user agent. */
  userAgent: string;
}

/** Crawls that run in this process. */
export class LocalCrawls implements Crawls {
  readonly #parts: LocalCrawlsParts;
  readonly #hosts: Hosts;
  /** By id, oldest first; the last ones that have ended stay to be shown. */
  readonly #crawls = new Map<string, FollowedCrawl>();
  readonly #turns = new Turns();
  #starting: Promise<unknown> = Promise.resolve();

  constructor(parts: LocalCrawlsParts) {
    this.#parts = parts;
    this.#hosts = new Hosts(parts.clock);
  }

  /** One start after the other, so that a site asked for twice is crawled once. */
  async start(settings: CrawlSettings): Promise<CrawlProgress> {
    const start = this.#starting.then(() => this.#start(settings));
    this.#starting = start.catch(() => undefined);
    return start;
  }

  list(): CrawlProgress[] {
    return [...this.#crawls.values()].map(({ latest }) => latest).reverse();
  }

  get(id: string): CrawlProgress | undefined {
    return this.#crawls.get(id)?.latest;
  }

  async next(
    id: string,
    { after, signal }: { after: number; signal: AbortSignal },
  ): Promise<CrawlProgress | undefined> {
    for (;;) {
      const running = this.#crawls.get(id);
      if (!running || running.latest.revision !== after || signal.aborted) return running?.latest;
      await waitFor(running.changed, signal).catch(() => undefined); // it rejects only when aborted
      await this.#turns.next();
    }
  }

  async stop(id: string): Promise<void> {
    await this.#crawls.get(id)?.stop();
  }

  async test({ url, site, settings }: UrlTestRequest, signal: AbortSignal): Promise<UrlTest> {
    const asked = checkedSettings({ ...settings, seeds: [url] });
    const full = { ...asked, userAgent: settings.userAgent ?? this.#parts.userAgent };
    const request = { url: asked.seeds[0] ?? '', site, settings: full };
    return this.#withLock(() => liveTest(request, { ...this.#parts, hosts: this.#hosts }, signal));
  }

  async catchUp(onWaiting: (pages: number) => void): Promise<void> {
    const { store, indexing, clock } = this.#parts;
    const look = async () => (await totalCounts(store)).outbox;
    const telling = { everyMs: TELL_EVERY_MS, clock, look, tell: onWaiting };
    await this.#withLock(() => whileTelling(() => indexing.drain(), telling));
  }

  async #withLock<T>(work: () => Promise<T>): Promise<T> {
    const letGo = this.#parts.lock.hold();
    try {
      return await work();
    } finally {
      letGo();
    }
  }

  /** Stops every crawl; resolves when everything is stored. */
  async close(): Promise<void> {
    await this.#starting;
    await Promise.all([...this.#crawls.keys()].map((id) => this.stop(id)));
  }

  async #start(asked: CrawlSettings): Promise<CrawlProgress> {
    const settings = { ...checkedSettings(asked), userAgent: asked.userAgent ?? this.#parts.userAgent };
    const name = siteName(settings.seeds);
    const same = [...this.#crawls.values()].find(({ latest, hasEnded }) => latest.site === name && !hasEnded);
    if (same && !same.isEnding) return same.latest;
    const letGo = this.#parts.lock.hold();
    try {
      await same?.ended; // one that is being stopped is continued
      const followed = await this.#begin(name, settings, letGo);
      const { latest } = followed;
      this.#crawls.delete(latest.id);
      this.#crawls.set(latest.id, followed);
      this.#forgetOld(name);
      return latest;
    } catch (cause) {
      letGo();
      throw cause;
    }
  }

  async #begin(name: string, settings: FetcherSettings, onEnd: () => void): Promise<FollowedCrawl> {
    const { store, clock, makeFetcher } = this.#parts;
    const { seeds, scope, include, exclude, maxDepth } = settings;
    const prime = (await store.sites()).length > 0;
    const site = await store.openSite({ name, seeds, scope, include, exclude });
    const crawl = await store.beginCrawl(site.id, clock.now(), { maxDepth });
    const counts = await store.counts(site.id);
    const revision = this.get(crawlId(site, crawl))?.revision ?? 0;
    const fetcher = makeFetcher(settings);
    const parts = { ...this.#parts, hosts: this.#hosts, fetcher };
    const run = new CrawlRun(parts, { site, crawl, settings, counts, prime, revision });
    return new FollowedCrawl(run, { latest: await run.progress(), fetcher, clock, onEnd });
  }

  #forgetOld(site: string): void {
    const ended = this.list().filter((crawl) => crawl.site === site && crawl.endedAt !== null);
    for (const { id } of ended.slice(SHOWN_CRAWLS)) this.#crawls.delete(id);
  }
}
