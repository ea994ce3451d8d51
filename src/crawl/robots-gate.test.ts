import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { FetchedResponse, Fetcher } from '../fetch/fetcher.ts';
import type { RobotsFile } from '../store/crawl-store.ts';
import { RobotsGate } from './robots-gate.ts';

const DAY_MS = 24 * 3_600_000;
const forever = new AbortController().signal;

interface Answer {
  status?: number;
  body?: string;
}

/** A gate before origins that answer so, and what it asked for, kept and was told. */
class Gateway {
  readonly clock = new FakeClock();
  readonly kept = new Map<string, RobotsFile>();
  readonly asked: string[] = [];
  readonly delays: [string, number][] = [];
  readonly #answers: Record<string, Answer>;

  constructor(answers: Record<string, Answer>) {
    this.#answers = answers;
  }

  /** A gate of a new run of the program. */
  gate(): RobotsGate {
    const fetcher: Pick<Fetcher, 'fetch'> = { fetch: async ({ url }) => this.#answer(url) };
    return new RobotsGate({
      fetcher: { ...fetcher, close: async () => undefined },
      cache: {
        robots: async (origin) => this.kept.get(origin),
        saveRobots: async (origin, file) => void this.kept.set(origin, file),
      },
      clock: this.clock,
      userAgent: 'Spindex/1',
      acquire: () => () => assert.fail('the fetcher is a fake one'),
      onCrawlDelay: (host, seconds) => void this.delays.push([host, seconds]),
      onAnswer: () => undefined,
    });
  }

  #answer(url: string): FetchedResponse {
    this.asked.push(url);
    const { status = 200, body = '' } = this.#answers[url] ?? { status: 404 };
    const bytes = new TextEncoder().encode(body);
    const rest = { bodySkipped: false, truncated: false, wireBytes: bytes.length, firstByteMs: 1, totalMs: 1 };
    return { kind: 'response', status, headers: {}, body: bytes, ...rest };
  }
}

const A = 'https://a.example';
const B = 'http://b.example:8080';
const closed = { [`${A}/robots.txt`]: { body: 'User-agent: *\nDisallow: /no\nCrawl-delay: 3' } };

const isAllowed = async (gate: RobotsGate, url: string) => (await gate.judge(url, forever)).allowed;

test('RobotsGate asks each origin once a day, also when the program is started again meanwhile', async () => {
  const gateway = new Gateway(closed);
  for (let run = 0; run < 3; run += 1) {
    const gate = gateway.gate();
    assert.equal(await isAllowed(gate, `${A}/no`), false);
    assert.equal(await isAllowed(gate, `${A}/yes`), true);
    assert.equal(await isAllowed(gate, `${B}/no`), true);
    gateway.clock.stall(DAY_MS / 4);
  }
  assert.deepEqual(gateway.asked, [`${A}/robots.txt`, `${B}/robots.txt`]);
});

test('RobotsGate asks again after a day, counted from when the file was read, in the same run and in a new one', async () => {
  const gateway = new Gateway(closed);
  await isAllowed(gateway.gate(), `${A}/`);
  gateway.clock.stall(DAY_MS - 1_000);
  const gate = gateway.gate();
  await isAllowed(gate, `${A}/`);
  assert.equal(gateway.asked.length, 1);
  gateway.clock.stall(1_000);
  await isAllowed(gate, `${A}/`);
  assert.equal(gateway.asked.length, 2);
  gateway.clock.stall(DAY_MS);
  await isAllowed(gateway.gate(), `${A}/`);
  assert.equal(gateway.asked.length, 3);
});

test('RobotsGate does not trust a file from a time to come', async () => {
  const gateway = new Gateway(closed);
  gateway.kept.set(A, { body: new Uint8Array(), fetchedAt: gateway.clock.now() + 60_000 });
  assert.equal(await isAllowed(gateway.gate(), `${A}/no`), false);
});

test('RobotsGate keeps a file and its absence, but no failure and no refusal, which a login may change', async () => {
  for (const [status, isKept] of [
    [200, true],
    [404, true],
    [410, true],
    [401, false],
    [403, false],
    [429, false],
    [503, false],
  ] as const) {
    const gateway = new Gateway({ [`${A}/robots.txt`]: { status } });
    await gateway.gate().judge(`${A}/`, forever);
    assert.equal(gateway.kept.has(A), isKept, String(status));
  }
});

