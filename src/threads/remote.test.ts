import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { pageRecord, siteSettings } from '../../test/support/crawl-store-fixture.ts';
import type { Dying } from '../../test/support/dying-thread.ts';
import type { Indexing } from '../crawl/indexer.ts';
import { Fault, type FaultCode } from '../model/errors.ts';
import { given } from '../model/given.ts';
import type { CrawlStore } from '../store/crawl-store.ts';
import { moduleUrl, startThread } from './remote.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-threads-'));
after(() => rmSync(directory, { recursive: true, force: true }));

const startStore = (file: string) =>
  startThread<CrawlStore>('store-thread', { data: { path: join(directory, file) }, maxHeapMib: 64 });

const hasCode = (code: FaultCode) => (cause: unknown) => cause instanceof Fault && cause.code === code;

test('startThread() rejects with the fault of an object that cannot be made, its code kept', async () => {
  writeFileSync(join(directory, 'text'), 'no database, and long enough to be taken for something else'.repeat(9));
  await assert.rejects(startStore('text'), hasCode('data-unreadable'));
});

test('startThread() rejects when there is no such thread', async () => {
  await assert.rejects(startThread('no-thread', { data: {}, maxHeapMib: 64 }), hasCode('internal'));
});

test('the stand-in answers calls in the order in which they were made', async () => {
  const store = await startStore('order.sqlite');
  const site = await store.openSite(siteSettings());
  const begun = store.beginCrawl(site.id, 0);
  const taken = store.take(site.id, { limit: 1, now: 0 });
  const counts = store.counts(site.id);
  assert.equal((await taken).length, 1);
  assert.equal((await counts).states.taken, 1);
  assert.equal((await begun).number, 1);
  await store.close();
});

test('a call that fails rejects alone, with its fault; the next call works', async () => {
  const store = await startStore('fails.sqlite');
  const site = await store.openSite(siteSettings());
  const settlement = { siteId: site.id, entryId: 1, at: Number.NaN, state: 'gone', reason: 'gone-404' } as const;
  const broken = { ...settlement, discovered: [], movedSeedTo: 'https://x/', entryId: Number.NaN, siteId: Number.NaN };
  await assert.rejects(store.settle(broken), (cause) => cause instanceof Error && (cause.stack ?? '') !== '');
  assert.equal((await store.sites()).length, 1);
  await store.close();
});

test('what a method hands over is moved into the thread, when its memory is its own; all else is copied', async () => {
  const store = await startThread<CrawlStore>('store-thread', {
    data: { path: join(directory, 'moved.sqlite') },
    maxHeapMib: 64,
    handsOver: { settle: ({ page }) => (page ? [page.extracted, page.source] : []) },
  });
  const site = await store.openSite(siteSettings());
  await store.beginCrawl(site.id, 0);
  const [entry] = await store.take(site.id, { limit: 1, now: 0 });
  assert.ok(entry);
  const whole = new Uint8Array(100).fill(7);
  const part = new Uint8Array(100).subarray(10, 20);
  const sketch = new Uint8Array(5);
  await store.settle({
    ...{ siteId: site.id, entryId: entry.id, at: 0, state: 'indexed', reason: 'ok' },
    page: pageRecord('hash', { extracted: whole, source: part, sketch }),
  });
  assert.deepEqual(
    [whole, part, sketch].map(({ byteLength }) => byteLength),
    [0, 10, 5],
  );
  const [change] = await store.changes(1);
  assert.deepEqual(change?.page?.extracted, new Uint8Array(100).fill(7));
  await store.close();
});

test('arguments that cannot be posted reject the call, and hold nothing open', async () => {
  const store = await startThread<{ sites(...args: unknown[]): Promise<unknown[]>; close(): Promise<void> }>(
    'store-thread',
    { data: { path: join(directory, 'post.sqlite') }, maxHeapMib: 64 },
  );
  await assert.rejects(async () => store.sites(() => undefined), /could not be cloned/);
  assert.deepEqual(await store.sites(), []);
  await store.close();
});

test('after close() the thread ends and every call rejects', async () => {
  const store = await startStore('closed.sqlite');
  await store.close();
  await assert.rejects(store.sites(), hasCode('internal'));
  await assert.rejects(store.close(), hasCode('internal'));
});

const startDying = (onEnd?: () => void) =>
  startThread<Dying>('../../test/support/dying-thread', { data: {}, maxHeapMib: 64, ...given({ onEnd }) });

for (const end of ['exit', 'throwLater'] as const)
  test(`when the thread dies (${end}), it is told once, and what is open and what comes later rejects`, async (context) => {
    const onEnd = context.mock.fn();
    const thread = await startDying(onEnd);
    const open = thread.never();
    await Promise.allSettled([thread[end]()]);
    await assert.rejects(open, hasCode('internal'));
    await assert.rejects(thread.echo(1), hasCode('internal'));
    assert.equal(onEnd.mock.callCount(), 1);
  });

test('a call that nobody waits for does not end the program when the thread dies', async (context) => {
  const unhandled = context.mock.fn();
  process.on('unhandledRejection', unhandled);
  const thread = await startDying();
  void thread.never();
  await assert.rejects(thread.exit(), hasCode('internal'));
  void thread.never();
  await nextTurn();
  process.off('unhandledRejection', unhandled);
  assert.equal(unhandled.mock.callCount(), 0);
});

test('an error that is no fault arrives with its class, its message and the stack of the thread', async () => {
  const thread = await startDying();
  await assert.rejects(thread.fail(), (cause) => {
    assert.ok(cause instanceof TypeError);
    assert.equal(cause.message, 'wrong use');
    assert.match(cause.stack ?? '', /dying-thread/);
    return true;
  });
  assert.deepEqual(await thread.echo({ bytes: new Uint8Array([1]) }), { bytes: new Uint8Array([1]) });
  await thread.exit().catch(() => undefined);
});

test('the stand-in of a thread is no thenable: it can be awaited and returned', async () => {
  const store = await startStore('await.sqlite');
  assert.equal(await Promise.resolve(store), store);
  await store.close();
});

test('the indexing thread drains an empty outbox and closes', async () => {
  const place = { kind: 'file', path: join(directory, 'i-index.sqlite') };
  const paths = { storePath: join(directory, 'i-crawl.sqlite'), place };
  const indexing = await startThread<Indexing>('indexing-thread', { data: paths, maxHeapMib: 64 });
  indexing.wake();
  await indexing.drain();
  await indexing.close();
});

test('moduleUrl() is the source where there is one, and the built file elsewhere', () => {
  assert.match(moduleUrl('store-thread'), /\/src\/threads\/store-thread\.ts$/);
  const base = pathToFileURL(`${directory}/`).href;
  assert.equal(moduleUrl('store-thread', base), `${base}store-thread.js`);
});
