import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { OutageWatch } from './outage-watch.ts';

const FIRST = { isFirstTry: true };

function watch() {
  const clock = new FakeClock();
  return { clock, outage: new OutageWatch(clock) };
}

test('OutageWatch: eight pages that fail one after the other are an outage, until an answer is good', () => {
  const { outage } = watch();
  for (let k = 0; k < 7; k++) outage.fail(FIRST);
  assert.equal(outage.isOn, false);
  outage.fail(FIRST);
  assert.equal(outage.isOn, true);
  outage.over();
  assert.equal(outage.isOn, false);
  outage.fail(FIRST);
  assert.equal(outage.isOn, false);
});

test('OutageWatch: pages that fail again, however many, are broken pages', () => {
  const { outage } = watch();
  for (let k = 0; k < 100; k++) outage.fail({ isFirstTry: false });
  assert.equal(outage.isOn, false);
});

test('OutageWatch: after two minutes it is none that may pass, however much fails in it, and the next one is told again', () => {
  const { clock, outage } = watch();
  for (let k = 0; k < 12; k++) {
    outage.fail(FIRST);
    clock.stall(10_000);
  }
  assert.equal(outage.isOn, false);
  outage.fail(FIRST);
  assert.equal(outage.isOn, false);
  clock.stall(121_000);
  for (let k = 0; k < 8; k++) outage.fail(FIRST);
  assert.equal(outage.isOn, true);
});
