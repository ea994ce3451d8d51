import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Chunk, forEachChunk } from './analyze.ts';
import { distinctWords } from './vocabulary.ts';

function wordsOf(text: string): string {
  const chunks = new Set<Chunk>();
  forEachChunk(text, { lang: 'en' }, (chunk) => chunks.add(chunk));
  return distinctWords(chunks);
}

describe('distinctWords()', () => {
  it('gives each word once, folded and not stemmed, names in parts', () =>
    assert.equal(
      wordsOf('Running tasks, running! See asyncio.gather() or runTasks.'),
      'running tasks see asyncio gather run',
    ));

  it('leaves out numbers, what is too short or too long, and scripts without blanks', () =>
    assert.equal(wordsOf(`1234 of utf8 検索エンジン ${'x'.repeat(33)}`), 'utf8'));
});
