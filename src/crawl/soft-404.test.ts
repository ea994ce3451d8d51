import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CrawlBench, DEFAULTS, page } from '../../test/support/crawl-bench.ts';
import { type FakeRoute, redirectTo } from '../../test/support/fake-site.ts';
import { notFoundSketch } from './not-found.ts';

/** A notice that repeats the address, as many do. */
const notice: FakeRoute = ({ path }) =>
  `<title>Not found: ${path}</title><main><h1>Page not found</h1><p>Sorry, ${path} does not exist. Use the search, or go back to the <a href="/">start</a>.</main>`;

/** Paths of the addresses that cannot exist. */
const probes = (bench: CrawlBench) => bench.asked.filter((path) => path.includes('there-is-no-such-page'));

const ARTICLE = page(
  `The status 404, or page not found: ${'what servers mean by it and when they should say so. '.repeat(4)}`,
);

CrawlBench.test(
  'pages that answer 200 to say that they are not there are gone, whatever address they repeat; the site is asked once',
  { '/': page('home', '/a', '/old/b', '/article'), '/article': ARTICLE, '*': notice },
  async (bench) => {
    for (const crawl of [1, 2]) {
      await bench.crawl();
      const states = await bench.states();
      assert.equal(states['/a'], 'gone soft-404');
      assert.equal(states['/old/b'], 'gone soft-404');
      assert.equal(await bench.detailOf('/a'), bench.site.url + probes(bench).at(-1));
      assert.match(states['/article'] ?? '', /^(indexed ok|unchanged unchanged)$/);
      assert.equal(probes(bench).length, crawl);
      assert.equal(states[probes(bench)[0] ?? ''], undefined, 'it is no URL of the site');
    }
    assert.deepEqual(await bench.found('sorry'), []);
    const broken = await bench.store.brokenLinks(1, { after: 0, limit: 10 });
    assert.deepEqual(
      broken.map(({ reason }) => reason),
      ['soft-404', 'soft-404'],
    );
  },
);

CrawlBench.test(
  'a site that says 404 keeps its pages about what is not found, and one without such pages is not asked',
  { '/': page('home', '/plain'), '/plain': page('plain'), '/article': ARTICLE, '/notice': page('not found') },
  async (bench) => {
    await bench.crawl();
    assert.deepEqual(probes(bench), []);
    bench.site.routes['/'] = page('home', '/plain', '/article', '/notice');
    const { states } = await bench.crawl();
    assert.equal(states.indexed + states.unchanged, 4);
    assert.equal(probes(bench).length, 1);
  },
);

CrawlBench.test(
  'the notice to which a site redirects every address is gone, too',
  { '/': page('home', '/lost', '/sorry'), '/sorry': page('nothing: page not found'), '*': redirectTo('/sorry') },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/lost'], 'redirected redirect');
    assert.equal(states['/sorry'], 'gone soft-404');
  },
);

CrawlBench.test(
  "the address that cannot exist lies in the seed's directory, and is not asked for against robots.txt",
  {
    '/docs/': page('home', 'a'),
    '/robots.txt': { body: 'User-agent: *\nDisallow: /docs/there-is-no' },
    '*': notice,
  },
  async (bench) => {
    const seeds = [`${bench.site.url}/docs/`];
    await bench.crawl({ seeds });
    assert.deepEqual(probes(bench), []);
    assert.equal((await bench.states())['/docs/a'], 'indexed ok');
    const told = await bench.crawl({ seeds, ignoreRobots: true });
    assert.match(probes(bench)[0] ?? '', /^\/docs\//);
    assert.equal((await bench.states())['/docs/a'], 'gone soft-404');
    assert.equal(told.requests.pages, 3, 'it is counted');
  },
);

CrawlBench.test(
  'a seed is never taken for a notice, nor is an application whose shell is served for every address lost',
  {
    '*': '<title>App: page not found</title><div id="root">You need JavaScript to run this app.</div><a href="/b">b</a>',
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/'], 'indexed ok');
    assert.equal(states['/b'], 'gone soft-404');
  },
);

CrawlBench.test('LocalCrawls.test() foresees it', { '/': page('home'), '*': notice }, async (bench) => {
  await bench.crawl();
  const never = new AbortController().signal;
  const tested = bench.crawls.test({ url: `${bench.site.url}/lost`, settings: DEFAULTS }, never);
  const { state, reason, requests } = await bench.during(tested);
  assert.deepEqual([state, reason, requests], ['gone', 'soft-404', 2]);
});

test('notFoundSketch() is equal for notices that differ by their address alone, and undefined for other pages', () => {
  const says = (path: string, text: string) => notFoundSketch({ title: 'Oops', text }, `https://h.example${path}`);
  const english = (path: string) => `The page ${path} was not found on this server.`;
  assert.deepEqual(says('/a/b?c=d', english('/a/b?c=d')), says('/x', english('/x')));
  assert.deepEqual(says('/%D0%BC%D0%B8%D1%80', english('мир')), says('/other', english('other')));
  assert.equal(says('/x', 'How to find things.'), undefined);
  assert.equal(says('/x', `${'word '.repeat(100)}was not found`), undefined, 'only its beginning counts');
  assert.equal(says('/x', `Not found. ${'word '.repeat(500)}`), undefined, 'long pages say more than that');
});

test('notFoundSketch() knows the notices of servers, generators and languages', () => {
  for (const text of [
    'The requested URL was not found on this server.',
    '404 Not Found nginx',
    'This page could not be found.',
    'Oops! That page can’t be found.',
    'We could not find what you were looking for.',
    'The page you requested cannot be found.',
    "Sorry, this page isn't available.",
    'The page you are looking for doesn’t exist or has been moved.',
    'This document no longer exists.',
    'No such page: try the search.',
    'Nothing here.',
    'Страница не найдена',
    'Запрашиваемая страница отсутствует на сайте',
    'Сторінку не знайдено',
    'Такої сторінки немає',
    'Seite nicht gefunden',
    'Diese Seite gibt es nicht.',
    'Page introuvable',
    'Cette page n’existe pas',
    'Página no encontrada',
    'Página não encontrada',
    'Pagina non trovata',
    'Nie znaleziono strony',
    'Sayfa bulunamadı',
    '页面不存在',
    'ページが見つかりません',
    '페이지를 찾을 수 없습니다',
  ])
    assert.ok(notFoundSketch({ title: '', text }, 'https://h.example/x'), text);
  for (const text of ['Finding your way around', 'What is new', 'Not for everyone', 'Найдено 3 страницы', 'Port 4040'])
    assert.equal(notFoundSketch({ title: '', text }, 'https://h.example/x'), undefined, text);
});
