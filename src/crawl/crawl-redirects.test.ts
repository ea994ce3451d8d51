import assert from 'node:assert/strict';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { redirectTo, startFakeSite } from '../../test/support/fake-site.ts';

CrawlBench.test(
  'a chain of redirects leads to its page, each hop a URL with its own state, asked for once',
  {
    '/': page('home', '/one', '/three'),
    '/one': redirectTo('/two', 301),
    '/two': redirectTo('three', 308),
    '/three': page('third'),
  },
  async (bench) => {
    const progress = await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/one'], 'redirected redirect');
    assert.equal(states['/two'], 'redirected redirect');
    assert.equal(states['/three'], 'indexed ok');
    assert.equal(await bench.detailOf('/one'), `${bench.site.url}/two`);
    assert.equal(new Set(bench.asked).size, bench.asked.length);
    assert.equal(progress.requests.redirects, 2);
  },
);

CrawlBench.test(
  'redirects in a circle, to themselves and without end cost a bounded number of requests',
  {
    '/': page('home', '/self', '/a', '/endless/0'),
    '/self': redirectTo('/self'),
    '/a': redirectTo('/b'),
    '/b': redirectTo('/a'),
    '*': ({ path }) => redirectTo(`/endless/${Number(path.split('/').at(-1)) + 1}`),
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/self'], 'failed redirect-loop');
    assert.equal(states['/a'], 'failed redirect-loop');
    assert.equal(states['/b'], 'failed redirect-loop');
    const endless = bench.asked.filter((path) => path.startsWith('/endless/'));
    assert.ok(endless.length >= 6 && endless.length <= 20, `${endless.length} hops were followed`);
    assert.equal(states[endless.at(-1) ?? ''], 'failed redirect-loop');
    assert.equal(bench.asked.filter((path) => ['/a', '/b', '/self'].includes(path)).length, 3);
  },
);

CrawlBench.test(
  'a redirect is followed to the bytes that it names, in UTF-8 or in the encoding of its server',
  {
    '/': page('home', '/utf8', '/windows'),
    '/utf8': redirectTo(Buffer.from('/барсук').toString('latin1')),
    '/windows': redirectTo('/\xe1\xe0\xf0\xf1\xf3\xea'),
    '/%D0%B1%D0%B0%D1%80%D1%81%D1%83%D0%BA': page('badgers'),
    '/%E1%E0%F0%F1%F3%EA': page('old badgers'),
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/%D0%B1%D0%B0%D1%80%D1%81%D1%83%D0%BA'], 'indexed ok');
    assert.equal(states['/%E1%E0%F0%F1%F3%EA'], 'indexed ok');
  },
);

CrawlBench.test(
  'a redirect out of the scope is recorded and not followed',
  {
    '/': page('home', '/away', '/aside'),
    '/away': redirectTo('http://elsewhere.invalid/x'),
    '/aside': redirectTo('/closed/x'),
  },
  async (bench) => {
    await bench.crawl({ exclude: ['/closed/*'] });
    const states = await bench.states();
    assert.equal(states['/away'], 'redirected redirect-out-of-scope');
    assert.equal(states['http://elsewhere.invalid/x'], 'out-of-scope scope-host');
    assert.equal(states['/closed/x'], 'out-of-scope excluded');
    assert.equal(await bench.detailOf('/closed/x'), '/closed/*', 'the pattern is named, as for a link');
  },
);

CrawlBench.test(
  'a redirect to what robots.txt disallows stops there: rules hold for every hop',
  {
    '/robots.txt': { body: 'User-agent: *\nDisallow: /private/' },
    '/': page('home', '/in'),
    '/in': redirectTo('/private/x'),
    '*': page('some'),
  },
  async (bench) => {
    await bench.crawl();
    assert.equal((await bench.states())['/private/x'], 'refused robots');
    assert.ok(!bench.asked.includes('/private/x'));
  },
);

CrawlBench.test(
  'a redirect that cannot be read fails alone',
  {
    '/': page('home', '/mail', '/empty', '/fine'),
    '/mail': redirectTo('mailto:me@example.org'),
    '/empty': { status: 302 },
    '/fine': page('fine'),
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/mail'], 'failed bad-response');
    assert.match(states['/empty'] ?? '', /^failed /);
    assert.equal(states['/fine'], 'indexed ok');
  },
);

