import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { fakeParts } from '../../test/support/fake-server-parts.ts';
import { buildServer } from './server.ts';

const server = await buildServer(fakeParts());
const json = { 'content-type': 'application/json' };

describe('errorReply', () => {
  const cases = [
    ['an unknown address', { url: '/api/v1/nowhere' }, 404, 'not-found'],
    ['a wrong method', { method: 'POST', url: '/api/v1/search' }, 405, 'method-not-allowed'],
    ['a wrong method of a crawl', { method: 'DELETE', url: '/api/v1/crawls/a' }, 405, 'method-not-allowed'],
    [
      'JSON that is none',
      { method: 'POST', url: '/api/v1/crawls', headers: json, payload: '{' },
      400,
      'malformed-body',
    ],
    ['no body', { method: 'POST', url: '/api/v1/crawls', headers: json }, 400, 'malformed-body'],
    [
      'another media type',
      { method: 'POST', url: '/api/v1/crawls', headers: { 'content-type': 'text/plain' }, payload: '{}' },
      415,
      'unsupported-media-type',
    ],
    [
      'a large body',
      { method: 'POST', url: '/api/v1/crawls', headers: json, payload: JSON.stringify('x'.repeat(65_536)) },
      413,
      'body-too-large',
    ],
    ['an address that is not UTF-8', { url: '/api/v1/crawls/%ff' }, 400, 'bad-request'],
  ] as const;
  for (const [what, request, status, code] of cases) {
    it(`answers ${what} with ${status} ${code}`, async () => {
      const answer = await server.inject(request);
      assert.equal(answer.statusCode, status);
      assert.equal(answer.headers['content-type'], 'application/problem+json');
      assert.equal(answer.json().type, `/problems/${code}`);
      assert.equal(answer.json().status, status);
    });
  }

  it('says what to change where there is nothing more to tell than the kind of the problem', async () => {
    const post = { method: 'POST', url: '/api/v1/crawls', payload: 'x'.repeat(65_537) } as const;
    const type = await server.inject({ ...post, headers: { 'content-type': 'text/plain' }, payload: '{}' });
    assert.equal(type.json().detail, 'Send `Content-Type: application/json`.');
    assert.equal((await server.inject({ ...post, headers: json })).json().detail, 'Send at most 64 KiB.');
  });

  it('names the methods that are allowed', async () => {
    const answer = await server.inject({ method: 'PUT', url: '/api/v1/crawls' });
    assert.equal(answer.headers['allow'], 'GET, HEAD, POST');
  });

  it('gives browsers a page and keeps programs at JSON', async () => {
    const accept = 'text/html,application/xhtml+xml';
    const page = await server.inject({ url: '/nowhere', headers: { accept } });
    assert.equal(page.statusCode, 404);
    assert.match(String(page.headers['content-type']), /^text\/html/);
    assert.match(page.body, /<h1>Nothing is at this address<\/h1>/);
    const forPrograms = ['/api', '/api/v1/nowhere', '/healthz', '/readyz', '/openapi.json'];
    const asked = [{ url: '/nowhere' }, ...forPrograms.map((url) => ({ url, headers: { accept } }))];
    for (const request of asked) {
      const program = await server.inject({ method: 'PUT', ...request });
      assert.equal(program.headers['content-type'], 'application/problem+json', request.url);
    }
  });

  it('has a page for each type of problem', async () => {
    const answer = await server.inject('/problems/cross-site');
    assert.equal(answer.statusCode, 200);
    assert.match(answer.body, /Requests from other sites may change nothing/);
    assert.equal((await server.inject('/problems/constructor')).statusCode, 404);
  });
});

