import { setImmediate } from 'node:timers/promises';
import type { ReadStore, ServerParts } from '../../src/api/parts.ts';
import type { UrlTestRequest } from '../../src/crawl/crawls.ts';
import type { UrlTest } from '../../src/crawl/explanation.ts';
import type { CrawlProgress } from '../../src/model/events.ts';
import { STATES, type UrlState } from '../../src/model/reasons.ts';
import type { CrawlSettings } from '../../src/model/settings.ts';
import type { SearchRequest, SearchResponse, SearchResult } from '../../src/search/response.ts';
import type { BrokenLink, Counts, Site, UrlRow, UrlStory } from '../../src/store/crawl-store.ts';
import { FakeClock } from './fake-clock.ts';

const STARTED_AT = Date.UTC(2026, 10, 21, 4);

/** Counts per state, 0 where nothing is said. */
export function stateCounts(given: Partial<Record<UrlState, number>>): Record<UrlState, number> {
  const zeros = { ready: 0, waiting: 0, taken: 0, indexed: 0, unchanged: 0, redirected: 0 };
  const more = { 'out-of-scope': 0, refused: 0, noindex: 0, duplicate: 0, gone: 0, failed: 0 };
  return { ...zeros, ...more, ...given };
}

export function fakeCrawl(changes: Partial<CrawlProgress> = {}): CrawlProgress {
  const states = changes.states ?? stateCounts({ ready: 3160, indexed: 2140, 'out-of-scope': 12 });
  return {
    id: 'docs.example.com#3',
    site: 'docs.example.com',
    seeds: ['https://docs.example.com/'],
    number: 3,
    revision: 7,
    state: 'running',
    why: '',
    resumed: false,
    startedAt: STARTED_AT,
    endedAt: null,
    elapsedMs: 60_000,
    found: STATES.reduce((sum, state) => sum + states[state], 0),
    states,
    reasons: { ok: 2140, found: 3160 },
    maxPages: null,
    searchable: 2140,
    outbox: 0,
    hosts: [{ host: 'docs.example.com', now: 5, cap: 5, maxInAnySecond: 5, limitedBy: null }],
    rate: { hosts: 1, now: 5, maxInAnySecond: 5 },
    requests: { pages: 2140, redirects: 0, robots: 1, sitemaps: 0, retries: 0 },
    sitemaps: { read: 0, listed: 0, troubled: 0, troubles: [] },
    bytes: 1_000_000,
    settledPerSecond: 5,
    foundPerSecond: 12,
    etaMs: null,
    ...changes,
  };
}

export function fakeSite(name: string, id = 1): Site {
  const seeds = [`https://${name}/`];
  return { id, name, seeds, anchors: seeds, scope: 'prefix', include: [], exclude: [] };
}

export function fakeResult(changes: Partial<SearchResult> = {}): SearchResult {
  const pageUrl = changes.pageUrl ?? 'https://docs.example.com/3/library/asyncio-task.html';
  return {
    url: `${pageUrl}#asyncio.gather`,
    pageUrl,
    title: 'Coroutines and Tasks',
    breadcrumb: ['Coroutines and Tasks', 'Running Tasks Concurrently'],
    heading: 'asyncio.gather',
    snippet: 'Run <mark>awaitable</mark> objects in the aws sequence concurrently; if 1 &lt; 2 &amp; so on.',
    score: 31.7,
    site: 'docs.example.com',
    lang: 'en',
    type: 'reference',
    crawledAt: '2026-11-21T04:00:00Z',
    sections: [],
    versions: [],
    ...changes,
  };
}

export function fakeAnswer(request: SearchRequest, changes: Partial<SearchResponse> = {}): SearchResponse {
  const { q, limit, offset } = request;
  return {
    query: q,
    total: 0,
    totalRelation: 'exact',
    limit,
    offset,
    tookMs: 2.1,
    suggestion: null,
    isMended: false,
    results: [],
    ...changes,
  };
}

