import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { seededRandom } from '../../test/support/seeded-random.ts';
import { type Rate, RateLimiter } from './rate-limiter.ts';

const REQUESTS = 100_000;
const WORKERS = 24;
/** Jitter of the network that the promise withstands without strict mode, ms. */
const JITTER_MS = 25;
const forever = new AbortController().signal;

interface Network {
  random: () => number;
  /** Longest way from write to arrival, ms. */
  longestWayMs: number;
}

/** What a host saw: arrivals in ms, over all runs of the program. */
interface Log {
  arrivals: number[];
  left: number;
  pauses: number;
}

interface Run {
  rate: Rate;
  network: Network;
  log: Log;
  /** The program is killed when so many requests are left. */
  until: number;
}

/** One run of the program, which knows nothing of the one before. Resolves at the last write: what was written is still on its way. */
async function run(clock: FakeClock, { rate, ...rest }: Run): Promise<void> {
  const limiter = new RateLimiter(rate, clock);
  limiter.prime();
  const killed = Promise.withResolvers<void>();
  const worker = async () => {
    while (rest.log.left > rest.until) await request(clock, { ...rest, limiter, onKilled: killed.resolve });
  };
  await Promise.race([killed.promise, Promise.all(Array.from({ length: WORKERS }, worker))]);
}

/** One request with what may happen to it; its redirect or retry is a further request of the same worker, due at once. */
async function request(
  clock: FakeClock,
  options: Omit<Run, 'rate'> & { limiter: RateLimiter; onKilled: () => void },
): Promise<void> {
  const { limiter, network, log, until, onKilled } = options;
  const { random } = network;
  const permit = await limiter.acquire(forever);
  // Rarely the connection was lost, so that one opens while the permit is held, or the permit goes back.
  if (random() < 0.02) await clock.sleep(400 * random());
  if (random() < 0.02 || log.left <= until) return permit.cancel();
  permit.written();
  log.left -= 1;
  if (log.left <= until) onKilled();
  const wayMs = network.longestWayMs * random();
  log.arrivals.push(clock.monotonic() + wayMs);
  const isFailure = random() < 0.02;
  await clock.sleep(isFailure ? wayMs * random() : wayMs + 600 * random() ** 3);
  permit.answered();
  if (random() < 0.001) {
    log.pauses += 1;
    limiter.slowDown(random() < 0.5 ? 3_000 * random() : undefined);
  } else limiter.recover();
}

/** Requests k for which request k + n arrived within the same second. */
function windowsAbove(arrivals: readonly number[], n: number): number {
  const sorted = arrivals.toSorted((a, b) => a - b);
  return sorted.filter((at, k) => (sorted[k + n] ?? Number.POSITIVE_INFINITY) - at < 1_000).length;
}

async function simulate(
  rate: Rate,
  { longestWayMs, seed, kills }: { longestWayMs: number; seed: number; kills: number },
): Promise<Log> {
  const clock = new FakeClock();
  const log: Log = { arrivals: [], left: REQUESTS, pauses: 0 };
  const network = { random: seededRandom(seed), longestWayMs };
  const runs = async () => {
    for (let left = kills; left >= 0; left -= 1) {
      await run(clock, { rate, network, log, until: Math.floor((REQUESTS * left) / (kills + 1)) });
    }
  };
  const all = runs();
  await clock.runUntilIdle(100 * 3_600_000);
  await all;
  return log;
}

test('RateLimiter shows no second with more than N of 100,000 requests, whatever happens to them and through nine restarts', async () => {
  const { arrivals, pauses } = await simulate(
    { requestsPerSecond: 20 },
    { longestWayMs: JITTER_MS, seed: 1, kills: 9 },
  );
  assert.ok(arrivals.length >= REQUESTS);
  assert.ok(pauses > 10, 'the host has asked for fewer requests');
  assert.equal(windowsAbove(arrivals, 20), 0);
  assert.ok(windowsAbove(arrivals, 19) > 1_000, 'and the rate is used');
});

test('RateLimiter with strict shows no second with more than N of 100,000 requests over a network with any jitter', async () => {
  const { arrivals } = await simulate(
    { requestsPerSecond: 20, strict: true },
    { longestWayMs: 4_000, seed: 2, kills: 0 },
  );
  assert.ok(arrivals.length >= REQUESTS);
  assert.equal(windowsAbove(arrivals, 20), 0);
});
