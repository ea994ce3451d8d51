import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import type { FakePage, FakeRoutes } from '../../test/support/fake-site.ts';
import { gzipBomb, startFakeSite, tooManyRequests } from '../../test/support/fake-site.ts';

/** Twenty pages that are well, beside those that are not. */
function withGoodPages(bad: FakeRoutes): FakeRoutes {
  const routes: FakeRoutes = { ...bad };
  const good = Array.from({ length: 20 }, (_, n) => `/good${n}`);
  for (const path of good) routes[path] = page(`good ${path.slice(1)}`);
  routes['/'] = page('home', ...Object.keys(routes));
  return routes;
}

CrawlBench.test(
  'pages that misbehave cost only themselves, and each says what was wrong',
  withGoodPages({
    '/reset': { misbehaves: 'reset' },
    '/stall': { misbehaves: 'stall' },
    '/stall-body': { misbehaves: 'stall-body', body: page('half') },
    '/truncate': { misbehaves: 'truncate', body: page('half') },
    '/garbage': { misbehaves: 'garbage' },
    '/long-headers': { misbehaves: 'long-headers', body: page('long') },
    '/endless': { misbehaves: 'endless' },
    '/large': { body: 'x'.repeat(300 * 1024) },
    '/lying': { headers: { 'content-length': '104857600' }, body: page('short') },
    '/bomb': gzipBomb(8),
    '/no-gzip': { headers: { 'content-encoding': 'gzip' }, body: 'plain' },
  }),
  async (bench) => {
    const progress = await bench.crawl({ concurrency: 8 });
    const states = await bench.states();
    const expected: Record<string, RegExp> = {
      '/reset': /^failed reset$/,
      '/stall': /^failed timeout-headers$/,
      '/stall-body': /^failed timeout-body$/,
      '/truncate': /^failed (reset|bad-response)$/,
      '/garbage': /^failed (reset|bad-response)$/,
      '/long-headers': /^failed (too-large|bad-response)$/,
      '/endless': /^failed too-large$/,
      '/large': /^failed too-large$/,
      '/lying': /^failed too-large$/,
      '/bomb': /^failed too-large$/,
      '/no-gzip': /^failed decode$/,
    };
    for (const [path, says] of Object.entries(expected)) assert.match(states[path] ?? '', says, path);
    assert.equal(progress.state, 'done');
    assert.equal(progress.states.indexed, 21);
    assert.deepEqual(await bench.found('half'), [], 'half a page is no page');
    const tries = (path: string) => bench.asked.filter((one) => one === path).length;
    for (const path of ['/reset', '/stall', '/stall-body']) assert.equal(tries(path), 4, `${path} may pass`);
    for (const path of ['/endless', '/bomb', '/lying', '/no-gzip', '/long-headers'])
      assert.equal(tries(path), 1, `${path} would be the same again`);
  },
  { firstByteTimeoutMs: 2_000, bodyIdleTimeoutMs: 2_000, maxBodyBytes: 256 * 1024, maxDecodedBytes: 512 * 1024 },
);

CrawlBench.test(
  'statuses: 404 and 410 are gone, other 4xx fail at once, 408 and 5xx only after some tries; 203 brings a page',
  {
    '/': page('home', '/404', '/410', '/403', '/408', '/500', '/once', '/203', '/204', '/206', '/300'),
    '/203': { status: 203, body: page('what a proxy has changed') },
    '*': ({ path }) => ({ status: Number(path.slice(1)) || 404, body: page('an error page') }),
  },
  async (bench) => {
    let tries = 0;
    bench.site.routes['/once'] = () => {
      tries += 1;
      return tries === 1 ? { status: 502 } : page('second try');
    };
    const progress = await bench.crawl();
    const states = await bench.states();
    assert.equal(states['/404'], 'gone gone-404');
    assert.equal(states['/410'], 'gone gone-410');
    assert.equal(states['/403'], 'failed http-4xx');
    assert.equal(states['/408'], 'failed http-4xx');
    assert.equal(states['/500'], 'failed http-5xx');
    assert.equal(states['/203'], 'indexed ok');
    assert.equal(states['/204'], 'refused empty-text');
    assert.equal(states['/206'], 'failed bad-response');
    assert.equal(states['/300'], 'failed bad-response');
    assert.equal(states['/once'], 'indexed ok');
    const asked = (path: string) => bench.asked.filter((one) => one === path).length;
    assert.deepEqual([asked('/404'), asked('/410'), asked('/403'), asked('/408'), asked('/500')], [1, 1, 1, 4, 4]);
    assert.equal(progress.requests.retries, 7);
    assert.deepEqual(await bench.found('error'), []);
  },
);

