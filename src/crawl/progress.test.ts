import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeSite, stateCounts } from '../../test/support/fake-server-parts.ts';
import { CrawlMeter } from './crawl-meter.ts';
import { type ProgressParts, progressOf, retriesLeft } from './progress.ts';

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
    requests: { pages: 0, redirects: 0, robots: 0, sitemaps: 0, retries: 0 },
    sitemaps: { read: 0, listed: 0, troubled: 0, troubles: [] },
    bytes: 0,
    speed: { settledPerSecond: 10, foundPerSecond: 2 },
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

test('progressOf() tells the time left only while fewer URLs are found than settled', () => {
  assert.equal(progressOf(parts()).etaMs, 10_000);
  assert.equal(progressOf(parts({ speed: { settledPerSecond: 10, foundPerSecond: 10 } })).etaMs, null);
  assert.equal(progressOf(parts({ speed: { settledPerSecond: 0, foundPerSecond: 0 } })).etaMs, null);
});

test('progressOf() counts no more as left than maxPages leaves', () => {
  assert.equal(progressOf(parts({ maxPages: 70 })).etaMs, 1_000);
});

test('retriesLeft() speaks of pages to be tried again only when nothing else is left', () => {
  const left = (states: Parameters<typeof stateCounts>[0]) => retriesLeft({ states: stateCounts(states) });
  assert.equal(left({ waiting: 2, indexed: 5 }), '2 pages to be tried again');
  for (const states of [{ waiting: 2, ready: 1 }, { waiting: 2, taken: 1 }, { indexed: 5 }])
    assert.equal(left(states), undefined);
});

test('CrawlMeter.speed() is that of the last ten seconds', () => {
  const meter = new CrawlMeter();
  assert.deepEqual(meter.speed({ at: 0, settled: 0, found: 1 }), { settledPerSecond: 0, foundPerSecond: 0 });
  assert.deepEqual(meter.speed({ at: 2_000, settled: 10, found: 41 }), { settledPerSecond: 5, foundPerSecond: 20 });
  for (let at = 3_000; at <= 30_000; at += 1_000) meter.speed({ at, settled: 10, found: 41 });
  assert.deepEqual(meter.speed({ at: 31_000, settled: 20, found: 41 }), { settledPerSecond: 1, foundPerSecond: 0 });
});
