import assert from 'node:assert/strict';
import { after, describe, it, test } from 'node:test';
import { ElasticsearchSearchIndex } from '../../src/index/elasticsearch/elasticsearch-search-index.ts';
import type { CandidateQuery, IndexChange } from '../../src/index/search-index.ts';
import { systemClock } from '../../src/model/clock.ts';
import { ENGINE_KINDS, startEngine, stopEngine } from '../../tools/engines.ts';
import { keptIndexContract } from '../support/kept-index-contract.ts';
import { pageDocument, sectionDocument } from '../support/search-index-contract.ts';

const PAGES = 40;
const hurried = { ...systemClock, sleep: async () => undefined };
const apples: CandidateQuery = { groups: [{ terms: ['apple'] }], match: 'all', limit: 100 };
const changes = Array.from({ length: PAGES }, (_, i): IndexChange => {
  const sections = [sectionDocument({ body: `apple pie ${i}` }), sectionDocument({ body: 'pear' })];
  return { kind: 'put', page: pageDocument(`https://docs.example/${i}`, sections) };
});

for (const kind of ENGINE_KINDS) {
  const engine = await startEngine(kind);
  if (engine === undefined) {
    test(`life of an index on ${kind}`, (t) => t.skip(`no ${kind} here: see the line above`));
    continue;
  }
  const { url } = engine;
  const send = async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    assert.ok(answer.ok, text);
    return JSON.parse(text);
  };
  const indexesOf = async (pattern: string): Promise<string[]> => Object.keys(await send('GET', `/${pattern}`)).sort();
  const ours = `spindex-life-${process.pid}`;
  const open = (name: string, options: { shards?: number; replicas?: number } = {}) =>
    ElasticsearchSearchIndex.open({ nodes: [url], name: `life-${process.pid}-${name}`, clock: hurried, ...options });
  let made = 0;

  describe(`on ${kind}`, () => {
    after(async () => {
      const indexes = await indexesOf(`${ours}-*`);
      for (let i = 0; i < indexes.length; i += 30) await send('DELETE', `/${indexes.slice(i, i + 30).join(',')}`);
      if (engine.isStarted) await stopEngine(kind);
    });

    keptIndexContract(`ElasticsearchSearchIndex on ${kind}`, () => {
      made += 1;
      return open(`contract-${made}`);
    });

    it('an index of an older form is searched, and built anew beside itself without a failed search', async () => {
      const name = `life-${process.pid}-older`;
      const before = await open('older');
      await before.apply(changes);
      await before.close();
      await send('PUT', `/spindex-${name}-v1/_mapping`, { _meta: { spindex: { schema: 1 } } });
      const [writer, reader] = await Promise.all([
        ElasticsearchSearchIndex.open({ nodes: [url], name }),
        ElasticsearchSearchIndex.open({ nodes: [url], name }),
      ]);
      await assert.rejects(writer.apply(changes), { code: 'data-unreadable', message: /reindex/ });
      let isBuilding = true;
      const searching = (async () => {
        let searches = 0;
        for (; isBuilding; searches += 1) {
          const { candidates, pages } = await reader.candidates(apples);
          const passages = await reader.passages(candidates.slice(0, 10).map(({ id }) => id));
          assert.deepEqual([candidates.length, pages, passages.length], [PAGES, PAGES, 10]);
        }
        return searches;
      })();
      const rebuild = await writer.rebuild();
      for (const change of changes) await rebuild.apply([change], { more: true });
      await rebuild.finish();
      isBuilding = false;
      assert.ok((await searching) > 10);
      assert.deepEqual(await indexesOf(`spindex-${name}-v*`), [`spindex-${name}-v2`]);
      await writer.apply([{ kind: 'delete', url: 'https://docs.example/0' }]);
      assert.equal((await reader.candidates(apples)).pages, PAGES - 1);
      await Promise.all([writer.close(), reader.close()]);
    });

    it('a rebuild that was cut short leaves the old index serving, and the next one removes what is left of it', async () => {
      const index = await open('crash');
      await index.apply(changes);
      await (await index.rebuild()).apply(changes.slice(0, 5));
      await index.close();
      const again = await open('crash');
      assert.deepEqual(await indexesOf(`${ours}-crash-v*`), [`${ours}-crash-v1`, `${ours}-crash-v2`]);
      assert.equal((await again.candidates(apples)).pages, PAGES);
      const rebuild = await again.rebuild();
      await rebuild.apply(changes);
      await rebuild.finish();
      assert.deepEqual(await indexesOf(`${ours}-crash-v*`), [`${ours}-crash-v3`]);
      assert.equal((await again.candidates(apples)).pages, PAGES);
      await again.close();
    });

    it("rebuild() leaves somebody else's indexes alone, also under names such as ours", async () => {
      const index = await open('foreign');
      await send('PUT', `/${ours}-foreign-v7`, { mappings: { properties: { mine: { type: 'keyword' } } } });
      await send('PUT', `/${ours}-foreign-v3-copy`, { mappings: { _meta: { spindex: { schema: 1 } } } });
      const rebuild = await index.rebuild();
      await rebuild.apply(changes);
      await rebuild.finish();
      assert.deepEqual(await indexesOf(`${ours}-foreign-v*`), [
        `${ours}-foreign-v3-copy`,
        `${ours}-foreign-v7`,
        `${ours}-foreign-v8`,
      ]);
      await index.close();
    });

    it('open() makes the index with the shards and replicas that are asked for, and finds all over them', async () => {
      const index = await open('shards', { shards: 3, replicas: 0 });
      const { settings } = (await send('GET', `/${ours}-shards-v1`))[`${ours}-shards-v1`];
      assert.deepEqual([settings.index.number_of_shards, settings.index.number_of_replicas], ['3', '0']);
      await index.apply(changes);
      const { candidates, pages } = await index.candidates(apples);
      assert.deepEqual([candidates.length, pages], [PAGES, PAGES]);
      assert.equal(new Set(candidates.map(({ score }) => score.toFixed(6))).size, 1, 'alike on every shard');
      await index.close();
    });

    it('apply() writes a page anew for its links only when they moved by more than one class', async () => {
      const index = await open('links');
      const url = 'https://docs.example/';
      const pageOf = (linkClass: number) => pageDocument(url, [sectionDocument({ body: 'apple' })], { linkClass });
      await index.apply([{ kind: 'put', page: pageOf(2) }]);
      for (const [linkClass, shown] of [
        [3, 2],
        [4, 4],
        [3, 4],
      ] as const) {
        await index.apply([{ kind: 'links', url, linkClass, readPage: () => pageOf(linkClass) }]);
        assert.equal((await index.candidates(apples)).candidates[0]?.linkClass, shown);
      }
      await index.close();
    });

    it('vocabulary() gives more words than one answer may hold', async () => {
      const index = await open('words');
      const wordsFrom = (first: number) => Array.from({ length: 50_000 }, (_, i) => `w${first + i}`).join(' ');
      const page = (path: string, words: string): IndexChange => {
        return { kind: 'put', page: pageDocument(`https://docs.example/${path}`, [], { words }) };
      };
      await index.apply([page('a', wordsFrom(0)), page('b', wordsFrom(30_000))]);
      const vocabulary = await index.vocabulary(200_000);
      assert.equal(new Set(vocabulary.map(({ word }) => word)).size, 80_000);
      assert.equal(vocabulary.filter(({ pages }) => pages === 2).length, 20_000);
      assert.ok(vocabulary.slice(0, 20_000).every(({ pages }) => pages === 2));
      assert.equal((await index.vocabulary(70_000)).length, 70_000);
      await index.close();
    });
  });
}
