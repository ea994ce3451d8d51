import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { SearchResponse } from '../../src/search/response.ts';
import { page } from '../support/crawl-bench.ts';
import { type FakeRoutes, startFakeSite } from '../support/fake-site.ts';
import { jsonLines, Spindex } from '../support/spindex.ts';

const LIMIT = { timeout: 60_000 };

async function json(url: string): Promise<unknown> {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return response.json();
}

test(
  'spindex <url> serves while it crawls: the first page is found long before the crawl ends',
  LIMIT,
  async (context) => {
    const routes: FakeRoutes = { '/': page('quokka', '/slow', '/more'), '/more': page('wombat') };
    routes['/slow'] = { body: page('slow'), delayMs: 60_000 };
    const site = await startFakeSite(routes);
    context.after(() => site.close());
    const spindex = new Spindex(context);
    const running = spindex.start(`${site.url}/`, '--rps', '0', '--port', '0');
    const api = (await running.printed(/Search page and API at (http:\S+)/))[1] ?? '';
    const find = async (q: string) => (await json(`${api}/api/v1/search?q=${q}`)) as SearchResponse;
    let answer = await find('quokka');
    for (; answer.total === 0; answer = await find('quokka')) await setTimeout(20);
    assert.equal(answer.results[0]?.pageUrl, `${site.url}/`);
    const { crawls } = (await json(`${api}/api/v1/crawls`)) as { crawls: { state: string; endedAt: unknown }[] };
    assert.deepEqual([crawls[0]?.state, crawls[0]?.endedAt], ['running', null]);
    running.child.kill('SIGTERM');
    const { code, output } = await running.ended;
    assert.equal(code, 130, output);
    assert.match(output, /same (command|crawl) continues/);
  },
);

test('spindex serves what is there after a restart, without a request to the site', LIMIT, async (context) => {
  const site = await startFakeSite({ '/': page('quokka') });
  context.after(() => site.close());
  const spindex = new Spindex(context);
  assert.equal((await spindex.run('crawl', `${site.url}/`, '--rps', '0')).code, 0);
  const before = site.requests.length;
  const running = spindex.start('serve', '--port', '0');
  const api = (await running.printed(/(http:\S+)/))[1] ?? '';
  const answer = (await json(`${api}/api/v1/search?q=quokka`)) as SearchResponse;
  assert.equal(answer.total, 1);
  running.child.kill('SIGINT');
  assert.equal((await running.ended).code, 0);
  assert.equal(site.requests.length, before);
});

test('spindex <url> goes on serving what is there when the site gives nothing any more', LIMIT, async (context) => {
  const site = await startFakeSite({ '/': page('quokka') });
  context.after(() => site.close());
  const spindex = new Spindex(context);
  const url = `${site.url}/`;
  assert.equal((await spindex.run('crawl', url, '--rps', '0')).code, 0);
  site.routes['/'] = { status: 404 };
  const running = spindex.start(url, '--rps', '0', '--port', '0', '--every', '1h');
  const [, api] = await running.printed(/0 {2}pages indexed.*; 1 of earlier crawls.*Serving (http:\S+) until/s);
  assert.equal(((await json(`${api}/api/v1/search?q=quokka`)) as SearchResponse).total, 1);
  await running.printed(/is crawled again at/);
  running.child.kill('SIGINT');
  assert.equal((await running.ended).code, 0);
});

test('an index that was removed is filled again by the next crawl, and by serving alone', LIMIT, async (context) => {
  const site = await startFakeSite({ '/': page('quokka', '/more'), '/more': page('wombat') });
  context.after(() => site.close());
  const spindex = new Spindex(context);
  const crawl = () => spindex.run('crawl', `${site.url}/`, '--rps', '0');
  const removeIndex = () => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(spindex.data, `index.sqlite${suffix}`), { force: true });
  };
  assert.equal((await crawl()).code, 0);
  removeIndex();
  assert.match((await spindex.run('search', 'wombat')).output, /no page.*spindex reindex/);
  assert.equal((await crawl()).code, 0);
  const { output } = await spindex.run('search', 'wombat', '--json');
  assert.equal((JSON.parse(output) as SearchResponse).total, 1, 'also pages that have not changed');
  removeIndex();
  const before = site.requests.length;
  const running = spindex.start('serve', '--port', '0');
  await running.printed(/2 pages wait for the index.*The index has all pages/s);
  const api = (await running.printed(/(http:\S+)/))[1] ?? '';
  assert.equal(((await json(`${api}/api/v1/search?q=wombat`)) as SearchResponse).total, 1);
  assert.equal(site.requests.length, before);
  running.child.kill('SIGINT');
  assert.doesNotMatch((await running.ended).output, /lacks/);
});

