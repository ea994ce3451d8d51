import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CrawlBench, DEFAULTS, page } from '../../test/support/crawl-bench.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { Fault } from '../model/errors.ts';
import type { CrawlProgress } from '../model/events.ts';
import type { CrawlSettings } from '../model/settings.ts';
import type { Crawl, Site } from '../store/crawl-store.ts';
import { keepFresh, type ScheduleOptions } from './schedule.ts';

const HOUR_MS = 3_600_000;

/** A schedule over sites that exist by name only; a crawl that starts runs until `end`. */
class Timetable {
  readonly clock = new FakeClock();
  readonly stop = new AbortController();
  readonly log: string[] = [];
  readonly ends = new Map<string, number>();
  readonly latest = new Map<string, Pick<CrawlProgress, 'site' | 'state' | 'endedAt'>>();
  random = 0.5;
  trouble: unknown;
  running: Promise<void> | undefined;

  start(everyMs: number, changes: Partial<ScheduleOptions> = {}): void {
    const names = () => [...this.ends.keys()];
    const parts = {
      store: {
        sites: async () => names().map((name, id) => ({ id, name }) as Site),
        lastCrawl: async (id: number) => ({ startedAt: 0, endedAt: this.ends.get(names()[id] ?? '') ?? null }) as Crawl,
      },
      crawls: {
        list: () => [...this.latest.values()] as CrawlProgress[],
        start: async ({ seeds: [name = ''] }: CrawlSettings) => {
          if (this.trouble !== undefined) throw this.trouble;
          this.latest.set(name, { site: name, state: 'running', endedAt: null });
          return { site: name } as CrawlProgress;
        },
      },
      clock: this.clock,
      random: () => this.random,
    };
    const minute = () => Math.round(this.clock.monotonic() / 60_000);
    this.running = keepFresh(
      parts,
      {
        everyMs,
        settingsFor: ({ name }) => ({ ...DEFAULTS, seeds: [name] }),
        onPlanned: () => undefined,
        onStarted: ({ site }) => this.log.push(`${site} at ${minute()}`),
        onTrouble: (site, why) => this.log.push(`${site} not at ${minute()}: ${why}`),
        ...changes,
      },
      this.stop.signal,
    );
  }

  end(name: string, state: CrawlProgress['state'] = 'done'): void {
    this.latest.set(name, { site: name, state, endedAt: this.clock.now() });
  }

  async over(): Promise<void> {
    this.stop.abort(new Error('stopped'));
    await this.running;
  }
}

test('keepFresh() crawls each site again when its time has passed since its last crawl ended', async () => {
  const table = new Timetable();
  table.ends.set('a', table.clock.now());
  table.ends.set('b', table.clock.now() - HOUR_MS / 2);
  table.start(HOUR_MS);
  await table.clock.advance(0.6 * HOUR_MS);
  assert.deepEqual(table.log, ['b at 30']);
  table.end('b');
  await table.clock.advance(0.9 * HOUR_MS);
  assert.deepEqual(table.log, ['b at 30', 'a at 60'], 'a is still running: it is not started twice');
  await table.clock.advance(0.2 * HOUR_MS);
  assert.deepEqual(table.log, ['b at 30', 'a at 60', 'b at 96']);
  await table.over();
  assert.equal(table.clock.pending, 0);
});

test('keepFresh() spreads starts over a tenth before and after', async () => {
  for (const [random, start] of [
    [0, 54],
    [0.999, 66],
  ] as const) {
    const table = new Timetable();
    table.random = random;
    table.ends.set('a', table.clock.now());
    table.start(HOUR_MS);
    await table.clock.advance(2 * HOUR_MS);
    assert.deepEqual(table.log, [`a at ${start}`]);
    await table.over();
  }
});

