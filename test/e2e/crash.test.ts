import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { SqliteSearchIndex } from '../../src/index/sqlite/sqlite-search-index.ts';
import { search } from '../../src/search/search.ts';
import { SqliteCrawlStore } from '../../src/store/sqlite/sqlite-crawl-store.ts';
import { page } from '../support/crawl-bench.ts';
import { type FakeRoutes, type FakeSite, startFakeSite } from '../support/fake-site.ts';
import { Spindex } from '../support/spindex.ts';

const PAGES = 150;
const CONCURRENCY = 8;
/** Of the points at which the crawl is killed. */
const SEED = 20_261_121;

/** Numbers that look random and are the same in every run (Park and Miller, 1988). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const wordOf = (n: number) => `quokka${n}x`;

/** A site of so many pages, each linked from several others, that tells of every request before it answers. */
async function startSite(context: TestContext): Promise<{ site: FakeSite; onRequest: (act: () => void) => void }> {
  let act: () => void = () => undefined;
  const routes: FakeRoutes = {};
  for (let n = 0; n < PAGES; n += 1) {
    const links = [2 * n + 1, 2 * n + 2, n + 1, (7 * n) % PAGES].filter((to) => to < PAGES).map((to) => `/p${to}`);
    const body = page(wordOf(n), ...links);
    routes[n === 0 ? '/' : `/p${n}`] = () => {
      act();
      return body;
    };
  }
  const site = await startFakeSite(routes);
  context.after(() => site.close());
  const onRequest = (next: () => void) => {
    act = next;
  };
  return { site, onRequest };
}

async function assertComplete(spindex: Spindex, site: FakeSite): Promise<void> {
  const rows = await spindex.urls();
  assert.equal(rows.length, PAGES + 1, 'every page and /p0, which is the home page under another name');
  const states = new Map<string, number>();
  for (const { state } of rows) states.set(state, (states.get(state) ?? 0) + 1);
  assert.deepEqual(Object.fromEntries(states), { indexed: PAGES, gone: 1 });
  const index = SqliteSearchIndex.open({ path: join(spindex.data, 'index.sqlite'), readOnly: true });
  try {
    assert.equal((await index.stats()).pages, PAGES);
    for (let n = 0; n < PAGES; n += 1) {
      const { results } = await search(index, { q: wordOf(n), limit: 10, offset: 0 });
      assert.equal(results[0]?.pageUrl, `${site.url}${n === 0 ? '/' : `/p${n}`}`);
    }
  } finally {
    await index.close();
  }
}

test('killed again and again, the same command ends with every page in the index once', {
  timeout: 60_000,
}, async (context) => {
  const next = random(SEED);
  const { site, onRequest } = await startSite(context);
  const spindex = new Spindex(context);
  const crawl = () =>
    spindex.start('crawl', `${site.url}/`, '--rps', '0', '--concurrency', String(CONCURRENCY), '--log', 'json');
  // Three times on the way, then when the last pages are on theirs: to the store, and into the index.
  let kills = 0;
  for (const share of [0.05 + 0.2 * next(), 0.3 + 0.2 * next(), 0.6 + 0.2 * next(), 0.98]) {
    const killAt = Math.floor(share * PAGES);
    const running = crawl();
    onRequest(() => {
      if (new Set(site.requests.map(({ path }) => path)).size >= killAt) running.child.kill('SIGKILL');
    });
    if ((await running.ended).code === null) kills += 1;
  }
  onRequest(() => undefined);
  const { code, output } = await crawl().ended;
  assert.equal(code, 0, output);
  assert.match(output, /"resumed":true/);
  assert.ok(kills >= 3, `${kills} kills came before the end`);
  const counts = new Map<string, number>();
  for (const { path } of site.requests) counts.set(path, (counts.get(path) ?? 0) + 1);
  counts.delete('/robots.txt');
  assert.ok(Math.max(...counts.values()) <= kills + 1);
  const fetched = [...counts.values()].reduce((sum, n) => sum + n, 0);
  assert.ok(fetched <= PAGES + 1 + kills * CONCURRENCY, `${fetched} requests: only what was in flight is asked again`);
  await assertComplete(spindex, site);
});

test('killed before its pages are in the index, the same command puts them there without a request', {
  timeout: 60_000,
}, async (context) => {
  const { site } = await startSite(context);
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
    await setTimeout(10);
  }
  assert.equal((await store.counts(1)).outbox, PAGES);
  running.child.kill('SIGKILL');
  await running.ended;
  lock.close();
  const before = site.requests.length;
  const { code, output } = await spindex.run(...args);
  assert.equal(code, 0, output);
  assert.equal(site.requests.length, before);
  await assertComplete(spindex, site);
});

test('Ctrl-C ends a crawl within 5 s with code 130, says how to go on, and the same command does', {
  timeout: 60_000,
}, async (context) => {
  const { site, onRequest } = await startSite(context);
  const spindex = new Spindex(context);
  const args = ['crawl', `${site.url}/`, '--rps', '0'];
  const running = spindex.start(...args);
  let stoppedAt = 0;
  onRequest(() => {
    if (site.requests.length !== 40) return;
    stoppedAt = performance.now();
    running.child.kill('SIGINT');
  });
  const { code, output } = await running.ended;
  assert.equal(code, 130, output);
  assert.ok(performance.now() - stoppedAt < 5_000);
  assert.match(output, /Stopped\..*the same command continues/);
  onRequest(() => undefined);
  const again = await spindex.run(...args);
  assert.equal(again.code, 0, again.output);
  assert.match(again.output, /^Continuing /);
  await assertComplete(spindex, site);
});
