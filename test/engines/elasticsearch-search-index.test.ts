import { after, describe, test } from 'node:test';
import { ElasticsearchSearchIndex } from '../../src/index/elasticsearch/elasticsearch-search-index.ts';
import type { SearchIndex } from '../../src/index/search-index.ts';
import { ENGINE_KINDS, startEngine } from '../../tools/engines.ts';
import { searchIndexContract } from '../support/search-index-contract.ts';

for (const kind of ENGINE_KINDS) {
  const url = await startEngine(kind);
  if (url === undefined) {
    test(`ElasticsearchSearchIndex on ${kind}`, (t) => t.skip(`no ${kind} here: see the line above`));
    continue;
  }
  const names = new Map<SearchIndex, string>();
  let made = 0;
  const open = async (name: string) => {
    const index = await ElasticsearchSearchIndex.open({ nodes: [url], name });
    names.set(index, name);
    return index;
  };
  const nameOf = (index: SearchIndex) => names.get(index) ?? '';
  const removeAll = async () => {
    const all = [...new Set(names.values())].map((name) => `spindex-${name}-v1`);
    for (let i = 0; i < all.length; i += 50)
      await fetch(`${url}/${all.slice(i, i + 50).join(',')}?ignore_unavailable=true`, { method: 'DELETE' });
  };

  describe(`on ${kind}`, () => {
    after(removeAll);
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
  });
}
