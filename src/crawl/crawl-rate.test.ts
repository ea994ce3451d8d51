import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { page } from '../../test/support/crawl-bench.ts';
import { type FakeRequest, maxInAnySecond, redirectTo, startFakeSite } from '../../test/support/fake-site.ts';
import { HttpFetcher } from '../fetch/http-fetcher.ts';
import { type Clock, systemClock } from '../model/clock.ts';
import type { CrawlProgress } from '../model/events.ts';
import { settingsSchema } from '../model/settings.ts';
import { SqliteCrawlStore } from '../store/sqlite/sqlite-crawl-store.ts';
import { LocalCrawls } from './local-crawls.ts';
import { readPage } from './page-reading.ts';
import { SharedLock } from './shared-lock.ts';

const RPS = 25;
/** Jitter that the promise withstands, ms. */
const MARGIN_MS = 25;
const PAGES = 40;

/** A site of pages, some behind a redirect; some of the first half fail once. */
async function startSite(t: TestContext, onRequest: (request: FakeRequest, count: number) => void = () => undefined) {
  const kindOf = (k: number) => (k % 4 === 0 ? 'moved' : k % 4 === 1 && k < PAGES / 2 ? 'failing' : 'page');
  const paths = Array.from({ length: PAGES }, (_, k) => `/${kindOf(k)}/${k}`);
  const failed = new Set<string>();
  const site = await startFakeSite({
    '*': (request) => {
      onRequest(request, site.requests.length);
      const { path } = request;
      if (path.startsWith('/moved/')) return redirectTo(path.replace('moved', 'target'));
      if (path.startsWith('/failing/') && !failed.has(path)) {
        failed.add(path);
        return { status: 500 };
      }
      return page(`page ${path}`);
    },
    '/robots.txt': { status: 404 },
    '/': page('home', ...paths),
    '/more/': page('more', ...paths.map((path) => `/more${path}`)),
  });
  t.after(() => site.close());
  return site;
}

/** The crawls of one run of the program, with the real clock. */
function openCrawls(store: SqliteCrawlStore, clock: Clock): LocalCrawls {
  return new LocalCrawls({
    store,
    indexing: {
      wake: () => undefined,
      drain: async () => undefined,
      trouble: async () => null,
      close: async () => undefined,
    },
    readPage: async (input) => readPage(input),
    makeFetcher: ({ userAgent }) => new HttpFetcher({ userAgent, allowAddress: () => true }),
    lock: new SharedLock({ acquire: () => undefined, release: () => undefined }),
    clock,
    userAgent: 'Spindex/test',
  });
}

function openStore(t: TestContext): SqliteCrawlStore {
  const directory = mkdtempSync(join(tmpdir(), 'spindex-rate-'));
  const store = SqliteCrawlStore.open({ path: join(directory, 'crawl.sqlite') });
  t.after(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return store;
}

const settings = (url: string, rps = RPS) => ({ ...settingsSchema.parse({ rps }), seeds: [url] });

async function ended(crawls: LocalCrawls, { id }: CrawlProgress): Promise<CrawlProgress> {
  const signal = new AbortController().signal;
  for (let after = -1; ; ) {
    const progress = await crawls.next(id, { after, signal });
    assert.ok(progress);
    if (progress.endedAt !== null) return progress;
    after = progress.revision;
  }
}

/** The longest time for which the event loop stood still: writer and server share it, so that is the jitter of the way between both. */
function watchStalls(t: TestContext): { longestMs: () => number } {
  let longestMs = 0;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - lastMs - 1);
    lastMs = performance.now();
  }, 1);
  t.after(() => clearInterval(timer));
  return { longestMs: () => longestMs };
}

function checkRate(
  t: TestContext,
  options: { arrivals: number[]; rps: number; stalls: { longestMs: () => number } },
): void {
  const { arrivals, rps, stalls } = options;
  const most = maxInAnySecond(arrivals);
  if (most > rps && stalls.longestMs() > MARGIN_MS)
    t.skip(
      `NOT JUDGED: this machine stood still for ${stalls.longestMs().toFixed(0)} ms, more than the promise allows`,
    );
  else assert.ok(most <= rps, `${most} requests in a second`);
}

