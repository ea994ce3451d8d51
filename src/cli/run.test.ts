import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeCrawl } from '../../test/support/fake-server-parts.ts';
import { Fault } from '../model/errors.ts';
import { run } from './run.ts';
import type { Instance, World } from './world.ts';

/** A world in which nothing can be opened; gives what was printed. */
async function runIn(argv: string[], changes: Partial<World> = {}) {
  const [out, err]: string[][] = [[], []];
  const output = (lines: string[] | undefined) => ({
    write: (text: string) => void lines?.push(text),
    isLost: false,
    isTerminal: false,
    columns: 80,
  });
  const code = await run({
    arguments: argv,
    env: {},
    settingsFile: () => undefined,
    readText: () => undefined,
    writeText: () => undefined,
    stdout: output(out),
    stderr: output(err),
    stop: new AbortController().signal,
    version: '1.2.3',
    openInstance: () => Promise.reject(new Fault('data-unreadable', 'opened')),
    startServer: () => Promise.reject(new Error('not reached')),
    ...changes,
  });
  return { code, out: out?.join('') ?? '', err: err?.join('') ?? '' };
}

const WRONG: [argv: string[], says: RegExp][] = [
  [['search', 'x', '--limt', '3'], /Did you mean --limit\?/],
  [['crawl'], /at least one URL/],
  [['crawl', 'docs.example/3'], /not a URL.*Did you mean https:\/\/docs\.example\/3\?/],
  [['docs.example/3', '--rps', '2'], /not a URL.*Did you mean https:\/\/docs\.example\/3\?/],
  [['https://docs.example/', 'docs.example'], /not a URL.*Did you mean https:\/\/docs\.example\/\?/],
  [
    ['serach', 'foo', '--limit', '3'],
    /There is no command "serach"\. Did you mean spindex search\? See spindex --help/,
  ],
  [['--data', 'd', 'stats'], /Did you mean spindex status\?/],
  [
    ['handbook'],
    /There is no command "handbook"\. To crawl a host of that name: spindex http:\/\/handbook\/\. See spindex --help/,
  ],
  [['serve', '--port'], /--port needs a value/],
  [['crawl', 'https://docs.example/', '--rps', '-1'], /--rps: .*"-1"/],
  [['crawl', 'https://docs.example/', '--rps', '1001'], /--rps: must be a number from 0 to 1000, not "1001"/],
  [['https://docs.example/', '--rps', '0'], /loopback hosts only; docs\.example needs a number above 0/],
  [['crawl', 'https://docs.example/', '--exclude', 'docs/*'], /"docs\/\*" is no URL pattern/],
  ...['serve', 'status', 'urls', 'eval', 'reindex'].map((command): [string[], RegExp] => [
    [command, 'extra'],
    /takes no "extra"/,
  ]),
  [['search', ''], /query/],
  [['search', 'x'.repeat(513)], /1 to 512 characters/],
  [['crawl', 'https://a/', '--resolve', 'a:b'], /--resolve: must be host:port:address, .* not \["a:b"\]/],
  [['search', '\u{1f50d}'.repeat(513)], /1 to 512 characters/],
  [['search', 'x', '--limit', '0'], /--limit: must be a whole number from 1 to 100, not "0"/],
  [['urls', '--state', 'nowhere'], /--state/],
  [['urls', '--reason', 'none'], /--reason/],
];
for (const [argv, says] of WRONG)
  test(`run() answers "${argv.join(' ').slice(0, 60)}" with code 2 and one line`, async () => {
    const { code, out, err } = await runIn(argv);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^spindex: [^\n]+\n$/);
    assert.match(err, says);
  });

test('run() counts the characters of a query as the API does', async () => {
  assert.match((await runIn(['search', '\u{1f50d}'.repeat(512)])).err, /opened/);
});

test('run() prints a fault without a stack, with the exit code of its kind', async () => {
  for (const argv of [['crawl', 'https://a/'], ['https://a/'], [], ['serve'], ['search', 'x'], ['status'], ['urls']])
    assert.deepEqual(await runIn(argv), { code: 1, out: '', err: 'spindex: opened\n' }, argv.join(' '));
});

test('run() owns up to a fault of its own, with the stack that a report needs', async () => {
  const openInstance = () => Promise.reject(new TypeError('broken'));
  const { code, err } = await runIn(['status'], { openInstance });
  assert.equal(code, 1);
  assert.match(err, /^spindex: a fault of Spindex itself: TypeError: broken\n +at /);
});

test('run() asks for no settings to print help and version', async () => {
  const settingsFile = () => '{ broken';
  assert.equal((await runIn(['--version'], { settingsFile })).out, '1.2.3\n');
  assert.equal((await runIn(['crawl', '--help'], { settingsFile })).code, 0);
  assert.match((await runIn(['anything', '--help'], { settingsFile })).out, /spindex reindex/);
  assert.match((await runIn(['status'], { settingsFile })).err, /not valid JSON/);
});

test('run() stops the crawls that are running without waiting for the end of the server', async () => {
  const stop = new AbortController();
  const stopped = Promise.withResolvers<void>();
  const crawls = { list: () => [fakeCrawl()], stop: async () => stopped.resolve() };
  const counts = { pages: 0, outbox: 0 };
  const store = { sites: async () => [{ id: 1 }], counts: async () => counts };
  const instance = { crawls, store, indexStats: async () => counts, close: async () => undefined };
  const { code, out } = await runIn(['serve'], {
    stop: stop.signal,
    openInstance: async () => instance as unknown as Instance,
    startServer: async () => {
      setImmediate(() => stop.abort());
      return { url: 'http://127.0.0.1:1', close: () => stopped.promise };
    },
  });
  assert.equal(code, 130);
  assert.match(out, /the same crawl continues/);
});

test('run() lets commands that only read find what was crawled or fail, and the others begin', async () => {
  const asked: [string, boolean][] = [];
  const openInstance: World['openInstance'] = ({ data, mustExist }) => {
    asked.push([data, mustExist]);
    return Promise.reject(new Fault('data-unreadable', 'opened'));
  };
  await runIn(['search', 'x', '--data', 'd'], { openInstance });
  await runIn(['crawl', 'https://a/'], { openInstance, env: { SPINDEX_DATA: 'e' } });
  assert.deepEqual(asked, [
    ['d', true],
    ['e', false],
  ]);
});
