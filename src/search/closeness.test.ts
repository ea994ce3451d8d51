import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { candidateAt } from '../../test/support/candidate.ts';
import { type Closeness, closenessFinder } from './closeness.ts';
import { queryWords } from './query-words.ts';

function closeness(q: string, text: string, { code = '', heading = '' } = {}): Closeness {
  const closenessOf = closenessFinder(queryWords(q, ['en'], { isTyping: false }));
  assert.ok(closenessOf, `no two words in ${q}`);
  return closenessOf(candidateAt('/', { heading }), { id: '/', text, code });
}

const FILLER = 'and so it goes on and on for very many more of them '.repeat(3);

describe('closenessFinder()', () => {
  it('has nothing to tell of a query without two words that say something', () => {
    for (const q of ['gather', 'the gather', 'asyncio.gather', '', 'how to'])
      assert.equal(closenessFinder(queryWords(q, ['en'], { isTyping: false })), undefined, q);
  });

  it('near: all words in one stretch count in full, those far apart by themselves', () => {
    assert.equal(closeness('fruit salad', 'A salad of fresh fruit.').near, 1);
    assert.equal(closeness('fruit salad', `A salad. ${FILLER} Fruit.`).near, 0.5);
    assert.equal(closeness('fruit salad', 'Nothing of that.').near, 0);
  });

  it('near: text and code are not one stretch, and a heading is a stretch of its own', () => {
    assert.equal(closeness('fruit salad', 'fruit', { code: 'salad' }).near, 0.5);
    assert.equal(closeness('fruit salad', 'Nothing of that.', { heading: 'Salad of fruit' }).near, 1);
  });

  it('order: neighbours in order before those further apart before those the other way round', () => {
    const orders = [
      'fruit salad',
      'fruit in salad',
      'salad fruit',
      'salad and some fruit',
      `fruit ${FILLER} salad`,
    ].map((text) => closeness('fruit salad', text).order);
    assert.deepEqual(orders, [1, 0.7, 0.4, 0, 0]);
  });

  it('order: the parts of a name are neighbours', () => {
    assert.equal(closeness('asyncio gather', 'Call asyncio.gather() with them.').order, 1);
  });

  it('finds other forms of a word, and one word typed twice once', () => {
    assert.equal(closeness('gathering tasks', 'It gathers a task.').near, 1);
    assert.equal(closeness('a task of a task of fruit', 'A task of fruit').near, 1);
  });
});
