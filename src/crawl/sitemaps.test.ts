import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { type FakePage, redirectTo, startFakeSite } from '../../test/support/fake-site.ts';
import { makeScope } from './scope.ts';
import { SitemapReport } from './sitemap-report.ts';
import { Sitemaps } from './sitemaps.ts';

const xml = (body: string | Uint8Array): FakePage => ({ headers: { 'content-type': 'application/xml' }, body });

function urlset(...locs: (string | [string, string])[]): FakePage {
  const entries = locs.map((loc) =>
    typeof loc === 'string'
      ? `<url><loc>${loc}</loc></url>`
      : `<url><loc>${loc[0]}</loc><lastmod>${loc[1]}</lastmod></url>`,
  );
  return xml(`<?xml version="1.0"?><urlset>${entries.join('')}</urlset>`);
}

const indexOf = (...locs: string[]): FakePage =>
  xml(`<sitemapindex>${locs.map((loc) => `<sitemap><loc>${loc}</loc></sitemap>`).join('')}</sitemapindex>`);

const askedFor = (bench: CrawlBench, path: string) =>
  bench.site.requests.filter((request) => request.path === path).length;

CrawlBench.test(
  'a site whose navigation is JavaScript is crawled through the sitemaps that robots.txt names and the usual one',
  {
    '/': page('home'),
    '/robots.txt': { body: 'Sitemap: /index.xml\nSitemap: /list.txt' },
    '/index.xml': indexOf('/packed', '/feed'),
    '/packed': { body: gzipSync(`<urlset><url><loc>/a</loc></url></urlset>`) },
    '/feed': xml('<rss><channel><item><link>/b</link></item></channel></rss>'),
    '/sitemap.xml': urlset('/d', '/'),
    '/a': page('alpha', '/below'),
    '/below': page('below'),
    '/b': page('beta'),
    '/c': page('gamma'),
    '/d': page('delta'),
  },
  async (bench) => {
    bench.site.routes['/list.txt'] = { headers: { 'content-type': 'text/plain' }, body: `${bench.site.url}/c\n` };
    const progress = await bench.crawl();
    assert.equal(progress.states.indexed, 6);
    assert.deepEqual(await bench.found('below'), ['/below']);
    assert.equal(progress.requests.sitemaps, 5);
    assert.equal(progress.requests.pages, 6);
    assert.equal((await bench.states())['/sitemap.xml'], undefined, 'a sitemap is no URL of the crawl');
  },
);

CrawlBench.test(
  'sitemaps that robots.txt names are read though the usual place is excluded',
  {
    '/': page('home'),
    '/robots.txt': { body: 'Sitemap: /map.xml' },
    '/map.xml': urlset('/a'),
    '/a': page('alpha'),
  },
  async (bench) => {
    await bench.crawl({ exclude: ['/sitemap.xml'] });
    assert.equal((await bench.states())['/a'], 'indexed ok');
    assert.equal(askedFor(bench, '/sitemap.xml'), 0);
  },
);

CrawlBench.test(
  'a site without sitemap is asked for one once a crawl, and nothing is said of it',
  { '/': page('home', '/a'), '/a': page('alpha') },
  async (bench) => {
    const progress = await bench.crawl();
    assert.equal(progress.found, 2);
    assert.equal(askedFor(bench, '/sitemap.xml'), 1);
    await bench.crawl();
    assert.equal(askedFor(bench, '/sitemap.xml'), 2);
  },
);

