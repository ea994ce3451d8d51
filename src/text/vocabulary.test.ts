import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { distinctWords } from './vocabulary.ts';

describe('distinctWords()', () => {
  it('gives each word once, folded and not stemmed, names in parts', () =>
    assert.equal(
      distinctWords(['Running tasks, running!', 'See asyncio.gather() or runTasks.'], 'en'),
      'running tasks see asyncio gather run',
    ));

  it('leaves out numbers, what is too short or too long, and scripts without blanks', () =>
    assert.equal(distinctWords([`1234 of utf8 検索エンジン ${'x'.repeat(33)}`], 'en'), 'utf8'));
});
