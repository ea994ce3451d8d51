import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type SectionText, sectionTerms, termsOf } from './document-terms.ts';

const section: SectionText = { heading: 'Running tasks', path: ['Guide'], symbols: [], text: '', code: '' };

describe('termsOf()', () => {
  it('keeps names out of the running words, so that phrases go through them', () => {
    assert.equal(termsOf('call asyncio.gather now', 'en'), 'call asyncio gather now =asyncio.gather');
  });

  it('leaves operators out of code', () => {
    assert.equal(termsOf('a = b', 'en', { operators: false }), 'a b');
    assert.equal(termsOf('a = b', 'en'), 'a b ==');
  });
});

describe('sectionTerms()', () => {
  it('makes a key of each usual link text that is no name of the section', () => {
    const section = { symbols: ['asyncio.gather'], heading: 'gather(*aws)', path: [], text: '', code: '' };
    const names = [
      'gather() (in module asyncio)',
      'asyncio.gather()',
      'gather (function)',
      'run all at once',
      'gather(RESULTS)',
    ];
    const context = { title: 'T', lang: 'en', isFirst: false, anchorTexts: [], linkNames: names };
    assert.equal(sectionTerms(section, context).anchors, '==run_all_at_once ==gather_results');
  });

  it('puts the key of the title into the first section only', () => {
    const context = { title: 'The guide', lang: 'en', anchorTexts: [] };
    assert.equal(sectionTerms(section, { ...context, isFirst: true }).title, 'the guid ==the_guide ==guide');
    assert.equal(sectionTerms(section, { ...context, isFirst: false }).title, 'the guid');
  });

  it('fills every field from its own source', () => {
    const full = { ...section, symbols: ['a.b'], text: 'Some text', code: 'x = 1' };
    assert.deepEqual(sectionTerms(full, { title: 'T', lang: 'en', isFirst: false, anchorTexts: ['see here'] }), {
      symbols: 'a b =a.b =a.b =b ==a_b',
      title: 't',
      headings: 'run task guid ==running_tasks',
      body: 'some text',
      code: 'x 1',
      anchors: 'see here',
    });
  });
});