CrawlBench.test(
  'what a sitemap lists is judged like links: scope, robots.txt, max-depth; its hosts are not asked',
  {
    '/docs/': page('home'),
    '/robots.txt': { body: 'User-agent: *\nDisallow: /docs/secret\nDisallow: /hidden.xml\nSitemap: /map.xml' },
    '/docs/in': page('inside'),
    '*': page('other'),
  },
  async (bench) => {
    const other = await startFakeSite({ '*': page('elsewhere') });
    const far = other.url;
    try {
      bench.site.routes['/map.xml'] = urlset('/docs/in', '/docs/secret', '/out', `${far}/x`);
      bench.site.routes['/docs/sitemap.xml'] = indexOf(`${far}/map.xml`, '/hidden.xml', '/moved.xml');
      bench.site.routes['/moved.xml'] = redirectTo(`${far}/moved.xml`);
      await bench.crawl({ seeds: [`${bench.site.url}/docs/`] });
      const states = await bench.states();
      assert.equal(states['/docs/in'], 'indexed ok');
      assert.equal(states['/docs/secret'], 'refused robots');
      assert.equal(states['/out'], 'out-of-scope scope-prefix');
      assert.equal(states[`${far}/x`], 'out-of-scope scope-host');
      assert.deepEqual(other.requests, []);
      for (const path of ['/hidden.xml', '/out', '/sitemap.xml']) assert.equal(askedFor(bench, path), 0, path);
    } finally {
      await other.close();
    }
  },
);

CrawlBench.test(
  'max-depth 0 keeps to the seeds, 1 takes what a sitemap lists and not what that links to',
  {
    '/': page('home'),
    '/sitemap.xml': urlset('/a'),
    '/a': page('alpha', '/b'),
    '/b': page('beta'),
  },
  async (bench) => {
    await bench.crawl({ maxDepth: 0 });
    assert.deepEqual(bench.asked, ['/']);
    assert.equal((await bench.states())['/a'], 'out-of-scope depth');
    await bench.crawl({ maxDepth: 1 });
    assert.deepEqual(bench.asked, ['/', '/', '/a']);
  },
);

CrawlBench.test(
  'what is wrong with sitemaps that somebody names is counted and told, and of the usual place only what is a sitemap',
  {
    '/': page('home'),
    '/robots.txt': {
      body: 'User-agent: *\nDisallow: /hidden\nSitemap: /gone.xml\nSitemap: /page\nSitemap: /hidden.xml\nSitemap: /cut.xml\nSitemap: /good.xml',
    },
    '/page': page('no map'),
    '/cut.xml': xml('<urlset><url><loc>/a</loc></url><url><loc>/b'),
    '/sitemap.xml': page('nothing here, says this page'),
    '/a': page('alpha'),
    '/c': page('gamma'),
  },
  async (bench) => {
    bench.site.routes['/good.xml'] = indexOf('/list.txt', 'https://elsewhere.invalid/map.xml', '/flaky.xml');
    bench.site.routes['/list.txt'] = { headers: { 'content-type': 'text/plain' }, body: `${bench.site.url}/c\n` };
    bench.site.routes['/flaky.xml'] = { status: 503, headers: { 'retry-after': '1' } };
    const { sitemaps } = await bench.crawl();
    const why = Object.fromEntries(sitemaps.troubles.map(({ url, why }) => [url.replace(bench.site.url, ''), why]));
    assert.deepEqual(why, {
      '/gone.xml': 'answers with status 404',
      '/page': 'lists no URLs',
      '/hidden.xml': 'is disallowed by robots.txt',
      '/cut.xml': 'breaks off before its end',
      'https://elsewhere.invalid/map.xml': 'lies outside the scope',
    });
    assert.deepEqual([sitemaps.read, sitemaps.listed, sitemaps.troubled], [3, 5, 6]);
  },
);

CrawlBench.test(
  'a sitemap that fails is tried again while pages are crawled, and the crawl waits for it',
  { '/': page('home'), '/late': page('late') },
  async (bench) => {
    const askedAt: number[] = [];
    bench.site.routes['/sitemap.xml'] = () => {
      const tries = askedAt.push(bench.clock.monotonic());
      return tries < 3 ? { status: tries === 1 ? 500 : 429 } : urlset('/late');
    };
    const progress = await bench.crawl();
    assert.equal(askedAt.length, 3);
    const [first = 0, second = 0] = askedAt;
    assert.ok(second - first >= 1_000, 'a server in trouble is given time');
    assert.equal(progress.states.indexed, 2);
  },
);