test('RobotsGate visits nothing of an origin that cannot say its rules now, and all of one that has none', async () => {
  for (const [status, allowed] of [
    [404, true],
    [403, true],
    [429, false],
    [500, false],
    [503, false],
  ] as const) {
    const gateway = new Gateway({ [`${A}/robots.txt`]: { status } });
    assert.equal(await isAllowed(gateway.gate(), `${A}/`), allowed, String(status));
  }
});

test('RobotsGate hands on the Crawl-delay of a file that it kept, and cuts a long one to a minute', async () => {
  const long = { [`${B}/robots.txt`]: { body: 'User-agent: spindex\nCrawl-delay: 3600' } };
  const gateway = new Gateway({ ...closed, ...long });
  for (let run = 0; run < 2; run += 1) {
    const gate = gateway.gate();
    await gate.judge(`${A}/`, forever);
    await gate.judge(`${B}/`, forever);
  }
  const once = [
    ['a.example', 3],
    ['b.example:8080', 60],
  ];
  assert.deepEqual(gateway.delays, [...once, ...once]);
  assert.equal(gateway.asked.length, 2);
});

const robotsAsked = (bench: CrawlBench) => bench.site.requests.filter(({ path }) => path === '/robots.txt').length;

CrawlBench.test(
  'CrawlRun asks for robots.txt once, and obeys it in the next crawl as well',
  {
    '/': page('home', '/no', '/yes'),
    '/no': page('no'),
    '/yes': page('yes'),
    '/robots.txt': { body: 'User-agent: *\nDisallow: /no' },
  },
  async (bench) => {
    for (let run = 0; run < 2; run += 1) {
      const { requests } = await bench.crawl();
      assert.equal(requests.robots, run === 0 ? 1 : 0);
      assert.equal((await bench.states())['/no'], 'refused robots');
    }
    assert.equal(robotsAsked(bench), 1);
    assert.ok(!bench.asked.includes('/no'));
  },
);

CrawlBench.test(
  'CrawlRun with ignoreRobots obeys no robots.txt, and says so',
  {
    '/': page('home', '/no'),
    '/no': page('no'),
    '/robots.txt': { body: 'User-agent: *\nDisallow: /no\nCrawl-delay: 9' },
  },
  async (bench) => {
    assert.doesNotMatch((await bench.crawl()).why, /ignored/);
    const { why, hosts } = await bench.crawl({ ignoreRobots: true });
    assert.match(why, /robots\.txt is ignored/);
    assert.equal(hosts[0]?.limitedBy, null);
    assert.equal(robotsAsked(bench), 1);
    assert.equal((await bench.states())['/no'], 'indexed ok');
  },
);

CrawlBench.test(
  'CrawlRun with ignoreRobots still learns from robots.txt which sitemaps there are, and keeps no Crawl-delay',
  {
    '/': page('home'),
    '/listed': page('listed'),
    '/map.xml': { body: '<urlset><url><loc>/listed</loc></url></urlset>' },
    '/robots.txt': { body: 'User-agent: *\nDisallow: /\nCrawl-delay: 9\nSitemap: /map.xml' },
  },
  async (bench) => {
    const { hosts } = await bench.crawl({ ignoreRobots: true });
    assert.equal((await bench.states())['/listed'], 'indexed ok');
    assert.equal(hosts[0]?.limitedBy, null);
    assert.equal(robotsAsked(bench), 1);
  },
);

test('RobotsGate.knows() what judge() says without asking: for as long as the file holds', async () => {
  const site = new Gateway(closed);
  const gate = site.gate();
  assert.equal(gate.knows(`${A}/yes`), false);
  const judged = isAllowed(gate, `${A}/yes`);
  assert.equal(gate.knows(`${A}/yes`), false, 'it is still being read');
  await judged;
  assert.equal(gate.knows(`${A}/no`), true);
  assert.equal(gate.knows(`${B}/`), false);
  await site.clock.advance(DAY_MS);
  assert.equal(gate.knows(`${A}/yes`), false);
});
