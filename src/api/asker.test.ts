import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { fakeParts } from '../../test/support/fake-server-parts.ts';
import type { Asker } from '../model/asker.ts';
import { Fault } from '../model/errors.ts';
import { askerOf } from './asker.ts';
import { buildServer } from './server.ts';

const clientOf = (remoteAddress: string, forwarded?: string | string[]): string => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const { signal } = new AbortController();
  return askerOf({ signal, headers, socket: { remoteAddress } as FastifyRequest['socket'] }).client;
};

test('askerOf() tells clients by their addresses', () => {
  assert.equal(clientOf('203.0.113.7'), '203.0.113.7');
  assert.equal(clientOf('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(clientOf('2001:db8::7'), '2001:db8::7');
});

test('askerOf() believes a proxy of its own network for whom it asks, and no client of the Internet', () => {
  for (const proxy of ['127.0.0.1', '::1', '::ffff:10.0.0.2', '172.18.0.5', 'fd00::2']) {
    assert.equal(clientOf(proxy, '203.0.113.7'), '203.0.113.7');
    assert.equal(clientOf(proxy, 'made up, 203.0.113.7'), '203.0.113.7');
    assert.equal(clientOf(proxy, ['made up', '203.0.113.7']), '203.0.113.7');
  }
  assert.equal(clientOf('10.0.0.2', '203.0.113.7:51234'), '203.0.113.7');
  assert.equal(clientOf('10.0.0.2', '[2001:db8::7]:51234'), '2001:db8::7');
  assert.equal(clientOf('10.0.0.2', '2001:db8::7'), '2001:db8::7');
  for (const client of ['8.8.8.8', '::ffff:8.8.8.8']) assert.equal(clientOf(client, '1.1.1.1'), '8.8.8.8');
});

for (const path of ['/api/v1/search?q=a', '/api/v1/suggest?q=a', '/search?q=a'])
  test(`${path}: the search knows who asks`, async () => {
    const parts = fakeParts();
    const clients: string[] = [];
    const noting =
      <T, A>(answer: (request: T, asker: Asker) => Promise<A>) =>
      async (request: T, asker: Asker) => {
        clients.push(asker.client);
        return answer(request, asker);
      };
    const asked = { search: noting(parts.search), suggest: noting(parts.suggest) };
    const server = await buildServer({ ...parts, ...asked });
    await server.inject({ url: path, headers: { host: 'localhost', 'x-forwarded-for': '203.0.113.7' } });
    await server.inject({ url: path, headers: { host: 'localhost' } });
    assert.deepEqual(clients, ['203.0.113.7', '127.0.0.1']);
    await server.close();
  });

interface Asked {
  method?: 'POST';
  url: string;
  payload?: string;
  headers?: Record<string, string>;
}

const LISTS = ['', '?format=csv', '/broken', '/broken?format=jsonl', '/explain?url=https://docs.example.com/'];
const ASKED: Asked[] = [
  ...['/', '/search?q=a', '/readyz', '/metrics', '/api/v1/sites'].map((url) => ({ url })),
  ...LISTS.map((list) => ({ url: `/api/v1/urls${list}` })),
  { method: 'POST', url: '/crawls', payload: 'url=', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  {
    method: 'POST',
    url: '/api/v1/urls/test',
    payload: '{"url":"https://docs.example.com/","site":"docs.example.com"}',
    headers: { 'content-type': 'application/json' },
  },
];
for (const { headers, ...asked } of ASKED)
  test(`${asked.url}: the store knows who asks, and is asked for as long as somebody wants the answer`, async () => {
    const parts = fakeParts();
    const clients = new Set<string | undefined>();
    const storeFor = ({ client, signal }: Partial<Asker>) => {
      clients.add(client);
      // As a call that waits for its turn.
      const call =
        (method: (...args: never[]) => unknown) =>
        async (...args: never[]) => {
          signal?.throwIfAborted();
          return method(...args);
        };
      const calls = Object.entries(parts.store).map(([name, method]) => [name, call(method)]);
      return Object.fromEntries(calls) as typeof parts.store;
    };
    if (asked.url === '/crawls') parts.crawls.start = async () => Promise.reject(new Fault('not-a-url', 'no URL'));
    const server = await buildServer({ ...parts, storeFor });
    const proxied = { host: 'localhost', 'x-forwarded-for': '203.0.113.7', ...headers };
    const { statusCode } = await server.inject({ ...asked, headers: proxied });
    assert.equal(statusCode, asked.url === '/crawls' ? 400 : 200);
    assert.deepEqual(clients, new Set(['203.0.113.7']));
    await server.close();
  });
