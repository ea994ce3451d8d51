import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
    send: async (_method, _path, { lines = [] } = {}): Promise<EngineAnswer> => {
      const actions = lines.filter((line) => 'index' in line || 'delete' in line);
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

  it('halves what is too large, in order', async () => {
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
    assert.deepEqual(asked, [['a'], ['b']]);
  });

  it('leaves it to the caller after some rounds, with a fault to try again', async () => {
    const { engine, asked } = engineWith({ a: Array<number>(99).fill(429) });
    await assert.rejects(write(engine, [addition('a')]), { code: 'index-unavailable' });
    assert.ok(asked.length < 10);
  });

  it('tells refused credentials from a blocked index', async () => {
    await assert.rejects(write(engineWith({}, { whole: [401] }).engine, [addition('a')]), { code: 'settings-invalid' });
    await assert.rejects(write(engineWith({}, { whole: [429] }).engine, [addition('a')]), {
      code: 'index-unavailable',
    });
  });
});
