import assert from 'node:assert/strict';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

const threadModule = new URL('./background.ts', import.meta.url).href;

test('yieldToOthers lowers the priority of its own thread and of no other', {
  skip: process.platform !== 'linux' && 'threads have no priority of their own here',
}, async () => {
  const before = getPriority(0);
  const code = `
    import { getPriority } from 'node:os';
    import { parentPort } from 'node:worker_threads';
    import { yieldToOthers } from '${threadModule}';
    yieldToOthers();
    parentPort.postMessage(getPriority(0));`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  const [inThread] = await once(worker, 'message');
  assert.equal(inThread, Math.min(19, before + 10));
  assert.equal(getPriority(0), before);
  await worker.terminate();
});
