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
import { Hosts } from './hosts.ts';
import type { Indexing } from './indexer.ts';
import { liveTest } from './live-test.ts';
import type { ReadPage } from './page-reading.ts';
import { crawlId } from './progress.ts';
import { siteName } from './seeds.ts';
import type { ReadSitemap } from './sitemap-reading.ts';
import { Turns } from './turns.ts';
import { waitFor } from './wait-for.ts';
import { whileTelling } from './while-telling.ts';

/** Snapshots are made this often while a crawl runs. */
const SNAPSHOT_MS = 250;

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
  /** Kept while any crawl runs. */
  lock: { acquire(): void; release(): void };
  clock: Clock;
  /** Pages of a site that may wait for the index before its crawl waits for it; default 10,000. */
  outboxLimit?: number;
  /** Default user agent. */
  userAgent: string;
}

interface Running {
  run: CrawlRun;
  latest: CrawlProgress;
  changed: PromiseWithResolvers<void>;
  /** The run has ended and its last snapshot is published. */
  done: Promise<void>;
  /** The lock has been let go as well, unless other work needs it. */
  ended: Promise<unknown>;
}

/** Crawls that run in this process. */
export class LocalCrawls implements Crawls {
  readonly #parts: LocalCrawlsParts;
  readonly #hosts: Hosts;
  /** By id, oldest first; the last ones that have ended stay to be shown. */
  readonly #crawls = new Map<string, Running>();
  readonly #turns = new Turns();
  #starting: Promise<unknown> = Promise.resolve();
  /** Other work in hand that needs the lock as a crawl does. */
  #others = 0;

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
      await waitFor(running.changed.promise, signal).catch(() => undefined); // it rejects only when aborted
      await this.#turns.next();
    }
  }

  async stop(id: string): Promise<void> {
    const running = this.#crawls.get(id);
    running?.run.stop();
    await running?.ended;
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
    this.#parts.lock.acquire();
    this.#others += 1;
    try {
      return await work();
    } finally {
      this.#others -= 1;
      await this.#releaseInTurn();
    }
  }

  /** Stops every crawl; resolves when everything is stored. */
  async close(): Promise<void> {
    await this.#starting;
    await Promise.all([...this.#crawls.keys()].map((id) => this.stop(id)));
  }

  async #start(asked: CrawlSettings): Promise<CrawlProgress> {
    const { store, clock, lock, makeFetcher } = this.#parts;
    const settings = { ...checkedSettings(asked), userAgent: asked.userAgent ?? this.#parts.userAgent };
    const name = siteName(settings.seeds);
    const same = [...this.#crawls.values()].find(({ latest }) => latest.site === name && latest.endedAt === null);
    if (same && !same.run.isEnding) return same.latest;
    await same?.done; // one that is being stopped is continued
    lock.acquire();
    try {
      const { seeds, scope, include, exclude } = settings;
      const prime = (await store.sites()).length > 0;
      const site = await store.openSite({ name, seeds, scope, include, exclude });
      const crawl = await store.beginCrawl(site.id, clock.now(), { maxDepth: settings.maxDepth });
      const counts = await store.counts(site.id);
      const fetcher = makeFetcher(settings);
      const run = new CrawlRun(
        { ...this.#parts, hosts: this.#hosts, fetcher },
        { site, crawl, settings, counts, prime, revision: this.get(crawlId(site, crawl))?.revision ?? 0 },
      );
      const latest = await run.progress();
      const changed = Promise.withResolvers<void>();
      const running: Running = { run, latest, changed, done: Promise.resolve(), ended: Promise.resolve() };
      running.done = this.#follow(running, fetcher);
      running.ended = running.done.then(() => this.#releaseInTurn());
      this.#crawls.delete(latest.id);
      this.#crawls.set(latest.id, running);
      this.#forgetOld(name);
      return latest;
    } finally {
      this.#releaseWhenIdle();
    }
  }

  /** Runs the crawl and publishes a snapshot now and then, and a last one when it has ended. Never rejects: a fault is in the last snapshot. */
  async #follow(running: Running, fetcher: Fetcher): Promise<void> {
    const { clock } = this.#parts;
    const ended = new AbortController();
    const done = running.run
      .run()
      .catch(() => undefined)
      .finally(() => ended.abort());
    while (!ended.signal.aborted) {
      await clock.sleep(SNAPSHOT_MS, ended.signal).catch(() => undefined);
      await this.#publish(running).catch(() => undefined);
    }
    await done;
    await fetcher.close();
  }

  async #publish(running: Running): Promise<void> {
    running.latest = await running.run.progress();
    running.changed.resolve();
    running.changed = Promise.withResolvers();
  }

  #forgetOld(site: string): void {
    const ended = this.list().filter((crawl) => crawl.site === site && crawl.endedAt !== null);
    for (const { id } of ended.slice(SHOWN_CRAWLS)) this.#crawls.delete(id);
  }

  /** In the row of starts: one that is in hand needs the lock. */
  #releaseInTurn(): Promise<unknown> {
    this.#starting = this.#starting.then(() => this.#releaseWhenIdle());
    return this.#starting;
  }

  #releaseWhenIdle(): void {
    const isIdle = this.#others === 0 && [...this.#crawls.values()].every(({ latest }) => latest.endedAt !== null);
    if (isIdle) this.#parts.lock.release();
  }
}
