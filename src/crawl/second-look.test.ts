import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CrawlBench } from '../../test/support/crawl-bench.ts';
import { search } from '../search/search.ts';
import type { Relinked } from '../store/crawl-store.ts';
import type { Indexing } from './indexer.ts';
import { completeIndex } from './second-look.ts';

const anchor = (href: string, text: string) => `<a href="${href}">${text}</a>`;
const html = (title: string, ...links: string[]) =>
  `<title>${title}</title><main><h1>${title}</h1><p>About ${title}, and see ${links.join(', and ')}.</p></main>`;

let name = 'plain page';

CrawlBench.test(
  'CrawlRun.run() indexes a page anew when other pages call it otherwise, though it has not changed itself',
  {
    '/': html('Home', anchor('/plain', 'plain page'), anchor('/one', 'one'), anchor('/two', 'two')),
    '/plain': html('Plain'),
    '/one': () => ({ body: html('One', anchor('/plain', name)) }),
    '/two': () => ({ body: html('Two', anchor('/plain', name)) }),
  },
  async (bench) => {
    await bench.crawl();
    assert.ok(!(await bench.found('zebra handbook')).includes('/plain'));
    name = 'zebra handbook';
    await bench.crawl();
    assert.equal((await bench.states())['/plain'], 'unchanged unchanged');
    assert.deepEqual((await bench.found('zebra handbook')).sort(), ['/one', '/plain', '/two']);
    const groups = [{ terms: ['==zebra_handbook'] }];
    const { candidates } = await bench.index.candidates({ groups, match: 'all', fields: ['anchors'], limit: 10 });
    assert.deepEqual(
      candidates.map(({ title }) => title),
      ['Plain'],
      'what two links call it is its name',
    );
    assert.deepEqual(await bench.store.changes(10), []);
  },
);

CrawlBench.test(
  'CrawlRun.run() makes a section be found by the texts of links to any id of it, at the address of its own',
  {
    '/': html('Home', anchor('/tables', 'tables'), anchor('/tables#rowid', 'quokka'), anchor('/tables#gone', 'numbat')),
    '/one': html('One', anchor('/tables#rowid', 'quokka')),
    '/tables': html('Tables', '<h2 id=keys>Keys</h2><p>Their numbers.</p><p><a name=rowid></a>One for each.</p>'),
  },
  async (bench) => {
    await bench.crawl();
    const { results } = await search(bench.index, { q: 'quokka', limit: 10, offset: 0 });
    assert.equal(results[0]?.url, `${bench.site.url}/tables#keys`);
    assert.ok(!(await bench.found('numbat')).includes('/tables'));
  },
);

/** An indexing that writes down what it is asked. */
function recorder(log: string[]): Indexing {
  return {
    wake: () => void log.push('wake'),
    drain: async () => void log.push('drain'),
    trouble: async () => null,
    close: async () => undefined,
  };
}

function parts(log: string[], answers: Relinked[]) {
  const requeueLinked = async (_: number, { after }: { after: number }) => {
    log.push(`look after ${after}`);
    return answers.shift() ?? { requeued: 0, next: null };
  };
  return { store: { requeueLinked }, indexing: recorder(log), siteId: 1 };
}

test('completeIndex() looks when the outbox is empty, part by part, and drains what that brought', async () => {
  const log: string[] = [];
  const answers = [
    { requeued: 0, next: 7 },
    { requeued: 2, next: 9 },
    { requeued: 0, next: null },
  ];
  await completeIndex(parts(log, answers), new AbortController().signal);
  assert.deepEqual(log, ['wake', 'drain', 'look after 0', 'look after 7', 'wake', 'look after 9', 'drain']);
});

test('completeIndex() has nothing to wait for when the second look brings nothing', async () => {
  const log: string[] = [];
  await completeIndex(parts(log, []), new AbortController().signal);
  assert.deepEqual(log, ['wake', 'drain', 'look after 0']);
});

test('completeIndex() ends between two parts when it is aborted', async () => {
  const log: string[] = [];
  const abort = new AbortController();
  const { indexing, siteId } = parts(log, []);
  const requeueLinked = async () => {
    log.push('look');
    abort.abort(new Error('stopped for a test'));
    return { requeued: 0, next: 1 };
  };
  const looking = completeIndex({ store: { requeueLinked }, indexing, siteId }, abort.signal);
  await assert.rejects(looking, /stopped for a test/);
  assert.deepEqual(log, ['wake', 'drain', 'look']);
});
