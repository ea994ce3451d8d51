import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { request } from 'undici';
import { fakeParts, fakeSite, fakeTest } from '../../test/support/fake-server-parts.ts';
import type { BrokenLink, UrlQuery, UrlRow, UrlStory } from '../store/crawl-store.ts';
import { HANDLER_TIMEOUT_MS } from './answer-signal.ts';
import { buildServer } from './server.ts';

const row = (id: number, changes: Partial<UrlRow> = {}): UrlRow => ({
  ...{ id, url: `https://docs.example.com/${id}`, state: 'indexed', reason: 'ok', detail: null, status: 200 },
  ...{ depth: 1, attempts: 0, foundOn: null, fetchedAt: 0 },
  ...changes,
});
const broken = (id: number, text: string): BrokenLink => ({
  ...row(id, { state: 'gone', reason: 'gone-404', status: 404 }),
  inlinks: { total: 1, first: [{ url: 'https://docs.example.com/', text, via: null }] },
});
const story: UrlStory = {
  ...row(1, { url: 'https://docs.example.com/x', state: 'refused', reason: 'robots', detail: 'Disallow: /x (line 2)' }),
  ...{
    isSeed: false,
    hops: 0,
    foundAt: 0,
    foundText: 'x',
    sitemap: null,
    notBefore: 0,
    page: null,
    chain: [],
    failing: null,
    isInOutbox: false,
  },
  ...{ inlinks: { total: 0, first: [] }, duplicates: { total: 0, first: [] } },
};

type State = Parameters<typeof fakeParts>[1];
const ask = async (url: string, state: State = {}) => (await buildServer(fakeParts({}, state))).inject(url);

describe('GET /api/v1/urls', () => {
  it('pages through the URLs of the only site, with its counts', async () => {
    const urls = [row(1), row(2), row(3)];
    const first = (await ask('/api/v1/urls?limit=2', { urls })).json();
    assert.deepEqual(
      first.urls.map(({ id }: UrlRow) => id),
      [1, 2],
    );
    assert.equal(first.next, '2');
    assert.deepEqual(first.urls[0], { ...row(1), fetchedAt: '1970-01-01T00:00:00.000Z' });
    assert.equal(first.counts.found, 45);
    const last = (await ask('/api/v1/urls?limit=2&after=2', { urls })).json();
    assert.deepEqual(
      last.urls.map(({ id }: UrlRow) => id),
      [3],
    );
    assert.equal(last.next, null);
  });

  it('hands every filter, the order and the place to the store', async () => {
    const parts = fakeParts();
    const asked: unknown[] = [];
    parts.store.urls = async (_siteId, query) => {
      asked.push(query);
      return [row(9, { depth: 4 }), row(10, { depth: 4 })];
    };
    const server = await buildServer(parts);
    const answer = await server.inject(
      '/api/v1/urls?state=failed&reason=dns&prefix=/a&q=b&order=depth&after=3.17&limit=1',
    );
    const filter = { state: 'failed', reason: 'dns', prefix: '/a', q: 'b', order: 'depth' };
    assert.deepEqual(asked, [{ ...filter, after: 17, afterValue: 3, limit: 2 }]);
    assert.equal(answer.json().next, '4.9');
    await server.inject('/api/v1/urls?prefix=&q=&state=indexed');
    assert.deepEqual(asked[1], { state: 'indexed', order: 'found', after: 0, limit: 101 });
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

  it('refuses states, reasons, orders and places that do not exist', async () => {
    for (const [query, says] of [
      ['state=lost', /state must be one of ready, waiting/],
      ['reason=lost', /reason must be one of/],
      ['order=size', /order must be one of found, depth, fetched/],
      ['after=x', /after must be `next`/],
      ['after=x1', /after must be `next`/],
      ['after=1.2.3', /after must be `next`/],
    ] as const) {
      const answer = await ask(`/api/v1/urls?${query}`);
      assert.equal(answer.statusCode, 400, query);
      assert.match(answer.json().detail, says);
    }
  });

  it('exports CSV in which no cell is a formula, and JSON lines', async () => {
    const urls = [row(1, { detail: '=HYPERLINK("http://evil.example")' }), row(2, { detail: 'a, b' })];
    const csv = await ask('/api/v1/urls?format=csv', { urls });
    assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8');
    assert.deepEqual(csv.body.split('\n').slice(0, 3), [
      'site,url,state,reason,detail,status,depth,found_on,fetched_at',
      `docs.example.com,https://docs.example.com/1,indexed,ok,"'=HYPERLINK(""http://evil.example"")",200,1,,1970-01-01T00:00:00.000Z`,
      'docs.example.com,https://docs.example.com/2,indexed,ok,"a, b",200,1,,1970-01-01T00:00:00.000Z',
    ]);
    const lines = await ask('/api/v1/urls?format=jsonl', { urls });
    assert.equal(lines.headers['content-type'], 'application/jsonl; charset=utf-8');
    assert.deepEqual(
      lines.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).detail),
      ['=HYPERLINK("http://evil.example")', 'a, b'],
    );
  });

  for (const path of ['/api/v1/urls', '/api/v1/urls/broken'])
    it(`sends an export of ${path} to its end, however long that takes`, async (context) => {
      const parts = fakeParts();
      const timeIsUp = Promise.withResolvers<void>();
      const inTime = async <T>(after: number, rows: T[]) => {
        if (after > 0) await timeIsUp.promise;
        return after < 2 ? rows : [];
      };
      parts.store.urls = (_siteId, { after }) => inTime(after, [row(after + 1)]);
      parts.store.brokenLinks = (_siteId, { after }) => inTime(after, [broken(after + 1, 'x')]);
      const server = await buildServer(parts);
      const origin = await server.listen({ host: '127.0.0.1', port: 0 });
      try {
        context.mock.timers.enable({ apis: ['setTimeout'] });
        const answer = await request(`${origin}${path}?format=jsonl`, { reset: true }); // with the first block
        context.mock.timers.tick(HANDLER_TIMEOUT_MS + 1);
        timeIsUp.resolve();
        assert.equal((await text(answer.body)).trim().split('\n').length, 2);
      } finally {
        await server.close();
      }
    });

  for (const path of ['/api/v1/urls', '/api/v1/urls/broken'])
    it(`reads nothing of an export of ${path} for a HEAD, which is sent none of it`, async () => {
      const parts = fakeParts();
      let blocks = 0;
      const block = async () => {
        blocks += 1;
        return [];
      };
      Object.assign(parts.store, { urls: block, brokenLinks: block });
      const answer = await (await buildServer(parts)).inject({ method: 'HEAD', url: `${path}?format=jsonl` });
      await turn();
      assert.deepEqual([answer.statusCode, answer.body, blocks], [200, '', 0]);
      assert.equal(answer.headers['content-type'], 'application/jsonl; charset=utf-8');
      assert.equal(answer.headers['content-length'], undefined);
    });

  it('reads an export in blocks, and no further than the client takes it', async () => {
    const parts = fakeParts();
    let blocks = 0;
    const long = 'x'.repeat(1000);
    parts.store.urls = async (_siteId, { after, limit }: UrlQuery) => {
      blocks += 1;
      return Array.from({ length: limit }, (_, i) => row(after + i + 1, { url: `https://docs.example.com/${long}` }));
    };
    const server = await buildServer(parts);
    const origin = await server.listen({ host: '127.0.0.1', port: 0 });
    try {
      const abort = new AbortController();
      const answer = await fetch(`${origin}/api/v1/urls?format=jsonl`, { signal: abort.signal });
      const { value } = (await answer.body?.getReader().read()) ?? {};
      assert.ok(value && value.length > 0);
      const whole = blocks;
      abort.abort();
      assert.ok(whole < 50, `an endless list was read ${whole} blocks ahead`);
    } finally {
      await server.close();
    }
  });
});

