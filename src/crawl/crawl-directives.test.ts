import assert from 'node:assert/strict';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { explainUrl } from './explain.ts';

/** A page of some length about one subject; the note makes its content differ from that of its copies. */
function longPage(subject: string, { note = '', head = '' } = {}): string {
  const words = Array.from({ length: 200 }, (_, i) => `${subject}${i}`).join(' ');
  return `<!doctype html><title>${subject}</title>${head}<main><h1>${subject}</h1><p>${words}</p><p>${note}</p></main>`;
}

const canonical = (href: string) => `<link rel="canonical" href="${href}">`;

CrawlBench.test(
  'rel=canonical leaves a copy out for its page, by element or header, also where no link leads there',
  {
    '/': page('home', '/print', '/api?view=all'),
    '/print': longPage('badger', { note: 'printed', head: canonical('/badger') }),
    '/badger': longPage('badger', { head: canonical('/badger') }),
    '/api?view=all': {
      headers: { link: '</style.css>; rel=preload, </api>; rel="canonical"' },
      body: longPage('heron', { note: 'all' }),
    },
    '/api': longPage('heron'),
  },
  async (bench) => {
    for (const crawl of [1, 2]) {
      await bench.crawl();
      const states = await bench.states();
      assert.equal(states['/print'], 'duplicate canonical', `crawl ${crawl}`);
      assert.equal(states['/api?view=all'], 'duplicate canonical', `crawl ${crawl}`);
      assert.deepEqual(await bench.found('badger7'), ['/badger']);
      assert.deepEqual(await bench.found('heron7'), ['/api']);
    }
    const url = `${bench.site.url}/print`;
    const { sentences } = await explainUrl({ store: bench.store, userAgent: 'x' }, { url });
    assert.match(sentences.slice(0, 2).join(' '), /^Duplicate \(canonical\): .*in the index is \S+\/badger\.$/);
  },
);

CrawlBench.test(
  'rel=canonical is ignored, with the reason, where it would lose pages',
  {
    '/': page('home', '/file', '/gone', '/away', '/template1', '/template2'),
    '/file': longPage('otter', { head: canonical('file:///build/otter.html') }),
    '/gone': longPage('stoat', { head: canonical('/not-there') }),
    '/away': longPage('crane', { head: canonical('http://elsewhere.invalid/crane') }),
    '/template1': longPage('shrew', { head: canonical('/') }),
    '/template2': longPage('snipe', { head: canonical('/') }),
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    for (const [path, why] of [
      ['/file', /otter\.html is ignored: that is no http or https URL$/],
      ['/gone', /not-there is ignored: that page is not in the index \(gone, gone-404\)$/],
      ['/away', /crane is ignored: that page is not in the index \(out-of-scope, scope-host\)$/],
      ['/template1', /is ignored: that page says something else$/],
      ['/template2', /is ignored: that page says something else$/],
    ] as const) {
      assert.equal(states[path], 'indexed ok', path);
      assert.match((await bench.detailOf(path)) ?? '', why);
    }
    const url = `${bench.site.url}/file`;
    const { sentences } = await explainUrl({ store: bench.store, userAgent: 'x' }, { url });
    assert.match(sentences[1] ?? '', /^Its canonical link to file:\S+ is ignored: that is no http or https URL\.$/);
  },
);

CrawlBench.test(
  'directives for other crawlers leave a page alone; those for this one count, in headers and in the markup',
  {
    '/': page('home', '/other', '/own', '/meta-other', '/meta-own'),
    '/other': { headers: { 'x-robots-tag': ['otherbot: noindex, nofollow'] }, body: page('other', '/from-other') },
    '/own': {
      headers: { 'x-robots-tag': ['otherbot: all', 'noindex, nofollow'] },
      body: page('own', '/from-own'),
    },
    '/meta-other': `<meta name="otherbot" content="noindex">${page('open')}`,
    '/meta-own': `<meta name="Spindex" content="noindex">${page('closed')}`,
    '*': ({ path }) => page(`content of ${path}`),
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/other'], 'indexed ok');
    assert.equal(states['/from-other'], 'indexed ok');
    assert.equal(states['/own'], 'noindex noindex-header');
    assert.equal(states['/from-own'], 'refused nofollow');
    assert.equal(states['/meta-other'], 'indexed ok');
    assert.equal(states['/meta-own'], 'noindex noindex-meta');
  },
);

CrawlBench.test(
  'a crawler that calls itself otherwise is spoken to by the product token of that name, as in robots.txt',
  {
    '/robots.txt': { body: 'User-agent: acmedocs\nDisallow: /closed\n\nUser-agent: spindex\nDisallow: /' },
    '/': page('home', '/closed', '/header', '/meta', '/spindex-header', '/spindex-meta'),
    '/header': { headers: { 'x-robots-tag': 'AcmeDocs: noindex' }, body: page('header') },
    '/meta': `<meta name="acmedocs" content="noindex">${page('meta')}`,
    '/spindex-header': { headers: { 'x-robots-tag': 'spindex: noindex' }, body: page('other header') },
    '/spindex-meta': `<meta name="spindex" content="noindex">${page('other meta')}`,
  },
  async (bench) => {
    await bench.crawl({ userAgent: 'AcmeDocs/1.0 (+https://acme.example/bot)' });
    const states = await bench.states();
    assert.equal(states['/closed'], 'refused robots');
    assert.equal(states['/header'], 'noindex noindex-header');
    assert.equal(states['/meta'], 'noindex noindex-meta');
    assert.equal(states['/spindex-header'], 'indexed ok');
    assert.equal(states['/spindex-meta'], 'indexed ok');
  },
);