CrawlBench.test(
  'sitemaps that name each other, break off or are no sitemaps do no harm',
  {
    '/': page('home'),
    '/robots.txt': { body: 'Sitemap: /loop.xml\nSitemap: /page\nSitemap: /broken.gz\nSitemap: ::' },
    '/loop.xml': indexOf('/loop.xml', '/sitemap.xml', '/loop2.xml'),
    '/loop2.xml': indexOf('/loop.xml'),
    '/page': page('no map', '/elsewhere'),
    '/broken.gz': { body: gzipSync('<urlset><url><loc>/a</loc></url>').subarray(0, 20) },
    '/sitemap.xml': xml('<urlset><url><loc>/a</loc></url><url><loc>/b'),
    '/a': page('alpha'),
  },
  async (bench) => {
    const { states } = await bench.crawl();
    assert.equal(states.indexed, 2);
    for (const path of ['/loop.xml', '/loop2.xml', '/sitemap.xml']) assert.equal(askedFor(bench, path), 1, path);
  },
);

CrawlBench.test(
  'a crawl of a known site begins with the pages that its sitemap says have changed',
  { '/': page('home', '/a', '/b', '/c'), '/a': page('alpha'), '/b': page('beta'), '/c': page('gamma') },
  async (bench) => {
    await bench.crawl({ concurrency: 1 });
    const [before, after] = ['2025-06-01', '2026-06-01'];
    bench.site.routes['/sitemap.xml'] = urlset(['/a', before], ['/b', after], ['/c', after]);
    const { length } = bench.asked;
    await bench.crawl({ concurrency: 1 });
    assert.deepEqual(bench.asked.slice(length), ['/b', '/c', '/', '/a']);
  },
);

CrawlBench.test(
  'a crawl that is stopped in the middle of a sitemap loses none of its pages',
  { '/': page('home'), '*': page('listed') },
  async (bench) => {
    const paths = Array.from({ length: 1_200 }, (_, i) => `/out/${i}`);
    let stop: Promise<void> | undefined;
    bench.site.routes['/sitemap.xml'] = () => {
      stop ??= bench.crawls.stop(bench.crawls.list()[0]?.id ?? '');
      return urlset('/a', ...paths);
    };
    bench.site.routes['/a'] = page('alpha');
    const stopped = await bench.crawl({ exclude: ['/out/**'] });
    assert.equal(stopped.state, 'stopped');
    await stop;
    const progress = await bench.crawl({ exclude: ['/out/**'] });
    assert.equal(progress.resumed, true);
    assert.equal(progress.found, 1_202);
    assert.equal((await bench.states())['/a'], 'indexed ok');
  },
);

CrawlBench.test(
  'maxPages ends a crawl while a sitemap is still awaited',
  { '/': page('home', '/a'), '/a': page('alpha'), '/sitemap.xml': { misbehaves: 'stall' } },
  async (bench) => {
    const { state, states } = await bench.crawl({ maxPages: 2 });
    assert.equal(state, 'done');
    assert.equal(states.indexed, 2);
  },
);

test('Sitemaps.read() passes over many that are not to be read in linear time', async () => {
  const settings = { seeds: ['https://example.org/'], scope: 'host' as const, include: [], exclude: [] };
  const scope = makeScope(settings);
  const report = new SitemapReport();
  const elsewhere = Array.from({ length: 150_000 }, (_, i) => `https://example.com/${i}.xml`);
  const never = (): never => assert.fail('asked for');
  const sitemaps = new Sitemaps({
    robots: {
      judge: async () => ({ allowed: false, reason: 'robots', detail: '' }),
      knows: () => true,
      sitemaps: async () => elsewhere,
    },
    fetcher: { fetch: never },
    store: { admitListed: never },
    readSitemap: never,
    clock: new FakeClock(),
    siteId: 1,
    scope: () => ({ scope, settings }),
    maxDepth: undefined,
    acquire: never,
    onAnswer: never,
    report,
    onListed: never,
    isFirstContact: () => false,
  });
  // To move all that are left for each of them would take minutes.
  const again = await sitemaps.read(sitemaps.starts(settings.seeds), new AbortController().signal);
  assert.deepEqual(again, []);
  assert.equal(report.counts.troubles[0]?.url, elsewhere[0]);
});
