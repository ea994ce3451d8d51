import assert from 'node:assert/strict';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { type FakeRoutes, redirectTo } from '../../test/support/fake-site.ts';
import { Fault } from '../model/errors.ts';
import { REASONS } from '../model/reasons.ts';
import type { CrawlSettings } from '../model/settings.ts';
import { explainUrl } from './explain.ts';
import type { Explanation } from './explanation.ts';

const ALPHA = page(
  'alpha',
  '/docs/gone',
  '/docs/broken',
  '/docs/image',
  '/docs/draft',
  'https://other.example/',
  '/docs/far',
);

/** One page for nearly everything that can become of a URL. */
const ROUTES: FakeRoutes = {
  '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\n\nDisallow: /private/\n' },
  '/docs/': page('home', '/docs/a', '/docs/copy', '/docs/gone', '/docs/old', '/private/x', '/docs/secret', '/blog/'),
  '/docs/a': ALPHA,
  '/docs/copy': ALPHA,
  '/docs/old': redirectTo('/docs/older', 301),
  '/docs/older': redirectTo('/docs/missing', 302),
  '/docs/broken': { status: 500, body: 'no' },
  '/docs/image': { headers: { 'content-type': 'image/png' }, body: 'png' },
  '/docs/draft': '<title>d</title><meta name="robots" content="noindex"><p>Draft.',
  '/docs/secret': page('secret'),
  '/docs/far': page('far', '/docs/farther'),
  '/docs/farther': page('farther', '/docs/farthest'),
  '/docs/Guide/Intro.html': page('intro'),
};
const SETTINGS: Omit<CrawlSettings, 'seeds'> = {
  ...{ rps: 0, strictRate: false, concurrency: 4, scope: 'prefix', include: [], exclude: [], maxPages: undefined },
  ...{ maxDepth: undefined, maxBodyMib: 1, userAgent: undefined, allowPrivate: false, resolve: [], header: [] },
  ignoreRobots: false,
};

/** One page after the other: the first of two that say the same is the one to stay. */
async function crawled(bench: CrawlBench): Promise<void> {
  const seeds = [`${bench.site.url}/docs/`];
  await bench.crawl({ seeds, scope: 'host', exclude: ['/docs/secret*'], maxDepth: 3, concurrency: 1 });
}

function why(bench: CrawlBench, path: string, site?: string): Promise<Explanation> {
  const url = new URL(path, bench.site.url).href;
  return explainUrl({ store: bench.store, userAgent: 'Spindex/test' }, { url, ...(site ? { site } : {}) });
}

