import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Worker } from 'node:worker_threads';
import type { PageReadingInput } from '../crawl/page-reading.ts';
import { Fault } from '../model/errors.ts';
import { readingPool } from './reading-pool.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-pool-'));
after(() => rmSync(directory, { recursive: true, force: true }));

let modules = 0;
/** A file with this module, for the threads of a pool. */
function moduleOf(source: string): string {
  modules += 1;
  const path = join(directory, `${modules}.mjs`);
  writeFileSync(path, source);
  return path;
}

const input = (url: string): PageReadingInput => ({
  ...{ url, body: new Uint8Array(1), contentType: 'text/html', depth: 0, maxDepth: undefined, agent: 'spindex' },
  scope: { seeds: [], scope: 'host', include: [], exclude: [] },
  ...{ nofollow: false, headerCanonical: undefined, headerAlternates: [] },
});

/** A pool of one thread whose limits of time are over by hand. */
function poolByHand() {
  const limits: { over: () => void; isForgotten: boolean }[] = [];
  const pool = readingPool({
    maxHeapMib: 64,
    threads: 1,
    filename: new URL('../../test/support/hanging-thread.ts', import.meta.url).href,
    limitTime: (over) => {
      const limit = { over, isForgotten: false };
      limits.push(limit);
      return () => {
        limit.isForgotten = true;
      };
    },
  });
  return { pool, limits };
}

test('readingPool() lets a page that hangs fail alone: the time of those behind it begins when it is their turn', async (context) => {
  const { pool, limits } = poolByHand();
  context.after(() => pool.close());
  const { signal } = new AbortController();
  const hanging = pool.readPage(input('hang'), signal);
  const waiting = pool.readPage(input('next'), signal);
  await Promise.resolve();
  assert.equal(limits.length, 1);
  limits[0]?.over();
  await assert.rejects(hanging, { message: 'It took too long to read.' });
  assert.equal(await waiting, 'next');
});

test('readingPool() keeps nothing of the time limit of a page that has been read', async (context) => {
  const { pool, limits } = poolByHand();
  context.after(() => pool.close());
  assert.equal(await pool.readPage(input('next'), new AbortController().signal), 'next');
  assert.deepEqual(
    limits.map(({ isForgotten }) => isForgotten),
    [true],
  );
});

test('readingPool() does not begin to read what nobody waits for any more', async (context) => {
  const { pool, limits } = poolByHand();
  context.after(() => pool.close());
  const hanging = pool.readPage(input('hang'), new AbortController().signal);
  const given = new AbortController();
  const waiting = pool.readPage(input('next'), given.signal);
  given.abort(new Error('stopped'));
  await assert.rejects(waiting, { message: 'stopped' });
  limits[0]?.over();
  await assert.rejects(hanging);
  assert.equal(limits.length, 1);
});

test('readingPool() reads to its end what it has begun before it closes', async () => {
  const { pool } = poolByHand();
  const reading = pool.readPage(input('next'), new AbortController().signal);
  await Promise.resolve();
  await pool.close();
  assert.equal(await reading, 'next');
});

test('readingPool() rejects what waits when no thread can start, each time that it is asked, and the process lives', async (context) => {
  const pool = readingPool({ filename: moduleOf('throw new Error("no room")'), maxHeapMib: 64, threads: 1 });
  context.after(() => pool.close());
  const isFault = (cause: unknown) =>
    cause instanceof Fault && /No thread can be started .*no room/.test(cause.message);
  const read = () => pool.readPage(input('a'), new AbortController().signal);
  await Promise.all([assert.rejects(read, isFault), assert.rejects(read, isFault)]);
  await assert.rejects(read, isFault);
});

test('readingPool() reads on with the threads that it has when no more can start', async (context) => {
  const [room, go] = [join(directory, 'room for one'), join(directory, 'go')];
  const filename = moduleOf(`import { existsSync, mkdirSync } from 'node:fs';
    mkdirSync(${JSON.stringify(room)});
    export default ({ url }) => { while (!existsSync(${JSON.stringify(go)})); return url; }`);
  const pool = readingPool({ filename, maxHeapMib: 64, threads: 2 });
  context.after(() => pool.close());
  const { signal } = new AbortController();
  const read = async (url: string): Promise<[Worker, Promise<unknown>]> => {
    const started = once(process, 'worker');
    const reading = pool.readPage(input(url), signal);
    return [(await started)[0], reading];
  };
  const [reader, first] = await read('first');
  await once(reader, 'message'); // it is ready, and reads
  const [refused, second] = await read('second');
  await new Promise((resolve) => refused.once('exit', resolve));
  writeFileSync(go, '');
  assert.deepEqual(await Promise.all([first, second]), ['first', 'second']);
});

test('readingPool() keeps nothing of what it has read', async (context) => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const pool = readingPool({ filename: moduleOf('export default ({ url }) => ({ url })'), maxHeapMib: 64, threads: 1 });
  context.after(() => pool.close());
  const { signal } = new AbortController();
  const read: WeakRef<object>[] = [];
  for (let n = 0; n < 20; n += 1) read.push(new WeakRef(await pool.readPage(input(`${n}`), signal)));
  await new Promise(setImmediate);
  collectGarbage();
  assert.ok(read.filter((page) => page.deref() !== undefined).length < 3, 'those that are in hand');
});
