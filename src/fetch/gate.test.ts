import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Gate } from './gate.ts';

const { signal } = new AbortController();

/** Whoever enters, by name, in the order in which they are let in. */
function entering(gate: Gate) {
  const entered: string[] = [];
  const enter = (name: string, { line, ...options }: { line?: string; signal?: AbortSignal } = {}) =>
    gate.enter(options.signal ?? signal, line).then(() => void entered.push(name));
  const letIn = async (count: number) => {
    for (let i = 0; i < count; i += 1) gate.leave();
    await nextTurn();
    return entered.splice(0);
  };
  return { enter, letIn };
}

test('Gate lets in one of each line in turn, and in a line who came first', async () => {
  const { enter, letIn } = entering(new Gate(1));
  for (const name of ['first', 'a1', 'a2', 'a3', 'a4']) void enter(name, { line: 'a' });
  void enter('b1', { line: 'b' });
  void enter('c1', { line: 'c' });
  void enter('b2', { line: 'b' });
  assert.deepEqual(await letIn(3), ['first', 'a1', 'b1', 'c1']);
  void enter('c2', { line: 'c' });
  assert.deepEqual(await letIn(5), ['a2', 'b2', 'c2', 'a3', 'a4']);
});

test('Gate goes on without those who give up, and gives their places to nobody', async () => {
  const gate = new Gate(1);
  const { enter, letIn } = entering(gate);
  const gone = new AbortController();
  void enter('first');
  const left = Promise.allSettled([
    enter('a1', { line: 'a', signal: gone.signal }),
    enter('b1', { line: 'b', signal: gone.signal }),
  ]);
  void enter('a2', { line: 'a' });
  gone.abort(new Error('gone'));
  assert.deepEqual(
    (await left).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.deepEqual(await letIn(1), ['first', 'a2']);
  gate.leave();
  void enter('next');
  void enter('last', { line: 'b' });
  await nextTurn();
  assert.deepEqual(await letIn(1), ['next', 'last']);
});
