import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Silence } from './silence.ts';

const HOUR_MS = 3_600_000;

/** After failures at these times. */
function silent(...failedAtMs: number[]): Silence {
  const silence = new Silence();
  for (const at of failedAtMs) silence.fail(at, { isFirstTry: true });
  return silence;
}

it('Silence lasts when eight pages or more have failed over an hour', () => {
  assert.equal(silent(0, 1, 2, 3, 4, 5, 6, HOUR_MS).isLasting, true);
  assert.equal(silent(0, 1, 2, 3, 4, 5, 6, HOUR_MS - 1).isLasting, false);
  assert.equal(silent(0, HOUR_MS).isLasting, false);
});

it('Silence is no matter of few pages that fail again and again', () => {
  const silence = silent(0, 1, 2);
  for (let n = 0; n < 9; n++) silence.fail(n * HOUR_MS, { isFirstTry: false });
  assert.equal(silence.isLasting, false);
});

it('Silence is over with a good answer, and begins anew', () => {
  const silence = silent(0, 1, 2, 3, 4, 5, 6, 7);
  silence.over();
  for (let n = 0; n < 8; n++) silence.fail(HOUR_MS + n, { isFirstTry: true });
  assert.equal(silence.isLasting, false);
});