CrawlBench.test(
  'a seed that redirects to another host takes its scope along, and keeps it',
  { '/': page('never seen') },
  async (bench) => {
    const other = await startFakeSite({ '/': page('moved', '/next'), '/next': page('following') });
    try {
      bench.site.routes['/'] = redirectTo(`${other.url}/`);
      await bench.crawl();
      assert.deepEqual(
        other.requests.map(({ path }) => path).filter((path) => path !== '/sitemap.xml'),
        ['/robots.txt', '/', '/next'],
      );
      assert.deepEqual(await bench.found('following'), [`${other.url}/next`]);
      other.routes['/next'] = page('following', '/later');
      other.routes['/later'] = page('afterwards');
      await bench.crawl();
      assert.deepEqual(await bench.found('afterwards'), [`${other.url}/later`], 'the next crawl knows the new scope');
    } finally {
      await other.close();
    }
  },
);

for (const [status, asked] of [
  [302, []],
  [301, ['/robots.txt', '/login', '/elsewhere']],
] as const)
  CrawlBench.test(
    `a seed that is in the index and redirects with ${status} ${status === 302 ? 'draws no other host into the scope' : 'has moved'}`,
    { '/': page('home', '/a'), '/a': page('wombat') },
    async (bench) => {
      const other = await startFakeSite({ '/login': page('login', '/elsewhere'), '/elsewhere': page('elsewhere') });
      try {
        await bench.crawl();
        bench.site.routes['/'] = redirectTo(`${other.url}/login`, status);
        await bench.crawl();
        bench.site.routes['/'] = page('home', '/a');
        if (status === 302) await bench.crawl();
        const paths = other.requests.map(({ path }) => path).filter((path) => path !== '/sitemap.xml');
        assert.deepEqual(paths, asked);
        assert.deepEqual(await bench.found('wombat'), ['/a']);
      } finally {
        await other.close();
      }
    },
  );

CrawlBench.test(
  'a seed that redirects to another directory moves its prefix',
  { '/latest/': redirectTo('/3.14/'), '/3.14/': page('home', 'tutorial', '/2.7/'), '/3.14/tutorial': page('tutorial') },
  async (bench) => {
    await bench.crawl({ seeds: [`${bench.site.url}/latest/`] });
    const states = await bench.states();
    assert.equal(states['/3.14/tutorial'], 'indexed ok');
    assert.equal(states['/2.7/'], 'out-of-scope scope-prefix');
  },
);

CrawlBench.test(
  'a refresh of a page that says little is a redirect, any other a link',
  {
    '/': { body: '<meta http-equiv="refresh" content="0; url=/start">' },
    '/start': page('beginning', '/sign', '/slide', '/long', '/itself', '/away'),
    '/sign': `<meta name="robots" content="noindex"><meta http-equiv="refresh" content="3; url=/new">${page('moved')}`,
    '/slide': `<meta http-equiv="refresh" content="20; url=/slide2">${page('slide')}`,
    '/long': `<meta http-equiv="refresh" content="0; url=/longer">${page('many words '.repeat(100))}`,
    '/itself': `<meta http-equiv="refresh" content="1; url=/itself">${page('ticker')}`,
    '/away': `<meta http-equiv="refresh" content="0; url=http://elsewhere.invalid/">${page('leaving')}`,
    '*': ({ path }) => page(`content of ${path}`),
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/'], 'redirected redirect');
    assert.deepEqual(await bench.found('beginning'), ['/start']);
    assert.equal(states['/sign'], 'redirected redirect');
    assert.equal(await bench.detailOf('/sign'), `${bench.site.url}/new`);
    for (const path of ['/new', '/slide', '/slide2', '/long', '/longer', '/itself'])
      assert.equal(states[path], 'indexed ok', path);
    assert.equal(states['/away'], 'redirected redirect-out-of-scope');
  },
);

CrawlBench.test(
  'a Location in bare UTF-8 is followed as browsers follow it, and one that is sent twice counts once',
  {
    '/': page('home', '/bare', '/twice'),
    '/bare': redirectTo(Buffer.from('/страница').toString('latin1')),
    '/twice': { status: 301, headers: { location: ['/there', '/there'] } },
    '/there': page('there'),
    [encodeURI('/страница')]: page('here'),
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.equal(states[encodeURI('/страница')], 'indexed ok');
    assert.equal(states['/there'], 'indexed ok');
  },
);