CrawlBench.test(
  'a 429 with Retry-After pauses the whole host for that long, and loses nothing',
  { '/': page('home', '/a', '/b', '/c'), '/b': page('bravo'), '/c': page('charlie') },
  async (bench) => {
    const askedAt: number[] = [];
    const record = (answer: ReturnType<typeof tooManyRequests> | string) => () => {
      askedAt.push(bench.clock.monotonic());
      const isFirst = askedAt.length === 1;
      return isFirst ? tooManyRequests(120) : answer;
    };
    bench.site.routes['/a'] = record(page('alpha'));
    bench.site.routes['/b'] = record(page('bravo'));
    bench.site.routes['/c'] = record(page('charlie'));
    const progress = await bench.crawl({ concurrency: 1 });
    assert.equal(progress.states.indexed, 4);
    const [refusedAt = 0, ...later] = askedAt;
    assert.equal(later.length, 3);
    assert.ok(
      later.every((at) => at - refusedAt >= 120_000),
      `asked at ${askedAt}`,
    );
  },
);

CrawlBench.test(
  'a host that says 429 for ever is left alone after some tries',
  { '/': page('home', '/a'), '/a': tooManyRequests(1) },
  async (bench) => {
    await bench.crawl();
    assert.equal((await bench.states())['/a'], 'failed http-429');
    assert.equal(bench.asked.filter((path) => path === '/a').length, 4);
  },
);

CrawlBench.test(
  'a page that fails in the next crawl stays searchable',
  { '/': page('home', '/a'), '/a': page('alpha') },
  async (bench) => {
    await bench.crawl();
    bench.site.routes['/a'] = { status: 500 };
    await bench.crawl();
    assert.equal((await bench.states())['/a'], 'failed http-5xx');
    assert.deepEqual(await bench.found('alpha'), ['/a']);
  },
);

CrawlBench.test(
  'first contact: a seed that cannot be reached fails at once, not after minutes of retries',
  { '*': { misbehaves: 'reset' } },
  async (bench) => {
    const startedAt = bench.clock.monotonic();
    const progress = await bench.crawl();
    assert.equal((await bench.states())['/'], 'failed reset');
    assert.equal(progress.states.failed, 1);
    assert.ok(bench.clock.monotonic() - startedAt < 4_000, 'no retry was waited for');
  },
);

CrawlBench.test(
  'a server that says 304 without being asked is not believed',
  { '/': page('home', '/a'), '/a': { status: 304 } },
  async (bench) => {
    await bench.crawl();
    assert.equal((await bench.states())['/a'], 'failed bad-response');
  },
);

CrawlBench.test(
  'a page that the reader cannot read fails alone',
  { '/': page('home', '/a', '/b'), '/a': page('alpha'), '/b': page('bravo') },
  async (bench) => {
    bench.breakReading((url) => url.endsWith('/a'));
    const progress = await bench.crawl();
    assert.equal((await bench.states())['/a'], 'failed extract-error');
    assert.equal(await bench.detailOf('/a'), 'broken for a test');
    assert.equal(progress.states.indexed, 2);
  },
);

CrawlBench.test(
  'a page of 10 MB is read to its end',
  { '/': page('home', '/large'), '/last': page('linked at the end') },
  async (bench) => {
    const row = `<tr class="${'x'.repeat(200)}"><td data-n="1">cell</td></tr>`;
    const body = `<title>large</title><main><p>beginning<table>${row.repeat(10_000_000 / row.length)}</table><p>wolverine <a href="/last">x</a>`;
    assert.ok(body.length > 9_900_000);
    bench.site.routes['/large'] = { body };
    await bench.crawl();
    assert.deepEqual(await bench.found('wolverine'), ['/large']);
    assert.equal((await bench.states())['/last'], 'indexed ok');
  },
  { maxBodyBytes: 16 * 1024 * 1024, maxDecodedBytes: 32 * 1024 * 1024 },
);

CrawlBench.test('a server that speaks no TLS where it should fails at once', { '/': page('home') }, async (bench) => {
  bench.site.routes['/'] = page('home', `https://127.0.0.1:${bench.site.port}/secure`);
  const { requests } = await bench.crawl({ scope: 'host' });
  const secure = Object.entries(await bench.states()).find(([url]) => url.startsWith('https:'));
  assert.equal(secure?.[1], 'failed tls');
  assert.equal(requests.retries, 0);
});

