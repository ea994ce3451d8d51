import assert from 'node:assert/strict';
import { run } from '../../src/cli/run.ts';
import type { Instance, World } from '../../src/cli/world.ts';
import type { CrawlBench } from './crawl-bench.ts';

/** Runs a command that reads what the bench has crawled; words that begin with a slash are addresses of its site. */
export async function benchCommand(
  bench: CrawlBench,
  words: readonly string[],
  { world = {}, instance = {} }: { world?: Partial<World>; instance?: Partial<Instance> } = {},
): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const output = (to: 'out' | 'err') => ({
    write: (text: string) => {
      written[to] += text;
    },
    isLost: false,
    isTerminal: false,
    columns: 80,
  });
  const never = async () => assert.fail('not for these commands');
  const { store, crawls } = bench;
  const unused = { search: never, searchAs: never, suggest: never, indexStats: never, reindex: never };
  const code = await bench.during(
    run({
      arguments: words.map((word) => (word.startsWith('/') ? bench.site.url + word : word)),
      env: {},
      ...{ settingsFile: () => undefined, readText: () => undefined, writeText: () => undefined },
      ...{ stdout: output('out'), stderr: output('err'), stop: new AbortController().signal, version: 'test' },
      openInstance: async () => ({
        ...unused,
        ...{ store, storeFor: () => store, crawls, verifyIndex: never, keepFresh: never, close: async () => undefined },
        ...instance,
      }),
      startServer: never,
      ...world,
    }),
  );
  return { code, ...written };
}
