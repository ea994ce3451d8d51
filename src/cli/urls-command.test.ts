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

CrawlBench.test(
  'spindex urls gives a terminal nothing that steers it, and a file what was found',
  { '/': `<title>Home</title><main><p>Words. <a href="/gone">&#27;[31mred</a></main>` },
  async (bench) => {
    await bench.crawl();
    const csv = async (isTerminal: boolean) => {
      let out = '';
      const write = (text: string) => {
        out += text;
      };
      const stdout = { write, isTerminal, isLost: false, columns: 80 };
      await benchCommand(bench, ['urls', '--broken', '--format', 'csv'], { world: { stdout } });
      return /,[^,]*red,/.exec(out)?.[0];
    };
    assert.deepEqual([await csv(true), await csv(false)], [',[31mred,', ',\u001b[31mred,']);
  },
);

CrawlBench.test('spindex urls reads no further when its reader has left', ROUTES, async (bench) => {
  await bench.crawl();
  let lines = 0;
  const stdout = {
    write: () => {
      lines += 1;
    },
    get isLost() {
      return lines > 0;
    },
    isTerminal: false,
    columns: 80,
  };
  const { code } = await benchCommand(bench, ['urls', '--format', 'csv'], { world: { stdout } });
  assert.deepEqual([code, lines], [0, 1]);
});