CrawlBench.test(
  'a 503 whose Retry-After is a date pauses the host until then',
  { '/': page('home', '/a') },
  async (bench) => {
    const askedAt: number[] = [];
    bench.site.routes['/a'] = () => {
      askedAt.push(bench.clock.now());
      const until = new Date(bench.clock.now() + 600_000).toUTCString();
      return askedAt.length === 1 ? { status: 503, headers: { 'retry-after': until } } : page('alpha');
    };
    const { states, hosts } = await bench.crawl();
    assert.equal(states.indexed, 2);
    assert.ok((askedAt[1] ?? 0) - (askedAt[0] ?? 0) >= 598_000, `asked at ${askedAt}`);
    assert.equal(hosts.length, 1);
  },
);

/** A site of sixty pages below its home page; `fails` tells of a request whether the server is down. */
function outage(fails: (bench: CrawlBench, path: string) => FakePage | undefined) {
  const paths = Array.from({ length: 60 }, (_, k) => `/p${k}`);
  const begin = (bench: CrawlBench) => {
    bench.site.routes['*'] = ({ path }) => {
      const bad = path.startsWith('/p') ? fails(bench, path) : undefined;
      return bad ?? (path === '/' ? page('home', ...paths) : page(`page ${path}`));
    };
  };
  return { begin, paths };
}

for (const [what, bad] of [
  ['answers 500', { status: 500 }],
  ['answers 503', { status: 503 }],
  ['breaks every connection', { misbehaves: 'reset' }],
] as const)
  CrawlBench.test(
    `an outage of a minute and a half costs no page, and the server is hardly asked meanwhile (${what})`,
    { '/robots.txt': { status: 404 } },
    async (bench) => {
      let asked = 0;
      let downUntil = 0;
      const { begin } = outage(({ clock }, path) => {
        if (path === '/p10') downUntil ||= clock.now() + 90_000;
        if (clock.now() >= downUntil) return undefined;
        asked += 1;
        return bad;
      });
      begin(bench);
      const { states } = await bench.crawl({ rps: 20 });
      assert.deepEqual([states.indexed, states.failed], [61, 0]);
      assert.ok(asked < 80, `${asked} requests while it was down`);
    },
  );

CrawlBench.test(
  'pages that are broken for good are given up as ever, and a host that stays down soon, too',
  { '/robots.txt': { status: 404 } },
  async (bench) => {
    let isDown = false;
    const { begin, paths } = outage((_bench, path) => {
      isDown ||= path === '/p40';
      return isDown || /^\/p[1-5]$/.test(path) ? { status: 500 } : undefined;
    });
    begin(bench);
    const { states, elapsedMs } = await bench.crawl({ rps: 20 });
    assert.deepEqual([states.indexed, states.failed], [36, 25]);
    assert.ok(elapsedMs < 10 * 60_000, `${elapsedMs / 1000} s`);
    assert.ok(paths.every((path) => bench.asked.filter((one) => one === path).length < 12));
  },
);

const WELL = Array.from({ length: 30 }, (_, n) => `/well/${n}`);
CrawlBench.test(
  'a part of a host that says 503 for an hour is left to the next crawl, and the pages behind it are found',
  {
    '/robots.txt': { status: 404 },
    '/': page('home', '/list', '/before'),
    '/list': page('list', ...Array.from({ length: 60 }, (_, n) => `/broken/${n}`)),
    '/before': page('before', '/last'),
    '/last': page('last', ...WELL),
    ...Object.fromEntries(WELL.map((path, n) => [path, page(`Well ${n}`)])),
    '*': { status: 503 },
  },
  async (bench) => {
    const { reasons, elapsedMs } = await bench.crawl({ rps: 20 });
    const states = await bench.states();
    assert.ok((reasons['host-down'] ?? 0) > 30, JSON.stringify(reasons));
    assert.ok(['/last', ...WELL].every((path) => states[path] === 'indexed ok'));
    assert.ok(elapsedMs < 4_200_000, `${elapsedMs / 1000} s`);
  },
);

