import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fakeCrawl, fakeParts, fakeSite } from '../../test/support/fake-server-parts.ts';
import type { UrlRow } from '../store/crawl-store.ts';
import { buildServer } from './server.ts';

const row = (id: number): UrlRow => ({
  id,
  url: `https://docs.example.com/${id}`,
  state: 'indexed',
  reason: 'ok',
  detail: null,
  status: 200,
  depth: 1,
  attempts: 0,
  foundOn: null,
  fetchedAt: 0,
});

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

  it('takes the state of a crawl that runs', async () => {
    const { sites } = (await ask('/api/v1/sites', { progress: [fakeCrawl()] })).json();
    assert.equal(sites[0].state, 'running');
  });
});

describe('GET /api/v1/urls', () => {
  it('pages through the URLs of the only site, with its counts', async () => {
    const urls = [row(1), row(2), row(3)];
    const first = (await ask('/api/v1/urls?limit=2', { urls })).json();
    assert.deepEqual(
      first.urls.map(({ id }: UrlRow) => id),
      [1, 2],
    );
    assert.equal(first.next, 2);
    assert.equal(first.urls[0].fetchedAt, '1970-01-01T00:00:00.000Z');
    assert.equal(first.counts.found, 45);
    const last = (await ask('/api/v1/urls?limit=2&after=2', { urls })).json();
    assert.deepEqual(
      last.urls.map(({ id }: UrlRow) => id),
      [3],
    );
    assert.equal(last.next, null);
  });

  it('hands state and reason to the store', async () => {
    const parts = fakeParts();
    const asked: unknown[] = [];
    parts.store.urls = async (_siteId, query) => {
      asked.push(query);
      return [];
    };
    await (await buildServer(parts)).inject('/api/v1/urls?state=failed&reason=dns');
    assert.deepEqual(asked, [{ after: 0, limit: 101, state: 'failed', reason: 'dns' }]);
  });

  it('asks which site is meant when there are several, and knows their names', async () => {
    const sites = [fakeSite('a.example'), fakeSite('b.example', 2)];
    const unclear = await ask('/api/v1/urls', { sites });
    assert.equal(unclear.statusCode, 400);
    assert.match(unclear.json().detail, /a\.example, b\.example/);
    const unknown = await ask('/api/v1/urls?site=c.example', { sites });
    assert.equal(unknown.statusCode, 404);
    assert.match(unknown.json().detail, /a\.example, b\.example/);
    assert.equal((await ask('/api/v1/urls?site=b.example', { sites })).json().site, 'b.example');
    assert.equal((await ask('/api/v1/urls', { sites: [] })).statusCode, 404);
  });

  it('refuses states and reasons that do not exist', async () => {
    const answer = await ask('/api/v1/urls?state=lost');
    assert.equal(answer.statusCode, 400);
    assert.match(answer.json().detail, /state must be one of ready, waiting/);
  });
});

describe('health', () => {
  it('is alive while nothing is ready, and says what is missing', async () => {
    const server = await buildServer(fakeParts({ ready: async () => ['the index'] }));
    assert.equal((await server.inject('/healthz')).statusCode, 200);
    const answer = await server.inject('/readyz');
    assert.equal(answer.statusCode, 503);
    assert.deepEqual(answer.json().missing, ['the index']);
  });

  it('is ready when nothing is missing', async () => {
    assert.equal((await ask('/readyz')).statusCode, 200);
  });
});
