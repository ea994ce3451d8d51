import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { callsInTurn, inTurn } from './in-turn.ts';

test('inTurn() begins no work that nobody wants any more, and goes on with the next', async () => {
  const run = inTurn(1);
  const gone = new AbortController();
  const first = Promise.withResolvers<string>();
  const begun: string[] = [];
  const work = (name: string) => async () => {
    begun.push(name);
    return name === 'first' ? first.promise : name;
  };
  const answers = Promise.allSettled([run(work('first')), run(work('left'), gone), run(work('last'))]);
  gone.abort(new Error('the client is gone'));
  first.resolve('first');
  const [, left, last] = await answers;
  assert.deepEqual(begun, ['first', 'last']);
  assert.equal(left.status === 'rejected' && left.reason.message, 'the client is gone');
  assert.deepEqual(last, { status: 'fulfilled', value: 'last' });
});

test('inTurn() lets a client that asks for one thing wait behind one of those of a client that asks for many', async () => {
  const run = inTurn(1);
  const answered: string[] = [];
  const ask = async (client: string, what: string) => {
    await run(() => nextTurn(), { client });
    answered.push(what);
  };
  const many = Array.from({ length: 20 }, (_, i) => ask('many', `many ${i}`));
  await ask('one', 'one');
  assert.deepEqual(answered, ['many 0', 'many 1', 'one']);
  await Promise.all(many);
});

test('inTurn() gives the place of a work that fails to the next', async () => {
  const run = inTurn(1);
  await assert.rejects(
    run(() => Promise.reject(new Error('broken'))),
    /broken/,
  );
  assert.equal(await run(async () => 'next'), 'next');
});

test('callsInTurn() begins no call that its asker does not want any more', async () => {
  const turn = inTurn(1);
  const held = Promise.withResolvers<string>();
  const begun: string[] = [];
  const desk = {
    ask: (what: string) => {
      begun.push(what);
      return held.promise;
    },
  };
  const gone = new AbortController();
  const first = callsInTurn(desk, { turn }).ask('first');
  const left = callsInTurn(desk, { turn, asker: { signal: gone.signal, client: 'gone' } }).ask('left');
  const last = callsInTurn(desk, { turn, asker: { client: 'other' } }).ask('last');
  gone.abort(new Error('the client is gone'));
  await assert.rejects(left, /the client is gone/);
  held.resolve('done');
  await Promise.all([first, last]);
  assert.deepEqual(begun, ['first', 'last']);
});

test('callsInTurn() has so many calls of an object under way, in order, with its own values and failures', async () => {
  const begun: string[] = [];
  const held = Promise.withResolvers<void>();
  class Desk {
    readonly #name = 'desk';
    async ask(what: string): Promise<string> {
      begun.push(what);
      await held.promise;
      if (what === 'nothing') throw new TypeError('nothing was asked');
      return `${what} of the ${this.#name}`;
    }
  }
  const desk = callsInTurn(new Desk(), { turn: inTurn(2) });
  const answers = Promise.allSettled(['first', 'nothing', 'third'].map((what) => desk.ask(what)));
  await nextTurn();
  assert.deepEqual(begun, ['first', 'nothing']);
  held.resolve();
  const [first, nothing, third] = await answers;
  assert.deepEqual(first, { status: 'fulfilled', value: 'first of the desk' });
  assert.ok(nothing?.status === 'rejected' && nothing.reason instanceof TypeError);
  assert.deepEqual(third, { status: 'fulfilled', value: 'third of the desk' });
});
