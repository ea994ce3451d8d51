import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkClassOf, MAX_LINK_CLASS } from './links.ts';

test('linkClassOf() rises with each doubling, and no more once very many pages link to one', () => {
  const numbers = [0, 1, 2, 4, 5, 11, 22, 44, 45, 1_000_000];
  assert.deepEqual(numbers.map(linkClassOf), [0, 1, 2, 2, 3, 4, 5, 5, MAX_LINK_CLASS, MAX_LINK_CLASS]);
});
