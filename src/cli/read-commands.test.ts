import assert from 'node:assert/strict';
import { benchCommand } from '../../test/support/bench-command.ts';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';

const ROUTES = { '/': page('home') };

for (const [words, says] of [
  [['reindex'], /^spindex: Stopped\. Nothing is lost; spindex reindex builds the index again\.\n$/],
  [['status', '--verify', '--json'], /^spindex: Stopped before every page was compared\.\n$/],
] as const)
  CrawlBench.test(`spindex ${words.join(' ')} gives its work up with Ctrl-C, in one line`, ROUTES, async (bench) => {
    const stop = new AbortController();
    const work = Promise.withResolvers<never>();
    const begin = () => {
      stop.abort();
      return work.promise;
    };
    const instance = {
      indexStats: async () => ({ pages: 0, sections: 0, bytes: 0 }),
      reindex: begin,
      verifyIndex: begin,
      close: async () => work.reject(new Error('closed at work')),
    };
    const { code, out, err } = await benchCommand(bench, words, { world: { stop: stop.signal }, instance });
    assert.deepEqual([code, out], [130, '']);
    assert.match(err, says);
  });

for (const command of [['search', 'home'], ['urls'], ['eval']])
  CrawlBench.test(
    `spindex ${command[0]} --site names the sites when there is none of that name`,
    ROUTES,
    async (bench) => {
      await bench.crawl();
      const { code, out, err } = await benchCommand(bench, [...command, '--site', 'nope']);
      assert.deepEqual([code, out], [2, '']);
      assert.equal(err, `spindex: There is no site "nope". There are: ${new URL(bench.site.url).host}\n`);
    },
  );
