import assert from 'node:assert/strict';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { redirectTo } from '../../test/support/fake-site.ts';

const text = (body: string) => ({ headers: { 'content-type': 'text/plain' }, body });

CrawlBench.test(
  'robots.txt is obeyed: groups by user agent, Allow over Disallow, and the rule is told',
  {
    '/robots.txt': text('User-agent: *\nDisallow: /\n\nUser-agent: spindex\nDisallow: /no/\nAllow: /no/but-yes\n'),
    '/': page('home', '/no/1', '/no/but-yes', '/yes'),
    '*': ({ path }) => page(`content of ${path}`),
  },
  async (bench) => {
    await bench.crawl();
    assert.deepEqual(bench.asked.sort(), ['/', '/no/but-yes', '/yes']);
    assert.equal((await bench.states())['/no/1'], 'refused robots');
    assert.match((await bench.detailOf('/no/1')) ?? '', /Disallow: \/no\/.*line 5/i);
  },
);

CrawlBench.test(
  'a robots.txt that disallows the seed leaves nothing to ask for',
  { '/robots.txt': text('User-agent: *\nDisallow: /'), '*': page('any') },
  async (bench) => {
    const progress = await bench.crawl();
    assert.equal(progress.state, 'done');
    assert.deepEqual(bench.asked, []);
    assert.equal(progress.states.refused, 1);
  },
);

for (const [says, robots] of [
  ['that is not there (404)', { status: 404 }],
  ['that is forbidden (403)', { status: 403, body: 'Disallow: /' }],
  ['that redirects in a circle', redirectTo('/robots.txt')],
] as const)
  CrawlBench.test(
    `a robots.txt ${says} allows everything (RFC 9309, 2.3.1.3)`,
    { '/robots.txt': robots, '/': page('home') },
    async (bench) => {
      assert.equal((await bench.crawl()).states.indexed, 1);
    },
  );

CrawlBench.test(
  'a robots.txt that has moved is read where it is now',
  { '/robots.txt': redirectTo('/rules', 301), '/rules': text('User-agent: *\nDisallow: /x'), '/': page('home', '/x') },
  async (bench) => {
    await bench.crawl();
    assert.equal((await bench.states())['/x'], 'refused robots');
  },
);

CrawlBench.test(
  'a robots.txt that cannot be read forbids everything, after some tries',
  { '/robots.txt': { status: 503 }, '*': page('any') },
  async (bench) => {
    await bench.crawl();
    assert.equal((await bench.states())['/'], 'refused robots-unreachable');
    assert.deepEqual(bench.asked, []);
    const tries = bench.site.requests.length;
    assert.ok(tries >= 2 && tries <= 5, `${tries} requests for robots.txt`);
  },
);

CrawlBench.test(
  'a robots.txt that fails once only delays the crawl',
  { '/': page('home', '/a'), '/a': page('alpha') },
  async (bench) => {
    let asked = 0;
    bench.site.routes['/robots.txt'] = () => {
      asked += 1;
      return asked === 1 ? { status: 500 } : text('User-agent: *\nAllow: /');
    };
    assert.equal((await bench.crawl()).states.indexed, 2);
    assert.equal(asked, 2);
  },
);

CrawlBench.test(
  'a 503 with Retry-After on robots.txt slows the host like any other',
  { '/': page('home') },
  async (bench) => {
    const askedAt: number[] = [];
    bench.site.routes['/robots.txt'] = () => {
      askedAt.push(bench.clock.monotonic());
      return askedAt.length === 1 ? { status: 503, headers: { 'retry-after': '90' } } : { status: 404 };
    };
    await bench.crawl();
    assert.ok((askedAt[1] ?? 0) - (askedAt[0] ?? 0) >= 90_000, `asked again at ${askedAt}`);
    assert.deepEqual(await bench.found('home'), ['/']);
  },
);

CrawlBench.test(
  'Crawl-delay keeps that time between the requests of the host',
  { '/robots.txt': text('User-agent: *\nCrawl-delay: 7'), '/': page('home', '/a', '/b') },
  async (bench) => {
    const askedAt: number[] = [];
    for (const path of ['/', '/a', '/b'])
      bench.site.routes[path] = () => {
        askedAt.push(bench.clock.monotonic());
        return page(`content of ${path}`, '/a', '/b');
      };
    const progress = await bench.crawl();
    assert.equal(askedAt.length, 3);
    // Arrival lags behind writing, on a clock that flies: a stride each is all that may be missing.
    for (const [i, at] of askedAt.slice(1).entries()) assert.ok(at - (askedAt[i] ?? 0) >= 6_000, `asked at ${askedAt}`);
    assert.match(progress.hosts[0]?.limitedBy ?? '', /Crawl-delay/);
  },
);

