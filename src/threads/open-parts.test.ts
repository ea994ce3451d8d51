import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenParts } from './open-parts.ts';

test('OpenParts.close() closes every part, the last first, and then says which could not be', async () => {
  const closed: string[] = [];
  const parts = new OpenParts();
  const add = (name: string, works: boolean) =>
    parts.add({
      close: async () => {
        closed.push(name);
        if (!works) throw new Error(`${name} is gone`);
      },
    });
  add('store', true);
  add('indexing', false);
  add('search', false);
  await assert.rejects(parts.close(), /^Error: search is gone$/);
  assert.deepEqual(closed, ['search', 'indexing', 'store']);
  await parts.close(); // nothing is left
});
