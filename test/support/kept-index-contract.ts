import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CandidateQuery, IndexChange, KeptIndex, PageDocument } from '../../src/index/search-index.ts';
import { pageDocument, sectionDocument } from './search-index-contract.ts';

const A = 'https://docs.example/a';
const B = 'https://docs.example/b';
const C = 'https://docs.example/c';

const page = (url: string, ...bodies: string[]): PageDocument =>
  pageDocument(
    url,
    bodies.map((body) => sectionDocument({ body }, { text: body })),
  );
const put = (url: string, ...bodies: string[]): IndexChange => ({ kind: 'put', page: page(url, ...bodies) });
const apples: CandidateQuery = { groups: [{ terms: ['apple'] }], match: 'any', limit: 100 };

async function found(index: KeptIndex, query = apples): Promise<string[]> {
  const { candidates } = await index.candidates(query);
  return candidates.map(({ url, ordinal }) => `${new URL(url).pathname} ${ordinal}`).sort();
}

/** The promises of KeptIndex, for every adapter. `open` gives a new, empty index. */
export function keptIndexContract(name: string, open: () => Promise<KeptIndex>): void {
  describe(`${name} keeps the contract of KeptIndex`, () => {
    const withIndex = async (changes: IndexChange[], use: (index: KeptIndex) => Promise<void>) => {
      const index = await open();
      try {
        await index.apply(changes);
        await use(index);
      } finally {
        await index.close();
      }
    };
    it('identity() stays while pages come and go, and is another one for another index', () =>
      withIndex([put(A, 'apple')], async (index) => {
        const identity = await index.identity();
        await index.apply([{ kind: 'delete', url: A }, put(B, 'apple')]);
        assert.equal(await index.identity(), identity);
        await withIndex([], async (other) => assert.notEqual(await other.identity(), identity));
      }));
    checkPromises(withIndex);
    rebuildPromises(withIndex);
  });
}

type WithIndex = (changes: IndexChange[], use: (index: KeptIndex) => Promise<void>) => Promise<void>;

function checkPromises(withIndex: WithIndex): void {
  it('urls() gives every page once, some at a time', () =>
    withIndex([put(C, 'apple'), put(A, 'apple', 'pear'), put(B)], async (index) => {
      const first = await index.urls({ after: '', limit: 2 });
      const rest = await index.urls({ after: first.at(-1) ?? '', limit: 2 });
      assert.equal(first.length, 2);
      assert.deepEqual([...first, ...rest].sort(), [A, B, C]);
      assert.deepEqual(await index.urls({ after: rest.at(-1) ?? '', limit: 2 }), []);
    }));

  it('differing() names pages that are not there, or say something else, and no others', () =>
    withIndex([put(A, 'apple', 'pear'), put(B, 'apple')], async (index) => {
      assert.deepEqual(await index.differing([page(A, 'apple', 'pear'), page(B, 'apple')]), []);
      assert.deepEqual(await index.differing([page(A, 'apple', 'plum'), page(B, 'apple', 'apple'), page(C, 'apple')]), [
        A,
        B,
        C,
      ]);
      assert.deepEqual(await index.differing([]), []);
      const linked = pageDocument(B, [sectionDocument({ body: 'apple', anchors: 'fruit' }, { text: 'apple' })]);
      assert.deepEqual(await index.differing([linked]), []);
    }));
}

function rebuildPromises(withIndex: WithIndex): void {
  it('rebuild() leaves what was applied to it, and no page that was not', () =>
    withIndex([put(A, 'apple', 'apple'), put(B, 'apple')], async (index) => {
      const rebuild = await index.rebuild();
      await rebuild.apply([put(A, 'apple')], { more: true });
      await rebuild.apply([put(C, 'apple')], { more: true });
      await rebuild.finish();
      assert.deepEqual(await found(index), ['/a 0', '/c 0']);
      const { pages, sections } = await index.stats();
      assert.deepEqual({ pages, sections }, { pages: 2, sections: 2 });
    }));

  it('rebuild() leaves none of hundreds of pages that were not applied to it', () =>
    withIndex([], async (index) => {
      const urls = Array.from({ length: 250 }, (_, i) => `https://docs.example/${i}`);
      await index.apply(urls.map((url) => put(url, 'apple')));
      const rebuild = await index.rebuild();
      const kept = urls.filter((_, i) => i % 3 === 0);
      await rebuild.apply(kept.map((url) => put(url, 'apple')));
      await rebuild.finish();
      assert.deepEqual((await index.urls({ after: '', limit: 300 })).sort(), kept.sort());
    }));

  it('until a rebuild is finished, every page of before is found', () =>
    withIndex([put(A, 'apple'), put(B, 'apple')], async (index) => {
      const rebuild = await index.rebuild();
      await rebuild.apply([put(A, 'apple')]);
      assert.deepEqual(await found(index), ['/a 0', '/b 0']);
      await rebuild.finish();
      assert.deepEqual(await found(index), ['/a 0']);
    }));

  it('a rebuild that was given up changes no answer, and the next one is not in its way', () =>
    withIndex([put(A, 'apple')], async (index) => {
      await (await index.rebuild()).apply([put(A, 'apple')]);
      assert.deepEqual(await found(index), ['/a 0']);
      const next = await index.rebuild();
      await next.apply([put(B, 'apple')]);
      await next.finish();
      assert.deepEqual(await found(index), ['/b 0']);
    }));

  it('apply() after a rebuild changes the new index', () =>
    withIndex([put(A, 'apple')], async (index) => {
      const rebuild = await index.rebuild();
      await rebuild.apply([put(A, 'apple')]);
      await rebuild.finish();
      await index.apply([{ kind: 'delete', url: A }, put(B, 'apple')]);
      assert.deepEqual(await found(index), ['/b 0']);
      assert.deepEqual(await index.frequencies([{ terms: ['apple'] }]), { sections: 1, matches: [1] });
    }));
}
