import assert from 'node:assert/strict';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { type FakeRoutes, redirectTo, startFakeSite } from '../../test/support/fake-site.ts';

/** A tree of 40 pages, each linked from its parent and from its neighbours. */
function tree(): FakeRoutes {
  const routes: FakeRoutes = { '/': page('home', '/p1', '/p2') };
  for (let n = 1; n < 40; n += 1)
    routes[`/p${n}`] = page(`leaf${n}`, `/p${2 * n}`, `/p${2 * n + 1}`, `/p${n + 1}`, `/p${n}#part`, '/');
  return routes;
}

function countOf(paths: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const path of paths) counts[path] = (counts[path] ?? 0) + 1;
  return counts;
}

CrawlBench.test(
  'a crawl finds the whole site, asks for no URL twice, and for robots.txt first',
  tree(),
  async (bench) => {
    const progress = await bench.crawl();
    const states = await bench.states();
    assert.equal(progress.state, 'done');
    assert.equal(progress.states.indexed, 40);
    for (let n = 1; n < 40; n += 1) {
      assert.equal(states[`/p${n}`], 'indexed ok');
      assert.deepEqual(await bench.found(`leaf${n}`), [`/p${n}`]);
    }
    assert.equal(bench.site.requests[0]?.path, '/robots.txt');
    const counts = Object.values(countOf(bench.site.requests.map(({ path }) => path)));
    assert.ok(counts.every((n) => n === 1));
    assert.equal(progress.requests.pages, bench.asked.length);
    assert.equal(progress.requests.robots, 1);
    const sum = Object.values(progress.states).reduce((total, n) => total + n, 0);
    assert.equal(sum, progress.found);
    assert.equal((await bench.index.stats()).pages, 40);
  },
);

CrawlBench.test('the user agent of the settings is what the server sees, on robots.txt too', tree(), async (bench) => {
  await bench.crawl({ userAgent: 'Mine/1.0', maxPages: 2 });
  assert.ok(bench.site.requests.every(({ headers }) => headers['user-agent'] === 'Mine/1.0'));
});

for (const [maxPages, concurrency] of [
  [1, 8],
  [7, 8],
  [13, 3],
] as const)
  CrawlBench.test(`maxPages ${maxPages} is exact with ${concurrency} workers`, tree(), async (bench) => {
    const progress = await bench.crawl({ maxPages, concurrency });
    assert.equal(progress.states.indexed, maxPages);
    assert.equal((await bench.index.stats()).pages, maxPages);
    assert.equal(progress.states.ready + progress.states.taken + progress.states.waiting, 0);
    assert.ok((progress.reasons['max-pages'] ?? 0) > 0);
  });

CrawlBench.test(
  'maxPages is exact where pages leave the index for one at a better address, or for the one that they name as canonical',
  Object.fromEntries([
    [
      '/',
      page(
        'home',
        ...['a', 'b', 'c'].flatMap((name) => [`/docs/next/${name}`, `/docs/${name}`, `/old-${name}`, `/${name}`]),
      ),
    ],
    ...['a', 'b', 'c'].flatMap((name) => {
      const [text, other] = [page(`tree ${name} `.repeat(99)), page(`shrub ${name} `.repeat(99))];
      return [
        [`/docs/next/${name}`, text],
        [`/docs/${name}`, text],
        [`/old-${name}`, `<link rel="canonical" href="/${name}">${other}`],
        [`/${name}`, other],
      ];
    }),
  ]),
  async (bench) => {
    const progress = await bench.crawl({ maxPages: 6, concurrency: 1 });
    assert.ok((progress.reasons['duplicate-of'] ?? 0) + (progress.reasons.canonical ?? 0) > 1);
    assert.equal(progress.states.indexed, 6);
    assert.equal((await bench.index.stats()).pages, 6);
  },
);

CrawlBench.test(
  'maxPages counts pages, not requests: what cannot be indexed takes no place',
  {
    '/': page('home', '/a', '/b', '/c', '/d', '/e'),
    '/a': { status: 404 },
    '/b': { headers: { 'content-type': 'image/png' }, body: 'png' },
    '/c': redirectTo('/d'),
    '/d': page('delta'),
    '/e': page('epsilon'),
  },
  async (bench) => {
    const progress = await bench.crawl({ maxPages: 3 });
    assert.equal(progress.states.indexed, 3);
    assert.deepEqual(await bench.found('delta'), ['/d']);
  },
);

CrawlBench.test(
  'maxDepth counts links from the seed, by the shortest way',
  {
    '/': page('home', '/long1', '/short'),
    '/long1': page('long', '/long2'),
    '/long2': page('longer', '/target'),
    '/short': page('short', '/target'),
    '/target': page('target', '/beyond'),
  },
  async (bench) => {
    await bench.crawl({ maxDepth: 2, concurrency: 1 });
    const states = await bench.states();
    assert.equal(states['/target'], 'indexed ok');
    assert.equal(states['/beyond'], 'out-of-scope depth');
    assert.ok(!bench.asked.includes('/beyond'));
  },
);

