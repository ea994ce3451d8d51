import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeSite, stateCounts } from '../../test/support/fake-server-parts.ts';
import { CrawlMeter } from './crawl-meter.ts';
import { leftCount, type ProgressParts, progressOf, retriesLeft } from './progress.ts';

function parts(changes: Partial<ProgressParts> = {}): ProgressParts {
  const states = stateCounts({ ready: 80, taken: 20, indexed: 50, unchanged: 10 });
  return {
    site: fakeSite('docs.example'),
    crawl: { number: 3, startedAt: 5, endedAt: null, why: null, resumed: true },
    counts: { found: 160, states, reasons: { ok: 50 }, pages: 130, outbox: 7 },
    revision: 1,
    state: 'running',
    maxPages: null,
    why: '',
    endedAt: null,
    elapsedMs: 1,
    hosts: [],
    rate: { hosts: 0, now: 0, maxInAnySecond: 0 },
    requests: { pages: 0, redirects: 0, robots: 0, sitemaps: 0, retries: 0 },
    sitemaps: { read: 0, listed: 0, troubled: 0, troubles: [] },
    bytes: 0,
    speed: { settledPerSecond: 10, indexedPerSecond: 5, foundPerSecond: 2 },
    ...changes,
  };
}

test('progressOf() names the crawl, and counts as searchable what is in the index already, by this crawl or an earlier one', () => {
  const { id, resumed, searchable, found } = progressOf(parts());
  assert.deepEqual(
    { id, resumed, searchable, found },
    { id: 'docs.example#3', resumed: true, searchable: 123, found: 160 },
  );
});

test('progressOf() tells the time left while fewer URLs are found than settled, or enough are found for the pages wanted', () => {
  assert.equal(progressOf(parts()).etaMs, 10_000);
  const speed = { settledPerSecond: 10, indexedPerSecond: 5, foundPerSecond: 10 };
  assert.equal(progressOf(parts({ speed })).etaMs, null);
  assert.equal(progressOf(parts({ speed, maxPages: 500 })).etaMs, null, 'so many may never be found');
  assert.equal(progressOf(parts({ speed, maxPages: 70 })).etaMs, 2_000);
  const still = { settledPerSecond: 0, indexedPerSecond: 0, foundPerSecond: 0 };
  for (const maxPages of [null, 70]) assert.equal(progressOf(parts({ speed: still, maxPages })).etaMs, null);
});

test('leftCount() is no more than maxPages leaves', () => {
  const { states } = progressOf(parts());
  const left = (maxPages: number | null) => leftCount({ states, maxPages });
  assert.deepEqual([null, 500, 70, 60, 50].map(left), [100, 100, 10, 0, 0]);
});

test('retriesLeft() speaks of pages to be tried again only when nothing else is left', () => {
  const left = (states: Parameters<typeof stateCounts>[0]) => retriesLeft({ states: stateCounts(states) });
  assert.equal(left({ waiting: 2, indexed: 5 }), '2 pages to be tried again');
  for (const states of [{ waiting: 2, ready: 1 }, { waiting: 2, taken: 1 }, { indexed: 5 }])
    assert.equal(left(states), undefined);
});

test('CrawlMeter.speed() is that of the last ten seconds', () => {
  const meter = new CrawlMeter();
  const none = { settledPerSecond: 0, indexedPerSecond: 0, foundPerSecond: 0 };
  assert.deepEqual(meter.speed({ at: 0, settled: 0, indexed: 5, found: 1 }), none);
  const first = { settledPerSecond: 5, indexedPerSecond: 2, foundPerSecond: 20 };
  assert.deepEqual(meter.speed({ at: 2_000, settled: 10, indexed: 9, found: 41 }), first);
  for (let at = 3_000; at <= 30_000; at += 1_000) meter.speed({ at, settled: 10, indexed: 9, found: 41 });
  const last = { settledPerSecond: 1, indexedPerSecond: 0, foundPerSecond: 0 };
  assert.deepEqual(meter.speed({ at: 31_000, settled: 20, indexed: 9, found: 41 }), last);
});