CrawlBench.test(
  'unavailable_after leaves a page out from that time on, though the server says that nothing has changed',
  { '/': page('home', '/past', '/header', '/later') },
  async (bench) => {
    const now = bench.clock.now();
    const at = (ms: number) => new Date(ms).toUTCString();
    const meta = (ms: number) => `<meta name="robots" content="unavailable_after: ${at(ms)}">`;
    bench.site.routes['/past'] = `${meta(now - 1_000)}${page('past')}`;
    const headers = { 'x-robots-tag': `unavailable_after: ${at(now - 1_000)}` };
    bench.site.routes['/header'] = { headers, body: page('header') };
    bench.site.routes['/later'] = ({ headers: asked }) =>
      asked['if-none-match'] === '"1"'
        ? { status: 304 }
        : { headers: { etag: '"1"' }, body: `${meta(now + 3_600_000)}${page('later')}` };
    await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/past'], 'noindex unavailable-after');
    assert.match((await bench.detailOf('/past')) ?? '', /^The date is \d{4}-/);
    assert.equal(states['/header'], 'noindex unavailable-after');
    assert.equal(states['/later'], 'indexed ok');
    await bench.clock.advance(3_600_000);
    await bench.crawl();
    assert.equal((await bench.states())['/later'], 'noindex unavailable-after');
    assert.deepEqual(await bench.found('later'), []);
  },
);

CrawlBench.test(
  'an X-Robots-Tag that a "not modified" brings leaves the page out, and brings it back when it goes',
  { '/': page('home', '/badger', '/heron') },
  async (bench) => {
    let headers: Record<string, Record<string, string>> = {};
    for (const path of ['/badger', '/heron'])
      bench.site.routes[path] = ({ headers: asked }) => ({
        headers: { etag: '"1"', ...headers[path] },
        ...(asked['if-none-match'] === '"1"' ? { status: 304 } : { body: page(path.slice(1)) }),
      });
    await bench.crawl();
    const yesterday = new Date(bench.clock.now() - 86_400_000).toUTCString();
    headers = {
      '/badger': { 'x-robots-tag': 'otherbot: nofollow, spindex: noindex' },
      '/heron': { 'x-robots-tag': `unavailable_after: ${yesterday}` },
    };
    await bench.crawl({ acceptLosses: true });
    const states = await bench.states();
    assert.equal(states['/badger'], 'noindex noindex-header');
    assert.equal(states['/heron'], 'noindex unavailable-after');
    assert.deepEqual([await bench.found('badger'), await bench.found('heron')], [[], []]);
    headers = { '/badger': { 'x-robots-tag': 'otherbot: noindex' } };
    await bench.crawl();
    assert.deepEqual([await bench.found('badger'), await bench.found('heron')], [['/badger'], ['/heron']]);
  },
);

CrawlBench.test(
  'index.html and slash twins are merged when they say all but the same, and kept when not',
  {
    '/': page('home', '/a/', '/a/index.html', '/b', '/b/'),
    '/a/': longPage('linnet', { note: 'at noon' }),
    '/a/index.html': longPage('linnet', { note: 'at midnight' }),
    '/b': longPage('plover'),
    '/b/': longPage('avocet'),
  },
  async (bench) => {
    await bench.crawl({ concurrency: 1 });
    const states = await bench.states();
    assert.equal(states['/a/'], 'indexed ok');
    assert.equal(states['/a/index.html'], 'duplicate duplicate-of');
    assert.equal(await bench.detailOf('/a/index.html'), `${bench.site.url}/a/`);
    assert.equal(states['/b'], 'indexed ok');
    assert.equal(states['/b/'], 'indexed ok');
  },
);

CrawlBench.test(
  'of one text in several versions and languages the address that readers want is kept, whichever is read first',
  {
    '/': page('home', '/docs/next/a', '/1.0/b', '/docs/a', '/ru/docs/a', '/2.0/b'),
    '/docs/next/a': longPage('linnet'),
    '/docs/a': longPage('linnet'),
    '/ru/docs/a': longPage('linnet').replace('<title>', '<html lang=ru><title>'),
    '/1.0/b': longPage('plover'),
    '/2.0/b': longPage('plover'),
  },
  async (bench) => {
    for (const crawl of [1, 2]) {
      await bench.crawl({ concurrency: 1 });
      const states = await bench.states();
      for (const path of ['/docs/next/a', '/ru/docs/a']) {
        assert.equal(states[path], 'duplicate duplicate-of', `${path} in crawl ${crawl}`);
        assert.equal(await bench.detailOf(path), `${bench.site.url}/docs/a`);
      }
      assert.equal(states['/1.0/b'], 'duplicate duplicate-of');
      assert.deepEqual(await bench.found('linnet7'), ['/docs/a']);
      assert.deepEqual(await bench.found('plover7'), ['/2.0/b']);
    }
  },
);
