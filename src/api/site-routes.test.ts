import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { fakeCrawl, fakeParts, stateCounts } from '../../test/support/fake-server-parts.ts';
import { buildServer } from './server.ts';

const ask = async (url: string, state: Parameters<typeof fakeParts>[1] = {}) =>
  (await buildServer(fakeParts({}, state))).inject(url);

describe('GET /api/v1/sites', () => {
  it('tells pages, last crawl and state of each site', async () => {
    const { sites, index } = (await ask('/api/v1/sites')).json();
    assert.deepEqual(index, { pages: 42, sections: 420, bytes: 100_000 });
    assert.equal(sites[0].name, 'docs.example.com');
    assert.equal(sites[0].pages, 42);
    assert.equal(sites[0].state, 'done');
    assert.equal(sites[0].lastCrawl.number, 3);
  });

  it('counts pages that are searchable, also while they wait to be visited again', async () => {
    const parts = fakeParts();
    parts.store.counts = async () => {
      const states = stateCounts({ ready: 40, indexed: 2 });
      return { found: 42, states, reasons: { found: 40, ok: 2 }, pages: 41, outbox: 0 };
    };
    const answer = await (await buildServer(parts)).inject('/api/v1/sites');
    assert.equal(answer.json().sites[0].pages, 41);
  });

  it('calls a crawl unfinished that has no end and is none of this process: another one may run it', async () => {
    const parts = fakeParts();
    parts.store.lastCrawl = async () => ({ number: 3, startedAt: 0, endedAt: null, why: null, resumed: false });
    const server = await buildServer(parts);
    assert.equal((await server.inject('/api/v1/sites')).json().sites[0].state, 'unfinished');
    assert.match((await server.inject('/')).body, /42 pages, crawl not finished, begun/);
  });

  it('takes the state of a crawl that runs', async () => {
    const { sites } = (await ask('/api/v1/sites', { progress: [fakeCrawl()] })).json();
    assert.equal(sites[0].state, 'running');
  });
});

describe('health', () => {
  it('is alive while nothing is ready, and says what is missing', async () => {
    const fails = async () => Promise.reject(new Error('gone'));
    const { store } = fakeParts();
    for (const [changes, missing] of [
      [{ indexStats: fails }, ['the index']],
      [{ store: { ...store, sites: fails } }, ['the crawl store']],
      [{ indexStats: fails, store: { ...store, sites: fails } }, ['the crawl store', 'the index']],
    ] as const) {
      const server = await buildServer(fakeParts(changes));
      assert.equal((await server.inject('/healthz')).statusCode, 200);
      const answer = await server.inject('/readyz');
      assert.equal(answer.statusCode, 503);
      assert.deepEqual(answer.json().missing, missing);
    }
  });

  it('does not wait for an index that never answers', async () => {
    const clock = new FakeClock();
    const server = await buildServer(fakeParts({ clock, indexStats: () => new Promise(() => undefined) }));
    const answer = Promise.resolve(server.inject('/readyz'));
    while (clock.pending === 0) await nextTurn();
    await clock.advance(3000);
    assert.deepEqual((await answer).json().missing, ['the index']);
  });

  it('is ready when nothing is missing', async () => {
    assert.equal((await ask('/readyz')).statusCode, 200);
  });
});
