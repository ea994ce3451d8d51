import assert from 'node:assert/strict';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import type { FakeRoutes } from '../../test/support/fake-site.ts';

/** Bodies sent so far, by path: what was answered by 304 is not among them. */
function withValidators(pages: Record<string, string>): { routes: FakeRoutes; sent: string[] } {
  const sent: string[] = [];
  const routes: FakeRoutes = {};
  for (const [path, body] of Object.entries(pages))
    routes[path] = ({ headers }) => {
      if (headers['if-none-match'] === '"1"') return { status: 304, headers: { etag: '"1"' } };
      sent.push(path);
      return { headers: { etag: '"1"' }, body };
    };
  return { routes, sent };
}

const CHAIN = {
  '/': page('home', '/one'),
  '/one': page('one', '/two'),
  '/two': page('two', '/three'),
  '/three': page('three'),
};

{
  const { routes, sent } = withValidators(CHAIN);
  CrawlBench.test(
    'a higher --max-depth finds what lies deeper, though every page answers that nothing has changed',
    routes,
    async (bench) => {
      await bench.crawl({ maxDepth: 1 });
      assert.equal((await bench.states())['/two'], 'out-of-scope depth');
      await bench.crawl({ maxDepth: 2 });
      assert.equal((await bench.states())['/three'], 'out-of-scope depth');
      await bench.crawl();
      assert.equal((await bench.states())['/three'], 'indexed ok');
      assert.deepEqual(sent, ['/', '/one', '/two', '/three'], 'nothing is downloaded twice');
    },
  );
}

{
  const { routes } = withValidators(CHAIN);
  CrawlBench.test('a lower --max-depth takes what lies deeper out of the index, guarded', routes, async (bench) => {
    await bench.crawl();
    const guarded = await bench.crawl({ maxDepth: 0 });
    assert.deepEqual([guarded.keptPages, guarded.searchable], [3, 4]);
    assert.equal((await bench.states())['/one'], 'out-of-scope depth');
    const before = bench.asked.length;
    assert.equal((await bench.crawl({ maxDepth: 0, acceptLosses: true })).searchable, 1);
    assert.deepEqual(bench.asked.slice(before), ['/'], 'what is too deep is not asked for');
  });
}

for (const [name, narrow, wide] of [
  ['--exclude', { exclude: ['/two', '/three'] }, {}],
  ['--include', { include: ['/one'] }, { include: ['/one', '/two', '/three'] }],
] as const) {
  const { routes } = withValidators(CHAIN);
  CrawlBench.test(
    `a wider ${name} finds what it admits, though every page answers that nothing has changed`,
    routes,
    async (bench) => {
      const patterns = (lists: { include?: readonly string[]; exclude?: readonly string[] }) => ({
        include: [...(lists.include ?? [])],
        exclude: [...(lists.exclude ?? [])],
      });
      await bench.crawl(patterns(narrow));
      assert.equal((await bench.states())['/two'], 'out-of-scope excluded');
      await bench.crawl(patterns(wide));
      assert.equal((await bench.states())['/three'], 'indexed ok');
    },
  );
}

{
  const { routes } = withValidators({
    '/docs/': page('docs', '/docs/a', '/blog/'),
    '/docs/a': page('alpha'),
    '/blog/': page('blog'),
  });
  CrawlBench.test('a wider --scope finds what it admits, though nothing has changed', routes, async (bench) => {
    const seeds = [`${bench.site.url}/docs/`];
    await bench.crawl({ seeds });
    assert.equal((await bench.states())['/blog/'], 'out-of-scope scope-prefix');
    await bench.crawl({ seeds, scope: 'host' });
    assert.equal((await bench.states())['/blog/'], 'indexed ok');
  });
}

CrawlBench.test(
  'a crawl that is continued with other patterns judges all links anew, those of pages that it has read too',
  { '/': page('home', '/a', '/b', '/c'), '/a': page('alpha'), '/b': page('beta'), '/c': { misbehaves: 'stall' } },
  async (bench) => {
    const stopped = async (settings: Parameters<CrawlBench['start']>[0]) => {
      const { id, revision } = await bench.start(settings);
      const signal = new AbortController().signal;
      for (let after = revision; bench.asked.at(-1) !== '/c' || bench.asked.length < 3; )
        after = (await bench.during(bench.crawls.next(id, { after, signal })))?.revision ?? after;
      await bench.during(bench.crawls.stop(id));
    };
    await stopped({ exclude: ['/b'], concurrency: 1 });
    assert.equal((await bench.states())['/b'], 'out-of-scope excluded');
    bench.site.routes['/c'] = page('gamma');
    await bench.crawl({ exclude: ['/a'], acceptLosses: true });
    const states = await bench.states();
    assert.deepEqual(
      ['/a', '/b', '/c'].map((path) => states[path]),
      ['out-of-scope excluded', 'indexed ok', 'indexed ok'],
    );
    assert.deepEqual(await bench.found('alpha'), []);
  },
);
