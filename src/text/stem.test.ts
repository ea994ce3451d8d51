import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stem } from './stem.ts';

describe('stem()', () => {
  it('leaves short words, numbers and names alone', () => {
    for (const word of ['is', 'a1s', 'max_values', 'x86s']) assert.equal(stem(word, 'en'), word);
  });

  it('takes ion off after s and t, and nothing more', () => {
    assert.equal(stem('connections', 'en'), stem('connect', 'en'));
    assert.equal(stem('collection', 'en'), stem('collect', 'en'));
    assert.equal(stem('option', 'en'), 'option');
    assert.equal(stem('generation', 'en'), stem('generate', 'en'));
  });

  it('leaves Latin words of a language without a stemmer alone', () => assert.equal(stem('running', 'vi'), 'running'));

  it('knows Ukrainian letters in a text of another language', () =>
    assert.equal(stem('сторінками', 'en'), stem('сторінка', 'uk')));

  it('knows vowels that come and go before к', () => {
    assert.equal(stem('ссылок', 'ru'), stem('ссылка', 'ru'));
    assert.equal(stem('список', 'ru'), stem('списками', 'ru'));
    assert.equal(stem('сторінок', 'uk'), stem('сторінка', 'uk'));
    assert.equal(stem('строка', 'ru'), stem('строк', 'ru'));
  });

  it('never makes nothing of a word', () => {
    for (const word of ['ого', 'его', 'ing', 'ies', 'ами', 'ние'])
      assert.notEqual(stem(word, /[a-z]/.test(word) ? 'en' : 'ru'), '');
  });
});
