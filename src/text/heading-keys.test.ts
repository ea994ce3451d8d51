import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { headingKey, headingKeys } from './heading-keys.ts';

describe('headingKeys()', () => {
  it('take numbering and case away', () => {
    assert.equal(headingKey('4.2. The for Statement'), headingKey('the FOR statement'));
    for (const numbered of [
      'F.23.2. The for Statement',
      '21.4-2 The for Statement',
      'Chapter 8. The for Statement',
      'Appendix F. The for Statement',
    ])
      assert.equal(headingKey(numbered), headingKey('the for statement'));
    assert.equal(headingKey('2to3 fixers'), '==2to3_fixers');
    assert.equal(headingKey('2-3 trees'), '==2_3_trees');
    assert.equal(headingKey('Python 3 is here'), '==python_3_is_here');
    assert.equal(headingKey('***'), '');
    assert.equal(headingKey('Shelf#put'), headingKey('Shelf put'));
    assert.equal(headingKey('C# and #include'), '==c#_and_#include');
  });

  it('are the same for all apostrophes within a word, and for hyphens that are not seen', () => {
    const [key] = headingKeys("Об'єкти");
    for (const written of ['Об’єкти', 'Обʼєкти', 'Обєкти']) assert.deepEqual(headingKeys(written), [key]);
    assert.deepEqual(headingKeys('Daten\u00adbank'), headingKeys('Datenbank'));
  });

  it('stand also for what is before a subtitle', () => {
    assert.deepEqual(headingKeys('argparse — Parser for options'), ['==argparse_parser_for_options', '==argparse']);
    assert.deepEqual(headingKeys('Plain'), ['==plain']);
    assert.deepEqual(headingKeys('GIT-REBASE(1)'), ['==git_rebase_1', '==git_rebase']);
    assert.deepEqual(headingKeys(''), []);
  });
});
