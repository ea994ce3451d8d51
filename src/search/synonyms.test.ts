import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { smallIndex } from '../../test/support/small-index.ts';
import { settingsSchema } from '../model/settings.ts';
import { parseSynonyms } from '../model/synonyms.ts';
import { queryWords } from './query-words.ts';
import { search } from './search.ts';
import { Synonyms } from './synonyms.ts';

const index = smallIndex([
  { url: '/re', title: 'Patterns', text: 'A regex matches text. Compile it once.' },
  { url: '/long', title: 'Matching', text: 'Every regular expression is compiled.' },
  { url: '/half', title: 'Customers', text: 'A regular customer.' },
  { url: '/other', title: 'Faces', text: 'The expression of a face. A customer compiled it.' },
  { url: '/kube', title: 'Kubernetes', text: 'Clusters of containers.' },
  {
    url: '/talk',
    title: 'Talks',
    text: 'We talked about kubernetes, containers, clusters, kubernetes and kubernetes.',
  },
  { url: '/cpp', title: 'C++', text: 'Templates.' },
  { url: '/cpp2', title: 'Languages', text: 'Some call it cpp.' },
]);

const GROUPS = ['regex = regular expression = regexp', 'k8s = kubernetes', 'cpp = C++'].flatMap((text) => {
  const group = parseSynonyms(text);
  return group === undefined ? [] : [group];
});

/** Paths of all results, and how many are said to match. */
async function found(q: string, synonyms = new Synonyms(GROUPS)): Promise<string[]> {
  const { results, total } = await search(await index, { q, limit: 100, offset: 0 }, { synonyms });
  assert.equal(total, results.length);
  return results.map(({ pageUrl }) => pageUrl);
}

describe('Synonyms', () => {
  it('find in both directions, several words only all together', async () => {
    assert.deepEqual((await found('regex')).sort(), ['/long', '/re']);
    assert.deepEqual((await found('regular expression')).slice(0, 2).sort(), ['/long', '/re']);
    assert.deepEqual((await found('regexp')).sort(), ['/long', '/re'], 'a wording that stands nowhere is not mended');
    assert.deepEqual(await found('regex', new Synonyms([])), ['/re']);
  });

  it('are words among others', async () => {
    assert.deepEqual((await found('compile regex')).slice(0, 2).sort(), ['/long', '/re']);
    assert.deepEqual((await found('compile regexes')).slice(0, 2).sort(), ['/long', '/re'], 'in any form');
  });

  it('count as much as what was typed: the page that is named so comes first', async () => {
    assert.deepEqual(await found('k8s'), ['/kube', '/talk']);
    assert.deepEqual(await found('K8S'), ['/kube', '/talk']);
    assert.deepEqual(await found('cpp'), ['/cpp', '/cpp2']);
    assert.deepEqual(await found('C++'), ['/cpp', '/cpp2']);
  });

  it('never replace a phrase', async () => assert.deepEqual(await found('"regular expression"'), ['/long']));

  it('are marked in snippets', async () => {
    const { results } = await search(
      await index,
      { q: 'regexp', limit: 9, offset: 0 },
      { synonyms: new Synonyms(GROUPS) },
    );
    const long = results.find(({ pageUrl }) => pageUrl === '/long');
    assert.match(long?.snippet ?? '', /<mark>regular<\/mark> <mark>expression<\/mark>/);
  });

  it('widen() keeps the number of words bounded, whatever is written', () => {
    const long = Array.from({ length: 9 }, (_, i) => `${'a b c d e f g h'.replaceAll(' ', `${i} `)}${i}`);
    const synonyms = new Synonyms([['x', ...long]]);
    const { words, texts } = synonyms.widen(queryWords('x', ['en'], { isTyping: false }), { text: 'x', langs: ['en'] });
    assert.ok(words.length <= 12 && texts.length <= 5, `${words.length} words, ${texts.length} texts`);
  });

  it('widen() takes the longest wording, and leaves a query without one as it is', () => {
    const synonyms = new Synonyms([
      ['new york', 'ny'],
      ['new york city', 'nyc'],
    ]);
    const widen = (text: string) =>
      synonyms.widen(queryWords(text, ['en'], { isTyping: false }), { text, langs: ['en'] });
    assert.deepEqual(widen('in new york city').texts, ['in new york city', 'in nyc']);
    assert.deepEqual(widen('new york is big').texts, ['new york is big', 'ny is big']);
    const { words, texts } = widen('york');
    assert.deepEqual([words.map((word) => word.terms), texts], [[['york', '=york']], ['york']]);
  });
});

describe('Synonyms.widen(), of any words', () => {
  const words = fc.array(fc.constantFrom('a', 'regex', 'regular', 'expression', 'C++', 'the', 'node.js', 'x-y'), {
    minLength: 1,
    maxLength: 6,
  });
  const wording = fc.array(fc.constantFrom('regex', 'regular', 'expression', 'the', 'C++', 'node'), {
    minLength: 1,
    maxLength: 3,
  });
  const groups = fc.array(
    fc.array(
      wording.map((one) => one.join(' ')),
      { minLength: 2, maxLength: 3 },
    ),
    { maxLength: 3 },
  );

  it('asks for nothing that what was typed would not answer, so that it finds no less', () =>
    fc.assert(
      fc.property(words, groups, (typedWords, synonyms) => {
        const text = typedWords.join(' ');
        const typed = queryWords(text, ['en'], { isTyping: false });
        const widened = new Synonyms(synonyms).widen(typed, { text, langs: ['en'] }).words;
        const holds = (a: readonly string[], b: readonly string[]) => b.every((term) => a.includes(term));
        for (const { terms } of widened)
          assert.ok(
            typed.some((word) => holds(terms, word.terms)),
            `${terms} of ${text}`,
          );
        for (const { terms } of typed)
          assert.ok(
            widened.some((word) => holds(word.terms, terms)),
            `${terms} is lost`,
          );
        assert.ok(widened.filter(({ isSpread }) => !isSpread).length === typed.length);
      }),
      { numRuns: 300 },
    ));
});

describe('settingsSchema.synonyms', () => {
  it('takes wordings with = between them, as a list or after commas', () => {
    const list = ['k8s = kubernetes', 'a=b=c'];
    assert.deepEqual(settingsSchema.parse({ synonyms: list }).synonyms, list);
    assert.deepEqual(settingsSchema.parse({ synonyms: list.join(', ') }).synonyms, list);
    assert.deepEqual(settingsSchema.parse({}).synonyms, []);
  });

  it('refuses what says nothing', () => {
    for (const text of ['k8s', '= kubernetes', 'a = ', 'a == b', '!! = b', ''])
      assert.equal(settingsSchema.safeParse({ synonyms: [text] }).success, false, text);
  });
});