test('LocalCrawls keeps the rate while pages, redirects and retries are all due at once', {
  timeout: 60_000,
}, async (t) => {
  // Once half of the pages have been asked for, wall time jumps so far that every retry is due.
  let skewMs = 0;
  const site = await startSite(t, (_request, count) => {
    if (count === PAGES / 2 + 2) skewMs = 60_000;
  });
  const clock = { ...systemClock, now: () => Date.now() + skewMs };
  const stalls = watchStalls(t);
  const crawls = openCrawls(openStore(t), clock);
  const { states, requests } = await ended(crawls, await crawls.start(settings(`${site.url}/`)));
  assert.equal(states.indexed, PAGES + 1);
  assert.ok(requests.redirects >= 10 && requests.retries >= 5);
  checkRate(t, { arrivals: site.arrivals(), rps: RPS, stalls });
});

test('LocalCrawls keeps the rate when it is stopped and started again at once', { timeout: 60_000 }, async (t) => {
  const reached = Promise.withResolvers<void>();
  const site = await startSite(t, (_request, count) => {
    if (count === RPS) reached.resolve();
  });
  const store = openStore(t);
  const stalls = watchStalls(t);
  const first = openCrawls(store, systemClock);
  const { id } = await first.start({ ...settings(`${site.url}/`), exclude: ['/failing/**'] });
  await reached.promise;
  await first.stop(id);
  assert.ok(site.requests.length < PAGES);
  const second = openCrawls(store, systemClock);
  const last = await ended(second, await second.start({ ...settings(`${site.url}/`), exclude: ['/failing/**'] }));
  assert.equal(last.resumed, true);
  assert.equal(last.state, 'done');
  checkRate(t, { arrivals: site.arrivals(), rps: RPS, stalls });
});

test('LocalCrawls asks other hosts while one asks for long gaps', {
  timeout: 60_000,
}, async (t) => {
  const paths = Array.from({ length: PAGES }, (_, k) => `/${k}`);
  const [slow, quick] = [await startSite(t), await startSite(t)];
  slow.routes['/robots.txt'] = 'User-agent: *\nCrawl-delay: 2';
  const hasAll = Promise.withResolvers<void>();
  for (const { routes } of [slow, quick]) {
    routes['/'] = page('home', ...paths);
    routes['*'] = ({ path }) => {
      if (quick.requests.filter((request) => paths.includes(request.path)).length === PAGES) hasAll.resolve();
      return page(`page ${path}`);
    };
  }
  const crawls = openCrawls(openStore(t), systemClock);
  const seeds = [`${slow.url}/`, `${quick.url}/`];
  const { id } = await crawls.start({ ...settingsSchema.parse({ rps: 0, concurrency: 1 }), seeds });
  await hasAll.promise;
  await crawls.stop(id);
  assert.ok(slow.requests.length < 10, `${slow.requests.length} requests in a few seconds`);
});

test('LocalCrawls shows a host that two crawls work on the lower of their rates', { timeout: 60_000 }, async (t) => {
  const site = await startSite(t);
  const stalls = watchStalls(t);
  const crawls = openCrawls(openStore(t), systemClock);
  const slow = await crawls.start({ ...settings(`${site.url}/more/`, RPS), exclude: ['/more/failing/**'] });
  const fast = await crawls.start({ ...settings(`${site.url}/`, 2 * RPS), exclude: ['/failing/**'] });
  await Promise.all([slow, fast].map((progress) => ended(crawls, progress)));
  const isSlow = ({ path }: FakeRequest) => path.startsWith('/more/');
  const lastSlowMs = Math.max(...site.requests.filter(isSlow).map(({ arrivedAtMs }) => arrivedAtMs));
  const shared = site.requests.filter(({ arrivedAtMs }) => arrivedAtMs <= lastSlowMs);
  assert.ok(
    shared.some((request) => !isSlow(request)),
    'both have used it',
  );
  checkRate(t, { arrivals: shared.map(({ arrivedAtMs }) => arrivedAtMs), rps: RPS, stalls });
});
