import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newestFirst } from './newest-first.ts';

const page = (url: string, score: number) => ({ score, sections: [{ candidate: { url } }] });
const order = (pages: [string, number][], query = '') =>
  newestFirst(
    pages.map(([url, score]) => page(url, score)),
    query,
  ).map(({ score, sections: [section] }) => [section?.candidate.url, score]);

describe('newestFirst()', () => {
  it('lets pages that differ in their version exchange places and scores, the newest first', () => {
    const pages: [string, number][] = [
      ['https://a.example/new/3.2.html', 30],
      ['https://a.example/other.html', 29],
      ['https://a.example/new/3.11.html', 28],
      ['https://a.example/new/3.9.html', 27],
    ];
    assert.deepEqual(order(pages), [
      ['https://a.example/new/3.11.html', 30],
      ['https://a.example/other.html', 29],
      ['https://a.example/new/3.9.html', 28],
      ['https://a.example/new/3.2.html', 27],
    ]);
  });

  it('leaves a version first that the query names', () => {
    const pages: [string, number][] = [
      ['https://a.example/new/3.2.html', 30],
      ['https://a.example/new/3.11.html', 28],
    ];
    assert.deepEqual(order(pages, 'new in 3.2'), pages);
    assert.notDeepEqual(order(pages, 'new in 3'), pages);
  });

  it('leaves an older page first that answers clearly better', () => {
    const pages: [string, number][] = [
      ['https://a.example/new/3.2.html', 40],
      ['https://a.example/new/3.11.html', 20],
    ];
    assert.deepEqual(order(pages), pages);
  });

  it('takes neither numbers without a dot nor those of a host for versions, and no other site for the same', () => {
    const pages: [string, number][] = [
      ['http://127.0.0.1/chapter-1.html', 30],
      ['http://127.0.0.2/chapter-2.html', 29],
      ['http://127.0.0.1/new/3.2.html', 28],
      ['http://127.0.0.2/new/3.11.html', 27],
    ];
    assert.deepEqual(order(pages), pages);
  });

  it('answers for addresses of digits on which a backtracking pattern would never end', () => {
    const pages: [string, number][] = [[`https://a.example/${'1'.repeat(1_000_000)}`, 30]];
    assert.deepEqual(order(pages), pages);
  });
});
