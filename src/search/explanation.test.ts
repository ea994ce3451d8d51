import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { smallIndex } from '../../test/support/small-index.ts';
import { search } from './search.ts';
import { sumOf, WEIGHTS } from './weights.ts';

const PAGES = [
  {
    url: 'https://docs.example/salad.html',
    title: 'Fruit Salad',
    sections: [{ text: 'A salad of fruit.' }, { text: 'More fruit.' }],
  },
  { url: 'https://docs.example/soup.html', title: 'Soup', sections: [{ text: 'No salad, and no fruit.' }] },
  { url: 'https://docs.example/changelog.html', title: 'Changelog', sections: [{ text: 'The fruit salad is new.' }] },
  {
    url: 'https://docs.example/new/1.2.html',
    title: 'New in 1.2',
    sections: [{ text: 'A salad with fruit and fruit.' }],
  },
  {
    url: 'https://docs.example/new/1.10.html',
    title: 'New in 1.10',
    sections: [{ text: 'A salad, and then some fruit in it.' }],
  },
];

describe('search() that explains', () => {
  it('gives parts by the names of the weights whose sum is the score', async () => {
    const index = await smallIndex(PAGES);
    for (const q of ['fruit salad', 'salad', 'fruit', 'Soup', 'changelog']) {
      const { results } = await search(index, { q, limit: 10, offset: 0, explain: true });
      assert.ok(results.length > 0, q);
      for (const { url, score, explain } of results) {
        const sum = sumOf(explain?.parts ?? {});
        assert.ok(Math.abs(sum - score) < 0.1, `${q}: ${url}: ${sum} for ${score}`);
        const unknown = Object.keys(explain?.parts ?? {}).filter((name) => !Object.hasOwn(WEIGHTS, name));
        assert.deepEqual(
          unknown.filter((name) => name !== 'otherVersion'),
          [],
          q,
        );
      }
    }
  });

  it('tells the prior of the page, and what made it the obvious one', async () => {
    const { results } = await search(await smallIndex(PAGES), {
      q: 'fruit salad',
      limit: 10,
      offset: 0,
      explain: true,
    });
    const explained = new Map(results.map(({ pageUrl, explain }) => [new URL(pageUrl).pathname, explain]));
    assert.equal(explained.get('/salad.html')?.parts['title'], WEIGHTS.title);
    assert.equal(explained.get('/salad.html')?.prior, 1);
    assert.equal(explained.get('/changelog.html')?.prior, 0.6);
    assert.equal(explained.get('/changelog.html')?.parts['order'], Math.round(WEIGHTS.order * 0.6 * 100) / 100);
    assert.ok((explained.get('/new/1.10.html')?.parts['order'] ?? 0) < WEIGHTS.order);
  });

  it('says nothing unless asked', async () => {
    const { results } = await search(await smallIndex(PAGES), { q: 'soup', limit: 10, offset: 0 });
    assert.deepEqual(
      results.map((result) => 'explain' in result),
      results.map(() => false),
    );
  });
});