CrawlBench.test(
  'explainUrl() gives every known URL a story whose verdict and rule are its own',
  ROUTES,
  async (bench) => {
    await crawled(bench);
    const rules: Record<string, [reason: string, rule: RegExp]> = {
      '/docs/': ['ok', /a seed/],
      '/docs/a': ['ok', /found at .* on .*\/docs\/, by the link "to docs a"/],
      '/docs/copy': ['duplicate-of', /in the index is \S+\/docs\/a\./],
      '/docs/gone': ['gone-404', /404/],
      '/docs/old': ['redirect', /redirects to \S+\/docs\/older\./],
      '/docs/older': ['redirect', /redirects to \S+\/docs\/missing\./],
      '/docs/missing': ['gone-404', /\/docs\/old \(301\) -> \S+\/docs\/older \(302\) -> \S+\/docs\/missing \(404\)/],
      '/private/x': ['robots', /Disallow: \/private\/ \(line 3 of \S+\/robots\.txt\)/],
      '/docs/secret': ['excluded', /pattern is \/docs\/secret\*/],
      '/blog/': ['gone-404', /404/],
      '/docs/broken': ['http-5xx', /status 500/],
      '/docs/image': ['not-html', /image\/png/],
      '/docs/draft': ['noindex-meta', /robots meta/],
      'https://other.example/': ['scope-host', /scope is the host of \S+\/docs\//],
      '/docs/far': ['ok', /2 links away/],
      '/docs/farther': ['ok', /3 links away/],
      '/docs/farthest': ['depth', /4 links away/],
    };
    const states = await bench.states();
    assert.deepEqual(Object.keys(states).sort(), Object.keys(rules).sort());
    for (const [path, [reason, rule]] of Object.entries(rules)) {
      const { isKnown, sentences, ...told } = await why(bench, path);
      assert.equal(isKnown, true);
      assert.equal(`${told.state} ${told.reason}`, states[path], path);
      assert.equal(told.reason, reason, path);
      assert.match(sentences.join('\n'), rule, path);
      assert.ok(sentences[0]?.includes(REASONS[told.reason ?? 'ok'].says), 'sentences of reasons come from one table');
      assert.equal(told.remedy, REASONS[told.reason ?? 'ok'].remedy);
    }
  },
);

CrawlBench.test(
  'explainUrl() says of a URL that waits for another try what it answered and when it is asked for again',
  { '/': page('home', '/a', '/b'), '/a': { status: 500 }, '/b': { misbehaves: 'stall' } },
  async (bench) => {
    const { id, revision } = await bench.start({ concurrency: 1 });
    const signal = new AbortController().signal;
    for (let after = revision; bench.asked.at(-1) !== '/b'; )
      after = (await bench.during(bench.crawls.next(id, { after, signal })))?.revision ?? after;
    await bench.during(bench.crawls.stop(id));
    const { state, sentences } = await why(bench, '/a');
    assert.equal(state, 'waiting');
    for (const said of [
      /last try ended with http-5xx/,
      /the answer had status 500/,
      /1 try failed/,
      /tried again, not before/,
    ])
      assert.match(sentences.join('\n'), said);
  },
);

CrawlBench.test('explainUrl() tells the links, the duplicates and the page', ROUTES, async (bench) => {
  await crawled(bench);
  const { story } = await why(bench, '/docs/a');
  assert.deepEqual(story?.inlinks, {
    total: 1,
    first: [{ url: `${bench.site.url}/docs/`, text: 'to docs a', via: null }],
  });
  assert.deepEqual(story?.duplicates, { total: 1, first: [`${bench.site.url}/docs/copy`] });
  assert.deepEqual([story?.page?.title, story?.page?.lang, story?.isInOutbox], ['alpha', 'en', false]);
  const source = ROUTES['/docs/a'];
  assert.equal(story?.page?.bytes, typeof source === 'string' ? source.length : 0);
  const missing = await why(bench, '/docs/missing');
  assert.equal(missing.story?.foundText, null);
  assert.deepEqual(missing.story?.inlinks.first, [
    { url: `${bench.site.url}/docs/`, text: 'to docs old', via: `${bench.site.url}/docs/old` },
  ]);
  assert.equal(missing.story?.duplicates.total, 0, 'a redirect is none');
  for (const path of ['/docs/old', '/docs/missing'])
    assert.deepEqual(
      (await why(bench, path)).story?.chain.map(({ url, state }) => `${url.slice(bench.site.url.length)} ${state}`),
      ['/docs/old redirected', '/docs/older redirected', '/docs/missing gone'],
    );
});

CrawlBench.test(
  'explainUrl() names the sitemap by which a URL was found, and the one that lists what links lead to as well',
  {
    '/': page('home', '/linked'),
    '/robots.txt': { body: 'Sitemap: /map.xml' },
    '/map.xml': { body: '<urlset><url><loc>/listed</loc></url><url><loc>/linked</loc></url></urlset>' },
    '/listed': page('listed'),
    '/linked': page('linked', '/below'),
    '/below': page('below'),
  },
  async (bench) => {
    await bench.crawl();
    const map = `${bench.site.url}/map.xml`;
    const [listed, linked, below] = await Promise.all(['/listed', '/linked', '/below'].map((path) => why(bench, path)));
    assert.deepEqual([listed?.story?.sitemap, linked?.story?.sitemap, below?.story?.sitemap], [map, map, null]);
    assert.ok(
      listed?.sentences.some((text) => /^It was found at \S+ in the sitemap /.test(text) && text.includes(map)),
    );
    assert.ok(linked?.sentences.includes(`The sitemap ${map} lists it.`));
    assert.doesNotMatch(below?.sentences.join() ?? '', /sitemap/);
  },
);

CrawlBench.test('explainUrl() says what is left for max-pages', ROUTES, async (bench) => {
  await bench.crawl({ seeds: [`${bench.site.url}/docs/`], maxPages: 1 });
  const { state, reason, sentences } = await why(bench, '/docs/a');
  assert.deepEqual([state, reason], ['out-of-scope', 'max-pages']);
  assert.match(sentences.join('\n'), /What to do: Raise --max-pages/);
});

CrawlBench.test(
  'explainUrl() judges a URL never seen by scope, then robots.txt, and sends no request',
  ROUTES,
  async (bench) => {
    await crawled(bench);
    const before = bench.site.requests.length;
    const unseen: Record<string, [reason: string | null, says: RegExp]> = {
      'https://elsewhere.example/': ['scope-host', /scope is the host of/],
      '/docs/secret2': ['excluded', /pattern is \/docs\/secret\*/],
      '/docs/secret/more': [null, /admits it/], // * does not cross a slash
      '/private/y': ['robots', /Disallow: \/private\/ \(line 3 of/],
      '/docs/new': [
        null,
        /no crawled page links to it[\s\S]*seed \S+\/docs\/ admits it[\s\S]*robots\.txt, as it was read/,
      ],
    };
    unseen['/docs/secret/more'] = [null, /admits it/]; // * does not cross a slash
    unseen['/docs/secret2'] = ['excluded', /pattern is \/docs\/secret\*/];
    for (const [path, [reason, says]] of Object.entries(unseen)) {
      const told = await why(bench, path);
      assert.deepEqual([told.isKnown, told.state, told.story, told.reason], [false, null, null, reason], path);
      assert.match(told.sentences.join('\n'), says, path);
      assert.match(told.sentences[0] ?? '', /^Never seen/);
    }
    assert.equal(bench.site.requests.length, before);
  },
);

CrawlBench.test('explainUrl() names known URLs that may have been meant', ROUTES, async (bench) => {
  bench.site.routes['/docs/'] = page('home', '/docs/Guide/Intro.html', '/docs/a/', '/docs/other');
  await crawled(bench);
  const near = async (path: string) => (await why(bench, path)).near.map(({ url }) => url.slice(bench.site.url.length));
  assert.deepEqual(await near('/docs/guide/intro'), ['/docs/Guide/Intro.html']);
  assert.deepEqual(await near('/docs/Guide/Intro'), ['/docs/Guide/Intro.html']);
  assert.deepEqual(await near('/docs/a'), ['/docs/a/']);
  assert.deepEqual(await near('/docs/A.html?x=1'), ['/docs/a/']);
  assert.deepEqual(await near('/docs/index.html'), ['/docs/']);
  assert.deepEqual(await near('/docs/nothing'), []);
});

CrawlBench.test(
  'explainUrl() refuses what is no URL and sites that do not exist, and keeps logins to itself',
  ROUTES,
  async (bench) => {
    const refused = (code: string) => (cause: unknown) => cause instanceof Fault && cause.code === code;
    await assert.rejects(explainUrl({ store: bench.store, userAgent: 'x' }, { url: 'docs' }), refused('not-a-url'));
    await assert.rejects(why(bench, '/docs/', 'nowhere'), refused('usage'));
    assert.match((await why(bench, '/docs/')).sentences.join(), /nothing has been crawled/);
    const told = await explainUrl({ store: bench.store, userAgent: 'x' }, { url: 'https://me:secret@docs.example/' });
    assert.doesNotMatch(JSON.stringify(told), /secret/);
  },
);

CrawlBench.test(
  'explainUrl() judges a URL never seen for the site that would take it in, unless another is named',
  { '/docs/': page('docs'), '/blog/': page('blog') },
  async (bench) => {
    for (const path of ['/docs/', '/blog/']) await bench.crawl({ seeds: [bench.site.url + path] });
    const [blog, docs] = (await bench.store.sites()).map(({ name }) => name);
    assert.ok(docs !== undefined && blog !== undefined);
    const told = async (path: string, site?: string) => {
      const { site: judgedFor, reason } = await why(bench, path, site);
      return [judgedFor, reason];
    };
    assert.deepEqual(await told('/docs/x'), [docs, null]);
    assert.deepEqual(await told('/blog/x'), [blog, null]);
    assert.deepEqual(await told('/blog/x', docs), [docs, 'scope-prefix']);
    assert.equal((await told('https://docs.example/'))[1], 'scope-host');
    await assert.rejects(why(bench, '/blog/', 'nowhere'), { message: new RegExp(`${blog}, ${docs}$`) });
  },
);

CrawlBench.test(
  'LocalCrawls.test() judges as a crawl would, follows redirects, and stores nothing',
  ROUTES,
  async (bench) => {
    const signal = new AbortController().signal;
    const tryUrl = (path: string) => {
      const url = new URL(path, bench.site.url).href;
      const rps = path.startsWith('/') ? 0 : 5; // no cap is for loopback only
      return bench.during(bench.crawls.test({ url, settings: { ...SETTINGS, rps } }, signal));
    };
    await crawled(bench);
    const stored = await bench.states();
    const page = await tryUrl('/docs/Guide/Intro.html');
    assert.deepEqual(
      [page.state, page.reason, page.page?.title, page.page?.encoding],
      ['indexed', 'ok', 'intro', 'utf-8'],
    );
    assert.equal(page.page?.encodingFrom, 'content-type');
    assert.equal(page.hops[0]?.answer?.headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(page.requests, 1, 'robots.txt is kept by the crawl');
    const verdicts: Record<string, [reason: string, asked: string[]]> = {
      '/docs/old': ['gone-404', ['/docs/old', '/docs/older', '/docs/missing']],
      '/docs/copy': ['duplicate-of', ['/docs/copy']],
      '/docs/draft': ['noindex-meta', ['/docs/draft']],
      '/docs/broken': ['http-5xx', ['/docs/broken']],
      '/docs/image': ['not-html', ['/docs/image']],
      '/private/z': ['robots', []],
      '/docs/secret': ['excluded', []],
      'https://other.example/': ['scope-host', []],
    };
    for (const [path, [reason, asked]] of Object.entries(verdicts)) {
      const before = bench.asked.length;
      const told = await tryUrl(path);
      assert.equal(told.reason, reason, path);
      assert.equal(told.state, REASONS[told.reason].state, path);
      assert.deepEqual(bench.asked.slice(before), asked, path);
      assert.equal(told.requests, asked.length, path);
      assert.ok(told.sentences.length > 0);
    }
    assert.deepEqual(await bench.states(), stored);
    assert.equal(bench.lockLog.at(-1), 'release');
  },
);

CrawlBench.test('LocalCrawls.test() waits its turn at the rate', ROUTES, async (bench) => {
  const url = `${bench.site.url}/docs/old`;
  const start = bench.clock.monotonic();
  const told = await bench.during(
    bench.crawls.test({ url, settings: { ...SETTINGS, rps: 1 } }, new AbortController().signal),
  );
  assert.equal(told.requests, 4, 'robots.txt and three hops');
  assert.ok(
    bench.clock.monotonic() - start >= 4_000,
    'a request a second, after the second that another program may have used',
  );
  assert.deepEqual(await bench.store.sites(), []);
});

CrawlBench.test(
  'LocalCrawls.test() ends in a circle of redirects',
  { '/': redirectTo('/b'), '/b': redirectTo('/') },
  async (bench) => {
    const url = `${bench.site.url}/`;
    const told = await bench.during(bench.crawls.test({ url, settings: SETTINGS }, new AbortController().signal));
    assert.deepEqual([told.state, told.reason, told.hops.length], ['redirected', 'redirect', 2], 'as a crawl says');
    assert.match(told.sentences.join(), /go in a circle/);
  },
);
