import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentCache } from './recent-cache.ts';

test('RecentCache keeps what is asked for, and forgets what is not, within twice its capacity', () => {
  const cache = new RecentCache<number>(10);
  cache.set('wanted', 1);
  for (let i = 0; i < 100; i += 1) {
    cache.set(`new ${i}`, i);
    assert.equal(cache.get('wanted'), 1, `after ${i}`);
  }
  assert.equal(cache.get('new 0'), undefined);
  assert.equal(cache.get('new 99'), 99);
  const kept = Array.from({ length: 100 }, (_, i) => cache.get(`new ${i}`)).filter((value) => value !== undefined);
  assert.ok(kept.length >= 10 && kept.length <= 20, `${kept.length}`);
});