CrawlBench.test(
  'noindex keeps a page out, by element or header, and its links are followed all the same',
  {
    '/': page('home', '/meta', '/header', '/none', '/other'),
    '/meta': `<meta name="robots" content="noindex">${page('hidden', '/from-meta')}`,
    '/header': { headers: { 'x-robots-tag': 'noarchive, noindex' }, body: page('hidden', '/from-header') },
    '/none': { headers: { 'x-robots-tag': 'none' }, body: page('hidden', '/from-none') },
    '/other': { headers: { 'x-robots-tag': 'noindexing' }, body: page('hidden not') },
    '*': ({ path }) => page(`content of ${path}`),
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/meta'], 'noindex noindex-meta');
    assert.equal(states['/header'], 'noindex noindex-header');
    assert.equal(states['/none'], 'noindex noindex-header');
    assert.equal(states['/from-meta'], 'indexed ok');
    assert.equal(states['/from-header'], 'indexed ok');
    assert.equal(states['/from-none'], 'refused nofollow');
    assert.deepEqual(await bench.found('hidden'), ['/other']);
  },
);

CrawlBench.test(
  'nofollow is obeyed: on the link, in the page, in the header; in the next crawl too',
  {
    '/': `${page('home', '/all', '/header', '/both')}<a rel="nofollow" href="/link">x</a><a rel="nofollow" href="/both">y</a>`,
    '/all': `<meta name="robots" content="nofollow">${page('all', '/from-all')}`,
    '/header': { headers: { 'x-robots-tag': 'nofollow' }, body: page('header', '/from-header') },
    '*': ({ path }) => page(`content of ${path}`),
  },
  async (bench) => {
    for (const crawl of [1, 2]) {
      assert.equal((await bench.crawl()).number, crawl);
      const states = await bench.states();
      for (const path of ['/link', '/from-all', '/from-header']) {
        assert.equal(states[path], 'refused nofollow', `${path} in crawl ${crawl}`);
        assert.ok(!bench.asked.includes(path));
      }
      assert.match(states['/both'] ?? '', /indexed|unchanged/);
    }
  },
);

CrawlBench.test(
  'what is not a readable page is refused with its type, and not downloaded',
  {
    '/': page('home', '/film', '/notes', '/style', '/untyped', '/mistyped', '/unknown'),
    '/film': { headers: { 'content-type': 'video/mp4' }, misbehaves: 'endless' },
    '/notes': { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Some plain notes about badgers.' },
    '/style': { headers: { 'content-type': 'text/css' }, body: 'body {}' },
    '/untyped': { headers: { 'content-type': '' }, body: page('untyped') },
    '/mistyped': { headers: { 'content-type': 'charset=utf-8' }, body: page('mistyped') },
    '/unknown': { headers: { 'content-type': 'unknown/unknown' }, body: page('unknown') },
  },
  async (bench) => {
    const progress = await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/film'], 'refused not-html');
    assert.equal(await bench.detailOf('/film'), 'video/mp4');
    assert.equal(states['/style'], 'refused not-html');
    assert.deepEqual(await bench.found('badgers'), ['/notes']);
    for (const path of ['/untyped', '/mistyped', '/unknown']) assert.equal(states[path], 'indexed ok', path);
    assert.ok(progress.bytes < 64 * 1024, `${progress.bytes} bytes were counted`);
  },
);

CrawlBench.test(
  'a page without text is refused and says why',
  {
    '/': page('home', '/app', '/spa', '/blank', '/short'),
    '/app': '<div id="root"></div><script>start()</script>',
    '/spa': '<title>Herons</title><div id="app">Loading ...</div><script>start()</script>',
    '/blank': '',
    '/short': '<p>To be continued, one day ...</p>',
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/app'], 'refused empty-text');
    assert.equal(states['/spa'], 'refused empty-text');
    assert.equal(states['/blank'], 'refused empty-text');
    assert.equal(states['/short'], 'indexed ok');
  },
);

CrawlBench.test(
  'a robots.txt that is not what its header says is told as that, not as a fault of the page',
  { '/robots.txt': { headers: { 'content-encoding': 'gzip' }, body: 'plain' }, '*': page('any') },
  async (bench) => {
    await bench.crawl();
    assert.equal((await bench.states())['/'], 'refused robots-unreachable');
    assert.match((await bench.detailOf('/')) ?? '', /^robots\.txt: .*gzip/);
  },
);
