import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sectionDocument } from '../../../test/support/search-index-contract.ts';
import { packed, runsOf, unpackedNames, unpackedTexts } from './packing.ts';

const sectionsOf = (texts: readonly string[]) => texts.map((text) => sectionDocument({}, { text, code: 'x' }));

describe('runsOf()', () => {
  it('keeps every section once, in order, and numbers the first of each run', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(lengths, (chars) => {
        const sections = sectionsOf(chars.map((count) => 'a'.repeat(count)));
        const runs = runsOf(sections);
        assert.deepEqual(
          runs.flatMap((run) => run.sections),
          sections,
        );
        for (const { first, sections: own } of runs) assert.equal(own[0], sections[first]);
      }),
      { numRuns: 30 },
    );
  });

  it('ends a run at 64 sections, or when it has 24,000 characters', () => {
    const sizes = (texts: string[]) => runsOf(sectionsOf(texts)).map((run) => run.sections.length);
    assert.deepEqual(sizes(Array.from({ length: 130 }, () => '')), [64, 64, 2]);
    assert.deepEqual(sizes(['a'.repeat(12_000), 'a'.repeat(12_000), 'a', 'a']), [2, 2]);
    assert.deepEqual(sizes([]), []);
  });
});

describe('packed()', () => {
  it('gives back what was packed, in any script', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))), (texts) => {
        assert.deepEqual(unpackedTexts(packed(texts)), texts);
      }),
      { numRuns: 50 },
    );
    assert.deepEqual(unpackedNames(packed([['a', 'ї', ['п', 'q'], []]])), [['a', 'ї', ['п', 'q'], []]]);
  });
});
