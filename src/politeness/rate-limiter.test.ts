import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { maxInAnySecond } from '../../test/support/fake-site.ts';
import { type Rate, RateLimiter } from './rate-limiter.ts';

const JITTER_MS = 25;
const forever = new AbortController().signal;

/** What one request does with its turn; times in ms. */
interface Act {
  kind: 'write' | 'cancel' | 'abort';
  /** Between the grant and the write or the cancel, or between asking and the abort. */
  holdMs: number;
  /** Between the write and the arrival at the server. */
  wayMs: number;
  /** Between the arrival and the first byte of the answer. */
  thinkMs: number;
}

interface Outcome {
  writes: number[];
  arrivals: number[];
}

const acts = (longestWayMs: number): fc.Arbitrary<Act[]> =>
  fc.array(
    fc.record({
      kind: fc.oneof(
        { weight: 5, arbitrary: fc.constant('write' as const) },
        fc.constant('cancel' as const),
        fc.constant('abort' as const),
      ),
      holdMs: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 400, noNaN: true })),
      wayMs: fc.double({ min: 0, max: longestWayMs, noNaN: true }),
      thinkMs: fc.double({ min: 0, max: 3_000, noNaN: true }),
    }),
    { minLength: 5, maxLength: 40 },
  );

/** So many equal workers act out the list; returns when everybody has written, cancelled or aborted. */
async function actOut(rate: Rate, script: { acts: readonly Act[]; workers: number }): Promise<Outcome> {
  const clock = new FakeClock();
  const limiter = new RateLimiter(rate, clock);
  const outcome: Outcome = { writes: [], arrivals: [] };
  const left = [...script.acts];
  const worker = async () => {
    for (let act = left.shift(); act; act = left.shift()) await play(act, { clock, limiter, outcome });
  };
  const all = Promise.all(Array.from({ length: script.workers }, worker));
  await clock.runUntilIdle();
  await all;
  return outcome;
}

async function play(
  act: Act,
  { clock, limiter, outcome }: { clock: FakeClock; limiter: RateLimiter; outcome: Outcome },
) {
  const abort = new AbortController();
  if (act.kind === 'abort') void clock.sleep(act.holdMs).then(() => abort.abort());
  const permit = await limiter.acquire(abort.signal).catch(() => undefined);
  if (act.kind !== 'abort') await clock.sleep(act.holdMs);
  if (act.kind !== 'write') permit?.cancel();
  else {
    permit?.written();
    outcome.writes.push(clock.monotonic());
    outcome.arrivals.push(clock.monotonic() + act.wayMs);
    await clock.sleep(act.wayMs + act.thinkMs);
    permit?.answered();
  }
}

const leastDistance = (times: readonly number[]) =>
  Math.min(Number.POSITIVE_INFINITY, ...times.slice(1).map((at, before) => at - (times[before] ?? 0)));

test('RateLimiter shows the server at most N requests in any second, and keeps its spacing, whatever its callers do', async () => {
  await fc.assert(
    fc.asyncProperty(
      acts(JITTER_MS),
      fc.constantFrom(1, 2, 3, 5, 10),
      fc.integer({ min: 1, max: 12 }),
      async (list, rps, workers) => {
        const { writes, arrivals } = await actOut({ requestsPerSecond: rps }, { acts: list, workers });
        assert.equal(
          writes.length,
          list.filter(({ kind }) => kind === 'write').length,
          'everybody who wants to write does',
        );
        assert.ok(maxInAnySecond(arrivals) <= rps);
        assert.ok(leastDistance(writes) >= 800 / rps - 1e-6);
      },
    ),
    { numRuns: 40 },
  );
});

test('RateLimiter with strict shows the server at most N requests in any second, whatever the network does', async () => {
  await fc.assert(
    fc.asyncProperty(
      acts(5_000),
      fc.constantFrom(1, 2, 5),
      fc.integer({ min: 1, max: 8 }),
      async (list, rps, workers) => {
        const { arrivals } = await actOut({ requestsPerSecond: rps, strict: true }, { acts: list, workers });
        assert.ok(maxInAnySecond(arrivals) <= rps);
      },
    ),
    { numRuns: 30 },
  );
});

test('RateLimiter without strict cannot hold its promise over a network with more jitter than the margin', async () => {
  // Shows that the checker above can fail: the first request is late by more than 25 ms.
  const act = (wayMs: number): Act => ({ kind: 'write', holdMs: 0, wayMs, thinkMs: 0 });
  const { arrivals } = await actOut({ requestsPerSecond: 1 }, { acts: [act(60), act(0)], workers: 2 });
  assert.equal(maxInAnySecond(arrivals), 2);
});

