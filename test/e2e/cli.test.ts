import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { SqliteCrawlStore } from '../../src/store/sqlite/sqlite-crawl-store.ts';
import { page } from '../support/crawl-bench.ts';
import { discovery, NOW, pageRecord, siteSettings } from '../support/crawl-store-fixture.ts';
import { startFakeSite } from '../support/fake-site.ts';
import { ROOT } from '../support/program.ts';
import { jsonLines, Spindex } from '../support/spindex.ts';

const LIMIT = { timeout: 60_000 };

describe('wrong usage is answered with one line that says what to change', { concurrency: 2 }, () => {
  const cases: [args: string[], code: number, says: RegExp][] = [
    [['crawl', 'http://127.0.0.1:9/', '--rsp', '3'], 2, /no option --rsp.*Did you mean --rps\?/],
    [['crawl', 'docs.python.org/3'], 2, /not a URL.*Did you mean https:\/\/docs\.python\.org\/3\?/],
    [['serve', '--port', 'abc'], 2, /--port: .*"abc"/],
    [['crawl', 'https://docs.example/', '--rps', '0'], 2, /--rps 0 .*loopback.*docs\.example/],
    [['search', 'anything'], 1, /Nothing has been crawled.*spindex <url>/],
  ];
  for (const [args, code, says] of cases)
    test(`spindex ${args.join(' ')}`, LIMIT, async (context) => {
      const spindex = new Spindex(context);
      const ended = await spindex.run(...args);
      assert.equal(ended.code, code, ended.output);
      assert.match(ended.output, says);
      assert.match(ended.output, /^spindex: [^\n]+\n$/, 'one line, no stack');
      if (code === 1) assert.ok(!existsSync(spindex.data), 'reading makes no directory');
    });
});

test('--help and --version need no network and leave nothing behind', LIMIT, async (context) => {
  const spindex = new Spindex(context);
  const help = await spindex.run('--help');
  assert.equal(help.code, 0);
  for (const word of ['spindex crawl <url>', '--rps N', '--data DIR', '[5]', 'SPINDEX_'])
    assert.ok(help.output.includes(word), word);
  assert.ok(help.output.split('\n').every((line) => line.length <= 100));
  const version = await spindex.run('--version');
  assert.match(version.output, /^\d+\.\d+\.\d+\S*\n$/);
  assert.deepEqual(readdirSync(spindex.directory), []);
});

test('spindex.json of the working directory and the environment give settings', LIMIT, async (context) => {
  const spindex = new Spindex(context);
  writeFileSync(join(spindex.directory, 'spindex.json'), '{ "rps": "many" }');
  const wrong = await spindex.run('serve');
  assert.equal(wrong.code, 2);
  assert.match(wrong.output, /^spindex: "rps" in spindex\.json: .*"many"/);
});

test('a spindex.json that is there and cannot be read is not passed over', LIMIT, async (context) => {
  const spindex = new Spindex(context);
  mkdirSync(join(spindex.directory, 'spindex.json')); // who may read everything meets no file that is not readable
  const { code, output } = await spindex.run('crawl', 'http://127.0.0.1:9/');
  assert.equal(code, 2);
  assert.match(output, /^spindex: spindex\.json cannot be read \(EISDIR.*\)\.\n$/);
});

test('a port that is taken is told, with the way out', LIMIT, async (context) => {
  const site = await startFakeSite({});
  context.after(() => site.close());
  const { code, output } = await new Spindex(context).run('serve', '--port', String(site.port));
  assert.equal(code, 1);
  assert.match(output, new RegExp(`^spindex: Port ${site.port} is taken.*--port 0.*\n$`));
});

test('an address that is not of this machine is told, with the way out', LIMIT, async (context) => {
  const { code, output } = await new Spindex(context).run('serve', '--host', '192.0.2.1', '--port', '0');
  assert.equal(code, 1);
  assert.match(output, /^spindex: Cannot serve at 192\.0\.2\.1 .*no address of this machine.*--host\.\n$/);
});

test('a data directory that is a file, or of a newer Spindex, is refused and left as it is', LIMIT, async (context) => {
  const spindex = new Spindex(context);
  const file = join(spindex.directory, 'plain');
  writeFileSync(file, 'text');
  const plain = await spindex.run('crawl', 'http://127.0.0.1:9/', '--data', file);
  assert.equal(plain.code, 1);
  assert.match(plain.output, /^spindex: The crawl store .*plain.*cannot be opened.*--data\.\n$/);
  const away = ['--index', 'http://127.0.0.1:1/spindex', '--wait-index', '8s'];
  const waiting = await spindex.run('crawl', 'http://127.0.0.1:9/', '--data', file, ...away);
  assert.equal(waiting.code, 1);
  assert.match(waiting.output, /spindex: The crawl store .*plain.*\n$/, 'the fault ends it, whatever it waits for');
  await SqliteCrawlStore.open({ path: join(spindex.data, 'crawl.sqlite') }).close();
  const db = new DatabaseSync(join(spindex.data, 'crawl.sqlite'));
  db.exec('PRAGMA user_version = 99');
  db.close();
  for (const args of [['serve', '--port', '0'], ['status'], ['crawl', 'http://127.0.0.1:9/']]) {
    const newer = await spindex.run(...args);
    assert.equal(newer.code, 1);
    assert.match(newer.output, /^spindex: The crawl store .*newer Spindex.*Update Spindex.*\n$/);
  }
});

