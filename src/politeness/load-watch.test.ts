import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../../test/support/seeded-random.ts';
import { LoadWatch } from './load-watch.ts';

const LOWEST_SHARE = 1 / 8;

function observe(watch: LoadWatch, { times, ms }: { times: number; ms: number }): LoadWatch {
  for (let k = 0; k < times; k += 1) watch.observe(ms);
  return watch;
}

const usual = (ms: number) => observe(new LoadWatch(), { times: 100, ms });

test('LoadWatch never slows down a host that is always as slow as it is', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 30_000, noNaN: true }), fc.integer({ min: 1, max: 400 }), (ms, times) => {
      assert.equal(observe(new LoadWatch(), { times, ms }).share, 1);
    }),
    { numRuns: 50 },
  );
});

test('LoadWatch takes the mixture of quick and slow pages of a site for usual', () => {
  for (const slowShare of [0.05, 0.25, 0.5, 0.9])
    for (const factor of [3, 10, 50]) {
      const random = seededRandom(1 + slowShare * factor);
      const watch = new LoadWatch();
      for (let k = 0; k < 3_000; k += 1) {
        watch.observe(40 * (0.7 + 0.7 * random()) * (random() < slowShare ? factor : 1));
        assert.equal(watch.share, 1, `${slowShare} of the pages ${factor} times slower, answer ${k}`);
      }
    }
});

test('LoadWatch is not moved by outliers, as long as they are fewer than half of fifteen answers', () => {
  const watch = usual(80);
  for (let round = 0; round < 20; round += 1) {
    observe(watch, { times: 7, ms: 30_000 });
    observe(watch, { times: 8, ms: 80 });
    assert.equal(watch.share, 1);
  }
});

test('LoadWatch does not call a quick host slow for milliseconds', () => {
  assert.equal(observe(usual(1), { times: 100, ms: 140 }).share, 1);
});

test('LoadWatch halves the rate when answers take several times as long as usual, and lets each step show its effect', () => {
  const watch = usual(80);
  observe(watch, { times: 8, ms: 400 });
  assert.equal(watch.share, 1 / 2);
  observe(watch, { times: 14, ms: 400 });
  assert.equal(watch.share, 1 / 2);
  observe(watch, { times: 1, ms: 400 });
  assert.equal(watch.share, 1 / 4);
});

test('LoadWatch climbs back to the whole rate once the host has recovered', () => {
  const watch = usual(80);
  observe(watch, { times: 40, ms: 400 });
  assert.equal(watch.share, LOWEST_SHARE);
  observe(watch, { times: 8, ms: 80 });
  assert.ok(watch.share > LOWEST_SHARE, 'begins with the first quick answers');
  observe(watch, { times: 44, ms: 80 });
  assert.equal(watch.share, 1);
});

test('LoadWatch accepts in the end that a host has become slow for good', () => {
  const watch = usual(80);
  observe(watch, { times: 150, ms: 300 });
  assert.ok(watch.share < 1);
  observe(watch, { times: 600, ms: 300 });
  assert.equal(watch.share, 1);
});

test('LoadWatch keeps its share between an eighth and the whole, whatever it sees', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 500, size: 'max' }), (times) => {
      const watch = new LoadWatch();
      for (const ms of times) {
        watch.observe(ms);
        assert.ok(watch.share >= LOWEST_SHARE && watch.share <= 1);
      }
    }),
    { numRuns: 50 },
  );
});