for (const requestsPerSecond of [0.5, 1, 2, 5, 10, 40]) {
  test(`RateLimiter reaches 96 % of ${requestsPerSecond}/s when there is enough to do`, async () => {
    const { writes } = await writeFor(20_000, { requestsPerSecond });
    assert.ok(writes.length >= Math.floor(20 * requestsPerSecond * 0.96), `${writes.length} requests in 20 s`);
    assert.ok(maxInAnySecond(writes) <= Math.max(1, requestsPerSecond));
  });
}

test('RateLimiter takes the whole part of a rate, as 2.5 allows no third request in a second', async () => {
  const { writes } = await writeFor(10_000, { requestsPerSecond: 2.5 });
  assert.equal(maxInAnySecond(writes), 2);
  assert.ok(writes.length >= 19);
});

test('RateLimiter without a cap never waits', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 0 }, clock);
  for (let k = 0; k < 500; k += 1) (await limiter.acquire(forever)).written();
  assert.equal(limiter.highestInOneSecond, 500);
  assert.equal(limiter.snapshot().limitedBy, 'nothing');
  assert.equal(clock.pending, 0);
});

test('RateLimiter keeps the distance of a Crawl-delay, and says that it does', async () => {
  const { writes, limiter } = await writeFor(20_000, { requestsPerSecond: 5, minDelaySeconds: 2 });
  assert.ok(leastDistance(writes) >= 2_000);
  assert.equal(writes.length, 10);
  assert.equal(limiter.snapshot().limitedBy, 'crawl-delay');
});

test('RateLimiter keeps its promise after a stall of the event loop between grant and write', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 2 }, clock);
  const writes: number[] = [];
  const write = async (stallMs: number) => {
    const permit = await limiter.acquire(forever);
    clock.stall(stallMs);
    permit.written();
    writes.push(clock.monotonic());
  };
  const all = Promise.all([0, 900, 0, 700, 0, 0, 3_000, 0, 0].map(write));
  await clock.runUntilIdle();
  await all;
  assert.ok(maxInAnySecond(writes) <= 2);
  assert.ok(leastDistance(writes) >= 400);
});

test('RateLimiter.acquire() serves in the order of the calls, past those who left', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 1 }, clock);
  const leaving = new AbortController();
  const order: string[] = [];
  const ask = async (name: string, signal: AbortSignal) => {
    const permit = await limiter.acquire(signal);
    order.push(name);
    permit.written();
  };
  const all = Promise.allSettled([ask('a', forever), ask('b', leaving.signal), ask('c', forever), ask('d', forever)]);
  await clock.advance(500);
  leaving.abort(new Error('changed my mind'));
  await clock.runUntilIdle();
  assert.deepEqual(order, ['a', 'c', 'd']);
  const [, b] = await all;
  assert.equal(b?.status === 'rejected' && b.reason.message, 'changed my mind');
});

test('RateLimiter leaves no timer behind when the last waiting caller aborts', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 1 }, clock);
  (await limiter.acquire(forever)).written();
  const abort = new AbortController();
  const waiting = limiter.acquire(abort.signal);
  assert.equal(clock.pending, 1);
  abort.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  await clock.advance(0);
  assert.equal(clock.pending, 0);
});

test('Permit.cancel() gives the turn to the next at once', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 1 }, clock);
  const first = await limiter.acquire(forever);
  const second = limiter.acquire(forever);
  first.cancel();
  (await second).written();
  assert.equal(limiter.snapshot().written, 1);
  assert.equal(clock.monotonic(), 0);
});

test('Permit.written() refuses a permit that was used or given back, as that request would have no turn', async () => {
  const limiter = new RateLimiter({ requestsPerSecond: 0 }, new FakeClock());
  const used = await limiter.acquire(forever);
  used.written();
  used.cancel();
  assert.throws(() => used.written(), /already written/);
  const returned = await limiter.acquire(forever);
  returned.cancel();
  assert.throws(() => returned.written(), /already cancelled/);
  assert.equal(limiter.snapshot().written, 1);
});

test('RateLimiter.prime() makes a crawl that continues wait as if N requests had just been written', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 5 }, clock);
  limiter.prime();
  let grantedAt = Number.NaN;
  const asked = limiter.acquire(forever).then(() => {
    grantedAt = clock.monotonic();
  });
  await clock.runUntilIdle();
  await asked;
  assert.equal(grantedAt, 1_025);
});

test('RateLimiter.setRate() wakes those who wait', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 0.01 }, clock);
  (await limiter.acquire(forever)).written();
  const next = limiter.acquire(forever);
  await clock.advance(3_000);
  limiter.setRate({ requestsPerSecond: 10 });
  (await next).written();
  assert.equal(clock.monotonic(), 3_000);
});

