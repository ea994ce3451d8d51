import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { within } from './wait-for.ts';

const NEVER = new Promise<string>(() => undefined);

describe('within()', () => {
  it('gives what comes in time, and lets go of its timer', async () => {
    const clock = new FakeClock();
    assert.equal(await within(Promise.resolve('here'), { ms: 1000, clock }), 'here');
    assert.equal(clock.pending, 0);
  });

  it('gives undefined when the time is over', async () => {
    const clock = new FakeClock();
    const late = within(NEVER, { ms: 1000, clock });
    await clock.advance(1000);
    assert.equal(await late, undefined);
  });

  it("rejects with the signal's reason, and lets go of its timer", async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const given = within(NEVER, { ms: 1000, clock, signal: abort.signal });
    abort.abort(new Error('given up'));
    await assert.rejects(given, /given up/);
    assert.equal(clock.pending, 0);
  });
});
