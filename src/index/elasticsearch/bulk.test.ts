import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { systemClock } from '../../model/clock.ts';
import { type Operation, writeAll } from './bulk.ts';
import type { Engine, EngineAnswer } from './engine.ts';

const clock = { ...systemClock, sleep: async () => undefined };
const removal = (id: string): Operation => ({ kind: 'delete', id, version: 7 });
const addition = (id: string, text = ''): Operation => ({ kind: 'index', id, version: 7, document: { text } });

/** An engine that answers each operation with the next of its statuses, 200 when there are no more. */
function engineWith(statuses: Record<string, number[]>, limits: { most?: number; whole?: number[] } = {}) {
  const asked: string[][] = [];
  const engine: Engine = {
    name: 'fake',
    close: async () => undefined,
    send: async (_method, _path, { bulk = gzipSync('') } = {}): Promise<EngineAnswer> => {
      const lines = gunzipSync(bulk).toString().split('\n');
      const actions: object[] = lines.filter((line) => line.includes('"_id"')).map((line) => JSON.parse(line));
      const ids = actions.map((action) => /"_id":"([^"]*)"/.exec(JSON.stringify(action))?.[1] ?? '');
      asked.push(ids);
      const whole = limits.whole?.shift() ?? (ids.length > (limits.most ?? Number.POSITIVE_INFINITY) ? 413 : 200);
      const items = actions.map((action, i) => ({
        [Object.keys(action)[0] ?? '']: {
          status: statuses[ids[i] ?? '']?.shift() ?? 200,
          error: { reason: `no ${ids[i]}` },
        },
      }));
      return { status: whole, body: { items } };
    },
  };
  return { engine, asked };
}

const write = (engine: Engine, operations: Operation[]) => writeAll(engine, operations, { alias: 'a', clock });

describe('writeAll()', () => {
  it('sends again only what the engine was too busy for', async () => {
    const { engine, asked } = engineWith({ b: [429, 503] });
    assert.equal((await write(engine, [addition('a'), addition('b'), removal('c')])).size, 0);
    assert.deepEqual(asked, [['a', 'b', 'c'], ['b'], ['b']]);
  });

  it('takes a newer version and an absent document for done', async () => {
    const { engine, asked } = engineWith({ a: [409], b: [404] });
    assert.equal((await write(engine, [addition('a'), removal('b')])).size, 0);
    assert.equal(asked.length, 1);
  });

  it("returns what is a document's own fault, and writes the others", async () => {
    const { engine } = engineWith({ b: [400] });
    assert.deepEqual([...(await write(engine, [addition('a'), addition('b')]))], [['b', 'no b']]);
  });

  it('halves what is too large', async () => {
    const { engine, asked } = engineWith({}, { most: 1 });
    assert.equal((await write(engine, [addition('a'), addition('b'), addition('c')])).size, 0);
    assert.deepEqual(
      asked.filter((ids) => ids.length === 1),
      [['a'], ['b'], ['c']],
    );
  });

  it('bounds a request by its bytes', async () => {
    const { engine, asked } = engineWith({});
    await write(engine, [addition('a', 'x'.repeat(3e6)), addition('b', 'x'.repeat(3e6))]);
    assert.deepEqual(asked.toSorted(), [['a'], ['b']]); // at the same time, in any order
  });

  it('leaves it to the caller after some rounds, with a fault to try again that has the words of the engine', async () => {
    const { engine, asked } = engineWith({ a: Array<number>(99).fill(429) });
    await assert.rejects(write(engine, [addition('a')]), { code: 'index-unavailable', message: /429 no a/ });
    assert.ok(asked.length < 10);
  });

  it('sends a whole request again that the engine was too busy for', async () => {
    const { engine, asked } = engineWith({}, { whole: [429, 503] });
    assert.equal((await write(engine, [addition('a'), removal('b')])).size, 0);
    assert.deepEqual(asked, Array<string[]>(3).fill(['a', 'b']));
  });

  it('has several requests on the way, and none any more when it rejects', async () => {
    const { engine, asked } = engineWith({}, { whole: [401] });
    const sent: Promise<EngineAnswer>[] = [];
    const open = Promise.withResolvers<void>();
    const slow: Engine = {
      ...engine,
      send: (...request) => {
        const answer = sent.length === 0 ? engine.send(...request) : open.promise.then(() => engine.send(...request));
        sent.push(answer);
        return answer;
      },
    };
    let isSettled = false;
    const many = Array.from({ length: 9 }, (_, i) => addition(`${i}`, 'x'.repeat(1.5e6)));
    const writing = write(slow, many).finally(() => {
      isSettled = true;
    });
    while (sent.length < 2) await nextTurn();
    await sent[0];
    await nextTurn();
    assert.equal(isSettled, false);
    open.resolve();
    await assert.rejects(writing, { code: 'index-refused' });
    assert.equal(asked.length, 2);
  });

  it('takes an index that is closed or gone for no fault of the documents', async () => {
    const closed = { status: 400, error: { type: 'index_closed_exception', reason: 'closed' } };
    const gone = { status: 404, error: { type: 'index_not_found_exception', reason: 'no such index' } };
    const answering = (result: object): Engine => ({
      name: 'fake',
      close: async () => undefined,
      send: async () => ({ status: 200, body: { items: [{ index: result }] } }),
    });
    await assert.rejects(write(answering(closed), [addition('a')]), { code: 'index-unavailable' });
    await assert.rejects(write(answering(gone), [addition('a')]), { code: 'data-unreadable' });
  });

  it('tells refused credentials from a blocked index', async () => {
    await assert.rejects(write(engineWith({}, { whole: [401] }).engine, [addition('a')]), { code: 'index-refused' });
    const busy = Array<number>(99).fill(429);
    await assert.rejects(write(engineWith({}, { whole: busy }).engine, [addition('a')]), { code: 'index-unavailable' });
  });
});
