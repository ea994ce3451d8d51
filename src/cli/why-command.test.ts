import assert from 'node:assert/strict';
import { benchCommand } from '../../test/support/bench-command.ts';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { type FakeRoutes, redirectTo } from '../../test/support/fake-site.ts';

const ROUTES: FakeRoutes = {
  '/robots.txt': 'User-agent: *\nDisallow: /private/',
  '/': page('home', '/a', '/gone', '/old', '/private/x'),
  '/a': page('alpha', '/gone'),
  '/old': redirectTo('/lost'),
  '/new': { headers: { 'content-type': 'text/html', 'x-robots-tag': 'noindex' }, body: page('new', '/a') },
};

const spindex = (bench: CrawlBench, ...words: string[]) => benchCommand(bench, words);

CrawlBench.test('spindex why tells the story of a known URL in sentences, and as JSON', ROUTES, async (bench) => {
  await bench.crawl();
  const told = await spindex(bench, 'why', '/private/x');
  assert.equal(told.code, 0);
  assert.match(
    told.out,
    /Refused \(robots\): robots\.txt disallows it\.\n {2}The rule is Disallow: \/private\/ \(line 2 of /,
  );
  const json = JSON.parse((await spindex(bench, 'why', '/private/x', '--json')).out);
  assert.deepEqual([json.isKnown, json.reason, json.story.foundText], [true, 'robots', 'to private x']);
});

CrawlBench.test('spindex why ends with 1 only when nothing is known of a URL', ROUTES, async (bench) => {
  await bench.crawl();
  const codes: Record<string, number> = { '/a': 0, '/gone': 0, '/new': 1, '/private/y': 0, 'https://b.example/': 0 };
  for (const [url, code] of Object.entries(codes)) assert.equal((await spindex(bench, 'why', url)).code, code, url);
  const wrong = await spindex(bench, 'why', 'nonsense');
  assert.deepEqual([wrong.code, wrong.out], [2, '']);
  assert.match(wrong.err, /nonsense/);
  assert.equal((await spindex(bench, 'why')).code, 2);
  assert.equal((await spindex(bench, 'why', '/a', '/gone')).code, 2);
});

CrawlBench.test('spindex why --test asks once, prints hops and headers, and stores nothing', ROUTES, async (bench) => {
  await bench.crawl();
  const stored = await bench.states();
  const before = bench.asked.length;
  const told = await spindex(bench, 'why', '/new', '--test');
  assert.equal(told.code, 0);
  assert.match(told.out, /as: Noindex \(noindex-header\)/);
  assert.match(told.out, / {2}200 \S+\/new\n[\s\S]*x-robots-tag: noindex\n/);
  assert.deepEqual(bench.asked.slice(before), ['/new']);
  const json = JSON.parse((await spindex(bench, 'why', '/old', '--test', '--json')).out);
  assert.deepEqual(
    json.hops.map(({ reason }: { reason: string }) => reason),
    ['redirect', 'gone-404'],
  );
  assert.deepEqual(await bench.states(), stored);
});

CrawlBench.test('spindex urls filters, and lists broken links with their pages', ROUTES, async (bench) => {
  await bench.crawl();
  const paths = async (...flags: string[]) => {
    const { out } = await spindex(bench, 'urls', '--format', 'jsonl', ...flags);
    const rows = out.split('\n').filter((line) => line !== '');
    return rows.map((line) => JSON.parse(line).url.slice(bench.site.url.length));
  };
  assert.deepEqual(await paths('--state', 'gone'), ['/gone', '/lost']);
  assert.deepEqual(await paths('--prefix=/private/'), ['/private/x']);
  assert.deepEqual(await paths('--q', 'LO'), ['/lost']);
  assert.deepEqual(await paths('--order', 'depth'), ['/', '/a', '/gone', '/old', '/private/x', '/lost']);
  assert.deepEqual((await paths('--order', 'fetched')).at(-1), '/');
  const { out } = await spindex(bench, 'urls', '--broken');
  const lines = out.replaceAll(bench.site.url, '').split('\n');
  assert.deepEqual(lines, [
    '/gone  (404 gone-404)',
    '    /  "to gone"',
    '    /a  "to gone"',
    '/lost  (404 gone-404)',
    '    /  "to old"  (links to /old)',
    '',
  ]);
  const csv = await spindex(bench, 'urls', '--broken', '--format', 'csv');
  assert.equal(csv.out.trim().split('\n').length, 4);
});
