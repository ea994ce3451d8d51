import assert from 'node:assert/strict';
import { type CrawlBench as Bench, CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { redirectTo, startFakeSite } from '../../test/support/fake-site.ts';

const SECRET = 's3cret-of-ada';
const authorization = `Basic ${Buffer.from(`ada:${SECRET}`).toString('base64')}`;

const seedWithLogin = ({ site }: Bench) => site.url.replace('http://', `http://ada:${SECRET}@`);

CrawlBench.test(
  'LocalCrawls sends the login of a seed and the headers with every request to its host, and stores neither',
  {
    '/': page('home', '/a'),
    '/a': page('a'),
    '/robots.txt': { body: '' },
  },
  async (bench) => {
    const progress = await bench.crawl({ seeds: [`${seedWithLogin(bench)}/`], header: ['X-Key: k3y', 'Cookie: a=1'] });
    assert.deepEqual(progress.seeds, [`${bench.site.url}/`]);
    assert.deepEqual(bench.site.requests.map(({ path }) => path).sort(), ['/', '/a', '/robots.txt', '/sitemap.xml']);
    for (const { headers } of bench.site.requests) {
      assert.equal(headers.authorization, authorization);
      assert.deepEqual([headers['x-key'], headers.cookie], ['k3y', 'a=1']);
    }
    const [site] = await bench.store.sites();
    const urls = await bench.store.urls(site?.id ?? 0, { after: 0, limit: 9 });
    const shown = JSON.stringify([progress, site, urls, bench.crawls.list()]);
    assert.doesNotMatch(shown, new RegExp(`${SECRET}|k3y|ada|${authorization}`));
  },
);

CrawlBench.test(
  'LocalCrawls never takes a login or a header along to another host, neither by a link nor by a redirect of a page or of robots.txt',
  {},
  async (bench) => {
    const other = await startFakeSite({ '*': page('elsewhere') });
    try {
      Object.assign(bench.site.routes, {
        '/': page('home', `${other.url}/linked`, '/moved'),
        '/moved': redirectTo(`${other.url}/moved`),
        '/robots.txt': redirectTo(`${other.url}/robots.txt`),
      });
      await bench.crawl({ seeds: [`${seedWithLogin(bench)}/`], header: ['X-Key: k3y'], scope: 'domain' });
      await bench.crawl({ seeds: [`${seedWithLogin(bench)}/moved`], header: ['X-Key: k3y'], scope: 'domain' });
      assert.ok(other.requests.some(({ path }) => path === '/moved'));
      assert.ok(other.requests.some(({ path }) => path === '/robots.txt'));
      for (const { headers } of other.requests)
        assert.deepEqual([headers.authorization, headers['x-key']], [undefined, undefined]);
      assert.ok(bench.site.requests.every(({ headers }) => headers.authorization === authorization));
    } finally {
      await other.close();
    }
  },
);
