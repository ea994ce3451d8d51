import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fakeAnswer, fakeResult } from '../../test/support/fake-server-parts.ts';
import { compareWith, parseBaseline, toBaseline } from './baseline.ts';
import { type Ask, evaluate, type Judged, judge } from './evaluation.ts';
import type { KnownItem } from './known-items.ts';

const item = (q: string, changes: Partial<KnownItem> = {}): KnownItem => ({
  kind: 'title',
  q,
  lang: 'en',
  pages: [`https://docs.example/${q}`],
  sources: [],
  ...changes,
});
const judgedAt = (rank: number, q: string, changes: Partial<Judged> = {}): Judged => ({
  ...item(q),
  rank,
  first: '',
  ...changes,
});
const stop = new AbortController().signal;

/** Answers with the pages of these names. */
const answering =
  (...names: string[]): Ask =>
  async (request) =>
    fakeAnswer(request, { results: names.map((name) => fakeResult({ pageUrl: `https://docs.example/${name}` })) });

describe('judge()', () => {
  const options = { signal: stop, onProgress: () => undefined };

  it('gives the place of the first right page, 0 when it is not there', async () => {
    const items = [item('c'), item('z'), item('x', { pages: ['https://docs.example/b', 'https://docs.example/c'] })];
    const judged = await judge(answering('a', 'b', 'c'), items, options);
    assert.deepEqual(
      judged.map(({ rank, first }) => [rank, first]),
      [
        [3, 'https://docs.example/a'],
        [0, 'https://docs.example/a'],
        [2, 'https://docs.example/a'],
      ],
    );
  });

  it('takes a result for right that is another version of the page', async () => {
    const versions = [{ url: '', pageUrl: 'https://docs.example/1.0/a', version: '1.0', lang: 'en' }];
    const ask: Ask = async (request) => fakeAnswer(request, { results: [fakeResult({ versions })] });
    const [judged] = await judge(ask, [item('a', { pages: ['https://docs.example/1.0/a'] })], options);
    assert.equal(judged?.rank, 1);
  });

  it('leaves out the pages that have the query as a link, and looks as far as ten others', async () => {
    const names = ['s', ...Array.from({ length: 9 }, (_, i) => `n${i}`), 'a', 'b'];
    const ask: Ask = async (request, options) => {
      const answer = await answering(...names)(request, options);
      return { ...answer, results: answer.results.slice(0, request.limit) };
    };
    const sources = ['https://docs.example/s'];
    const items = [item('a', { sources }), item('b', { sources })];
    const judged = await judge(ask, items, options);
    assert.deepEqual(
      judged.map(({ rank }) => rank),
      [10, 0],
    );
  });

  it('asks for the text of a link with no link text counted, and for names with all', async () => {
    const asked: [string, boolean][] = [];
    const ask: Ask = async (request, { withoutAnchors }) => {
      asked.push([request.q, withoutAnchors]);
      return fakeAnswer(request);
    };
    await judge(ask, [item('a'), item('b', { kind: 'anchor' }), item('c', { kind: 'symbol' })], options);
    assert.deepEqual(asked, [
      ['a', false],
      ['b', true],
      ['c', false],
    ]);
  });

  it('stops when it is told to', async () => {
    await assert.rejects(judge(answering(), [item('a')], { ...options, signal: AbortSignal.abort() }));
  });
});

describe('evaluate()', () => {
  it('means the ranks of all, of each kind and of each language', () => {
    const { all, kinds, langs } = evaluate([
      judgedAt(1, 'a'),
      judgedAt(2, 'b', { lang: 'ru' }),
      judgedAt(0, 'c', { kind: 'anchor' }),
      judgedAt(10, 'd', { kind: 'anchor' }),
    ]);
    assert.deepEqual(all, { queries: 4, mrr: 1.6 / 4, hit1: 1 / 4, hit10: 3 / 4 });
    assert.deepEqual(kinds, {
      title: { queries: 2, mrr: 0.75, hit1: 0.5, hit10: 1 },
      anchor: { queries: 2, mrr: 0.05, hit1: 0, hit10: 0.5 },
    });
    assert.deepEqual(langs['ru'], { queries: 1, mrr: 0.5, hit1: 0, hit10: 1 });
  });

  it('names what is found worst, nothing found first, and nothing that is in the first place', () => {
    const { worst } = evaluate([judgedAt(3, 'a'), judgedAt(0, 'b'), judgedAt(1, 'c'), judgedAt(9, 'd')]);
    assert.deepEqual(
      worst.map(({ q }) => q),
      ['b', 'd', 'a'],
    );
  });
});

describe('compareWith()', () => {
  const queries = (found: number) => Array.from({ length: 200 }, (_, i) => judgedAt(i < found ? 1 : 0, `q${i}`));
  const baseline = parseBaseline(JSON.stringify(toBaseline(evaluate(queries(200)), queries(200), 200)));
  const compare = (judged: Judged[]) => {
    assert.ok(baseline);
    return compareWith(baseline, evaluate(judged), judged);
  };

  it('forgives a fall of one in a hundred, and no greater one', () => {
    assert.deepEqual(compare(queries(198)).falls, []);
    const { falls } = compare(queries(197));
    assert.deepEqual(
      falls.map(({ of, measure, before, now }) => [of, measure, before, now]),
      [
        ['all', 'MRR@10', 1, 0.985],
        ['all', 'Hit@10', 1, 0.985],
        ['title', 'MRR@10', 1, 0.985],
        ['title', 'Hit@10', 1, 0.985],
      ],
    );
  });

  it('names the queries that are found less well, and no query that is new', () => {
    const judged = [...queries(199), judgedAt(0, 'new')];
    assert.deepEqual(compare(judged).lost, [{ q: 'q199', kind: 'title', before: 1, now: 0 }]);
  });

  it('judges a kind of few queries with the others only', () => {
    const judged = [...queries(200), judgedAt(0, 'a', { kind: 'symbol' })];
    const before = [...queries(200), judgedAt(1, 'a', { kind: 'symbol' })];
    assert.deepEqual(compareWith(toBaseline(evaluate(before), before, 9), evaluate(judged), judged).falls, []);
  });

  it('parseBaseline() takes nothing for a baseline that is none', () => {
    for (const text of ['', '{}', 'null', '{"version":2}']) assert.equal(parseBaseline(text), undefined);
  });
});
