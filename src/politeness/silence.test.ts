import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Silence } from './silence.ts';

const HOUR_MS = 3_600_000;

/** After failures at these times. */
function silent(...failedAtMs: number[]): Silence {
  const silence = new Silence();
  for (const at of failedAtMs) silence.fail(at, { isFirstTry: true, part: '/docs/' });
  return silence;
}

it('Silence lasts when eight pages or more have failed over an hour', () => {
  assert.equal(silent(0, 1, 2, 3, 4, 5, 6, HOUR_MS).isLastingAt('/docs/'), true);
  assert.equal(silent(0, 1, 2, 3, 4, 5, 6, HOUR_MS - 1).isLastingAt('/docs/'), false);
  assert.equal(silent(0, HOUR_MS).isLastingAt('/docs/'), false);
});

it('Silence is no matter of few pages that fail again and again', () => {
  const silence = silent(0, 1, 2);
  for (let n = 0; n < 9; n++) silence.fail(n * HOUR_MS, { isFirstTry: false, part: '/docs/' });
  assert.equal(silence.isLastingAt('/docs/'), false);
});

it('Silence is over with a good answer, and begins anew', () => {
  const silence = silent(0, 1, 2, 3, 4, 5, 6, 7);
  silence.over();
  for (let n = 0; n < 8; n++) silence.fail(HOUR_MS + n, { isFirstTry: true, part: '/docs/' });
  assert.equal(silence.isLastingAt('/docs/'), false);
});

it('Silence in one part of a host leaves the others to be asked once, and that in many is the silence of the host', () => {
  const silence = silent(0, 1, 2, 3, 4, 5, 6, HOUR_MS);
  assert.equal(silence.isLastingAt('/blog/'), false);
  for (let n = 0; n < 7; n++) silence.fail(HOUR_MS + n, { isFirstTry: true, part: `/${n}/` });
  assert.equal(silence.isLastingAt('/blog/'), true);
});