test('keepFresh() waits no longer than its time when the clock was ahead as the last crawl ended, or is set back meanwhile', async () => {
  const table = new Timetable();
  table.ends.set('a', table.clock.now() + 9_000 * HOUR_MS);
  table.start(HOUR_MS);
  await table.clock.advance(0.5 * HOUR_MS);
  table.clock.setWall(-5_000 * HOUR_MS);
  await table.clock.advance(1.2 * HOUR_MS);
  assert.deepEqual(table.log, ['a at 91'], 'an hour after it was seen, within half a minute, that the clock was set');
  await table.over();
});

test('keepFresh() starts no further crawl once it is aborted, also of sites that are due', async () => {
  const table = new Timetable();
  for (const name of ['a', 'b', 'c']) table.ends.set(name, table.clock.now());
  const onStarted = ({ site }: CrawlProgress) => {
    table.log.push(site);
    table.stop.abort(new Error('stopped'));
  };
  table.start(HOUR_MS, { onStarted });
  await table.clock.advance(2 * HOUR_MS);
  await table.over();
  assert.deepEqual(table.log, ['a']);
});

test('keepFresh() tells when a crawl is due', async () => {
  const table = new Timetable();
  const planned: [string, number][] = [];
  table.ends.set('a', table.clock.now());
  table.start(HOUR_MS, { onPlanned: (site, dueAt) => planned.push([site, dueAt - table.clock.now()]) });
  await table.clock.advance(HOUR_MS / 2);
  assert.deepEqual(planned, [['a', HOUR_MS]]);
  await table.over();
});

test('keepFresh() leaves alone what a person has stopped, and what has no settings', async () => {
  const table = new Timetable();
  for (const name of ['a', 'b']) table.ends.set(name, table.clock.now());
  table.end('a', 'stopped');
  table.start(HOUR_MS, { settingsFor: ({ name }) => (name === 'b' ? undefined : { ...DEFAULTS, seeds: [name] }) });
  await table.clock.advance(5 * HOUR_MS);
  assert.deepEqual(table.log, []);
  await table.over();
});

test('keepFresh() tries a failed crawl, and one that could not start, a whole time later', async () => {
  const table = new Timetable();
  table.ends.set('a', table.clock.now());
  table.trouble = new Fault('data-in-use', 'in use');
  table.start(HOUR_MS);
  await table.clock.advance(1.2 * HOUR_MS);
  assert.deepEqual(table.log, ['a not at 60: in use']);
  table.trouble = undefined;
  await table.clock.advance(HOUR_MS);
  assert.deepEqual(table.log, ['a not at 60: in use', 'a at 120']);
  table.end('a', 'failed');
  await table.clock.advance(1.5 * HOUR_MS);
  assert.equal(table.log.length, 3);
  await table.over();
});

test('keepFresh() rejects with what is no fault of a crawl', async () => {
  const table = new Timetable();
  table.ends.set('a', table.clock.now() - HOUR_MS);
  table.trouble = new TypeError('broken');
  table.start(HOUR_MS);
  const running = assert.rejects(async () => table.running, /broken/);
  await table.clock.advance(HOUR_MS);
  await running;
});

CrawlBench.test('keepFresh() brings changes of a site into the index', { '/': page('before') }, async (bench) => {
  await bench.crawl();
  bench.site.routes['/'] = page('afterwards');
  const stop = new AbortController();
  const started = Promise.withResolvers<CrawlProgress>();
  const fresh = keepFresh(
    { store: bench.store, crawls: bench.crawls, clock: bench.clock, random: () => 0.5 },
    {
      everyMs: 60_000,
      settingsFor: ({ seeds, scope, include, exclude }) => ({ ...DEFAULTS, seeds, scope, include, exclude }),
      onPlanned: () => undefined,
      onStarted: started.resolve,
      onTrouble: (_, why) => started.reject(new Error(why)),
    },
    stop.signal,
  );
  const last = await bench.ended(await bench.during(started.promise));
  stop.abort();
  await fresh;
  assert.deepEqual([last.number, last.state], [2, 'done']);
  assert.deepEqual(await bench.found('afterwards'), ['/']);
});
