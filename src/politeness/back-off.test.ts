import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { BackOff, parseRetryAfterMs, retryDelayMs, waitBeforeRetryMs } from './back-off.ts';

test('BackOff.slowDown() without Retry-After doubles its pause, up to a minute, until an answer is good', () => {
  const clock = new FakeClock();
  const backOff = new BackOff(clock);
  const pauses = [1, 2, 3, 4, 5, 6, 7].map(() => {
    backOff.slowDown();
    const pauseMs = backOff.pausedUntilMs - clock.monotonic();
    clock.stall(pauseMs);
    return pauseMs;
  });
  assert.deepEqual(pauses, [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  backOff.recover();
  backOff.slowDown();
  assert.equal(backOff.pausedUntilMs - clock.monotonic(), 2_000);
});

test('BackOff.slowDown() never stops a host for good: the rate keeps 1/32, a pause ends within the hour', () => {
  const clock = new FakeClock();
  const backOff = new BackOff(clock);
  for (let k = 0; k < 20; k += 1) {
    backOff.slowDown(86_400_000);
    assert.equal(backOff.pausedUntilMs - clock.monotonic(), 3_600_000);
    clock.stall(3_600_000);
  }
  assert.equal(backOff.share, 1 / 32);
});

test('BackOff.slowDown() halves once for all answers to what was written before the pause', () => {
  const backOff = new BackOff(new FakeClock());
  for (let k = 0; k < 8; k += 1) backOff.slowDown(1_000);
  assert.equal(backOff.share, 1 / 2);
});

test('BackOff.recover() climbs by equal steps and stops at the whole rate', () => {
  const backOff = new BackOff(new FakeClock());
  backOff.slowDown(0);
  backOff.recover();
  assert.equal(backOff.share, 0.52);
  for (let k = 0; k < 100; k += 1) backOff.recover();
  assert.equal(backOff.share, 1);
});

test('parseRetryAfterMs() reads seconds and HTTP dates, and nothing else', () => {
  const now = Date.UTC(2026, 0, 1, 12, 0, 0);
  assert.equal(parseRetryAfterMs('120', now), 120_000);
  assert.equal(parseRetryAfterMs(' 0 ', now), 0);
  assert.equal(parseRetryAfterMs('Thu, 01 Jan 2026 12:01:00 GMT', now), 60_000);
  assert.equal(parseRetryAfterMs('Thu, 01 Jan 2026 11:00:00 GMT', now), 0);
  for (const wrong of [undefined, '', 'soon', '-5', '1.5', 'Xyz, 99 Foo'])
    assert.equal(parseRetryAfterMs(wrong, now), undefined);
});

test('parseRetryAfterMs() takes a date without a zone as UTC, wherever it runs', (t) => {
  const { TZ } = process.env;
  t.after(() => {
    if (TZ === undefined) delete process.env['TZ'];
    else process.env['TZ'] = TZ;
  });
  const now = Date.UTC(2026, 0, 1, 12, 0, 0);
  for (const zone of ['Europe/Kyiv', 'America/New_York']) {
    process.env['TZ'] = zone;
    for (const date of ['Thu Jan  1 12:01:00 2026', 'Thu, 01 Jan 2026 12:01:00', 'Thursday, 01-Jan-26 12:01:00 GMT'])
      assert.equal(parseRetryAfterMs(date, now), 60_000, `${date} in ${zone}`);
    assert.equal(parseRetryAfterMs('Thu, 01 Jan 2026 13:01:00 +0100', now), 60_000);
  }
});

test('retryDelayMs() doubles from 5 s to 10 min, half to one and a half of it', () => {
  const middle = () => 0.5;
  assert.deepEqual(
    [1, 2, 3, 30].map((failures) => retryDelayMs(failures, middle)),
    [5_000, 10_000, 20_000, 600_000],
  );
  assert.equal(
    retryDelayMs(1, () => 0),
    2_500,
  );
  assert.ok(retryDelayMs(1, () => 0.999_999) < 7_500);
});

test('waitBeforeRetryMs() waits for as long as Retry-After says, but never for more than an hour', () => {
  assert.equal(waitBeforeRetryMs(1, 30_000), 30_000);
  assert.equal(waitBeforeRetryMs(1, 86_400_000), 3_600_000);
  assert.ok(waitBeforeRetryMs(3, 1_000) >= 10_000);
});
