import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Doorkeeper } from './doorkeeper.ts';
import { fnvHash } from './fnv.ts';

test('Doorkeeper.knows() is true of what has come before', () => {
  const doorkeeper = new Doorkeeper();
  for (const word of ['once', 'twice', '']) {
    assert.equal(doorkeeper.knows(fnvHash(word)), false, word);
    assert.equal(doorkeeper.knows(fnvHash(word)), true, word);
  }
  assert.equal(doorkeeper.knows(-1), false);
  assert.equal(doorkeeper.knows(-1), true);
});

test('Doorkeeper.knows() takes few newcomers for known, however many come', () => {
  const doorkeeper = new Doorkeeper();
  const newcomers = Array.from({ length: 300_000 }, (_, i) => fnvHash(`word ${i}`));
  const mistaken = newcomers.filter((hash) => doorkeeper.knows(hash)).length;
  assert.ok(mistaken < newcomers.length / 4, `${mistaken}`);
});
