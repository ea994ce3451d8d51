import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageReadingInput } from '../crawl/page-reading.ts';
import { Fault } from '../model/errors.ts';
import { readingPool } from './reading-pool.ts';

test('readingPool() rejects what waits when no thread can start, each time that it is asked, and the process lives', async () => {
  const pool = readingPool({ module: 'data:text/javascript,throw new Error("no room")', maxHeapMib: 64 });
  const input = { body: new Uint8Array(8) } as PageReadingInput;
  const isFault = (cause: unknown) =>
    cause instanceof Fault && /No thread can be started .*no room/.test(cause.message);
  const read = () => pool.readPage(input, new AbortController().signal);
  await Promise.all([assert.rejects(read, isFault), assert.rejects(read, isFault)]);
  await assert.rejects(read, isFault);
  await pool.close();
});
