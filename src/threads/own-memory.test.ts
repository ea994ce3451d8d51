import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownMemory } from './own-memory.ts';

test('ownMemory() is that of bytes which share it with no others', () => {
  const alone = new Uint8Array(8);
  const shared = new Uint8Array(new SharedArrayBuffer(8));
  assert.deepEqual(ownMemory(alone, alone.subarray(1), Buffer.from('pooled'), shared), [alone.buffer]);
  assert.equal(ownMemory(alone)[0], alone.buffer);
});
