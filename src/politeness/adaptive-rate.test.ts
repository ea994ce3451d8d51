import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { maxInAnySecond } from '../../test/support/fake-site.ts';
import { RateLimiter } from './rate-limiter.ts';

const WORKERS = 16;

/** A server that answers one request after the other, each in so many ms. */
class BusyServer {
  serviceMs: number;
  readonly #clock: FakeClock;
  #freeAtMs = 0;

  constructor(clock: FakeClock, serviceMs: number) {
    this.#clock = clock;
    this.serviceMs = serviceMs;
  }

  async answer(): Promise<void> {
    this.#freeAtMs = Math.max(this.#freeAtMs, this.#clock.monotonic()) + this.serviceMs;
    await this.#clock.sleep(this.#freeAtMs - this.#clock.monotonic());
  }
}

interface Load {
  clock: FakeClock;
  server: BusyServer;
  limiter: RateLimiter;
  writes: number[];
  /** Requests written from `fromMs` on, per second. */
  rateSince: (fromMs: number) => number;
}

/** Workers that ask this server all the time while `check` runs. */
async function underLoad(requestsPerSecond: number, check: (load: Load) => Promise<void>): Promise<void> {
  const clock = new FakeClock();
  const server = new BusyServer(clock, 20);
  const limiter = new RateLimiter({ requestsPerSecond }, clock);
  const abort = new AbortController();
  const writes: number[] = [];
  const worker = async () => {
    for (;;) {
      const permit = await limiter.acquire(abort.signal);
      permit.written();
      writes.push(clock.monotonic());
      await server.answer();
      permit.answered();
      if (abort.signal.aborted) return;
    }
  };
  const workers = Promise.allSettled(Array.from({ length: WORKERS }, worker));
  const rateSince = (fromMs: number) =>
    (1_000 * writes.filter((at) => at >= fromMs).length) / (clock.monotonic() - fromMs);
  await check({ clock, server, limiter, writes, rateSince });
  abort.abort();
  await clock.runUntilIdle();
  await workers;
}

test('RateLimiter slows down to what a struggling server bears, and climbs back with it, never above the cap', () =>
  underLoad(10, async ({ clock, server, limiter, writes, rateSince }) => {
    await clock.advance(20_000);
    assert.equal(limiter.snapshot().limitedBy, 'rate');

    server.serviceMs = 180;
    await clock.advance(20_000);
    const struggling = clock.monotonic();
    assert.equal(limiter.snapshot().limitedBy, 'slow-answers');
    await clock.advance(20_000);
    assert.ok(rateSince(struggling) < 1_000 / server.serviceMs, `${rateSince(struggling)} per second`);

    server.serviceMs = 20;
    await clock.advance(60_000);
    const recovered = clock.monotonic();
    await clock.advance(20_000);
    assert.equal(limiter.snapshot().limitedBy, 'rate');
    assert.ok(rateSince(recovered) >= 0.96 * 10);
    assert.ok(maxInAnySecond(writes) <= 10);
  }));

test('RateLimiter gives a server that is always slow its whole rate', () =>
  underLoad(5, async ({ clock, server, limiter, rateSince }) => {
    server.serviceMs = 199;
    await clock.advance(60_000);
    assert.equal(limiter.snapshot().limitedBy, 'rate');
    assert.ok(rateSince(0) >= 0.96 * 5);
  }));

test('RateLimiter without a cap never waits, however slow the answers become', () =>
  underLoad(0, async ({ clock, server, limiter, writes }) => {
    await clock.advance(2_000);
    server.serviceMs = 1_000;
    await clock.advance(100_000);
    assert.equal(limiter.snapshot().limitedBy, 'nothing');
    assert.equal(limiter.snapshot().waiting, 0, 'all workers wait for the server');
    assert.ok(writes.length > 150);
  }));