CrawlBench.test(
  'nothing outside the scope is asked for: directory, other host, other schemes',
  {
    '/docs/': page('home', 'a', '/outside', '//other.invalid/x', 'mailto:me@example.org', 'javascript:void(0)'),
    '/docs/a': page('inside', '../docs', '../docs/../secret'),
  },
  async (bench) => {
    const other = await startFakeSite({ '*': page('other') });
    bench.site.routes['/docs/a'] = page('inside', `${other.url}/docs/`, '/docs/../secret');
    await bench.crawl({ seeds: [`${bench.site.url}/docs/`] });
    await other.close();
    assert.deepEqual(bench.asked.sort(), ['/docs/', '/docs/a']);
    assert.deepEqual(other.requests, []);
    const states = await bench.states();
    assert.equal(states['/outside'], 'out-of-scope scope-prefix');
    assert.equal(states['/secret'], 'out-of-scope scope-prefix');
    assert.equal(states['http://other.invalid/x'], 'out-of-scope scope-host');
    assert.equal(states[`${other.url}/docs/`], 'out-of-scope scope-host');
  },
);

CrawlBench.test(
  'scope host takes what lies beside the seed; include and exclude choose',
  {
    '/docs/': page('home', '/beside', '/docs/keep/1', '/docs/drop/1', '/docs/keep/2?x=1'),
    '*': page('some'),
  },
  async (bench) => {
    const seeds = [`${bench.site.url}/docs/`];
    await bench.crawl({ seeds, scope: 'host', include: ['/docs/keep/**'], exclude: ['/docs/drop/**'] });
    const states = await bench.states();
    assert.equal(states['/beside'], 'out-of-scope excluded');
    assert.equal(states['/docs/drop/1'], 'out-of-scope excluded');
    assert.deepEqual(bench.asked.sort(), ['/docs/', '/docs/keep/1', '/docs/keep/2?x=1']);
    assert.match((await bench.detailOf('/docs/drop/1')) ?? '', /drop/);
  },
);

CrawlBench.test(
  'a page that is linked under many spellings is one page',
  {
    '/': page('home', '/a', '/a#x', '/A/../a', '/a?utm_source=x', '/%61', 'HTTP://127.0.0.1/'),
    '/a': page('alpha'),
  },
  async (bench) => {
    await bench.crawl();
    assert.deepEqual(bench.asked, ['/', '/a']);
  },
);

CrawlBench.test(
  'equal content is one result, the other says whose duplicate it is',
  {
    '/': page('home', '/a', '/b'),
    '/a': page('twin'),
    '/b': page('twin'),
  },
  async (bench) => {
    const progress = await bench.crawl({ concurrency: 1 });
    assert.equal(progress.states.duplicate, 1);
    assert.deepEqual(await bench.found('twin'), ['/a']);
    assert.equal(await bench.detailOf('/b'), `${bench.site.url}/a`);
  },
);

CrawlBench.test(
  'the base element, charsets and gzip are understood on the way',
  {
    '/': { body: `<base href="/sub/"><title>home</title><p>start <a href="x">here</a>` },
    '/sub/x': {
      headers: { 'content-type': 'text/html; charset=windows-1251' },
      body: Buffer.from([0x3c, 0x70, 0x3e, 0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
    },
  },
  async (bench) => {
    await bench.crawl();
    assert.deepEqual(await bench.found('Привет'), ['/sub/x']);
  },
);

CrawlBench.test(
  'a second crawl asks conditionally: 304 stays in the index, changes and losses arrive',
  {
    '/': page('home', '/same', '/changing', '/going', '/silent'),
  },
  async (bench) => {
    const { routes } = bench.site;
    routes['/same'] = ({ headers }) =>
      headers['if-none-match'] === '"v1"' ? { status: 304 } : { headers: { etag: '"v1"' }, body: page('constant') };
    routes['/changing'] = page('before');
    routes['/going'] = page('departing');
    routes['/silent'] = page('silent');
    assert.equal((await bench.crawl()).states.indexed, 5);
    routes['/changing'] = page('afterwards');
    routes['/going'] = { status: 410 };
    const again = await bench.crawl();
    assert.equal(again.number, 2);
    const states = await bench.states();
    assert.equal(states['/same'], 'unchanged unchanged');
    assert.equal(states['/silent'], 'unchanged unchanged');
    assert.equal(states['/changing'], 'indexed ok');
    assert.equal(states['/going'], 'gone gone-410');
    for (const [word, paths] of [
      ['constant', ['/same']],
      ['before', []],
      ['afterwards', ['/changing']],
      ['departing', []],
    ] as const)
      assert.deepEqual(await bench.found(word), paths);
    assert.equal((await bench.index.stats()).pages, 4);
  },
);

CrawlBench.test(
  'a second crawl with a wider scope finds what the first one left out, also through pages that answer 304',
  {
    '/docs/': ({ headers }) =>
      headers['if-none-match'] === undefined
        ? { headers: { etag: '"v1"' }, body: page('home', '/beside') }
        : { status: 304 },
    '/beside': page('beside'),
  },
  async (bench) => {
    const seeds = [`${bench.site.url}/docs/`];
    await bench.crawl({ seeds });
    assert.ok(!bench.asked.includes('/beside'));
    await bench.crawl({ seeds, scope: 'host' });
    assert.deepEqual(await bench.found('beside'), ['/beside']);
  },
);
