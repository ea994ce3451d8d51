import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate } from '../index/search-index.ts';
import { queryWords } from './query-words.ts';
import { SectionScorer } from './section-scorer.ts';
import { sumOf, WEIGHTS } from './weights.ts';

const scorer = new SectionScorer({ text: 'gather', words: queryWords('gather', ['en'], { isTyping: false }) });

function partsOf(rest: Partial<Candidate>) {
  const names = { id: '1', url: '', anchor: '', title: '', heading: '', path: [], symbols: [], ordinal: 1 };
  const candidate = { ...names, site: '', lang: 'en', type: 'page', prior: 1, crawledAt: 0, score: 1, ...rest };
  return scorer.parts({ candidate, engine: 0.5, hasAllWords: true });
}

test('SectionScorer.parts() add what links say, by their class and the prior of the page', () => {
  const links = [{}, { linkClass: 3 }, { linkClass: 6 }, { linkClass: 6, prior: 0.3 }].map(
    (rest) => partsOf(rest).links ?? 0,
  );
  assert.deepEqual(links, [0, WEIGHTS.links / 2, WEIGHTS.links, 0.3 * WEIGHTS.links]);
});

test('SectionScorer.parts() give a typed title more than links can', () => {
  const title = sumOf(partsOf({ title: 'Gather', ordinal: 0 }));
  assert.ok(title > sumOf(partsOf({ heading: 'Gather', linkClass: 6 })));
});
