import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { Fault } from '../model/errors.ts';
import { STATES, type UrlState } from '../model/reasons.ts';
import { OutboxGate } from './outbox-gate.ts';

const states = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<UrlState, number>;

/** A gate for ten pages before an index that takes none by itself. */
function bench() {
  const clock = new FakeClock();
  const drained = Promise.withResolvers<void>();
  const stored = { outbox: 10 };
  let drains = 0;
  const gate = new OutboxGate(
    {
      store: { counts: async () => ({ found: 0, states, reasons: {}, pages: 0, outbox: stored.outbox }) },
      indexing: {
        drain: () => {
          drains += 1;
          return drained.promise;
        },
      },
      clock,
      siteId: 1,
      limit: 10,
    },
    { outbox: 0 },
  );
  return { gate, clock, stored, drained, drains: () => drains };
}

const NEVER = new AbortController().signal;

test('OutboxGate.pass() lets everybody through until the limit is reached', async () => {
  const { gate, drains } = bench();
  gate.observe(9);
  await gate.pass(NEVER);
  assert.deepEqual([gate.why, drains()], ['', 0]);
});

test('OutboxGate.pass() waits until half has been taken, says so, and asks for it once', async () => {
  const { gate, clock, stored, drains } = bench();
  gate.observe(10);
  let passed = 0;
  const waiting = [1, 2, 3].map(() =>
    gate.pass(NEVER).then(() => {
      passed += 1;
    }),
  );
  await clock.advance(5_000);
  assert.match(gate.why, /^10 pages wait for the index/);
  stored.outbox = 6;
  await clock.advance(5_000);
  assert.equal(passed, 0);
  stored.outbox = 5;
  await clock.advance(1_000);
  await Promise.all(waiting);
  assert.deepEqual([passed, gate.why, drains()], [3, '', 1]);
  await gate.pass(NEVER);
});

test('OutboxGate.pass() rejects when the index will never take anything', async () => {
  const { gate, drained, clock } = bench();
  gate.observe(10);
  const passing = gate.pass(NEVER);
  drained.reject(new Fault('store-failed', 'the disk is full'));
  await Promise.all([assert.rejects(passing, /the disk is full/), clock.advance(1_000)]);
});

test('OutboxGate.pass() ends when the crawl is stopped', async () => {
  const { gate, clock } = bench();
  gate.observe(10);
  const stop = new AbortController();
  const passing = gate.pass(stop.signal);
  stop.abort(new Error('stopped'));
  await assert.rejects(passing, /stopped/);
  await clock.advance(0);
  assert.equal(clock.pending, 0);
});

const PATHS = Array.from({ length: 60 }, (_, n) => `/p${n}`);

CrawlBench.test(
  'a crawl whose index is away goes on until its outbox is full, waits, says so, and loses nothing',
  {
    '/': page('home', ...PATHS),
    ...Object.fromEntries(PATHS.map((path) => [path, page(`leaf ${path.slice(1)}`)])),
  },
  async (bench) => {
    const apply = bench.index.apply.bind(bench.index);
    bench.index.apply = () => Promise.reject(new Fault('index-unavailable', 'away'));
    let progress = await bench.start({ concurrency: 4 });
    const { id } = progress;
    while (!/wait for the index/.test(progress.why)) {
      await bench.clock.advance(250);
      progress = bench.crawls.get(id) ?? progress;
    }
    await bench.clock.advance(600_000);
    progress = bench.crawls.get(id) ?? progress;
    assert.equal(progress.state, 'running');
    assert.ok(progress.outbox >= 20 && progress.outbox < 20 + 4, `${progress.outbox} pages wait`);
    assert.ok(bench.asked.length <= 24, `${bench.asked.length} requests`);
    bench.index.apply = apply;
    const ended = await bench.ended(progress);
    assert.deepEqual([ended.state, ended.searchable, ended.outbox], ['done', 61, 0]);
    assert.equal(bench.asked.length, 61);
    assert.doesNotMatch(ended.why, /wait/);
  },
  { outboxLimit: 20 },
);