describe('a client that leaves before it has its answer', () => {
  const url = 'https://docs.example.com/x';
  const asked: Record<string, string> = {
    'a stream': 'GET /stream HTTP/1.1\r\nhost: localhost\r\n\r\n',
    'a search': 'GET /api/v1/search?q=x HTTP/1.1\r\nhost: localhost\r\n\r\n',
    'a page of results': 'GET /search?q=x HTTP/1.1\r\nhost: localhost\r\n\r\n',
    'a suggestion': 'GET /api/v1/suggest?q=x HTTP/1.1\r\nhost: localhost\r\n\r\n',
    'what is missing': 'GET /readyz HTTP/1.1\r\nhost: localhost\r\n\r\n',
    'a test': `POST /api/v1/urls/test HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${JSON.stringify({ url }).length}\r\n\r\n${JSON.stringify({ url })}`,
  };
  for (const [what, request] of Object.entries(asked))
    it(`is no fault to be logged, when it has asked for ${what}`, { timeout: 20_000 }, async () => {
      const faults: string[] = [];
      const parts = { ...fakeParts(), faults: { write: (line: string) => void faults.push(line) } };
      const listening = await buildServer(parts);
      listening.get('/stream', async () => {
        await leave();
        throw Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }); // as streams say it
      });
      const { port } = new URL(await listening.listen({ host: '127.0.0.1', port: 0 }));
      const socket = connect(Number(port), '127.0.0.1');
      const accepted = once(listening.server, 'connection');
      const gone = accepted.then(([connection]) => once(connection, 'close'));
      const leave = async () => {
        socket.destroy();
        await gone;
      };
      const leftBefore = async (_request: unknown, signal: AbortSignal) => {
        await leave();
        signal.throwIfAborted();
        throw new Error('the signal is to be aborted');
      };
      const askerLeft = (request: unknown, { signal }: { signal: AbortSignal }) => leftBefore(request, signal);
      parts.storeFor = ({ signal }) => ({
        ...parts.store,
        sites: async () => {
          await leave();
          signal?.throwIfAborted();
          return [];
        },
      });
      Object.assign(parts, { search: askerLeft, suggest: askerLeft });
      parts.crawls.test = leftBefore;
      socket.write(request);
      await gone;
      for (let turns = 0; turns < 10; turns += 1) await turn();
      await listening.close();
      assert.deepEqual(faults, []);
    });
});

describe('refuseConnection', () => {
  it('answers what comes too slowly soon after its time is up', { timeout: 20_000 }, async () => {
    const listening = await buildServer(fakeParts());
    const { server: late } = listening;
    assert.deepEqual([late.requestTimeout, late.headersTimeout], [15_000, 15_000]);
    Object.assign(late, { requestTimeout: 1, headersTimeout: 1 });
    const { port } = new URL(await listening.listen({ host: '127.0.0.1', port: 0 }));
    const body =
      'POST /api/v1/crawls HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9';
    for (const half of ['GET / HTTP/1.1\r\nhost: local', `${body}\r\n\r\n{"u`]) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(half);
      assert.match(await text(socket), /^HTTP\/1\.1 408 [\s\S]*\/problems\/request-timeout/);
    }
    await listening.close();
  });

  it('answers what is not HTTP, or has too large headers, with a problem', async () => {
    const listening = await buildServer(fakeParts());
    const { port } = new URL(await listening.listen({ host: '127.0.0.1', port: 0 }));
    const say = (words: string) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(words);
      return text(socket);
    };
    assert.match(await say('nonsense\r\n\r\n'), /^HTTP\/1\.1 400 [\s\S]*\/problems\/bad-request/);
    const raw = await say('GET /api/v1/search?q=\u043f\u0430\u043a\u0435\u0442 HTTP/1.1\r\nhost: localhost\r\n\r\n');
    assert.match(raw, /^HTTP\/1\.1 400 [\s\S]*percent-encoded/);
    const large = `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`;
    assert.match(await say(large), /^HTTP\/1\.1 431 [\s\S]*\/problems\/headers-too-large[\s\S]*at most 16 KiB/);
    await listening.close();
  });
});
