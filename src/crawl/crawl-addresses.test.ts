import assert from 'node:assert/strict';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { redirectTo } from '../../test/support/fake-site.ts';
import { type HostLookup, seedPolicy } from '../fetch/address-guard.ts';
import { REASONS } from '../model/reasons.ts';
import type { ResolveRule } from '../model/resolve-rule.ts';

/** Every name leads inward but for the rules. */
const lookup: HostLookup = (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);

/** The site as `docs.example` of the Internet: found by a rule, as with --resolve. */
function publicly(says: string, check: (bench: CrawlBench, origin: string) => Promise<void>): void {
  const resolve: ResolveRule[] = [];
  const allowAddress = seedPolicy([]);
  CrawlBench.test(
    says,
    {},
    (bench) => {
      const { port } = bench.site;
      resolve.push({ host: 'docs.example', port, address: '127.0.0.1' });
      return check(bench, `http://docs.example:${port}`);
    },
    { resolve, allowAddress, lookup },
  );
}

publicly(
  'A link of a public site into the private network is refused, and the way out is named',
  async (bench, origin) => {
    const inside = `http://inside.docs.example:${bench.site.port}/secret`;
    Object.assign(bench.site.routes, {
      '/': page('home', inside, '/moved'),
      '/moved': redirectTo(inside),
      '/secret': 'x',
    });
    await bench.crawl({ rps: 1000, seeds: [`${origin}/`], scope: 'domain' });
    const states = await bench.states();
    assert.equal(states[inside], 'refused address-refused');
    assert.equal(states[`${origin}/moved`], 'redirected redirect');
    assert.match(REASONS['address-refused'].remedy, /--allow-private/);
    assert.match((await bench.detailOf(inside)) ?? '', /127\.0\.0\.1.*--allow-private/);
    assert.ok(!bench.asked.includes('/secret'));
  },
);

publicly(
  'A seed of a public site that redirects into the private network is not followed there',
  async (bench, origin) => {
    const metadata = 'http://169.254.169.254/latest/';
    Object.assign(bench.site.routes, { '/': redirectTo(metadata) });
    const progress = await bench.crawl({ rps: 1000, seeds: [`${origin}/`] });
    assert.equal((await bench.states())[metadata], 'refused address-refused');
    assert.equal(progress.state, 'done');
  },
);

publicly(
  'A robots.txt that redirects into the private network is not read there, so nothing is fetched',
  async (bench, origin) => {
    Object.assign(bench.site.routes, {
      '/': page('home'),
      '/robots.txt': redirectTo(`http://127.0.0.1:${bench.site.port}/secret`),
      '/secret': 'User-agent: *',
    });
    await bench.crawl({ rps: 1000, seeds: [`${origin}/`] });
    assert.equal((await bench.states())[`${origin}/`], 'refused address-refused');
    assert.deepEqual(bench.asked, []);
  },
);

CrawlBench.test(
  'a thread is kept at its own address, not at that with the number of the post by which it was found first',
  {
    '/': page('home', '/topic/?post=3', '/topics'),
    '/topics': page('topics', '/topic/'),
    '/topic/': page('What is said about herons'),
  },
  async (bench) => {
    await bench.crawl();
    for (const crawl of [1, 2]) {
      const states = await bench.states();
      assert.match(states['/topic/'] ?? '', /^(?:indexed|unchanged)/, `crawl ${crawl}`);
      assert.equal(states['/topic/?post=3'], 'duplicate duplicate-of', `crawl ${crawl}`);
      await bench.crawl();
    }
  },
);

let lookups = 0;
const falters: HostLookup = (host, options, callback) => {
  lookups += 1;
  if (lookups % 3 === 2) callback(Object.assign(new Error('getaddrinfo'), { code: 'EAI_AGAIN' }), []);
  else lookup(host, options, callback);
};
const closing = (body: string) => ({ headers: { connection: 'close', 'content-type': 'text/html' }, body });

CrawlBench.test(
  'No page is lost while the name server fails to answer now and then',
  { '/': closing(page('home', '/a', '/b', '/c')) },
  async (bench) => {
    for (const path of ['/a', '/b', '/c']) bench.site.routes[path] = closing(page(`badgers of ${path}`));
    const origin = `http://docs.example:${bench.site.port}`;
    await bench.crawl({ rps: 1000, seeds: [`${origin}/`] });
    assert.ok(lookups >= 5, `${lookups} names were looked up`);
    const states = await bench.states();
    for (const path of ['/', '/a', '/b', '/c']) assert.equal(states[origin + path], 'indexed ok', path);
  },
  { lookup: falters, allowAddress: () => true },
);
