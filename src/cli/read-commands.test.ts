import assert from 'node:assert/strict';
import { benchCommand } from '../../test/support/bench-command.ts';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { fakeAnswer, fakeResult } from '../../test/support/fake-server-parts.ts';
import { search } from '../search/search.ts';
import type { Instance } from './world.ts';

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

CrawlBench.test('spindex search keeps to the site, the language and the type asked for', ROUTES, async (bench) => {
  await bench.crawl();
  const instance: Partial<Instance> = {
    search: (request) => search(bench.index, request),
    indexStats: () => bench.index.stats(),
  };
  const told = async (...options: string[]) => {
    const { code, out } = await benchCommand(bench, ['search', 'home', ...options], { instance });
    return [code, out.split(' ')[0]];
  };
  const { host } = new URL(bench.site.url);
  assert.deepEqual(await told('--site', host, '--lang', 'en', '--type', 'page'), [0, '1']);
  for (const none of [
    ['--lang', 'uk'],
    ['--type', 'changelog'],
  ])
    assert.deepEqual(await told(...none), [0, '0'], none.join(' '));
});

const ESC = '\u001b';

for (const isTerminal of [false, true])
  CrawlBench.test(
    `spindex search shows places, snippets and versions ${isTerminal ? 'on a terminal, words in bold' : 'in a pipe, as plain text'}`,
    ROUTES,
    async (bench) => {
      await bench.crawl();
      const version = { url: 'https://a.example/2/', pageUrl: 'https://a.example/2/', version: '', lang: 'en' };
      const result = fakeResult({
        title: `${ESC}]0;Tasks`,
        breadcrumb: ['Library', `${ESC}]0;Tasks`, 'Groups'],
        heading: 'Groups',
        snippet: `Run <mark>awaitable</mark>${ESC}[2J if 1 &lt; 2`,
        versions: [version, { ...version, version: '3.9' }],
      });
      const bare = fakeResult({ title: 'Bare', breadcrumb: [], heading: '', snippet: '' });
      const some = {
        total: 2000,
        totalRelation: 'atLeast',
        suggestion: `task${ESC}[2J`,
        results: [result, bare],
      } as const;
      const instance: Partial<Instance> = {
        search: async (request) => fakeAnswer(request, { ...some, results: [...some.results] }),
      };
      let out = '';
      const write = (text: string) => {
        out += text;
      };
      const stdout = { write, isTerminal, isLost: false, columns: 80 };
      await benchCommand(bench, ['search', 'tsak', '--offset', '10'], { instance, world: { stdout } });
      const [bold, plain] = isTerminal ? [`${ESC}[1m`, `${ESC}[0m`] : ['', ''];
      assert.equal(
        out,
        [
          'at least 2,000 pages for "tsak" (2.1 ms)',
          'Did you mean task[2J?',
          '',
          `11. ${bold}Library › ]0;Tasks › Groups${plain}`,
          `   ${result.url}`,
          `   Run ${bold}awaitable${plain}[2J if 1 < 2`,
          '   also: https://a.example/2/, 3.9',
          '',
          `12. ${bold}Bare${plain}`,
          `   ${bare.url}`,
          '   ',
          '',
        ].join('\n'),
      );
    },
  );

CrawlBench.test(
  'spindex search says that the results are of the mended query, counts one page as one, and leaves none without a name',
  ROUTES,
  async (bench) => {
    await bench.crawl();
    const untitled = fakeResult({ title: '', breadcrumb: [], heading: '', snippet: '' });
    const instance: Partial<Instance> = {
      search: async (request) =>
        fakeAnswer(request, { total: 1, suggestion: 'task', isMended: true, results: [untitled] }),
    };
    const { out } = await benchCommand(bench, ['search', 'tsak'], { instance });
    assert.deepEqual(out.split('\n').slice(0, 4), [
      '1 page for "tsak" (2.1 ms)',
      'These are results for task: not every word of "tsak" stands here.',
      '',
      '1. A page without a title',
    ]);
  },
);

CrawlBench.test(
  'spindex status --verify ends with 1 when the index is not what the store says',
  ROUTES,
  async (bench) => {
    const none = { total: 0, urls: [] };
    for (const [total, expected] of [
      [0, 0],
      [1, 1],
    ] as const) {
      const instance: Partial<Instance> = {
        indexStats: () => bench.index.stats(),
        verifyIndex: async () => ({ pages: 1, differing: { total, urls: [] }, extra: none }),
      };
      const { code, out } = await benchCommand(bench, ['status', '--verify'], { instance });
      assert.equal(code, expected);
      assert.match(out, /1 pages compared/);
    }
  },
);