test(
  'a crawl without a terminal prints lines, and says in numbers what became of every URL',
  LIMIT,
  async (context) => {
    const site = await startFakeSite({ '/': page('quokka', '/gone', '/image', 'http://other.invalid/') });
    context.after(() => site.close());
    site.routes['/image'] = { headers: { 'content-type': 'image/png' }, body: 'x' };
    const { code, output } = await new Spindex(context).run('crawl', `${site.url}/`, '--rps', '0');
    assert.equal(code, 0);
    assert.match(output, /^Crawling http:\/\/127\.0\.0\.1.*robots\.txt is obeyed\.\n/);
    assert.match(output, /1 +pages indexed, of 4 URLs found/);
    for (const reason of ['gone-404', 'not-html', 'scope-host']) assert.match(output, new RegExp(`1 +${reason} `));
    assert.match(output, /0 failed, 1 gone;.* 5 requests/, 'with robots.txt and the usual place of a sitemap');
    const controls = [...output].filter((sign) => sign < ' ' && sign !== '\n');
    assert.deepEqual(controls, [], 'no control characters in a pipe');
  },
);

test('--log json prints one JSON object a line, the last one with the counts', LIMIT, async (context) => {
  const site = await startFakeSite({ '/': page('quokka') });
  context.after(() => site.close());
  const { output } = await new Spindex(context).run('crawl', `${site.url}/`, '--rps', '0', '--log', 'json');
  const lines = jsonLines(output) as { time: string; event: string; found?: number; states?: { indexed: number } }[];
  assert.deepEqual([lines[0]?.event, lines.at(-1)?.event], ['start', 'summary']);
  assert.deepEqual([lines.at(-1)?.found, lines.at(-1)?.states?.indexed], [1, 1]);
  for (const { time } of lines) assert.equal(new Date(time).toISOString(), time);
});

test('a crawl that indexes nothing fails and says why, in one line', LIMIT, async (context) => {
  const site = await startFakeSite({ '/robots.txt': { body: 'User-agent: *\nDisallow: /' } });
  context.after(() => site.close());
  const { code, output } = await new Spindex(context).run('crawl', `${site.url}/`, '--rps', '0');
  assert.equal(code, 1);
  assert.match(output, /spindex: nothing was indexed: http:\S+: Disallow: \/ \(line 2 of .*robots\.txt\)\n$/i);
});

test('a host that does not resolve ends quickly, with code 1 and one clear line', LIMIT, async (context) => {
  const { code, output } = await new Spindex(context).run('crawl', 'http://nonexistent.invalid/');
  assert.equal(code, 1);
  assert.match(output, /^spindex: .*nonexistent\.invalid.*(resolve|EAI_AGAIN|ENOTFOUND)/m);
  assert.doesNotMatch(output, /^ +at /m);
});

test('a server that is not there ends quickly, with code 1 and one clear line', LIMIT, async (context) => {
  const site = await startFakeSite({});
  await site.close();
  const { code, output } = await new Spindex(context).run('crawl', `${site.url}/`, '--rps', '0');
  assert.equal(code, 1);
  assert.match(output, /spindex: nothing was indexed: .*refuse/i);
});

test(
  'a second crawl into the same directory is refused while the first runs; reading is not',
  LIMIT,
  async (context) => {
    const site = await startFakeSite({ '/': page('quokka', '/hangs'), '/hangs': { misbehaves: 'stall' } });
    const other = await startFakeSite({ '/': page('other') });
    context.after(() => Promise.all([site.close(), other.close()]));
    const asked = Promise.withResolvers<void>();
    site.routes['/hangs'] = () => {
      asked.resolve();
      return { misbehaves: 'stall' };
    };
    const spindex = new Spindex(context);
    const first = spindex.start('crawl', `${site.url}/`, '--rps', '0');
    await Promise.race([asked.promise, first.ended.then(({ output }) => assert.fail(output))]);
    const second = await spindex.run('crawl', `${other.url}/`, '--rps', '0');
    assert.equal(second.code, 1);
    assert.match(second.output, /^spindex: Another Spindex is crawling.*--data\.\n$/);
    assert.deepEqual(other.requests, []);
    const status = await spindex.run('status');
    assert.equal(status.code, 0);
    assert.match(status.output, /not finished/);
    first.child.kill('SIGINT');
    assert.equal((await first.ended).code, 130);
  },
);
