import assert from 'node:assert/strict';
import { after, describe, it, test } from 'node:test';
import { ElasticsearchSearchIndex } from '../../src/index/elasticsearch/elasticsearch-search-index.ts';
import type { SearchIndex } from '../../src/index/search-index.ts';
import { systemClock } from '../../src/model/clock.ts';
import { ENGINE_KINDS, startEngine, stopEngine } from '../../tools/engines.ts';
import { pageDocument, searchIndexContract, sectionDocument } from '../support/search-index-contract.ts';

const clock = { ...systemClock, sleep: async () => undefined };

for (const kind of ENGINE_KINDS) {
  const engine = await startEngine(kind);
  if (engine === undefined) {
    test(`ElasticsearchSearchIndex on ${kind}`, (t) => t.skip(`no ${kind} here: see the line above`));
    continue;
  }
  const { url } = engine;
  const names = new Map<SearchIndex, string>();
  const used = new Set<string>();
  let made = 0;
  const open = async (name: string) => {
    const index = await ElasticsearchSearchIndex.open({ nodes: [url], name, clock });
    names.set(index, name);
    used.add(name);
    return index;
  };
  const nameOf = (index: SearchIndex) => names.get(index) ?? '';
  const removeAll = async () => {
    const all = [...used].map((name) => `spindex-${name}-v1`);
    for (let i = 0; i < all.length; i += 50)
      await fetch(`${url}/${all.slice(i, i + 50).join(',')}?ignore_unavailable=true`, { method: 'DELETE' });
  };

  describe(`on ${kind}`, () => {
    after(async () => {
      await removeAll();
      if (engine.isStarted) await stopEngine(kind);
    });
    searchIndexContract(`ElasticsearchSearchIndex on ${kind}`, {
      open: () => {
        made += 1;
        return open(`test-${process.pid}-${made}`);
      },
      reopen: async (index) => {
        await index.close();
        return open(nameOf(index));
      },
      openReader: (index) => open(nameOf(index)),
      runs: 8,
    });

    const page = pageDocument('https://docs.example/', [sectionDocument({ body: 'apple' })]);
    const put = { kind: 'put' as const, page };
    const send = async (method: string, path: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
      assert.ok(answer.ok, await answer.text());
    };

    it('apply() to a full disk is a fault to try again, nothing of it is searchable, and it is applied when there is room', async () => {
      const name = `test-${process.pid}-full`;
      const index = await open(name);
      const block = (isOn: boolean | null) =>
        send('PUT', `/spindex-${name}-v1/_settings`, { 'index.blocks.read_only_allow_delete': isOn });
      await block(true);
      await assert.rejects(index.apply([put]), { code: 'index-unavailable' });
      assert.equal((await index.stats()).pages, 0);
      await block(null);
      await index.apply([put]);
      assert.deepEqual(await index.frequencies([{ terms: ['apple'] }]), { sections: 1, matches: [1] });
      await index.close();
    });

    it('open() leaves an index of somebody else alone, and one of a newer program', async () => {
      const meta = { 'made-by-hand': {}, newer: { _meta: { spindex: { schema: 1000 } } } };
      for (const [what, mappings] of Object.entries(meta)) {
        const name = `test-${process.pid}-${what}`;
        used.add(name);
        await send('PUT', `/spindex-${name}-v1`, { mappings, aliases: { [`spindex-${name}`]: {} } });
        const code = what === 'newer' ? 'data-newer' : 'data-unreadable';
        await assert.rejects(ElasticsearchSearchIndex.open({ nodes: [url], name }), { code });
      }
    });

    it('open() without the alias of an index that is there touches nothing', async () => {
      const name = `test-${process.pid}-bare`;
      used.add(name);
      await send('PUT', `/spindex-${name}-v1`, {});
      await assert.rejects(ElasticsearchSearchIndex.open({ nodes: [url], name }), { code: 'data-unreadable' });
    });

    it('open() takes the index of one name for no other, whichever was made first', async () => {
      const [docs, older] = [`test-${process.pid}-docs`, `test-${process.pid}-older`];
      const [named, others] = [await open(docs), await open(`${older}-v1`)];
      for (const name of [`${docs}-v1`, older])
        await assert.rejects(ElasticsearchSearchIndex.open({ nodes: [url], name }), {
          code: 'data-unreadable',
          message: /hoose another name/,
        });
      await Promise.all([named.close(), others.close()]);
    });
  });
}
