import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidateAt } from '../../test/support/candidate.ts';
import type { Candidate } from '../index/search-index.ts';
import { queryWords } from './query-words.ts';
import type { Found } from './retrieve.ts';
import { SectionScorer } from './section-scorer.ts';
import { sumOf, WEIGHTS } from './weights.ts';

const scorer = new SectionScorer({ text: 'gather', words: queryWords('gather', ['en'], { isTyping: false }) });

function partsOf(rest: Partial<Candidate>, stage: Partial<Found> = {}) {
  return scorer.parts({ candidate: candidateAt('', rest), engine: 0.5, hasAllWords: true, ...stage });
}

test('SectionScorer.parts() add what links say, by their class and the prior of the page', () => {
  const links = [{}, { linkClass: 3 }, { linkClass: 6 }, { linkClass: 6, prior: 0.3 }].map(
    (rest) => partsOf(rest).links ?? 0,
  );
  assert.deepEqual(links, [0, WEIGHTS.links / 2, WEIGHTS.links, 0.3 * WEIGHTS.links]);
});

test('SectionScorer.parts() count links the more, the more words a question has', () => {
  const [two = 0, four = 0, five = 0] = [
    'gather results',
    'gather all results slowly',
    'gather results slowly whatever tasks return',
  ].map((text) => {
    const words = queryWords(text, ['en'], { isTyping: false });
    const found = { candidate: candidateAt('', { linkClass: 6 }), engine: 0.5, hasAllWords: true };
    return new SectionScorer({ text, words }).parts(found).links ?? 0;
  });
  assert.equal(two, WEIGHTS.links);
  assert.equal(five, WEIGHTS.links + WEIGHTS.questionLinks);
  assert.ok(four > WEIGHTS.links && four < (two + five) / 2);
});

test('SectionScorer.parts() count the beginning of a page the more, the more words a question has', () => {
  const beginningOf = (text: string, ordinal: number) => {
    const words = queryWords(text, ['en'], { isTyping: false });
    const found = { candidate: candidateAt('', { ordinal }), engine: 0.5, hasAllWords: true };
    return new SectionScorer({ text, words }).parts(found).firstSection;
  };
  const question = 'gather results slowly whatever tasks return';
  assert.equal(beginningOf('gather results', 0), WEIGHTS.firstSection);
  assert.equal(beginningOf(question, 0), WEIGHTS.firstSection + WEIGHTS.questionFirstSection);
  assert.equal(beginningOf(question, 1), 0);
});

test('SectionScorer.parts() take no less of the engine for a long text of what is called just so', () => {
  assert.equal(partsOf({ symbols: ['gather'] }).engine, WEIGHTS.engine);
  assert.equal(partsOf({ symbols: ['gather'], prior: 0.5 }).engine, 0.5 * WEIGHTS.engine);
  for (const other of ['Gather', 'asyncio.gather', 'gathered'])
    assert.equal(partsOf({ symbols: [other] }).engine, 0.5 * WEIGHTS.engine, other);
});

test('SectionScorer.parts() give a typed title more than links can', () => {
  const title = sumOf(partsOf({ title: 'Gather', ordinal: 0 }));
  assert.ok(title > sumOf(partsOf({ heading: 'Gather', linkClass: 6 })));
});

test('SectionScorer.parts() count what links call a section, less than any name of its own, and never both', () => {
  const isNamed = { isNamed: true };
  assert.equal(partsOf({ heading: 'Collecting' }, isNamed).linkName, WEIGHTS.linkName);
  assert.equal(partsOf({ heading: 'Collecting' }).linkName, undefined);
  const own = [
    { heading: 'Gather' },
    { title: 'Gather', ordinal: 0 },
    { symbols: ['asyncio.gather'] },
    { symbols: ['--gather'] },
    { path: ['Gather'] },
  ];
  for (const names of own) assert.deepEqual(partsOf(names, isNamed), partsOf(names), JSON.stringify(names));
  assert.ok(sumOf(partsOf({ heading: 'Gather' })) > sumOf(partsOf({ heading: 'Collecting' }, isNamed)));
});