CrawlBench.test(
  'a host that says 503 for an hour is left to the next crawl, which finds its pages',
  { '/robots.txt': { status: 404 } },
  async (bench) => {
    let isDown = true;
    const { begin } = outage(() => (isDown ? { status: 503 } : undefined));
    begin(bench);
    const { state, states, reasons, elapsedMs } = await bench.crawl({ rps: 20 });
    assert.deepEqual([state, states.indexed, states.failed], ['done', 1, 60]);
    assert.ok((reasons['host-down'] ?? 0) > 30, JSON.stringify(reasons));
    assert.ok(elapsedMs > 3_600_000 && elapsedMs < 3_800_000, `${elapsedMs / 1000} s`);
    const asked = bench.asked.length;
    assert.ok(asked < 100, `${asked} requests`);
    isDown = false;
    const again = await bench.crawl({ rps: 20 });
    assert.equal(again.states.failed, 0);
    assert.equal(again.states.indexed + again.states.unchanged, 61);
  },
);

CrawlBench.test(
  'a page is told by what it is: odd types are read, and binary data is not, whatever it is called',
  {
    '/': page('home', '/comma', '/blank', '/xz', '/png', '/typeless', '/utf-16'),
    '/comma': {
      headers: { 'content-type': 'text/html, charset=windows-1251' },
      body: Buffer.from('<p>\xcf\xf0\xe8', 'latin1'),
    },
    '/blank': { headers: { 'content-type': 'text/html charset=utf-8' }, body: page('typed with a blank') },
    '/xz': { headers: { 'content-type': 'text/plain' }, body: randomBytes(4_000) },
    '/png': { headers: { 'content-type': 'text/html' }, body: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') },
    '/typeless': { headers: { 'content-type': '' }, body: randomBytes(4_000) },
    '/utf-16': {
      headers: { 'content-type': 'text/html; charset=utf-16le' },
      body: Buffer.from(page('sixteen bits'), 'utf16le'),
    },
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.deepEqual(
      ['/comma', '/blank', '/utf-16', '/xz', '/png', '/typeless'].map((path) => states[path]),
      [...Array(3).fill('indexed ok'), ...Array(3).fill('refused not-html')],
    );
    assert.equal(await bench.detailOf('/xz'), 'binary data sent as text/plain');
    assert.deepEqual(await bench.found('при'), ['/comma']);
  },
);

CrawlBench.test(
  'hosts that give their rules and then no page hold up no page of another one',
  { '/': page('home', '/a', '/b'), '/a': page('apples'), '/b': page('bees') },
  async (bench) => {
    const routes = { '*': { misbehaves: 'stall' }, '/robots.txt': { status: 404 } } as const;
    const silent = await Promise.all([1, 2, 3].map(() => startFakeSite(routes)));
    try {
      const seeds = [...silent.flatMap(({ url }) => [`${url}/`, `${url}/more`]), `${bench.site.url}/`];
      let progress = await bench.start({ seeds, concurrency: 2 });
      const { signal } = new AbortController();
      for (let looks = 0; progress.states.indexed < 3 && looks < 2000; looks += 1) {
        const next = bench.crawls.next(progress.id, { after: progress.revision, signal });
        progress = (await bench.during(next)) ?? progress;
      }
      assert.deepEqual(bench.asked.toSorted(), ['/', '/a', '/b']);
      assert.equal(progress.endedAt, null, 'their answers are still waited for');
      await bench.during(bench.crawls.stop(progress.id));
    } finally {
      await Promise.all(silent.map((site) => site.close()));
    }
  },
  { firstByteTimeoutMs: 600_000 },
);

CrawlBench.test(
  'a host that never answers holds up no page of another one, not even when there is one worker',
  { '/': page('home', '/a', '/b'), '/a': page('apples'), '/b': page('bees') },
  async (bench) => {
    const silent = await startFakeSite({ '*': { misbehaves: 'stall' }, '/robots.txt': { misbehaves: 'stall' } });
    try {
      let progress = await bench.start({ seeds: [`${silent.url}/`, `${bench.site.url}/`], concurrency: 1 });
      const { signal } = new AbortController();
      for (let looks = 0; progress.states.indexed < 3 && looks < 2000; looks += 1) {
        const next = bench.crawls.next(progress.id, { after: progress.revision, signal });
        progress = (await bench.during(next)) ?? progress;
      }
      assert.deepEqual(bench.asked, ['/', '/a', '/b']);
      assert.deepEqual(
        silent.requests.map(({ path }) => path),
        ['/robots.txt'],
      );
      assert.equal(progress.endedAt, null, 'its answer is still waited for');
      await bench.during(bench.crawls.stop(progress.id));
    } finally {
      await silent.close();
    }
  },
  { firstByteTimeoutMs: 600_000 },
);
