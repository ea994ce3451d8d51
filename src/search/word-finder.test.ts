import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { forEachChunk } from '../text/analyze.ts';
import { queryWords } from './query-words.ts';
import { wordFinder } from './word-finder.ts';

const QUERY = queryWords('gather asyncio.run == свечей елка грунт f-string', ['en', 'ru'], { isTyping: false });
const WORDS = QUERY.flatMap((word) => [word, ...word.parts]);

/** What is found when every chunk is analysed. */
function bruteForce(text: string): string[] {
  const places: string[] = [];
  let chunk = 0;
  forEachChunk(text, { lang: 'en' }, ({ tokens }, at) => {
    for (const { term, start, end } of tokens) {
      const word = WORDS.findLastIndex(({ terms }) => terms.includes(term));
      if (word >= 0) places.push([word, at + start, at + end, chunk].join(' '));
    }
    chunk += 1;
  });
  return places;
}

const pieces = [
  'gathers',
  'Gathering,',
  'asyncio.run()',
  'asyncio',
  'running',
  '==',
  'Свеча',
  'предСвеча',
  'просвеча',
  'Ёлки,',
  'све\u0301ча',
  'ґрунт',
  'XX-елка',
  'грунт’елка',
  'СВЕЧАМИ»',
  'fstrings',
  'runGather',
  'HTTPRun',
  'pre_run',
  'a1gather',
  'prerun',
  'f-string',
  'é',
  '—',
  '“gather”',
  'gather’s',
  'x—gather…',
];
const blanks = [' ', '\n', '  ', ' ', ' . ', ' word '];

describe('wordFinder()', () => {
  it('finds the words where analysing all of the text finds them', () => {
    const texts = fc.array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...blanks)), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...blanks, ''), texts, (before, parts) => {
        const text = before + parts.flat().join('');
        const found = wordFinder(WORDS).placesIn(text, 'en');
        assert.deepEqual(
          found.map(({ word, start, end, chunk }) => [word, start, end, chunk].join(' ')),
          bruteForce(text),
        );
      }),
    );
  });

  it('finds words in Cyrillic by stems in Latin letters, as Serbian ones are', () => {
    const finder = wordFinder(queryWords('prevod', ['sr'], { isTyping: false }));
    assert.deepEqual(finder.placesIn('Нови преводи', 'sr'), [{ word: 0, start: 5, end: 12, chunk: 1 }]);
  });

  it('finds the one verb whose first letter its stem does not have', () => {
    for (const [lang, copied] of [
      ['ru', 'Скопировать копированием'],
      ['uk', 'скопіюйте копіювання'],
    ] as const) {
      const finder = wordFinder(queryWords(lang === 'ru' ? 'копировать' : 'копіювати', [lang], { isTyping: false }));
      assert.equal(finder.placesIn(copied, lang).length, 2, copied);
    }
  });

  it('finds nothing in a text without words', () => {
    for (const text of ['', ' \n ', '. . .']) assert.deepEqual(wordFinder(WORDS).placesIn(text, 'en'), []);
  });
});
