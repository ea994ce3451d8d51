import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { otherLayouts, withUmlauts } from './keyboard-layout.ts';

describe('otherLayouts()', () => {
  const cases = [
    ['фынтсшщ', 'asyncio'],
    ['Gjbcr', 'поиск'],
    ['j,]trn', 'объект'],
    ['пферук', 'gather'],
    ['gjier', 'пошук'],
    ['gjdybq', 'повний'],
    ['пше-фвв', 'git-add'],
    ['реез2', 'http2'],
  ] as const;
  for (const [typed, meant] of cases)
    it(`reads ${typed} as ${meant}`, () => assert.ok(otherLayouts(typed).includes(meant)));

  it('tells the Russian and the Ukrainian reading apart', () => assert.deepEqual(otherLayouts('csh'), ['сыр', 'сір']));

  it('is empty for other keys, mixed scripts and a single key', () =>
    assert.deepEqual(['aы', 'utf~8', 'a', '42', '検索'].flatMap(otherLayouts), []));
});

describe('withUmlauts()', () => {
  it('reads digraphs as the letters that a keyboard may lack', () => {
    assert.deepEqual(['Groesse', 'fuer', 'aendern', 'spraak'].map(withUmlauts), [
      ['grösse'],
      ['für'],
      ['ändern'],
      ['språk'],
    ]);
  });

  it('is empty without any', () => assert.deepEqual(['größe', 'neue', 'queue', ''].flatMap(withUmlauts), []));
});
