import assert from 'node:assert/strict';
import { CrawlBench, DEFAULTS, page } from '../../test/support/crawl-bench.ts';
import { redirectTo } from '../../test/support/fake-site.ts';
import type { UrlTest } from './explanation.ts';

const never = new AbortController().signal;

function tryUrl(bench: CrawlBench, path: string): Promise<UrlTest> {
  const url = new URL(path, bench.site.url).href;
  return bench.during(bench.crawls.test({ url, settings: DEFAULTS }, never));
}

const canonical = (href: string) => `<link rel="canonical" href="${href}">`;
const words = (subject: string) => Array.from({ length: 150 }, (_, i) => `${subject}${i}`).join(' ');
const about = (subject: string, { head = '', note = '' } = {}) =>
  `<title>${subject}</title>${head}<main><h1>${subject}</h1><p>${words(subject)}</p><p>${note}</p></main>`;

/** Pages whose end depends on other pages, and some whose end does not. */
const LINKED = {
  '/print': about('badger', { note: 'printed', head: canonical('/badger') }),
  '/badger': about('badger', { head: canonical('/badger') }),
  '/template': about('shrew', { head: canonical('/') }),
  '/broken': about('stoat', { head: canonical('/nowhere') }),
  '/away': about('crane', { head: canonical('http://elsewhere.invalid/') }),
  '/file': about('otter', { head: canonical('file:///x') }),
  '/copy1': about('heron'),
  '/copy2': about('heron'),
  '/slash/': about('linnet', { note: 'at noon' }),
  '/slash': about('linnet', { note: 'at midnight' }),
  '/old': redirectTo('/badger', 301),
  '/draft': '<meta name="robots" content="noindex"><p>Draft.',
  '/image': { headers: { 'content-type': 'image/png' }, body: 'png' },
  '/gone': { status: 410 },
  '/empty': '<title>x</title>',
  '/private': page('private'),
};
const SITE = {
  '/robots.txt': { body: 'User-agent: *\nDisallow: /private' },
  '/': page('home', ...Object.keys(LINKED)),
  ...LINKED,
};

CrawlBench.test(
  'LocalCrawls.test() says of every known URL what the next crawl will settle it as',
  SITE,
  async (bench) => {
    await bench.crawl({ concurrency: 1 });
    const paths = Object.keys(await bench.states()).filter((path) => path.startsWith('/'));
    const told = new Map<string, UrlTest>();
    for (const path of paths) told.set(path, await tryUrl(bench, path));
    await bench.crawl({ concurrency: 1 });
    const after = await bench.states();
    for (const [path, { state, reason, detail, hops }] of told) {
      const final = (hops.at(-1)?.url ?? '').slice(bench.site.url.length);
      assert.equal(`${state} ${reason}`, after[final], path);
      assert.equal(detail, await bench.detailOf(final), path);
    }
  },
);

CrawlBench.test(
  'LocalCrawls.test() foresees what becomes of pages never seen, asks for a canonical URL to tell, and says what it cannot know',
  { ...SITE, '/': page('home', '/copy1') },
  async (bench) => {
    await bench.crawl();
    const stored = await bench.states();
    const told = new Map<string, UrlTest>();
    for (const path of ['/print', '/template', '/broken', '/copy2']) told.set(path, await tryUrl(bench, path));
    assert.deepEqual(await bench.states(), stored, 'nothing is stored');
    assert.equal(told.get('/print')?.reason, 'canonical');
    assert.equal(told.get('/print')?.canonical?.url, `${bench.site.url}/badger`);
    assert.equal(told.get('/print')?.requests, 2);
    assert.equal(told.get('/copy2')?.canonical, null);
    for (const { sentences } of told.values())
      assert.match(sentences.join('\n'), /cannot tell whether a crawl comes to it/);
    bench.site.routes['/'] = SITE['/'];
    await bench.crawl({ concurrency: 1 });
    const after = await bench.states();
    for (const [path, { state, reason, detail }] of told) {
      assert.equal(`${state} ${reason}`, after[path], path);
      assert.equal(detail, await bench.detailOf(path), path);
    }
  },
);

CrawlBench.test(
  'LocalCrawls.test() follows a seed that has moved out of its scope, as a crawl does',
  { '/old/': redirectTo('/new/'), '/new/': page('moved') },
  async (bench) => {
    const { state, hops } = await tryUrl(bench, '/old/');
    assert.deepEqual([state, hops.length], ['indexed', 2]);
  },
);

CrawlBench.test(
  'LocalCrawls.test() does not follow a seed that was a page and is away for a while, nor does a crawl',
  { '/docs/': page('home') },
  async (bench) => {
    const seeds = [`${bench.site.url}/docs/`];
    await bench.crawl({ seeds });
    bench.site.routes['/docs/'] = redirectTo('/login', 302);
    const { state, reason } = await tryUrl(bench, '/docs/');
    await bench.crawl({ seeds, acceptLosses: true });
    assert.deepEqual(`${state} ${reason}`, (await bench.states())['/docs/']);
  },
);

CrawlBench.test(
  'LocalCrawls.test() names a template that the latest crawl has left out, and says that it has tried only once',
  {
    '/': page('home', ...Array.from({ length: 60 }, (_, n) => `/item?id=${n}`)),
    '/item': '<title>Item</title><main>Sold out.</main>',
    '/down': { status: 503 },
  },
  async (bench) => {
    await bench.crawl();
    assert.match(
      (await tryUrl(bench, '/item?id=99')).sentences.join(),
      /left out others of its template \(\S+\/item\?id: of its last/,
    );
    const down = await tryUrl(bench, '/down');
    assert.equal(down.reason, 'http-5xx');
    assert.match(down.sentences.join(), /one try: a crawl tries again/);
  },
);

CrawlBench.test(
  'LocalCrawls.test() tells the encoding and the size of a page whose bytes the reader has taken away',
  { '/': page(`large ${'and larger '.repeat(20_000)}`) },
  async (bench) => {
    const { page: read } = await tryUrl(bench, '/');
    assert.equal(read?.encodingFrom, 'content-type');
    assert.ok((read?.bytes ?? 0) > 200_000, `${read?.bytes} bytes`);
  },
);
