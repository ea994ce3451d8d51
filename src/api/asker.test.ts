import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { fakeAnswer, fakeParts } from '../../test/support/fake-server-parts.ts';
import type { Asker } from '../model/asker.ts';
import type { SearchRequest } from '../search/response.ts';
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
  test(`${path} says who asks`, async () => {
    const clients: string[] = [];
    const note = ({ client }: Asker) => void clients.push(client);
    const parts = fakeParts();
    const server = await buildServer({
      ...parts,
      search: async (request: SearchRequest, asker) => {
        note(asker);
        return fakeAnswer(request);
      },
      suggest: async (request, asker) => {
        note(asker);
        return parts.suggest(request, asker);
      },
    });
    await server.inject({ url: path, headers: { host: 'localhost', 'x-forwarded-for': '203.0.113.7' } });
    await server.inject({ url: path, headers: { host: 'localhost' } });
    assert.deepEqual(clients, ['203.0.113.7', '127.0.0.1']);
    await server.close();
  });
