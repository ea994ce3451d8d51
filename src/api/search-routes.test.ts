import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fakeAnswer, fakeParts, fakeResult } from '../../test/support/fake-server-parts.ts';
import { Fault } from '../model/errors.ts';
import { buildServer } from './server.ts';

async function ask(url: string, changes: Parameters<typeof fakeParts>[0] = {}) {
  const parts = fakeParts(changes);
  const server = await buildServer(parts);
  return { parts, answer: await server.inject(url) };
}

describe('GET /api/v1/search', () => {
  it('asks for the trimmed query with the defaults', async () => {
    const { parts, answer } = await ask('/api/v1/search?q=%20asyncio%20gather%20');
    assert.equal(answer.statusCode, 200);
    assert.deepEqual(parts.searched, [{ q: 'asyncio gather', limit: 10, offset: 0 }]);
    assert.deepEqual(
      answer.json(),
      fakeAnswer({ q: 'asyncio gather', limit: 10, offset: 0 }, { total: 1, results: [fakeResult()] }),
    );
  });

  it('hands all parameters on, and no filter that is empty', async () => {
    const { parts } = await ask('/api/v1/search?q=a&limit=100&offset=10000&site=s&lang=&type=guide&prefix=1&explain=1');
    assert.deepEqual(parts.searched, [
      { q: 'a', limit: 100, offset: 10_000, site: 's', type: 'guide', prefix: true, explain: true },
    ]);
  });

  it('reads a percent sign that was typed into an address as it stands, and what is encoded beside it', async () => {
    const { parts } = await ask(`/api/v1/search?q=${encodeURIComponent('скидка')}+50%`);
    assert.equal(parts.searched[0]?.q, 'скидка 50%');
  });

  it('counts characters, not code units', async () => {
    const { answer } = await ask(`/api/v1/search?q=${encodeURIComponent('🕷'.repeat(512))}`);
    assert.equal(answer.statusCode, 200);
  });

  const refused = [
    ['', 'q', /^q must be 1 to 512 characters, given once; it is missing$/],
    ['q=', 'q', /^q must be 1 to 512 characters; you sent nothing$/],
    ['q=%20%20', 'q', /^q must be 1 to 512 characters/],
    [`q=${'x'.repeat(513)}`, 'q', /^q must be at most 512 characters; you sent x{60}\.\.\. \(513 characters\)$/],
    ['q=a&q=b', 'q', /^q must be 1 to 512 characters, given once; you sent \["a","b"\]$/],
    ['q=a&limit=0', 'limit', /^limit must be a whole number from 1 to 100; you sent 0$/],
    ['q=a&limit=101', 'limit', /^limit must be a whole number from 1 to 100; you sent 101$/],
    ['q=a&limit=abc', 'limit', /^limit must be a whole number from 1 to 100; you sent abc$/],
    ['q=a&limit=1.5', 'limit', /^limit must be a whole number from 1 to 100; you sent 1.5$/],
    ['q=a&offset=-1', 'offset', /^offset must be a whole number from 0 to 10000; you sent -1$/],
    ['q=a&offset=10001', 'offset', /^offset must be a whole number from 0 to 10000; you sent 10001$/],
    ['q=a&prefix=2', 'prefix', /^prefix must be one of 0, 1; you sent 2$/],
  ] as const;
  for (const [query, parameter, message] of refused) {
    it(`says what to change about ?${query.slice(0, 20)}`, async () => {
      const { parts, answer } = await ask(`/api/v1/search?${query}`);
      assert.equal(answer.statusCode, 400);
      assert.equal(answer.headers['content-type'], 'application/problem+json');
      const problem = answer.json();
      assert.equal(problem.type, '/problems/invalid-parameter');
      assert.equal(problem.instance, '/api/v1/search');
      assert.equal(problem.errors[0].parameter, parameter);
      assert.match(problem.errors[0].message, message);
      assert.equal(parts.searched.length, 0);
    });
  }

  it('answers 503 with Retry-After while the index is away', async () => {
    const search = async () => Promise.reject(new Fault('index-unavailable', 'http://10.0.0.1 refuses'));
    const { answer } = await ask('/api/v1/search?q=a', { search });
    assert.equal(answer.statusCode, 503);
    assert.match(String(answer.headers['retry-after']), /^\d+$/);
    assert.doesNotMatch(answer.body, /10\.0\.0\.1/);
  });

  it('shows of a failure only the code and the request id', async () => {
    const search = async () => Promise.reject(new Error('secret path'));
    const { answer } = await ask('/api/v1/search?q=a', { search });
    assert.equal(answer.statusCode, 500);
    assert.doesNotMatch(answer.body, /secret/);
    assert.match(answer.json().requestId, /^[0-9a-f-]{36}$/);
  });
});

describe('GET /api/v1/suggest', () => {
  it('hands the query on, with the filters that are set, and answers the names', async () => {
    const asked: unknown[] = [];
    const suggest = async (request: { q: string }) => {
      asked.push(request);
      return { query: request.q, tookMs: 0, suggestions: [] };
    };
    const { answer } = await ask('/api/v1/suggest?q=%20asy&site=s&lang=', { suggest });
    assert.equal(answer.statusCode, 200);
    assert.deepEqual(asked, [{ q: 'asy', limit: 8, site: 's' }]);
    assert.deepEqual(answer.json(), { query: 'asy', tookMs: 0, suggestions: [] });
  });

  it('refuses more names than it gives', async () => {
    const { answer } = await ask('/api/v1/suggest?q=a&limit=21');
    assert.equal(answer.statusCode, 400);
    assert.match(answer.json().errors[0].message, /^limit must be a whole number from 1 to 20/);
  });
});