describe('GET /api/v1/urls/broken', () => {
  it('pages through broken links with the pages that link to them', async () => {
    const list = [broken(1, 'one'), broken(2, 'two')];
    const first = (await ask('/api/v1/urls/broken?limit=1', { broken: list })).json();
    assert.deepEqual(first.links, [
      {
        ...{ url: 'https://docs.example.com/1', state: 'gone', reason: 'gone-404', detail: null, status: 404 },
        inlinks: { total: 1, first: [{ url: 'https://docs.example.com/', text: 'one', via: null }] },
      },
    ]);
    assert.equal(first.next, 1);
    const last = (await ask('/api/v1/urls/broken?limit=1&after=1', { broken: list })).json();
    assert.deepEqual([last.links[0].url, last.next], ['https://docs.example.com/2', null]);
  });

  it('exports CSV in which no anchor text is a formula', async () => {
    const csv = await ask('/api/v1/urls/broken?format=csv', { broken: [broken(1, '=cmd()')] });
    assert.equal(
      csv.body,
      `site,url,state,reason,status,detail,links,page,text,via\ndocs.example.com,https://docs.example.com/1,gone,gone-404,404,,1,https://docs.example.com/,'=cmd(),\n`,
    );
  });

  it('exports a few at a time, as each names the pages that link to it', async () => {
    const parts = fakeParts({}, { broken: Array.from({ length: 250 }, (_, i) => broken(i + 1, 'x')) });
    const { brokenLinks } = parts.store;
    let most = 0;
    parts.store.brokenLinks = async (...asked) => {
      const rows = await brokenLinks(...asked);
      most = Math.max(most, rows.length);
      return rows;
    };
    const lines = await (await buildServer(parts)).inject('/api/v1/urls/broken?format=jsonl');
    assert.equal(lines.body.trim().split('\n').length, 250);
    assert.ok(most <= 100, `${most} at a time`);
  });
});

