import assert from 'node:assert/strict';
import { benchCommand } from '../../test/support/bench-command.ts';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';

const ROUTES = { '/': page('home', '/a'), '/a': page('alpha') };

for (const format of ['text', 'csv', 'jsonl'])
  CrawlBench.test(
    `spindex urls --format ${format} that is cut short says so by its exit code`,
    ROUTES,
    async (bench) => {
      await bench.crawl();
      assert.equal((await benchCommand(bench, ['urls', '--format', format])).code, 0);
      const stopped = await benchCommand(bench, ['urls', '--format', format], { world: { stop: AbortSignal.abort() } });
      assert.equal(stopped.code, 130);
    },
  );
