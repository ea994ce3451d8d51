import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { smallIndex } from '../../test/support/small-index.ts';
import { search } from './search.ts';

const index = smallIndex([
  { url: '/bar', title: 'Scrollbars', text: 'A scrollbar moves a view.' },
  { url: '/scroll', title: 'Pages', text: 'A click on the bar, and you scroll the page.' },
  { url: '/setup', title: 'Setup', text: 'The setup takes an hour.' },
  { url: '/set', title: 'Sets', text: 'A set has no order. Climb up and look out.' },
  { url: '/outlook', title: 'Outlook', text: 'The outlook is good today.' },
  { url: '/day', title: 'Days', text: 'A day has hours to spare.' },
]);

async function found(q: string, rest: { prefix?: boolean } = {}): Promise<string[]> {
  const { results, total, suggestion } = await search(await index, { q, limit: 100, offset: 0, ...rest });
  assert.equal(total, results.length);
  assert.equal(suggestion, null);
  return results.map(({ pageUrl }) => pageUrl);
}

describe('search() of two words that the site writes as one, too', () => {
  it('finds what has either', async () => {
    for (const q of ['scroll bar', 'Scroll Bar']) assert.deepEqual(await found(q), ['/bar', '/scroll'], q);
    assert.deepEqual((await found('set up')).slice(0, 2).sort(), ['/set', '/setup']);
  });

  it('finds nothing by a word that begins with grammar, or comes in the other order', async () => {
    assert.deepEqual(await found('to day'), ['/day']);
    assert.deepEqual(await found('bar scroll'), ['/scroll']);
  });

  it('looks for a phrase, and for what is being typed, as they stand', async () => {
    assert.deepEqual(await found('"scroll the" bar'), ['/scroll']);
    assert.deepEqual(await found('scroll bar', { prefix: true }), ['/scroll']);
  });

  it('marks both in the snippet', async () => {
    const { results } = await search(await index, { q: 'scroll bar', limit: 2, offset: 0 });
    assert.match(results[0]?.snippet ?? '', /<mark>scrollbar<\/mark>/);
    assert.match(results[1]?.snippet ?? '', /<mark>bar<\/mark>.*<mark>scroll<\/mark>/);
  });
});
