import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Crew } from './crew.ts';

/** Threads whose calls end when the test says so. */
function fakeThreads() {
  const threads: { calls: PromiseWithResolvers<void>[]; end: () => void; isClosed: boolean }[] = [];
  const start = async (end: () => void) => {
    const state = { calls: [] as PromiseWithResolvers<void>[], end, isClosed: false };
    const number = threads.push(state) - 1;
    return {
      work: async () => {
        const call = Promise.withResolvers<void>();
        state.calls.push(call);
        await call.promise;
        return number;
      },
      close: async () => {
        state.isClosed = true;
      },
    };
  };
  return { threads, start, callsOf: () => threads.map(({ calls }) => calls.length) };
}

test('Crew: another thread starts when all have as many calls as they take well, and a call goes to the one with the fewest', async () => {
  const { threads, start, callsOf } = fakeThreads();
  const crew = new Crew({ start, threads: 2, callsEach: 2 });
  const answers: Promise<number>[] = [];
  const calls = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      answers.push(crew.run((thread) => thread.work()));
      await nextTurn();
    }
    return callsOf();
  };
  assert.deepEqual(await calls(0), []);
  assert.deepEqual(await calls(2), [2]);
  assert.deepEqual(await calls(1), [3, 0], 'the third is not kept waiting for the second thread');
  assert.deepEqual(await calls(4), [4, 3], 'and there are no more than two');
  for (const { calls } of threads) for (const { resolve } of calls) resolve();
  assert.deepEqual(await Promise.all(answers), [0, 0, 0, 1, 1, 1, 0]);
});

test('Crew: calls that are over make room', async () => {
  const { threads, start, callsOf } = fakeThreads();
  const crew = new Crew({ start, threads: 2, callsEach: 1 });
  for (let i = 0; i < 3; i += 1) {
    const answer = crew.run((thread) => thread.work());
    await nextTurn();
    threads[0]?.calls[i]?.resolve();
    assert.equal(await answer, 0);
  }
  assert.deepEqual(callsOf(), [3]);
});

test('Crew: a start that fails rejects the calls that wait for it, and the next call tries again', async () => {
  const { start } = fakeThreads();
  let isAway = true;
  const crew = new Crew({
    start: (ended) => (isAway ? Promise.reject(new Error('the engine is away')) : start(ended)),
    threads: 2,
    callsEach: 1,
  });
  const answers = await Promise.allSettled([1, 2].map(() => crew.run((thread) => thread.work())));
  assert.deepEqual(
    answers.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  isAway = false;
  assert.equal(await crew.run(async () => 'answered'), 'answered');
});

test('Crew: a thread that ends by itself gets no more calls, and another one takes its place', async () => {
  const { threads, start } = fakeThreads();
  const crew = new Crew({ start, threads: 1, callsEach: 1 });
  await crew.run(async () => undefined);
  threads[0]?.end();
  const answer = crew.run((thread) => thread.work());
  await nextTurn();
  threads[1]?.calls[0]?.resolve();
  assert.equal(await answer, 1);
});

test('Crew: close() ends all threads, also one that is still starting, and no other starts', async () => {
  const { threads, start } = fakeThreads();
  const isAwaited = Promise.withResolvers<void>();
  const crew = new Crew({
    start: async (ended) => {
      if (threads.length > 0) await isAwaited.promise;
      return start(ended);
    },
    threads: 2,
    callsEach: 1,
  });
  const first = crew.run((thread) => thread.work());
  await nextTurn();
  const second = crew.run((thread) => thread.work());
  await nextTurn();
  const closed = crew.close();
  isAwaited.resolve();
  await closed;
  assert.deepEqual(
    threads.map(({ isClosed }) => isClosed),
    [true, true],
  );
  await assert.rejects(
    crew.run(async () => undefined),
    /closed/,
  );
  for (const { calls } of threads) for (const { resolve } of calls) resolve();
  await Promise.all([first, second]);
});
