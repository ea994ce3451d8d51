import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SharedLock } from './shared-lock.ts';

function logged(): { log: string[]; lock: SharedLock } {
  const log: string[] = [];
  return { log, lock: new SharedLock({ acquire: () => log.push('acquire'), release: () => log.push('release') }) };
}

test('SharedLock.hold() takes the lock with the first and lets it go with the last, in whatever order', () => {
  const { log, lock } = logged();
  const [first, second] = [lock.hold(), lock.hold()];
  first();
  assert.deepEqual(log, ['acquire']);
  const third = lock.hold();
  second();
  assert.deepEqual(log, ['acquire']);
  third();
  assert.deepEqual(log, ['acquire', 'release']);
  lock.hold()();
  assert.deepEqual(log, ['acquire', 'release', 'acquire', 'release']);
});

test('SharedLock.hold() is let go once by each holder', () => {
  const { log, lock } = logged();
  const [first, second] = [lock.hold(), lock.hold()];
  first();
  first();
  assert.deepEqual(log, ['acquire']);
  second();
  assert.deepEqual(log, ['acquire', 'release']);
});

test('SharedLock.hold() holds nothing when the lock cannot be had', () => {
  const log: string[] = [];
  let isFree = false;
  const acquire = () => {
    if (!isFree) throw new Error('in use');
    log.push('acquire');
  };
  const lock = new SharedLock({ acquire, release: () => log.push('release') });
  assert.throws(() => lock.hold(), /in use/);
  isFree = true;
  lock.hold()();
  assert.deepEqual(log, ['acquire', 'release']);
});
