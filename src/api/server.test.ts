import assert from 'node:assert/strict';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { fakeAnswer, fakeParts } from '../../test/support/fake-server-parts.ts';
import type { SearchRequest } from '../search/response.ts';
import { HANDLER_TIMEOUT_MS } from './answer-signal.ts';
import { buildServer } from './server.ts';

const BEGUN: Record<string, string> = {
  'has asked for nothing': '',
  'is in the middle of a request': 'GET /healthz HTTP/1.1\r\nHost: 127',
  'waits for an answer that takes long': 'GET /api/v1/search?q=slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
};
for (const [client, sent] of Object.entries(BEGUN))
  it(`the server ends within a second although a client ${client}`, { timeout: 20_000 }, async () => {
    const clock = new FakeClock();
    const server = await buildServer({ ...fakeParts({ clock }), search: () => new Promise(() => undefined) });
    const address = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
    const accepted = once(server.server, 'connection');
    const socket = connect(Number(address.port), address.hostname);
    const cut = once(socket, 'close');
    const [connection] = await accepted;
    socket.resume().write(sent);
    while (connection.bytesRead < sent.length) await turn();
    const closed = server.close();
    while (clock.pending === 0) await turn();
    await clock.advance(1_000);
    await Promise.all([closed, cut]);
    assert.equal(clock.pending, 0);
  });

it('the server has ended when nobody waits for its answers any more', { timeout: 20_000 }, async () => {
  const [lastSecond, timeIsUp] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const sleep = () => {
    lastSecond.resolve();
    return timeIsUp.promise;
  };
  let asked = 0;
  let waiting = 0;
  const search = (_request: unknown, { signal }: { signal: AbortSignal }) => {
    asked += 1;
    waiting += 1;
    return once(signal, 'abort').then(() => {
      waiting -= 1;
      throw signal.reason;
    });
  };
  const clock = Object.assign(new FakeClock(), { sleep });
  const server = await buildServer({ ...fakeParts({ clock }), search });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const answers = Promise.allSettled(Array.from({ length: 20 }, () => fetch(`${url}/api/v1/search?q=slow`)));
  while (asked < 20) await turn();
  const closed = server.close();
  await lastSecond.promise;
  await stat('.'); // to go on where Node sees to timers and input, as it does when a second is over
  timeIsUp.resolve();
  await closed;
  assert.equal(waiting, 0);
  await answers;
});

it('the server ends at once when its clients are idle', { timeout: 20_000 }, async () => {
  const clock = new FakeClock();
  const server = await buildServer(fakeParts({ clock }));
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  await server.close();
  assert.equal(clock.pending, 0);
});

it('the server cuts a connection on which nothing has moved for longer than any answer takes', {
  timeout: 20_000,
}, async () => {
  const server = await buildServer({ ...fakeParts(), search: () => new Promise(() => undefined) });
  const address = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  const asked = once(server.server, 'request');
  const socket = connect(Number(address.port), address.hostname);
  const cut = once(socket.resume(), 'close');
  socket.write('GET /api/v1/search?q=slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  const [{ socket: connection }] = await asked;
  assert.ok(connection.timeout > HANDLER_TIMEOUT_MS, `after ${connection.timeout} ms`);
  connection.emit('timeout'); // as Node does when these are over
  await cut;
  await server.close();
});

it('the server answers sixteen requests of a connection at a time, and refuses what a client sends besides', {
  timeout: 20_000,
}, async (context) => {
  const held = Promise.withResolvers<void>();
  const parts = fakeParts();
  let asked = 0;
  const search = async (request: SearchRequest) => {
    asked += 1;
    await held.promise;
    return fakeAnswer(request);
  };
  const server = await buildServer({ ...parts, search });
  context.after(() => server.close());
  const address = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(address.port), address.hostname);
  context.after(() => socket.destroy());
  const ask = (count: number) => {
    socket.write('GET /api/v1/search?q=slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(count));
  };
  let answers = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answers += text;
  });
  const statuses = () => answers.match(/(?<=HTTP\/1\.1 )\d+/g)?.map(Number) ?? [];
  let requests = 0;
  server.server.on('request', () => {
    requests += 1;
  });
  ask(20);
  while (requests < 20) await turn();
  await turn();
  assert.equal(asked, 16);
  held.resolve();
  while (statuses().length < 20) await once(socket, 'data');
  assert.deepEqual(statuses(), [...Array(16).fill(200), ...Array(4).fill(429)]);
  ask(16); // those before have been answered
  while (statuses().length < 36) await once(socket, 'data');
  assert.deepEqual(statuses().slice(20), Array(16).fill(200));
});