describe('GET /api/v1/urls/explain', () => {
  it('tells the story of a known URL', async () => {
    const told = (await ask(`/api/v1/urls/explain?url=${encodeURIComponent(story.url)}`, { stories: [story] })).json();
    assert.deepEqual([told.isKnown, told.state, told.reason], [true, 'refused', 'robots']);
    assert.match(told.sentences.join('\n'), /The rule is Disallow: \/x \(line 2\)/);
    assert.equal(told.story.foundAt, '1970-01-01T00:00:00.000Z');
  });

  it('judges a URL never seen', async () => {
    const told = (await ask('/api/v1/urls/explain?url=https://elsewhere.example/')).json();
    assert.deepEqual([told.isKnown, told.state, told.reason, told.story], [false, null, 'scope-host', null]);
  });

  it('refuses what is no address, and sites that do not exist', async () => {
    assert.equal((await ask('/api/v1/urls/explain?url=docs')).json().type, '/problems/not-a-url');
    assert.equal((await ask('/api/v1/urls/explain')).statusCode, 400);
    const unknown = await ask('/api/v1/urls/explain?url=https://docs.example.com/&site=nowhere');
    assert.equal(unknown.json().type, '/problems/unknown-site');
  });
});

describe('POST /api/v1/urls/test', () => {
  const url = 'https://docs.example.com/x';

  it('tests with the settings of the server', async () => {
    const parts = fakeParts();
    const server = await buildServer(parts);
    const answer = await server.inject({ method: 'POST', url: '/api/v1/urls/test', payload: { url } });
    assert.equal(answer.statusCode, 200);
    assert.deepEqual([answer.json().reason, answer.json().requests], ['robots', 1]);
    assert.deepEqual(parts.tested, [{ url, settings: parts.crawlDefaults }]);
  });

  it('tells all of the page that was read, whatever told its encoding', async () => {
    const parts = fakeParts();
    const server = await buildServer(parts);
    for (const encodingFrom of [
      'byte-order-mark',
      'content-type',
      'declaration',
      'utf-8-bytes',
      'text',
      'default',
    ] as const) {
      const page = {
        ...{ title: 'X', lang: 'en', sections: 1, symbols: 2, bytes: 3, contentHash: 'abc', etag: '"e"' },
        ...{ lastModified: null, fetchedAt: '1970-01-01T00:00:00.000Z', encoding: 'utf-8', encodingFrom },
        ...{ noindex: false, nofollow: true, canonicalUrl: url, refreshUrl: null, outlinks: { total: 5, inScope: 4 } },
      };
      parts.crawls.test = async () => ({ ...fakeTest(url), page });
      const answer = await server.inject({ method: 'POST', url: '/api/v1/urls/test', payload: { url } });
      assert.deepEqual([answer.statusCode, answer.json().page], [200, page]);
    }
  });

  it('answers over a connection, and stops when the client is gone', async () => {
    const parts = fakeParts();
    const server = await buildServer(parts);
    const origin = await server.listen({ host: '127.0.0.1', port: 0 });
    const ask = (signal?: AbortSignal) =>
      request(`${origin}/api/v1/urls/test`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ url }) },
        ...{ reset: true, ...(signal && { signal }) },
      });
    try {
      assert.equal((await ask()).statusCode, 200);
      const gone = new AbortController();
      const stopped = Promise.withResolvers<void>();
      parts.crawls.test = async (_request, signal) => {
        signal.addEventListener('abort', () => stopped.resolve());
        gone.abort();
        await stopped.promise;
        throw signal.reason;
      };
      await assert.rejects(ask(gone.signal), { name: 'AbortError' });
      await stopped.promise;
    } finally {
      await server.close();
    }
  });

  it('is guarded as every route that makes the server do something', async () => {
    const address = { host: '0.0.0.0', adminToken: 'one-word-token' };
    const parts = fakeParts({ address });
    const server = await buildServer(parts);
    const post = (headers: Record<string, string>) =>
      server.inject({ method: 'POST', url: '/api/v1/urls/test', payload: { url }, headers });
    assert.equal((await post({})).statusCode, 401);
    assert.equal((await post({ 'sec-fetch-site': 'cross-site' })).json().type, '/problems/cross-site');
    assert.deepEqual(parts.tested, []);
    assert.equal((await post({ authorization: 'Bearer one-word-token' })).statusCode, 200);
  });

  it('takes a URL and a site, and nothing else', async () => {
    const server = await buildServer(fakeParts());
    const answer = await server.inject({
      method: 'POST',
      url: '/api/v1/urls/test',
      payload: { url, ignoreRobots: true },
    });
    assert.equal(answer.statusCode, 400);
  });
});
