import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { Fault } from '../model/errors.ts';
import { whenAvailable } from './when-available.ts';

const away = () => Promise.reject(new Fault('index-unavailable', 'nobody answers'));

describe('whenAvailable()', () => {
  it('tries again until the index is there, and tells why it waits', async () => {
    const clock = new FakeClock();
    const told: string[] = [];
    let tries = 0;
    const start = async () => {
      tries += 1;
      return tries < 8 ? away() : 'there';
    };
    const opened = whenAvailable(start, {
      waitMs: 60_000,
      clock,
      onWait: (why, leftMs) => told.push(`${why} ${leftMs}`),
    });
    await clock.advance(10_000);
    assert.equal(await opened, 'there');
    assert.deepEqual(told, ['nobody answers 60000', 'nobody answers 55000']);
  });

  it('gives up when the time is up, with the last fault', async () => {
    const clock = new FakeClock();
    const opened = assert.rejects(whenAvailable(away, { waitMs: 2_500, clock }), { code: 'index-unavailable' });
    await clock.advance(2_499);
    assert.equal(clock.pending, 1);
    await clock.advance(1);
    await opened;
  });

  it('waits no longer when its signal is aborted', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const opened = assert.rejects(whenAvailable(away, { waitMs: 60_000, clock, signal: stop.signal }), /not needed/);
    await clock.advance(2_500);
    stop.abort(new Error('not needed'));
    await opened;
    assert.equal(clock.pending, 0);
  });

  it('waits for nothing else, and not at all without time', async () => {
    const clock = new FakeClock();
    const refused = () => Promise.reject(new Fault('index-refused', 'wrong password'));
    await assert.rejects(whenAvailable(refused, { waitMs: 60_000, clock }), { code: 'index-refused' });
    await assert.rejects(whenAvailable(away, { waitMs: 0, clock }), { code: 'index-unavailable' });
    assert.equal(clock.pending, 0);
  });
});
