import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from './fake-clock.ts';

test('FakeClock.advance() ends sleeps in order, each at its own instant, those begun on the way too', async () => {
  const clock = new FakeClock();
  const log: [string, number][] = [];
  const sleep = async (name: string, ms: number) => {
    await clock.sleep(ms);
    log.push([name, clock.monotonic()]);
  };
  void sleep('late', 30);
  void sleep('early', 10).then(() => sleep('after early', 5));
  void sleep('beyond', 41);
  await clock.advance(40);
  assert.deepEqual(log, [
    ['early', 10],
    ['after early', 15],
    ['late', 30],
  ]);
  assert.equal(clock.monotonic(), 40);
  assert.equal(clock.pending, 1);
});

test('FakeClock.sleep() rejects with the reason of its signal, and leaves nothing pending', async () => {
  const clock = new FakeClock();
  const abort = new AbortController();
  const sleeping = clock.sleep(10, abort.signal);
  abort.abort(new Error('enough'));
  await assert.rejects(sleeping, /enough/);
  assert.equal(clock.pending, 0);
});

test('FakeClock.stall() never lets time go back', async () => {
  const clock = new FakeClock();
  const sleeping = clock.sleep(10);
  clock.stall(50);
  await clock.advance(1);
  await sleeping;
  assert.equal(clock.monotonic(), 51);
});
