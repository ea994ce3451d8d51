import assert from 'node:assert/strict';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { redirectTo, startFakeSite } from '../../test/support/fake-site.ts';

CrawlBench.test(
  'no request leaves the scope, whatever names an address elsewhere and however it is spelt',
  { '*': page('inside') },
  async (bench) => {
    const other = await startFakeSite({ '*': page('elsewhere') });
    try {
      const { port } = other;
      const own = new URL(bench.site.url).host;
      const spellings = [
        other.url,
        `//127.0.0.1:${port}`,
        `http:\\\\127.0.0.1:${port}`,
        `http://${own}@127.0.0.1:${port}`,
        `http://${own}%2f@127.0.0.1:${port}`,
        `http://2130706433:${port}`,
        `http://127.1:${port}`,
        `http://0x7f.0.0.1:${port}`,
        `http://０１２７.0.0.1:${port}`,
        `http://localhost:${port}`,
        `HTTP://127.0.0.1.:${port}`,
        `ht\ntp://127.0.0.1:${port}`,
      ];
      const href = (n: number) => `${spellings[n % spellings.length]}/x${n}`;
      const links = spellings.map((_, n) => href(n));
      bench.site.routes['/'] = page('home', ...links, '/moved', '/refresh', '/canonical', '/framed', '/based');
      bench.site.routes['/moved'] = redirectTo(href(0));
      bench.site.routes['/refresh'] = `<meta http-equiv="refresh" content="0; url=${href(1)}">${page('refresh')}`;
      bench.site.routes['/canonical'] = {
        headers: { link: `<${href(2)}>; rel="canonical"` },
        body: `<link rel="canonical" href="${href(3)}"><link rel="next" href="${href(4)}">${page('canonical')}`,
      };
      bench.site.routes['/framed'] = `${page('framed')}<iframe src="${href(5)}"></iframe><area href="${href(6)}">`;
      bench.site.routes['/based'] = `<base href="${other.url}/">${page('based', 'relative')}`;
      bench.site.routes['/robots.txt'] = {
        body: `Sitemap: ${other.url}/map.xml\nSitemap: /map.xml\nSitemap: /away.xml`,
      };
      bench.site.routes['/map.xml'] = { body: `<urlset><url><loc>${href(7)}</loc></url></urlset>` };
      bench.site.routes['/away.xml'] = redirectTo(`${other.url}/map.xml`);
      const progress = await bench.crawl();
      assert.equal(progress.state, 'done');
      assert.deepEqual(other.requests, []);
      const states = Object.entries(await bench.states());
      const outside = states.filter(([url]) => !url.startsWith('/'));
      assert.ok(outside.length >= 10, `${outside.length} URLs of the other server are known`);
      assert.ok(outside.every(([, reason]) => reason === 'out-of-scope scope-host'));
    } finally {
      await other.close();
    }
  },
);

CrawlBench.test(
  'what an earlier crawl left out for the form of its address is visited once it is a seed',
  { '*': page('home', '/?action=register', '/a/a/a', `/?${'p&'.repeat(12)}q`) },
  async (bench) => {
    await bench.crawl();
    const left = Object.entries(await bench.states()).filter(([, reason]) => reason.startsWith('out-of-scope'));
    assert.deepEqual(left.map(([, reason]) => reason).sort(), [
      'out-of-scope action',
      'out-of-scope trap-path',
      'out-of-scope trap-query',
    ]);
    const seeds = ['/', ...left.map(([path]) => path)].map((path) => `${bench.site.url}${path}`);
    await bench.crawl({ seeds });
    assert.ok(
      left.every(([path]) => bench.asked.includes(path)),
      `${bench.asked}`,
    );
  },
);
