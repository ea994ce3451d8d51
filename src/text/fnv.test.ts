import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fnvHash } from './fnv.ts';

test('fnvHash() is FNV-1a: the published values of its authors', () => {
  for (const [text, hash] of [
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ] as const)
    assert.equal(fnvHash(text) >>> 0, hash, text);
});
