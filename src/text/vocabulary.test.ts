import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forEachChunk } from './analyze.ts';
import { PageWords } from './vocabulary.ts';

function wordsOf(text: string): string {
  const words = new PageWords();
  forEachChunk(text, { lang: 'en' }, (chunk) => words.add(chunk));
  return words.toString();
}

describe('PageWords', () => {
  it('gives each word once, folded and not stemmed, names in parts', () =>
    assert.equal(
      wordsOf('Running tasks, running! See asyncio.gather() or run_tasks.'),
      'running tasks see asyncio gather run',
    ));

  it('gives a name without signs whole, too: it may be typed in small letters', () =>
    assert.deepEqual(wordsOf('NullHandler').split(' ').sort(), ['handler', 'null', 'nullhandler']));

  it('leaves out numbers, what is too short or too long, and scripts without blanks', () =>
    assert.equal(wordsOf(`1234 of utf8 検索エンジン ${'x'.repeat(33)}`), 'utf8'));

  it('counts the same chunk again for another page', () => {
    assert.equal(wordsOf('seldom met'), 'seldom met');
    assert.equal(wordsOf('met seldom'), 'met seldom');
  });
});
