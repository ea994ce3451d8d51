import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { smallIndex } from '../../test/support/small-index.ts';
import type { CandidateQuery, SearchIndex } from '../index/search-index.ts';
import { headingKey } from '../text/heading-keys.ts';
import { parseQuery } from './parse-query.ts';
import { type QueryWord, queryWords } from './query-words.ts';
import { type Retrieved, retrieve } from './retrieve.ts';

const named = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ url: `https://a.example/named/${i}`, title: `Fruit ${i}` }));
const texts = Array.from({ length: 5 }, (_, i) => ({
  url: `https://a.example/text/${i}`,
  title: `Salad ${i}`,
  text: 'With fruit.',
}));

/** Retrieves as if each word stood in so many sections, and tells what was asked for. */
async function asked(
  index: SearchIndex,
  q: string,
  sections: number,
): Promise<Retrieved & { queries: CandidateQuery[] }> {
  const queries: CandidateQuery[] = [];
  const watched = {
    candidates: (query: CandidateQuery) => {
      queries.push(query);
      return index.candidates(query);
    },
  };
  const common = (word: QueryWord): QueryWord => ({ ...word, sections, parts: word.parts.map(common) });
  const words = queryWords(q, ['en'], { isTyping: false }).map(common);
  const retrieved = await retrieve(watched, { parsed: parseQuery(q), words, texts: [q], langs: ['en'] });
  return { ...retrieved, queries };
}

describe('retrieve() of a word that very many sections have', () => {
  it('asks for names alone when enough pages are named so, and says that the total is a lower bound', async () => {
    const { total, isTotalExact, queries, widest } = await asked(
      await smallIndex([...named(12), ...texts]),
      'fruit',
      5001,
    );
    assert.deepEqual({ total, isTotalExact }, { total: 12, isTotalExact: false });
    assert.ok(queries.every(({ fields }) => fields !== undefined));
    assert.deepEqual(widest?.fields, ['symbols', 'title', 'headings']);
  });

  it('asks for texts too when few pages are named so', async () => {
    const { total, isTotalExact, widest } = await asked(await smallIndex([...named(2), ...texts]), 'fruit', 5001);
    assert.deepEqual(
      { total, isTotalExact, fields: widest?.fields },
      { total: 7, isTotalExact: true, fields: undefined },
    );
  });

  it('asks for texts at once when the word is not that common, or not alone', async () => {
    const index = await smallIndex([...named(12), ...texts]);
    assert.equal((await asked(index, 'fruit', 5000)).total, 17);
    assert.equal((await asked(index, 'fruit salad', 5001)).widest?.fields, undefined);
  });

  it('counts the piece of a name as a word, and takes no stop word for one', async () => {
    const index = await smallIndex([...named(12), ...texts]);
    assert.deepEqual((await asked(index, 'fruit.and_', 5001)).widest?.fields, ['symbols', 'title', 'headings']);
    const words = queryWords('the fruit', ['en'], { isTyping: false });
    const the = words.map((word) => ({ ...word, sections: word.isMinor ? 5001 : 17 }));
    const query = { parsed: parseQuery('the fruit'), words: the, texts: ['the fruit'], langs: ['en'] };
    assert.equal((await retrieve(index, query)).total, 17);
  });
});

describe('retrieve() of a name', () => {
  it('looks for it written together, but not without the signs around it', async () => {
    const termsOf = async (q: string) =>
      (await asked(await smallIndex(texts), q, 1)).queries.flatMap(({ groups }) =>
        groups.flatMap(({ terms }) => terms),
      );
    assert.ok((await termsOf('hash_map')).includes(headingKey('hashmap')));
    assert.ok(!(await termsOf('__main__')).includes(headingKey('main')));
  });
});

describe('retrieve() of several words', () => {
  it('asks for fewer of them the less, when something is called as the query is', async () => {
    const index = await smallIndex([{ url: 'https://a.example/', title: 'Fruit salad bowl' }, ...texts]);
    const anyOf = async (q: string) => {
      const any = (await asked(index, q, 300)).queries.find(
        ({ match, fields }) => match === 'any' && fields === undefined,
      );
      return any?.groups.length;
    };
    assert.equal(await anyOf('fruit salad bowl'), 1);
    assert.equal(await anyOf('fruit salad plate'), 3);
  });
});
