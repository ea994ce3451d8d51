import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dying } from '../../test/support/dying-thread.ts';
import { Fault } from '../model/errors.ts';
import { lastingThread } from './lasting-thread.ts';
import { startThread } from './remote.ts';

const startDying = (onEnd: () => void) =>
  startThread<Dying>('../../test/support/dying-thread', { data: {}, maxHeapMib: 64, onEnd });

const hasEnded = (cause: unknown) => cause instanceof Fault && /has ended unexpectedly/.test(cause.message);

test('lastingThread(): calls fail with the thread that has them, and the next ones are answered by another, in their order', async () => {
  const thread = await lastingThread<Dying>(startDying);
  for (const end of ['exit', 'throwLater'] as const) {
    const open = thread.never();
    await assert.rejects(thread[end](), hasEnded);
    await assert.rejects(open, hasEnded);
    const answered: number[] = [];
    const echo = async (n: number) => answered.push(Number(await thread.echo(n)));
    await Promise.all([1, 2, 3].map(echo));
    assert.deepEqual(answered, [1, 2, 3]);
  }
  await thread.close();
  await assert.rejects(thread.echo(1), /closed/);
});

test('lastingThread() rejects as the first start does; a later one that fails rejects the calls that wait for it, and the next tries again', async () => {
  await assert.rejects(
    lastingThread<Dying>(() => Promise.reject(new Error('no memory'))),
    /no memory/,
  );
  let starts = 0;
  const thread = await lastingThread<Dying>((ended) => {
    starts += 1;
    return starts === 2 ? Promise.reject(new Error('no memory')) : startDying(ended);
  });
  await assert.rejects(thread.exit(), hasEnded);
  await assert.rejects(thread.echo(1), /no memory/);
  assert.equal(await thread.echo(2), 2);
  await thread.close();
});

test('lastingThread(): a call that nobody waits for does not end the program when its thread ends', async (context) => {
  const unhandled = context.mock.fn();
  process.on('unhandledRejection', unhandled);
  const thread = await lastingThread<Dying>(startDying);
  void thread.never();
  await assert.rejects(thread.exit(), hasEnded);
  await nextTurn();
  process.off('unhandledRejection', unhandled);
  assert.equal(unhandled.mock.callCount(), 0);
  await thread.close();
});
