import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Engine } from './engine.ts';
import { PassageReader } from './passage-reader.ts';
import { versionedId } from './section-version.ts';

/** An engine whose sections all have this many characters, in this version. */
function bench({ chars = 1, version = 1 } = {}) {
  const asked: string[][] = [];
  const engine: Engine = {
    name: 'fake',
    close: async () => undefined,
    send: async (_method, _path, { body } = {}) => {
      const ids = [...JSON.stringify(body).matchAll(/"_id":"(\w+)"/g)].map(([, id = '']) => id);
      asked.push(ids);
      const source = { text: 'x'.repeat(chars), code: '' };
      const docs = ids.map((_id) => ({ _id, found: _id !== 'gone', _version: version, _source: source }));
      return { status: 200, body: { docs } };
    },
  };
  return { passages: new PassageReader(engine, 'a'), asked };
}

const ids = (...names: string[]) => names.map((name) => versionedId(name, 1));

describe('PassageReader', () => {
  it('read() asks for each version once, keeps the order of the ids, and leaves out what is gone', async () => {
    const { passages, asked } = bench();
    await passages.read(ids('a', 'b'));
    const read = await passages.read(ids('c', 'b', 'gone', 'a'));
    assert.deepEqual(
      read.map(({ id }) => id),
      ids('c', 'b', 'a'),
    );
    assert.deepEqual(asked, [
      ['a', 'b'],
      ['c', 'gone'],
    ]);
  });

  it('read() does not remember the text of another version', async () => {
    const { passages, asked } = bench({ version: 2 });
    assert.equal((await passages.read(ids('a'))).length, 1);
    await passages.read(ids('a'));
    assert.equal(asked.length, 2);
  });

  it('read() gives all, also when what is read pushes out what was remembered', async () => {
    const { passages } = bench({ chars: 5_000_000 });
    await passages.read(ids('a', 'b'));
    assert.equal((await passages.read(ids('a', 'c', 'b'))).length, 3);
  });
});
