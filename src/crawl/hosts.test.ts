import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { RateLimiter } from '../politeness/rate-limiter.ts';
import { Hosts } from './hosts.ts';

const forever = new AbortController().signal;
const HOST = 'docs.example';

const writeNow = async (limiter: RateLimiter) => (await limiter.acquire(forever)).written();
const fast = { requestsPerSecond: 10 };
const slow = { requestsPerSecond: 2 };

test('Hosts.open() gives crawls of one host one limiter at the lowest of their rates, whichever began first', () => {
  for (const rates of [
    [fast, slow],
    [slow, fast],
  ]) {
    const hosts = new Hosts(new FakeClock());
    const open = rates.map((rate) => hosts.open(HOST, rate, { prime: false }));
    assert.equal(open[0]?.limiter, open[1]?.limiter);
    assert.equal(open[0]?.limiter.snapshot().cap, 2);
  }
});

test('Hosts.open() lets a crawl without a cap lift no other cap', () => {
  const hosts = new Hosts(new FakeClock());
  const { limiter } = hosts.open(HOST, { requestsPerSecond: 0 }, { prime: false });
  assert.equal(limiter.snapshot().limitedBy, 'nothing');
  hosts.open(HOST, slow, { prime: false });
  assert.equal(limiter.snapshot().cap, 2);
});

test('OpenHost.release() gives the host back to the crawls that still run', () => {
  const hosts = new Hosts(new FakeClock());
  const { limiter } = hosts.open(HOST, fast, { prime: false });
  const other = hosts.open(HOST, { ...slow, strict: true }, { prime: false });
  other.setCrawlDelay(30);
  assert.equal(limiter.snapshot().limitedBy, 'crawl-delay');
  other.release();
  assert.equal(limiter.snapshot().cap, 10);
  assert.equal(limiter.snapshot().limitedBy, 'rate');
});

test('OpenHost.setCrawlDelay() keeps the longest that any origin of the host asks for', () => {
  const hosts = new Hosts(new FakeClock());
  const host = hosts.open(HOST, fast, { prime: false });
  host.setCrawlDelay(4);
  host.setCrawlDelay(1);
  assert.ok(host.limiter.snapshot().currentRequestsPerSecond <= 1 / 4);
});

test('Hosts.open() keeps to the second and the pause that an earlier crawl left behind', async () => {
  const clock = new FakeClock();
  const hosts = new Hosts(clock);
  const first = hosts.open(HOST, { requestsPerSecond: 1 }, { prime: false });
  await writeNow(first.limiter);
  first.limiter.slowDown(5_000);
  first.release();
  const next = writeNow(hosts.open(HOST, { requestsPerSecond: 1 }, { prime: false }).limiter);
  await clock.runUntilIdle();
  await next;
  assert.equal(clock.monotonic(), 5_000);
});

test('Hosts.open() primed waits a second for what another program may have sent, once a host', async () => {
  const clock = new FakeClock();
  const hosts = new Hosts(clock);
  const first = writeNow(hosts.open(HOST, fast, { prime: true }).limiter);
  await clock.runUntilIdle();
  await first;
  assert.equal(clock.monotonic(), 1_025);
  const second = writeNow(hosts.open(HOST, fast, { prime: true }).limiter);
  await clock.runUntilIdle();
  await second;
  assert.ok(clock.monotonic() < 1_025 + 200, 'this program knows what it has sent');
});
