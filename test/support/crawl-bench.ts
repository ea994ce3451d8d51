import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Indexer } from '../../src/crawl/indexer.ts';
import { LocalCrawls } from '../../src/crawl/local-crawls.ts';
import { type PageReadingInput, readPage } from '../../src/crawl/page-reading.ts';
import { SharedLock } from '../../src/crawl/shared-lock.ts';
import { HttpFetcher, type HttpFetcherOptions } from '../../src/fetch/http-fetcher.ts';
import { ownHeaders } from '../../src/fetch/own-headers.ts';
import { SqliteSearchIndex } from '../../src/index/sqlite/sqlite-search-index.ts';
import type { CrawlProgress } from '../../src/model/events.ts';
import type { CrawlSettings } from '../../src/model/settings.ts';
import { search } from '../../src/search/search.ts';
import { SqliteCrawlStore } from '../../src/store/sqlite/sqlite-crawl-store.ts';
import { FakeClock } from './fake-clock.ts';
import { type FakeRoutes, type FakeSite, startFakeSite } from './fake-site.ts';

export const DEFAULTS: Omit<CrawlSettings, 'seeds'> = {
  rps: 0,
  strictRate: false,
  concurrency: 4,
  scope: 'prefix',
  include: [],
  exclude: [],
  maxPages: undefined,
  maxDepth: undefined,
  maxBodyMib: 1,
  userAgent: undefined,
  allowPrivate: false,
  resolve: [],
  header: [],
  ignoreRobots: false,
};

/** What a test changes of the parts: how pages are fetched, and how many may wait for the index. */
type BenchOptions = Partial<HttpFetcherOptions> & { outboxLimit?: number };

/** How far the crawl's clock moves at a time while a test waits for it, ms. */
const STRIDE_MS = 100;

/**
 * A crawl with all its real parts (HTTP, SQLite, extraction) in this thread, on a site of this process. The crawl's clock flies: waits for
 * retries, Crawl-delay and the like take no time. The fetcher keeps the real clock, so that an answer has time to come.
 */
export class CrawlBench {
  readonly site: FakeSite;
  readonly clock = new FakeClock();
  readonly store: SqliteCrawlStore;
  readonly index: SqliteSearchIndex;
  readonly indexer: Indexer;
  readonly crawls: LocalCrawls;
  /** How the lock was used: `acquire` and `release` in turn. */
  readonly lockLog: string[] = [];
  #breaks: (url: string) => boolean = () => false;

  private constructor(site: FakeSite, directory: string, { outboxLimit, ...fetching }: BenchOptions) {
    this.site = site;
    this.store = SqliteCrawlStore.open({ path: join(directory, 'crawl.sqlite') });
    this.index = SqliteSearchIndex.open({ path: join(directory, 'index.sqlite') });
    this.indexer = new Indexer({ store: this.store, index: this.index, clock: this.clock });
    this.crawls = new LocalCrawls({
      store: this.store,
      indexing: this.indexer,
      readPage: async (input) => {
        if (this.#breaks(input.url)) throw new Error('broken for a test');
        return readPage(posted(input));
      },
      makeFetcher: (settings) =>
        new HttpFetcher({
          userAgent: settings.userAgent,
          headersFor: ownHeaders(settings),
          allowAddress: () => true,
          ...fetching,
        }),
      lock: new SharedLock({
        acquire: () => void this.lockLog.push('acquire'),
        release: () => void this.lockLog.push('release'),
      }),
      clock: this.clock,
      userAgent: 'Spindex/test',
      ...(outboxLimit === undefined ? {} : { outboxLimit }),
    });
  }

  /** A test on a site with these routes; everything is closed afterwards. */
  static test(
    says: string,
    routes: FakeRoutes,
    check: (bench: CrawlBench, context: TestContext) => Promise<void>,
    options: BenchOptions = {},
  ): void {
    test(says, { timeout: 20_000 }, async (context) => {
      const directory = mkdtempSync(join(tmpdir(), 'spindex-crawl-'));
      const site = await startFakeSite({ ...routes });
      const bench = new CrawlBench(site, directory, options);
      try {
        await check(bench, context);
      } finally {
        await bench.close();
        rmSync(directory, { recursive: true, force: true });
      }
    });
  }

  async close(): Promise<void> {
    await this.during(this.crawls.close());
    await this.indexer.close();
    await this.index.close();
    await this.store.close();
    await this.site.close();
  }

  /** Starts a crawl of the site (or of `seeds`), without waiting for its end. */
  start(settings: Partial<CrawlSettings> = {}): Promise<CrawlProgress> {
    return this.crawls.start({ ...DEFAULTS, seeds: [`${this.site.url}/`], ...settings });
  }

  /** Crawls to the end. */
  async crawl(settings: Partial<CrawlSettings> = {}): Promise<CrawlProgress> {
    return this.ended(await this.start(settings));
  }

  async ended(progress: CrawlProgress): Promise<CrawlProgress> {
    const signal = new AbortController().signal;
    let latest = progress;
    while (latest.endedAt === null) {
      const next = this.crawls.next(latest.id, { after: latest.revision, signal });
      latest = (await this.during(next)) ?? latest;
    }
    return latest;
  }

  /** Lets the crawl's clock fly until the promise settles. */
  async during<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    promise.then(settle, settle);
    while (!isSettled) await this.clock.advance(STRIDE_MS);
    return promise;
  }

  /** Makes the reading of these pages fail. */
  breakReading(breaks: (url: string) => boolean): void {
    this.#breaks = breaks;
  }

  /** `state reason` of every URL ever seen, by path; URLs of other hosts stay whole. */
  async states(site?: string): Promise<Record<string, string>> {
    const chosen = (await this.store.sites()).find(({ name }) => site === undefined || name === site);
    const rows = await this.store.urls(chosen?.id ?? 0, { after: 0, limit: 10_000 });
    return Object.fromEntries(rows.map(({ url, state, reason }) => [this.#short(url), `${state} ${reason}`]));
  }

  async detailOf(path: string): Promise<string | null | undefined> {
    const [site] = await this.store.sites();
    const rows = await this.store.urls(site?.id ?? 0, { after: 0, limit: 10_000 });
    return rows.find(({ url }) => this.#short(url) === path)?.detail;
  }

  /** Paths of pages that were asked for, in order of arrival: without robots.txt and the usual place of a sitemap. */
  get asked(): string[] {
    return this.site.requests.map(({ path }) => path).filter((path) => !/\/(?:robots\.txt|sitemap\.xml)$/.test(path));
  }

  /** Paths of the pages that a search for these words finds. */
  async found(q: string): Promise<string[]> {
    const { results } = await search(this.index, { q, limit: 100, offset: 0 });
    return results.map(({ pageUrl }) => this.#short(pageUrl)).sort();
  }

  #short(url: string): string {
    return url.startsWith(`${this.site.url}/`) ? url.slice(this.site.url.length) : url;
  }
}

/** As a worker thread is given it: memory that the body has to itself is gone from here. */
function posted(input: PageReadingInput): PageReadingInput {
  const { buffer, byteLength } = input.body;
  const transfer = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
  return structuredClone(input, { transfer });
}

/** A page of HTML whose title and text are its words, with links to these addresses. */
export function page(words: string, ...links: string[]): string {
  const anchors = links.map((href) => `<a href="${href}">to ${href.replace(/\W+/g, ' ')}</a>`).join(' ');
  return `<!doctype html><html lang="en"><head><title>${words}</title></head><body><main><h1>${words}</h1><p>This page is about ${words}.</p><nav>${anchors}</nav></main></body></html>`;
}