export function fakeTest(url: string): UrlTest {
  const detail = 'Disallow: /x (line 2 of https://docs.example.com/robots.txt)';
  const verdict = { state: 'refused', reason: 'robots', detail } as const;
  const hops = [{ url, answer: null, ...verdict }];
  return {
    url,
    site: 'docs.example.com',
    ...verdict,
    remedy: '',
    sentences: ['No.'],
    hops,
    canonical: null,
    page: null,
    requests: 1,
  };
}

export interface FakeParts extends ServerParts {
  /** Of every asker; a test may replace it. */
  store: ReadStore;
  searched: SearchRequest[];
  started: CrawlSettings[];
  stopped: string[];
  tested: UrlTestRequest[];
  /** Snapshots that `crawls` knows; a test may replace them. */
  progress: CrawlProgress[];
}

interface FakeState {
  sites?: Site[];
  urls?: UrlRow[];
  progress?: CrawlProgress[];
  broken?: BrokenLink[];
  stories?: UrlStory[];
}

/** Neighbours of the API that answer from what a test gives them, and remember what they were asked. */
export function fakeParts(changes: Partial<FakeParts> = {}, state: FakeState = {}): FakeParts {
  const { sites = [fakeSite('docs.example.com')], urls = [], progress = [], broken = [], stories = [] } = state;
  const counts: Counts = {
    found: 45,
    states: stateCounts({ indexed: 42, gone: 3 }),
    reasons: { ok: 42 },
    pages: 42,
    outbox: 0,
  };
  const parts: FakeParts = {
    searched: [],
    started: [],
    stopped: [],
    tested: [],
    progress,
    search: async (request) => {
      parts.searched.push(request);
      return fakeAnswer(request, { total: 1, results: [fakeResult()] });
    },
    suggest: async ({ q }) => ({
      query: q,
      tookMs: 0.4,
      suggestions: [{ text: `${q}.gather`, kind: 'symbol', url: fakeResult().url, site: 'docs.example.com' }],
    }),
    storeFor: () => parts.store,
    store: {
      sites: async () => sites,
      lastCrawl: async () => ({ number: 3, startedAt: STARTED_AT, endedAt: STARTED_AT, why: 'done', resumed: false }),
      counts: async () => counts,
      urls: async (_siteId, { after, limit }) => urls.filter((row) => row.id > after).slice(0, limit),
      coverage: async (siteId, query) => ({ counts, urls: await parts.store.urls(siteId, query) }),
      story: async (_siteId, url) => stories.find((story) => story.url === url),
      brokenLinks: async (_siteId, { after, limit }) => broken.filter(({ id }) => id > after).slice(0, limit),
      robots: async () => undefined,
    },
    crawls: {
      start: async (settings) => {
        parts.started.push(settings);
        return fakeCrawl();
      },
      list: () => parts.progress,
      get: (id) => parts.progress.find((crawl) => crawl.id === id),
      next: async (id, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        return parts.progress.find((crawl) => crawl.id === id);
      },
      stop: async (id) => {
        parts.stopped.push(id);
      },
      catchUp: async () => undefined,
      test: async (request, signal) => {
        parts.tested.push(request);
        await setImmediate(); // a real test takes longer than reading the request
        signal.throwIfAborted();
        return fakeTest(request.url);
      },
    },
    indexStats: async () => ({ pages: 42, sections: 420, bytes: 100_000 }),
    version: '0.1.0',
    address: { host: '127.0.0.1' },
    crawlDefaults: {
      rps: 5,
      strictRate: false,
      concurrency: 8,
      scope: 'prefix',
      include: [],
      exclude: [],
      maxPages: undefined,
      maxDepth: undefined,
      maxBodyMib: 32,
      userAgent: undefined,
      allowPrivate: false,
      header: [],
      ignoreRobots: false,
      resolve: [],
    },
    clock: new FakeClock(),
    ...changes,
  };
  return parts;
}
