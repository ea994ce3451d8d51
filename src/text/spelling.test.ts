import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { editDistance, Spelling } from './spelling.ts';

/** The recurrence as it is defined, without bounds or reuse. */
function slow(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const cost = a.at(-1) === b.at(-1) ? 0 : 1;
  const [c, d] = [a.slice(0, -1), b.slice(0, -1)];
  const ways = [slow(c, b) + 1, slow(a, d) + 1, slow(c, d) + cost];
  const isSwapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  if (isSwapped) ways.push(slow(a.slice(0, -2), b.slice(0, -2)) + 1);
  return Math.min(...ways);
}

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
const spelling = (...words: [string, number][]) => new Spelling(words.map(([word, pages]) => ({ word, pages })));

describe('editDistance()', () => {
  it('is the restricted Damerau-Levenshtein distance up to its bound', () =>
    fc.assert(
      fc.property(letters, letters, fc.nat(4), (a, b, max) =>
        assert.equal(editDistance(a, b, max), Math.min(slow(a, b), max + 1)),
      ),
    ));

  it('counts two swapped neighbours once', () => assert.equal(editDistance('gahter', 'gather', 2), 1));
});

describe('Spelling.similar()', () => {
  const words = (of: Spelling, word: string) => of.similar(word, 9).map((similar) => similar.word);

  it('finds every word within its edits, as comparing with each does', () =>
    fc.assert(
      fc.property(fc.uniqueArray(letters, { maxLength: 40 }), letters, (all, word) => {
        const max = word.length < 3 ? 0 : 1;
        const near = all.filter((other) => other !== word && slow(other, word) <= max);
        const found = spelling(...all.map((other): [string, number] => [other, 1])).similar(word, 99);
        assert.deepEqual(found.map((similar) => similar.word).sort(), near.sort());
      }),
    ));

  it('puts fewer edits first, whatever is more common', () =>
    assert.deepEqual(words(spelling(['gathers', 9000], ['gather', 1]), 'gahter'), ['gather', 'gathers']));

  it('counts no accents, which many do not type', () =>
    assert.deepEqual(words(spelling(['selección', 9], ['selection', 2]), 'selecion')[0], 'selección'));

  it('puts swapped letters before a wrong one', () =>
    assert.deepEqual(words(spelling(['form', 50], ['from', 50]), 'fomr'), ['form']));

  it('puts the common one of equally near words first', () =>
    assert.deepEqual(words(spelling(['list', 3], ['lint', 300]), 'lixt'), ['lint', 'list']));

  it('takes the first letter for right when it can', () =>
    assert.deepEqual(words(spelling(['items', 90], ['times', 60]), 'tiems'), ['times', 'items']));

  it('leaves words of one or two letters alone', () => assert.deepEqual(words(spelling(['is', 9]), 'iz'), []));
});

describe('Spelling.split()', () => {
  it('finds two words typed as one, the commonest pair of them', () => {
    const known = spelling(['list', 9], ['comprehension', 4], ['listcom', 1], ['prehension', 1]);
    assert.deepEqual(known.split('listcomprehension'), ['list', 'comprehension']);
  });

  it('finds the parts of a compound, with what joins them left out', () => {
    const known = spelling(
      ['wirtschaft', 4],
      ['wachstum', 3],
      ['straße', 2],
      ['karten', 9],
      ['schmalspur', 1],
      ['bahnen', 2],
    );
    assert.deepEqual(known.split('wirtschaftswachstum'), ['wirtschaft', 'wachstum']);
    assert.deepEqual(known.split('straßenkarten'), ['straße', 'karten']);
    assert.deepEqual(known.split('schmalspurbahnen'), ['schmalspur', 'bahnen']);
    assert.equal(known.split('wirtschaftxwachstum'), undefined, 'nothing else joins');
  });

  it('takes no short words for parts of a compound', () =>
    assert.equal(spelling(['proc', 9], ['sign', 9]).split('procssign'), undefined));

  it('is undefined when no pair is known', () =>
    assert.equal(spelling(['list', 9]).split('listcomprehension'), undefined));
});
