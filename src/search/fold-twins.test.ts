import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type PageSketch, smallIndex } from '../../test/support/small-index.ts';
import { search } from './search.ts';

const HOST = 'https://docs.example';
const page = (path: string, text: string, rest: Partial<PageSketch> = {}): PageSketch => ({
  url: HOST + path,
  title: 'Gathering',
  text,
  ...rest,
});

/** The path of each result, with those of its twins. */
async function found(pages: readonly PageSketch[], q: string): Promise<string[][]> {
  const { results } = await search(await smallIndex(pages), { q, limit: 100, offset: 0 });
  return results.map(({ pageUrl, versions }) => [
    pageUrl.slice(HOST.length),
    ...versions.map((other) => other.pageUrl.slice(HOST.length)).sort(),
  ]);
}

const PROSE = 'Waits for several tasks and gives their results in order.';

describe('search() of twins', () => {
  it('gives one result for pages that look the same in the results', async () => {
    const pages = [page('/a/gather', PROSE), page('/b/gather', PROSE), page('/c/gather', `${PROSE} And more of it.`)];
    const results = await found(pages, 'several tasks');
    assert.deepEqual(results.map((result) => result.length).sort(), [1, 2]);
    assert.deepEqual(
      results.find((result) => result.length === 2),
      ['/a/gather', '/b/gather'],
    );
  });

  it('puts a page before the one that collects its sections with others', async () => {
    const section = { heading: 'Several tasks', anchor: 'several', text: PROSE };
    const around = Array.from({ length: 5 }, (_, i) => ({ heading: `Part ${i}`, text: `Something else, ${i} tasks.` }));
    const pages = [
      page('/all', '', { title: 'Gathering tasks, everything', sections: [...around, section, ...around] }),
      page('/one', '', { title: 'Gathering', sections: [{ heading: 'Gathering', text: 'An introduction.' }, section] }),
    ];
    for (const order of [pages, pages.toReversed()]) {
      const paths = (await found(order, 'several tasks')).map(([path]) => path);
      assert.deepEqual(paths, ['/one', '/all']);
    }
    const long = { ...section, text: `${PROSE} ${'Whoever waits may be told to stop. '.repeat(6)}` };
    const noted = { ...long, text: `${long.text} See also the list of all functions.` };
    const alike = [
      page('/all', '', { title: 'Gathering tasks, everything', sections: [...around, long, ...around] }),
      page('/one', '', { title: 'Gathering', sections: [noted] }),
    ];
    assert.deepEqual(
      (await found(alike, 'several tasks')).map(([path]) => path),
      ['/one', '/all'],
    );
    const other = page('/all', '', {
      title: 'Gathering tasks, everything',
      sections: [...around, { ...section, text: 'Several tasks, several tasks: another text altogether.' }],
    });
    assert.deepEqual(
      (await found([...pages.slice(1), other], 'several tasks')).map(([path]) => path),
      ['/all', '/one'],
    );
  });

  it('does so also where the collection says much more of the same', async () => {
    const section = { heading: 'Gathering several things at once', anchor: 'several', text: PROSE };
    const more = Array.from({ length: 5 }, (_, i) => ({
      heading: `Once more, part ${i}`,
      text: 'Gathering several things at once gathers several things.',
    }));
    const pages = [
      page('/all', '', { title: 'Everything', sections: [...more, section] }),
      page('/one', '', { title: 'Tasks', sections: [{ heading: 'Tasks', text: 'An introduction.' }, section] }),
    ];
    assert.deepEqual(
      (await found(pages, 'gathering several things at once')).map(([path]) => path),
      ['/one', '/all'],
    );
  });

  it('keeps pages apart that say next to nothing', async () => {
    const pages = [page('/a', 'Several tasks.'), page('/b', 'Several tasks.')];
    assert.equal((await found(pages, 'several tasks')).length, 2);
  });
});
