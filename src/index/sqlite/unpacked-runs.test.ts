import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packed, type Texts } from './packing.ts';
import { UnpackedRuns } from './unpacked-runs.ts';

test('UnpackedRuns gives the same run again for the same bytes, and a new one for others', () => {
  const runs = new UnpackedRuns();
  const [before, after]: [Texts, Texts] = [[['Apples grow.', '']], [['Pears grow.', '']]];
  const first = runs.texts(128, packed(before));
  assert.deepEqual(first, before);
  assert.equal(runs.texts(128, packed(before)), first);
  assert.deepEqual(runs.texts(128, packed(after)), after);
  assert.equal(runs.texts(256, packed(before)), first, 'what is the same elsewhere is unpacked once');
});
