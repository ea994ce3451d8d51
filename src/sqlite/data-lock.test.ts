import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Fault } from '../model/errors.ts';
import { DataLock } from './data-lock.ts';

const root = mkdtempSync(join(tmpdir(), 'spindex-lock-'));
after(() => rmSync(root, { recursive: true, force: true }));

const isInUse = (cause: unknown) => cause instanceof Fault && cause.code === 'data-in-use';

test('DataLock.acquire() lets one in, and the next one after release()', () => {
  const [first, second] = [new DataLock(join(root, 'one')), new DataLock(join(root, 'one'))];
  first.acquire();
  first.acquire(); // taken already by itself
  assert.throws(() => second.acquire(), isInUse);
  first.release();
  second.acquire();
  assert.throws(() => first.acquire(), isInUse);
  second.release();
  second.release();
});

test('DataLock.acquire() of another directory is free', () => {
  const [first, second] = [new DataLock(join(root, 'a')), new DataLock(join(root, 'b'))];
  first.acquire();
  second.acquire();
  first.release();
  second.release();
});

test('DataLock.acquire() blames no other program for a lock file that cannot be used', () => {
  const isUnusable = (cause: unknown) =>
    cause instanceof Fault && cause.code === 'data-unreadable' && cause.message.includes('crawl.lock');
  mkdirSync(join(root, 'taken', 'crawl.lock'), { recursive: true });
  assert.throws(() => new DataLock(join(root, 'taken')).acquire(), isUnusable);
  mkdirSync(join(root, 'spoilt'));
  writeFileSync(
    join(root, 'spoilt', 'crawl.lock'),
    'no lock, and long enough to be taken for something else'.repeat(99),
  );
  assert.throws(() => new DataLock(join(root, 'spoilt')).acquire(), isUnusable);
});

test('DataLock is dropped when the process that holds it is killed', async (context) => {
  const directory = join(root, 'killed');
  const code = `
    import { DataLock } from ${JSON.stringify(new URL('./data-lock.ts', import.meta.url).href)};
    globalThis.lock = new DataLock(${JSON.stringify(directory)}); // or the collector of garbage may let go of it
    globalThis.lock.acquire();
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  context.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const lock = new DataLock(directory);
  assert.throws(() => lock.acquire(), isInUse);
  child.kill('SIGKILL');
  await once(child, 'exit');
  lock.acquire();
  lock.release();
});
