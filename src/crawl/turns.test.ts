import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Turns } from './turns.ts';

test('Turns.next() lets thousands go on in order, some in each turn of the event loop', async () => {
  const turns = new Turns();
  const gone: number[] = [];
  for (let i = 0; i < 1_000; i += 1) void turns.next().then(() => gone.push(i));
  const perTurn: number[] = [];
  for (let before = 0; gone.length < 1_000; before = gone.length) {
    await nextTurn();
    perTurn.push(gone.length - before);
  }
  assert.ok(Math.max(...perTurn) <= 16);
  assert.deepEqual(
    gone,
    Array.from({ length: 1_000 }, (_, i) => i),
  );
  await turns.next(); // it can be used again
});
