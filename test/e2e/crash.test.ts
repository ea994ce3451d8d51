import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SqliteSearchIndex } from '../../src/index/sqlite/sqlite-search-index.ts';
import { search } from '../../src/search/search.ts';
import { SqliteCrawlStore } from '../../src/store/sqlite/sqlite-crawl-store.ts';
import { ChangingSite } from '../support/changing-site.ts';
import type { Running } from '../support/program.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { Spindex } from '../support/spindex.ts';

const PAGES = 150;
const CONCURRENCY = 8;
/** Kills of the first test; a hundred make it a proof: `SPINDEX_KILLS=100`. */
const KILLS = Number(process.env['SPINDEX_KILLS'] ?? 20);
/** Of the points at which crawls are killed. */
const SEED = 20_261_121;
/** A crawl of the site takes less than this when nothing else runs, so kills by time also hit its start and its end. */
const LONGEST_LIFE_MS = 1_500;

async function startSite(context: TestContext): Promise<ChangingSite> {
  const site = await ChangingSite.start(PAGES);
  context.after(() => site.close());
  return site;
}

async function assertComplete(spindex: Spindex, site: ChangingSite): Promise<void> {
  const states = await statesOf(spindex);
  const [live, gone] = [site.live(), site.gone()];
  const inIndex = (states.get('indexed') ?? 0) + (states.get('unchanged') ?? 0);
  // Every page, and /p0, which nobody serves.
  assert.deepEqual([inIndex, states.get('gone')], [live.length, gone.length + 1]);
  assert.equal(sum(states.values()), PAGES + 1);
  const index = SqliteSearchIndex.open({ path: join(spindex.data, 'index.sqlite'), readOnly: true });
  try {
    assert.equal((await index.stats()).pages, live.length);
    const firstHit = async (q: string) => (await search(index, { q, limit: 10, offset: 0 })).results[0];
    for (const { url, word } of live) {
      const hit = await firstHit(word);
      assert.deepEqual([hit?.pageUrl, hit?.title], [url, word]);
    }
    for (const { url, word } of gone) assert.notEqual((await firstHit(word))?.pageUrl, url);
  } finally {
    await index.close();
  }
}

async function statesOf({ data }: Spindex): Promise<Map<string, number>> {
  const store = SqliteCrawlStore.open({ path: join(data, 'crawl.sqlite') });
  const { states } = await store.counts(1).finally(() => store.close());
  return new Map(Object.entries(states));
}

/** Whether the crawl of this number has ended. A reader leaves the log as the kill has left it, for the program to mend. */
function hasEnded({ data }: Spindex, number: number): boolean {
  const db = new DatabaseSync(join(data, 'crawl.sqlite'), { readOnly: true });
  try {
    return db.prepare('SELECT 1 FROM crawl WHERE number = ? AND ended_at IS NOT NULL').get(number) !== undefined;
  } finally {
    db.close();
  }
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, n) => total + n, 0);

/** Arms the death of a run: in half of the cases at a request, in the others at a moment. */
function armKill(running: Running, site: ChangingSite, next: () => number): void {
  const kill = () => running.child.kill('SIGKILL');
  if (next() < 0.5) {
    const timer = setTimeout(kill, next() * LONGEST_LIFE_MS);
    running.child.once('exit', () => clearTimeout(timer));
    return;
  }
  let left = Math.ceil(next() * PAGES * 0.6);
  site.onRequest = () => {
    left -= 1;
    if (left === 0) kill();
  };
}

test(`killed ${KILLS} times, in first crawls and in later ones, each crawl ends with every page in the index once, as it is now`, {
  timeout: 60_000 + KILLS * 5_000,
}, async (context) => {
  const next = seededRandom(SEED);
  const site = await startSite(context);
  const spindex = new Spindex(context);
  const args = ['crawl', `${site.url}/`, '--rps', '0', '--concurrency', String(CONCURRENCY), '--log', 'json'];
  let kills = 0;
  for (; kills < KILLS; site.generation += 1) {
    const before = { kills, requests: site.asked().length };
    do {
      const running = spindex.start(...args);
      if (kills < KILLS) armKill(running, site, next);
      const { code, output } = await running.ended;
      site.onRequest = () => undefined;
      if (code === null) kills += 1;
      else assert.equal(code, 0, output);
    } while (site.asked().length === before.requests || !hasEnded(spindex, site.generation + 1));
    const asked = Map.groupBy(site.asked().slice(before.requests), (path) => path);
    const killed = kills - before.kills;
    assert.ok(Math.max(...[...asked.values()].map(({ length }) => length)) <= killed + 1);
    const requests = sum([...asked.values()].map(({ length }) => length));
    assert.ok(
      requests <= PAGES + 1 + killed * CONCURRENCY,
      `${requests} requests: only what was in flight is asked again`,
    );
    assert.equal(asked.size, PAGES + 1, 'every URL is asked for in every crawl');
    await assertComplete(spindex, site);
  }
  context.diagnostic(`${kills} kills in ${site.generation} crawls`);
});

test('killed before its pages are in the index, the same command puts them there without a request', {
  timeout: 60_000,
}, async (context) => {
  const site = await startSite(context);
  const spindex = new Spindex(context);
  const args = ['crawl', `${site.url}/`, '--rps', '0'];
  const store = SqliteCrawlStore.open({ path: join(spindex.data, 'crawl.sqlite') });
  context.after(() => store.close());
  // Somebody else writes to the index all the time: that only delays.
  await SqliteSearchIndex.open({ path: join(spindex.data, 'index.sqlite') }).close();
  const lock = new DatabaseSync(join(spindex.data, 'index.sqlite'));
  lock.exec('BEGIN IMMEDIATE');
  const running = spindex.start(...args);
  const isAllSettled = async () => {
    const { found, states } = await store.counts(1);
    return found > PAGES && states.ready + states.taken + states.waiting === 0;
  };
  while (!(await isAllSettled())) {
    assert.equal(running.child.exitCode, null, running.output());
    await sleep(10);
  }
  assert.equal((await store.counts(1)).outbox, PAGES);
  running.child.kill('SIGKILL');
  await running.ended;
  lock.close();
  const before = site.asked().length;
  const { code, output } = await spindex.run(...args);
  assert.equal(code, 0, output);
  assert.equal(site.asked().length, before);
  await assertComplete(spindex, site);
});

test('Ctrl-C ends a crawl within 5 s with code 130, says how to go on, and the same command does', {
  timeout: 60_000,
}, async (context) => {
  const site = await startSite(context);
  const spindex = new Spindex(context);
  const args = ['crawl', `${site.url}/`, '--rps', '0'];
  const running = spindex.start(...args);
  let stoppedAt = 0;
  site.onRequest = () => {
    if (site.asked().length !== 40) return;
    stoppedAt = performance.now();
    running.child.kill('SIGINT');
  };
  const { code, output } = await running.ended;
  assert.equal(code, 130, output);
  assert.ok(performance.now() - stoppedAt < 5_000);
  assert.match(output, /Stopped\..*the same command continues/);
  site.onRequest = () => undefined;
  const again = await spindex.run(...args);
  assert.equal(again.code, 0, again.output);
  assert.match(again.output, /^Continuing /);
  await assertComplete(spindex, site);
});