test('RateLimiter.setRate() from no cap to a cap counts what was just written', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 0 }, clock);
  (await limiter.acquire(forever)).written();
  limiter.setRate({ requestsPerSecond: 2 });
  let isGranted = false;
  void limiter.acquire(forever).then(() => {
    isGranted = true;
  });
  await clock.advance(1_000);
  assert.equal(isGranted, false);
  await clock.advance(25);
  assert.equal(isGranted, true);
});

test('RateLimiter.prime() and setRate() keep a Crawl-delay also where there is no cap', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 0 }, clock);
  const rate = { requestsPerSecond: 0, minDelaySeconds: 4 };
  const writeNext = async () => {
    const asked = limiter.acquire(forever).then((permit) => permit.written());
    await clock.runUntilIdle();
    await asked;
    return clock.monotonic();
  };
  assert.equal(await writeNext(), 0);
  limiter.setRate(rate);
  assert.equal(await writeNext(), 4_025);
  limiter.setRate(rate);
  assert.equal(await writeNext(), 8_050);
  limiter.prime();
  assert.equal(await writeNext(), 12_075);
});

test('RateLimiter.slowDown() pauses the host for Retry-After, halves its rate, and good answers bring it back', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 10 }, clock);
  limiter.slowDown(7_000);
  limiter.slowDown(7_000);
  assert.deepEqual(pick(limiter), { limitedBy: 'pause', currentRequestsPerSecond: 0, pausedForMs: 7_000 });
  let grantedAt = Number.NaN;
  const asked = limiter.acquire(forever).then((permit) => {
    grantedAt = clock.monotonic();
    permit.written();
  });
  await clock.runUntilIdle();
  await asked;
  assert.equal(grantedAt, 7_000);
  assert.equal(limiter.snapshot().limitedBy, 'slow-down');
  assert.ok(Math.abs(limiter.snapshot().currentRequestsPerSecond - 5 / 1.025) < 1e-9, 'halved once, not twice');
  for (let k = 0; k < 25; k += 1) limiter.recover();
  assert.equal(limiter.snapshot().limitedBy, 'rate');
});

test('RateLimiter.pauseUntil() holds back what already waits, and never shortens a pause', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 1 }, clock);
  (await limiter.acquire(forever)).written();
  let grantedAt = Number.NaN;
  const asked = limiter.acquire(forever).then(() => {
    grantedAt = clock.monotonic();
  });
  limiter.pauseUntil(9_000);
  limiter.pauseUntil(4_000);
  await clock.runUntilIdle();
  await asked;
  assert.equal(grantedAt, 9_000);
});

test('RateLimiter.snapshot() counts no request that comes a whole second later as of the same second', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerSecond: 1, strict: true }, clock);
  for (let k = 0; k < 3; k += 1) {
    const permit = await limiter.acquire(forever);
    permit.written();
    permit.answered();
    await clock.advance(1_000);
  }
  assert.equal(limiter.highestInOneSecond, 1);
});

test('RateLimiter.snapshot() counts the most requests written in any one second', async () => {
  const { writes, limiter } = await writeFor(5_000, { requestsPerSecond: 7 });
  assert.equal(limiter.highestInOneSecond, maxInAnySecond(writes));
  assert.equal(limiter.snapshot().written, writes.length);
});

test('RateLimiter refuses a rate that is no number from 0', () => {
  const clock = new FakeClock();
  assert.throws(() => new RateLimiter({ requestsPerSecond: -1 }, clock), RangeError);
  assert.throws(() => new RateLimiter({ requestsPerSecond: Number.NaN }, clock), RangeError);
  assert.throws(
    () => new RateLimiter({ requestsPerSecond: 1, minDelaySeconds: Number.POSITIVE_INFINITY }, clock),
    RangeError,
  );
});

async function writeFor(durationMs: number, rate: Rate): Promise<{ writes: number[]; limiter: RateLimiter }> {
  const clock = new FakeClock();
  const limiter = new RateLimiter(rate, clock);
  const abort = new AbortController();
  const writes: number[] = [];
  const worker = async () => {
    for (;;) {
      const permit = await limiter.acquire(abort.signal);
      permit.written();
      permit.answered();
      writes.push(clock.monotonic());
    }
  };
  const workers = Promise.allSettled([worker(), worker(), worker()]);
  await clock.advance(durationMs - 1);
  abort.abort();
  await workers;
  return { writes, limiter };
}

function pick(limiter: RateLimiter) {
  const { limitedBy, currentRequestsPerSecond, pausedForMs } = limiter.snapshot();
  return { limitedBy, currentRequestsPerSecond, pausedForMs };
}
