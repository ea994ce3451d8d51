import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fakeCrawl, fakeParts } from '../../test/support/fake-server-parts.ts';
import type { ServerAddress } from './parts.ts';
import { buildServer } from './server.ts';

const TOKEN = 'correct horse battery';
const SEED = { url: 'https://docs.example.com/' };

interface Sent {
  headers?: Record<string, string>;
  address?: ServerAddress;
}

async function start({ headers = {}, address = { host: '127.0.0.1' } }: Sent) {
  const parts = fakeParts({ address });
  const server = await buildServer(parts);
  const answer = await server.inject({ method: 'POST', url: '/api/v1/crawls', payload: SEED, headers });
  return { status: answer.statusCode, type: answer.json().type, started: parts.started.length, answer };
}

describe('hostCheck', () => {
  const get = async (host: string, address: ServerAddress = { host: '127.0.0.1' }) =>
    (await (await buildServer(fakeParts({ address }))).inject({ url: '/healthz', headers: { host } })).statusCode;

  it('answers to the names of loopback only', async () => {
    for (const host of ['localhost', 'localhost:8080', 'LOCALHOST:1', '127.0.0.1:8080', '[::1]:8080']) {
      assert.equal(await get(host), 200, host);
    }
    for (const host of ['evil.example', 'evil.example:8080', '127.0.0.1.evil.example', 'localhost.evil.example']) {
      assert.equal(await get(host), 403, host);
    }
  });

  it('answers to the loopback address it is bound to', async () => {
    assert.equal(await get('127.0.0.5:80', { host: '127.0.0.5' }), 200);
    assert.equal(await get('[::1]', { host: '::1' }), 200);
  });

  it('refuses other names whichever way loopback is written', async () => {
    for (const host of ['localhost', 'LocalHost', '::1', '127.0.0.5'])
      assert.equal(await get('evil.example', { host }), 403, host);
  });

  it('leaves names alone when bound to the network', async () => {
    assert.equal(await get('docs.example.com', { host: '0.0.0.0' }), 200);
  });
});

describe('refuseCrossSite', () => {
  it('lets programs and our own pages pass', async () => {
    assert.equal((await start({})).status, 202);
    for (const site of ['same-origin', 'none']) // none: asked for by the person, not by a page (Fetch Metadata)
      assert.equal((await start({ headers: { 'sec-fetch-site': site } })).status, 202, site);
    assert.equal((await start({ headers: { host: 'localhost:80', origin: 'http://localhost:80' } })).status, 202);
  });

  it('refuses what a browser sends for another site, and changes nothing', async () => {
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of foreign) {
      const { status, type, started } = await start({ headers });
      assert.deepEqual([status, type, started], [403, '/problems/cross-site', 0], JSON.stringify(headers));
    }
  });
});

describe('tokenCheck', () => {
  const address = { host: '0.0.0.0', adminToken: TOKEN };

  it('asks for the token when bound to the network', async () => {
    const { status, type, started, answer } = await start({ address });
    assert.deepEqual([status, type, started], [401, '/problems/token-needed', 0]);
    assert.match(String(answer.headers['www-authenticate']), /^Bearer/);
  });

  it('takes the right token only', async () => {
    assert.equal((await start({ address, headers: { authorization: 'Bearer wrong' } })).status, 401);
    assert.equal((await start({ address, headers: { authorization: `Basic ${TOKEN}` } })).status, 401);
    const plain = { host: '0.0.0.0', adminToken: 'one-word-token' };
    assert.equal((await start({ address: plain, headers: { authorization: 'bearer one-word-token' } })).status, 202);
    const twoWords = { authorization: 'Bearer one-word-token x' };
    assert.equal((await start({ address: plain, headers: twoWords })).status, 401);
  });

  it('lets nothing be changed over the network without a token to ask for', async () => {
    const { status, type } = await start({ address: { host: '0.0.0.0' }, headers: { authorization: 'Bearer x' } });
    assert.deepEqual([status, type], [403, '/problems/changes-disabled']);
  });

  it('guards the stop of a crawl too', async () => {
    const parts = fakeParts({ address }, { progress: [fakeCrawl()] });
    const server = await buildServer(parts);
    const url = '/api/v1/crawls/docs.example.com%233/stop';
    assert.equal((await server.inject({ method: 'POST', url })).statusCode, 401);
    assert.deepEqual(parts.stopped, []);
  });
});

describe('addHeaders', () => {
  it('covers pages, answers, assets and errors, of addresses that cannot be read as well', async () => {
    const server = await buildServer(fakeParts());
    for (const url of ['/', '/api/v1/sites', '/assets/style.css', '/nowhere', '/api/v1/search', '/%3Cb%3E%']) {
      const { headers } = await server.inject({ url, headers: { accept: 'text/html' } });
      assert.match(String(headers['content-security-policy']), /^default-src 'self'; .*frame-ancestors 'none'/, url);
      assert.doesNotMatch(String(headers['content-security-policy']), /unsafe/);
      assert.equal(headers['x-content-type-options'], 'nosniff', url);
      assert.equal(headers['referrer-policy'], 'same-origin', url);
    }
  });

  it('lets no cache answer for the server', async () => {
    const server = await buildServer(fakeParts({}, { progress: [fakeCrawl()] }));
    const addresses = [
      'search?q=a',
      'suggest?q=a',
      'sites',
      'urls',
      'urls?format=csv',
      'crawls',
      'crawls/docs.example.com%233',
    ];
    for (const url of [
      ...addresses.map((address) => `/api/v1/${address}`),
      '/healthz',
      '/metrics',
      '/openapi.json',
      '/',
    ]) {
      assert.equal((await server.inject(url)).headers['cache-control'], 'private, no-cache', url);
    }
  });
});
