import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOf } from './language.ts';

const RUSSIAN = 'Это руководство описывает, как создать индекс и найти в нём нужную страницу.';
const UKRAINIAN = 'Цей посібник описує, як створити індекс і знайти в ньому потрібну сторінку.';
const ENGLISH = 'This guide tells how to make an index and how to find the page that you need in it.';

describe('languageOf()', () => {
  it('tells languages by letters and stop words when none is declared', () => {
    assert.equal(languageOf(RUSSIAN, ''), 'ru');
    assert.equal(languageOf(UKRAINIAN, ''), 'uk');
    assert.equal(languageOf(ENGLISH, ''), 'en');
    assert.equal(
      languageOf('Dieses Buch ist für alle, die mit der Suche in einem Index arbeiten und nicht wissen, wie.', ''),
      'de',
    );
  });

  it('believes what is declared', () => {
    assert.equal(languageOf(ENGLISH, 'fr'), 'fr');
    assert.equal(languageOf(RUSSIAN, 'bg'), 'bg');
  });

  it('does not believe a declaration in another script', () => {
    assert.equal(languageOf(RUSSIAN, 'en'), 'ru');
    assert.equal(languageOf(ENGLISH, 'ru'), 'en');
  });

  it('says nothing of a text without words of a language', () => assert.equal(languageOf('x1 y2 z3', ''), ''));
});