CrawlBench.test(
  'a page that has come to redirect in a circle stays searchable, as any page that fails',
  { '/': page('home', '/doc'), '/doc': page('quokka') },
  async (bench) => {
    await bench.crawl();
    bench.site.routes['/doc'] = redirectTo('/doc/');
    bench.site.routes['/doc/'] = redirectTo('/doc');
    await bench.crawl();
    const states = await bench.states();
    assert.deepEqual([states['/doc'], states['/doc/']], Array(2).fill('failed redirect-loop'));
    assert.deepEqual(await bench.found('quokka'), ['/doc']);
  },
);

CrawlBench.test(
  'what a seed redirects to needs no include pattern either',
  { '/': redirectTo('/docs/'), '/docs/': page('home', '/docs/api/a', '/docs/guide'), '/docs/api/a': page('wanted') },
  async (bench) => {
    await bench.crawl({ include: ['/docs/api/**'] });
    const states = await bench.states();
    assert.equal(states['/docs/'], 'indexed ok');
    assert.equal(states['/docs/api/a'], 'indexed ok');
    assert.equal(states['/docs/guide'], 'out-of-scope excluded');
  },
);

CrawlBench.test(
  'a redirect to an address that counts as the same is named as the server writes it',
  { '/': page('home', '/a'), '/a': redirectTo('/a?utm_source=x') },
  async (bench) => {
    await bench.crawl();
    assert.equal((await bench.states())['/a'], 'failed redirect-loop');
    assert.match((await bench.detailOf('/a')) ?? '', /\/a\?utm_source=x, which counts as the same address$/);
  },
);

CrawlBench.test(
  'the requests that are told are those that the server has seen, whether answered, redirected, tried again or cut off',
  {
    '/': page('home', '/old', '/reset', '/busy', '/broken'),
    '/old': redirectTo('/new'),
    '/new': page('new'),
    '/reset': { misbehaves: 'reset' },
    '/busy': { status: 502 },
    '/broken': { headers: { 'content-encoding': 'gzip' }, body: 'this is no gzip' },
    '/robots.txt': redirectTo('/robots'),
    '/robots': { body: 'Sitemap: /map.xml' },
    '/map.xml': { misbehaves: 'truncate' },
  },
  async (bench) => {
    const { pages, robots, sitemaps, redirects, retries } = (await bench.crawl()).requests;
    assert.equal(pages + robots + sitemaps, bench.site.requests.length);
    assert.deepEqual({ robots, redirects }, { robots: 2, redirects: 1 });
    assert.ok(retries > 0 && retries + redirects < pages);
  },
);

CrawlBench.test(
  'a former seed that redirects out of the scope no longer takes the scope along',
  { '/docs/': page('home', '/docs/old/'), '/docs/old/': page('old'), '/blog/': page('blog', '/blog/post') },
  async (bench) => {
    const seeds = ['/docs/', '/docs/old/'].map((path) => `${bench.site.url}${path}`);
    await bench.crawl({ seeds });
    bench.site.routes['/docs/old/'] = { status: 301, headers: { location: '/blog/' } };
    await bench.crawl({ seeds: seeds.slice(0, 1) });
    const states = await bench.states();
    assert.equal(states['/docs/old/'], 'redirected redirect-out-of-scope');
    assert.equal(states['/blog/'], 'out-of-scope scope-prefix');
    assert.ok(!bench.asked.includes('/blog/'));
  },
);

CrawlBench.test(
  'a page that was known before a seed redirects to it stands in for the seed as a new one does',
  {
    '/docs/': page('home', '/docs/en/'),
    '/docs/en/': page('english'),
    '/en/': page('moved', '/en/a'),
    '/en/a': page('a'),
  },
  async (bench) => {
    const seeds = [`${bench.site.url}/docs/`];
    await bench.crawl({ seeds });
    bench.site.routes['/docs/'] = redirectTo('/docs/en/');
    await bench.crawl({ seeds });
    bench.site.routes['/docs/en/'] = { status: 301, headers: { location: '/en/' } };
    await bench.crawl({ seeds });
    assert.equal((await bench.states())['/en/a'], 'indexed ok');
  },
);
