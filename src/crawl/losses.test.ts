import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import type { FakeRoutes } from '../../test/support/fake-site.ts';
import { explainUrl } from './explain.ts';
import { lossSentence } from './losses.ts';

const PATHS = Array.from({ length: 24 }, (_, n) => `/p${n}`);
const SITE: FakeRoutes = {
  '/': page('home', ...PATHS),
  ...Object.fromEntries(PATHS.map((path) => [path, page(`leaf ${path.slice(1)}`)])),
};

function breakPages(bench: CrawlBench, n: number): void {
  for (const path of PATHS.slice(0, n)) bench.site.routes[path] = { status: 404 };
}

async function told(bench: CrawlBench, path: string): Promise<string> {
  const { sentences } = await explainUrl({ store: bench.store, userAgent: 'test' }, { url: bench.site.url + path });
  return sentences.join('\n');
}

test('lossSentence() names the number, the reasons and the way out', () => {
  const reasons = { 'gone-404': 1_200, redirect: 3 } as const;
  assert.equal(
    lossSentence({ pages: 5_000, vanishing: 1_203, reasons, areKept: true }),
    '1,203 of 5,000 pages would vanish from the index (1,200 gone-404, 3 redirect). They stay searchable; if that is right, crawl again with --accept-losses.',
  );
});

CrawlBench.test('a crawl that loses many pages keeps them searchable until that is accepted', SITE, async (bench) => {
  await bench.crawl();
  breakPages(bench, 13);
  const guarded = await bench.crawl();
  assert.deepEqual([guarded.state, guarded.keptPages, guarded.searchable], ['done', 13, 25]);
  assert.match(guarded.why, /13 of 25 pages would vanish.*13 gone-404.*--accept-losses/);
  assert.equal((await bench.states())['/p0'], 'gone gone-404');
  assert.match(await told(bench, '/p0'), /still searchable/);
  assert.doesNotMatch(await told(bench, '/p20'), /still searchable/);
  assert.equal((await bench.found('leaf')).length, 24);
  const accepted = await bench.crawl({ acceptLosses: true });
  assert.deepEqual([accepted.keptPages, accepted.searchable, accepted.outbox], [undefined, 12, 0]);
  assert.equal((await bench.found('leaf')).length, 11);
  assert.doesNotMatch(await told(bench, '/p0'), /still searchable/);
});

CrawlBench.test('a crawl that loses few pages lets them go', SITE, async (bench) => {
  await bench.crawl();
  breakPages(bench, 10);
  const again = await bench.crawl();
  assert.deepEqual([again.keptPages, again.searchable], [undefined, 15]);
  assert.equal((await bench.found('leaf')).length, 14);
});

CrawlBench.test('a crawl that is stopped half-way takes nothing out of the index', SITE, async (bench) => {
  await bench.crawl();
  breakPages(bench, 5);
  bench.site.routes['/p23'] = { misbehaves: 'stall' };
  const { id } = await bench.start();
  while (bench.asked.filter((path) => path === '/p23').length < 2) await bench.clock.advance(10);
  await bench.during(bench.crawls.stop(id));
  assert.equal((await bench.found('leaf')).length, 24);
});

CrawlBench.test('a page that nobody links to any more stays as long as it answers', SITE, async (bench) => {
  await bench.crawl();
  bench.site.routes['/'] = page('home', ...PATHS.slice(1));
  const again = await bench.crawl();
  assert.equal(again.searchable, 25);
  assert.ok((await bench.found('leaf')).includes('/p0'));
  assert.match(await told(bench, '/p0'), /No crawled page links to it/);
  bench.site.routes['/p0'] = { status: 404 };
  assert.equal((await bench.crawl()).searchable, 24);
});

CrawlBench.test('a page that does nothing but fail leaves the index when that is confirmed', SITE, async (bench) => {
  await bench.crawl();
  bench.site.routes['/p0'] = { status: 500 };
  const searchable: number[] = [];
  for (let crawl = 0; crawl < 3; crawl += 1) {
    searchable.push((await bench.crawl()).searchable);
    const after =
      [/still searchable.*: 1 finished crawl since /, /still searchable.*: 2 finished crawls since /, /^Gone/][crawl] ??
      /^$/;
    assert.match(await told(bench, '/p0'), after);
    await bench.clock.advance(4 * 86_400_000);
  }
  assert.deepEqual(searchable, [25, 25, 24]);
  assert.ok(!(await bench.found('leaf')).includes('/p0'));
  assert.match(await told(bench, '/p0'), /^Gone \(gone-unreachable\): .*\nhttp-5xx in 3 crawls since /);
});

CrawlBench.test('a site whose every page has moved stays whole, at its new URLs', SITE, async (bench) => {
  await bench.crawl();
  for (const path of PATHS) {
    bench.site.routes[`/new${path}`] = bench.site.routes[path] ?? '';
    bench.site.routes[path] = { status: 301, headers: { location: `/new${path}` } };
  }
  const again = await bench.crawl();
  assert.equal(again.keptPages, undefined);
  assert.deepEqual(await bench.found('leaf'), PATHS.map((path) => `/new${path}`).sort());
});

CrawlBench.test(
  'a site whose every page has moved without a redirect stays whole, at its new URLs',
  SITE,
  async (bench) => {
    await bench.crawl();
    bench.site.routes['/'] = page('home', ...PATHS.map((path) => `/new${path}`));
    for (const path of PATHS) {
      bench.site.routes[`/new${path}`] = bench.site.routes[path] ?? '';
      bench.site.routes[path] = { status: 404 };
    }
    const again = await bench.crawl();
    assert.equal(again.keptPages, undefined);
    assert.deepEqual(await bench.found('leaf'), PATHS.map((path) => `/new${path}`).sort());
  },
);

CrawlBench.test('pages that are gone, and whose text one page says now, are kept but for one', SITE, async (bench) => {
  await bench.crawl();
  breakPages(bench, 13);
  bench.site.routes['/'] = page('home', '/copy', ...PATHS);
  bench.site.routes['/copy'] = page('leaf p0');
  assert.equal((await bench.crawl()).keptPages, 12);
});