test('what a page says never steers the terminal', LIMIT, async (context) => {
  const hostile = 'zebra &#27;]0;pwned&#7;&#27;[31m \u009b2J \u202egnp.exe';
  const title = `<title>${hostile}</title><h1>${hostile}</h1><p>A zebra ${hostile}.</p>`;
  const site = await startFakeSite({ '/': `<html lang="en">${title}<a href="/gone">${hostile}</a>` });
  context.after(() => site.close());
  const spindex = new Spindex(context);
  await spindex.run('crawl', `${site.url}/`, '--rps', '0');
  for (const args of [
    ['search', 'zebra'],
    ['search', 'zebra', '--json'],
    ['urls', '--broken'],
    ['why', `${site.url}/gone`],
    ['why', `${site.url}/gone`, '--json'],
  ]) {
    const { output } = await spindex.run(...args);
    assert.match(output, /zebra/, args.join(' '));
    assert.doesNotMatch(output, /(?!\n|\t)\p{Cc}|\u202e/u, args.join(' '));
  }
});

test(
  'search, status, urls and reindex read what was crawled, as text, JSON, JSON lines and CSV',
  LIMIT,
  async (context) => {
    const routes = { '/': page('quokka "sweet"', '/gone,1', '/wombat'), '/wombat': page('wombat') };
    const site = await startFakeSite(routes);
    context.after(() => site.close());
    const spindex = new Spindex(context);
    assert.equal((await spindex.run('crawl', `${site.url}/`, '--rps', '0')).code, 0);

    const text = await spindex.run('search', 'quokka');
    assert.match(text.output, /^\d+ pages? for "quokka".*\n\n1\. quokka/);
    assert.ok(text.output.includes(`   ${site.url}/`));
    assert.doesNotMatch(text.output, /<mark>|&quot;/);
    assert.match((await spindex.run('search', 'quokka', '--explain')).output, /score [\d.]+ = \w+ [\d.]+/);
    const answer = JSON.parse((await spindex.run('search', 'quokka', '--json', '--limit', '1')).output);
    assert.deepEqual([answer.limit, answer.results.length, answer.results[0].pageUrl], [1, 1, `${site.url}/`]);

    const status = await spindex.run('status');
    assert.match(status.output, /Index: 2 pages.*\n\n127\.0\.0\.1:\d+\n {2}3 URLs found: indexed 2, gone 1\n/);
    const json = JSON.parse((await spindex.run('status', '--json')).output);
    assert.deepEqual([json.index.pages, json.sites[0].counts.found, json.sites[0].crawl.why], [2, 3, 'done']);

    const rows = jsonLines((await spindex.run('urls', '--format', 'jsonl')).output);
    assert.equal(rows.length, 3);
    const gone = await spindex.run('urls', '--state', 'gone', '--format', 'csv');
    const [head, row, end] = gone.output.split(/\r?\n/);
    assert.match(head ?? '', /^site,url,state,reason,/);
    assert.ok(row?.includes(`"${site.url}/gone,1",gone,gone-404`), row);
    assert.equal(end, '');
    assert.match((await spindex.run('urls')).output, /^indexed +ok +http/);

    const before = site.requests.length;
    const reindex = await spindex.run('reindex');
    assert.match(reindex.output, /2 pages indexed again/);
    assert.equal(site.requests.length, before);
    const verified = await spindex.run('status', '--verify');
    assert.match(verified.output, /2 pages compared, the index is what the crawl store says/);
    assert.equal(verified.code, 0);
    assert.match((await spindex.run('search', 'wombat')).output, /1\. /);
  },
);

test('urls | head: the reader leaves, and the program ends without a word', LIMIT, async (context) => {
  const spindex = new Spindex(context);
  const store = SqliteCrawlStore.open({ path: join(spindex.data, 'crawl.sqlite') });
  const site = await store.openSite(siteSettings());
  await store.beginCrawl(site.id, NOW);
  const [seed] = await store.take(site.id, { limit: 1, now: NOW });
  const discovered = Array.from({ length: 20_000 }, (_, n) => discovery(`/a-rather-long-path-for-a-page/${n}`));
  const ids = { siteId: site.id, entryId: seed?.id ?? 0 };
  await store.settle({ ...ids, at: NOW, state: 'indexed', reason: 'ok', page: pageRecord('x'), discovered });
  await store.close();
  const { child, ended, output } = spindex.start('urls');
  await once(child.stdout ?? process.stdin, 'data');
  child.stdout?.destroy();
  const { code } = await ended;
  assert.equal(code, 0);
  const lines = output().split('\n').slice(0, -1);
  assert.ok(
    lines.every((line) => /^(indexed|ready) /.test(line)),
    lines.find((line) => !/^(indexed|ready) /.test(line)),
  );
});

test('crawl | head: the reader leaves, and the crawl goes on', LIMIT, async (context) => {
  const site = await startFakeSite({ '/': page('quokka', '/wombat'), '/wombat': page('wombat') });
  context.after(() => site.close());
  const spindex = new Spindex(context);
  const { child, ended, printed } = spindex.start('crawl', `${site.url}/`, '--rps', '0');
  await printed(/Crawling/);
  child.stdout?.destroy();
  const { code, output } = await ended;
  assert.equal(code, 0, output);
  assert.match((await spindex.run('status')).output, /2 URLs found: indexed 2\n/);
});

const FULL = existsSync('/dev/full')
  ? LIMIT
  : { skip: 'SKIPPED: no /dev/full here, so a full disk under the output was not tried' };
test('output that cannot be written is told, and the exit code says it', FULL, async (context) => {
  const full = openSync('/dev/full', 'w');
  context.after(() => closeSync(full));
  const child = spawn(process.execPath, [join(ROOT, 'src/main.ts'), '--version'], { stdio: ['ignore', full, 'pipe'] });
  let told = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    told += chunk;
  });
  const [code] = await once(child, 'close');
  assert.deepEqual([code, told], [1, 'spindex: The output cannot be written (ENOSPC).\n']);
});
