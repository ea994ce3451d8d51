import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FakePage, maxInAnySecond, maxInAnyWindow, startFakeSite } from '../../test/support/fake-site.ts';
import { runAtRate } from '../../test/support/rate-run.ts';
import { HttpFetcher } from './http-fetcher.ts';

const RPS = 40;
/** Jitter that the promise withstands, ms. */
const MARGIN_MS = 25;

const servers: Record<string, FakePage> = {
  'at once': { body: 'x' },
  'after 100 ms': { body: 'x', delayMs: 100 },
  'after 600 ms': { body: 'x', delayMs: 600 },
  'and hangs up': { body: 'x', delayMs: 20, headers: { connection: 'close' } },
};

for (const [answers, page] of Object.entries(servers)) {
  test(`HttpFetcher with RateLimiter: a server that answers ${answers} sees at most N requests in any second, and no bunches`, async (t) => {
    const site = await startFakeSite({ '*': page });
    const fetcher = new HttpFetcher({ userAgent: 'x', allowAddress: () => true });
    t.after(() => Promise.all([fetcher.close(), site.close()]));
    const run = { requestsPerSecond: RPS, requests: 90, workers: 30 };
    const { arrivalsMs, worstWayMs, failures } = await runAtRate({ site, fetcher }, run);
    assert.equal(failures, 0);
    assert.equal(arrivalsMs.length, run.requests);
    if (worstWayMs > MARGIN_MS) {
      t.skip(
        `NOT JUDGED: this machine held a request up for ${worstWayMs.toFixed(0)} ms, more than the ${MARGIN_MS} ms that the promise allows`,
      );
      return;
    }
    assert.ok(maxInAnySecond(arrivalsMs) <= RPS, `${maxInAnySecond(arrivalsMs)} in a second`);
    const threeSpacingsMs = (3 * 800) / RPS - MARGIN_MS;
    assert.ok(maxInAnyWindow(arrivalsMs, threeSpacingsMs) <= 3, 'no more than three in the time of three');
  });
}
