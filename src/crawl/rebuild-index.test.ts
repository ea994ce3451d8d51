import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { fakeParts } from '../../test/support/fake-server-parts.ts';
import type { RebuildProgress } from './index-care.ts';
import { rebuildIndex } from './rebuild-index.ts';
import { SharedLock } from './shared-lock.ts';

test('rebuildIndex() tells how far it is, and nothing after its end', async () => {
  const clock = new FakeClock();
  const finished = Promise.withResolvers<void>();
  const looked = Promise.withResolvers<null>();
  const told: RebuildProgress[] = [];
  const locked: string[] = [];
  let looks = 0;
  const indexing = {
    beginRebuild: async () => 42,
    finishRebuild: () => finished.promise,
    trouble: async () => {
      looks += 1;
      return looks === 1 ? null : looked.promise;
    },
  };
  const lock = new SharedLock({ acquire: () => locked.push('acquire'), release: () => locked.push('release') });
  const rebuilt = rebuildIndex({ store: fakeParts().store, indexing, lock, clock }, (progress) => told.push(progress));
  while (looks < 2) await clock.advance(500);
  assert.deepEqual(told, [{ left: 0, total: 42, trouble: null }]);
  finished.resolve();
  assert.equal(await rebuilt, 42);
  looked.resolve(null); // what was on its way at the end
  await clock.advance(5_000);
  assert.equal(told.length, 1);
  assert.deepEqual(locked, ['acquire', 'release']);
});
