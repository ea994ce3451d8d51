import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import net from 'node:net';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { startFakeSite } from '../../test/support/fake-site.ts';
import { recordPermits, testFetcherContract } from '../../test/support/fetcher-contract.ts';
import { HttpFetcher, type HttpFetcherOptions } from './http-fetcher.ts';

const signal = new AbortController().signal;
const open = (options: Partial<HttpFetcherOptions> = {}) =>
  new HttpFetcher({ userAgent: 'spindex-test', allowAddress: () => true, ...options });

testFetcherContract('HttpFetcher', open);

test('HttpFetcher says who it is', async (t) => {
  const site = await startFakeSite({ '/': 'x' });
  const fetcher = open();
  t.after(() => Promise.all([fetcher.close(), site.close()]));
  await fetcher.fetch({ url: site.url }, { acquire: recordPermits().acquire, signal });
  assert.equal(site.requests[0]?.headers['user-agent'], 'spindex-test');
});

test('HttpFetcher reaches no private address unless allowed, by name or by number, and asks no permit for it', async (t) => {
  const site = await startFakeSite({ '*': 'secret' });
  const fetcher = new HttpFetcher({ userAgent: 'x' });
  t.after(() => Promise.all([fetcher.close(), site.close()]));
  for (const host of [
    '127.0.0.1',
    'localhost',
    '2130706433',
    '[::ffff:127.0.0.1]',
    '[::1]',
    '0.0.0.0',
    '169.254.169.254',
  ]) {
    const permits = recordPermits();
    const answer = await fetcher.fetch({ url: `http://${host}:${site.port}/` }, { acquire: permits.acquire, signal });
    assert.equal(answer.kind === 'failed' && answer.reason, 'address-refused', host);
    assert.deepEqual(permits.log, []);
  }
  assert.equal(site.connections, 0);
});

test('HttpFetcher asks its policy about the very address it connects to', async (t) => {
  const site = await startFakeSite({ '/': 'x' });
  const asked: string[] = [];
  const fetcher = open({
    allowAddress: (host, address) => asked.push(`${host} ${address}`) > 0 && address === '127.0.0.1',
  });
  t.after(() => Promise.all([fetcher.close(), site.close()]));
  const answer = await fetcher.fetch(
    { url: `http://localhost:${site.port}/` },
    { acquire: recordPermits().acquire, signal },
  );
  assert.equal(answer.kind, 'response');
  assert.ok(asked.includes('localhost 127.0.0.1'));
});

test('HttpFetcher with a resolve rule connects there and keeps the Host header', async (t) => {
  const site = await startFakeSite({ '/': 'x' });
  const fetcher = new HttpFetcher({
    userAgent: 'x',
    resolve: [{ host: 'docs.example', port: site.port, address: '127.0.0.1' }],
  });
  t.after(() => Promise.all([fetcher.close(), site.close()]));
  const answer = await fetcher.fetch(
    { url: `http://docs.example:${site.port}/` },
    { acquire: recordPermits().acquire, signal },
  );
  assert.equal(answer.kind, 'response');
  assert.equal(site.requests[0]?.headers.host, `docs.example:${site.port}`);
});

test('HttpFetcher keeps unused connections to 256 origins at most, the others are closed', {
  timeout: 20_000,
}, async (t) => {
  const site = await startFakeSite({ '*': 'x' });
  const lookup: HttpFetcherOptions['lookup'] = (_host, _options, callback) =>
    callback(null, [{ address: '127.0.0.1', family: 4 }]);
  const fetcher = open({ lookup });
  t.after(() => Promise.all([fetcher.close(), site.close()]));
  const ask = (host: number) =>
    fetcher.fetch({ url: `http://h${host}.example:${site.port}/` }, { acquire: recordPermits().acquire, signal });
  for (let host = 0; host < 300; host++) {
    await ask(host);
    await ask(0); // used all the time
  }
  while (site.openConnections > 256) await nextTurn();
  assert.equal(site.openConnections, 256);
  const { connections } = site;
  for (const host of [0, 299]) await ask(host);
  assert.equal(site.connections, connections, 'these are still open');
  await ask(1);
  assert.equal(site.connections, connections + 1);
});

test('HttpFetcher names the ways in which no connection comes about', async (t) => {
  const site = await startFakeSite({});
  const deaf = net.createServer((socket) => socket.resume()); // accepts, and never says a word of TLS
  deaf.listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  const address = deaf.address();
  const deafPort = typeof address === 'object' ? address?.port : undefined;
  const fetcher = open({ connectTimeoutMs: 100 });
  t.after(() => Promise.all([fetcher.close(), site.close(), new Promise((resolve) => deaf.close(resolve))]));
  const reasonOf = async (url: string) => {
    const permits = recordPermits();
    const answer = await fetcher.fetch({ url }, { acquire: permits.acquire, signal });
    assert.deepEqual(permits.log, []);
    return answer.kind === 'failed' && answer.reason;
  };
  assert.equal(await reasonOf(`https://127.0.0.1:${site.port}/`), 'tls');
  assert.equal(await reasonOf(`https://127.0.0.1:${deafPort}/`), 'timeout-connect');
  await site.close();
  assert.equal(await reasonOf(`http://127.0.0.1:${site.port}/`), 'refused-connection');
});

test('HttpFetcher takes an interim response for no answer', async (t) => {
  const server = createServer((_request, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' }, () => response.end('page'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  const fetcher = open();
  t.after(() => Promise.all([fetcher.close(), new Promise((resolve) => server.close(resolve))]));
  const judged: number[] = [];
  const answer = await fetcher.fetch(
    { url: `http://127.0.0.1:${address.port}/`, wantsBody: ({ status }) => judged.push(status) > 0 },
    { acquire: recordPermits().acquire, signal },
  );
  assert.ok(answer.kind === 'response');
  assert.deepEqual([judged, answer.status, Buffer.from(answer.body).toString()], [[200], 200, 'page']);
});

test('HttpFetcher uses a connection again', async (t) => {
  const site = await startFakeSite({ '/': 'x' });
  const fetcher = open();
  t.after(() => Promise.all([fetcher.close(), site.close()]));
  for (let k = 0; k < 5; k += 1) await fetcher.fetch({ url: site.url }, { acquire: recordPermits().acquire, signal });
  assert.equal(site.connections, 1);
});

test('HttpFetcher opens no more connections to an origin than allowed', async (t) => {
  const site = await startFakeSite({ '*': { delayMs: 5, body: 'x' } });
  const fetcher = open({ maxConnectionsPerOrigin: 3 });
  t.after(() => Promise.all([fetcher.close(), site.close()]));
  let most = 0;
  const watch = recordPermits(async () => {
    most = Math.max(most, site.openConnections);
  });
  for (const round of ['a', 'b']) {
    const all = Array.from({ length: 30 }, (_, k) =>
      fetcher.fetch({ url: `${site.url}/${round}${k}` }, { acquire: watch.acquire, signal }),
    );
    const answers = await Promise.all(all);
    assert.ok(answers.every(({ kind }) => kind === 'response'));
  }
  assert.ok(most <= 3 && site.connections <= 3, `${most} open, ${site.connections} in all`);
});

test('HttpFetcher keeps what it has of a host in use, however many others it meets', async (t) => {
  const held = Promise.withResolvers<void>();
  const sockets = new Map<string, Set<unknown>>();
  const server = createServer(async ({ headers: { host = '' }, socket }, response) => {
    sockets.set(host, (sockets.get(host) ?? new Set()).add(socket));
    if (host.startsWith('busy')) await held.promise;
    else response.setHeader('connection', 'close');
    response.end('x');
  });
  server.keepAliveTimeout = 0; // none
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fetcher = open({
    ...{ keepAliveMs: 600_000, firstByteTimeoutMs: 600_000 },
    lookup: (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  t.after(async () => {
    await fetcher.close();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as net.AddressInfo;
  const ask = async (host: string) => {
    const url = `http://${host}.example:${port}/`;
    const answer = await fetcher.fetch({ url }, { acquire: recordPermits().acquire, signal });
    assert.equal(answer.kind, 'response', host);
  };
  const busy = ask('busy');
  for (let n = 0; n < 300; n += 1) await ask(`${n}`);
  held.resolve();
  await busy;
  await ask('busy');
  assert.equal(sockets.size, 301);
  assert.equal(sockets.get(`busy.example:${port}`)?.size, 1, 'its connection is open, and is used again');
});

test('HttpFetcher waits for a body as long as some of it comes', async (t) => {
  const site = await startFakeSite({ '/': { misbehaves: 'drip', body: 'x'.repeat(60) } });
  const fetcher = open({ bodyIdleTimeoutMs: 1_000 });
  t.after(() => Promise.all([fetcher.close(), site.close()]));
  const answer = await fetcher.fetch({ url: site.url }, { acquire: recordPermits().acquire, signal });
  assert.ok(answer.kind === 'response');
  assert.equal(answer.body.length, 60);
});

test('HttpFetcher gives its permit back when the connection was lost meanwhile, and asks anew for the next one', async (t) => {
  const site = await hangUpSite(1);
  const fetcher = open();
  t.after(() => Promise.all([fetcher.close(), site.close()]));
  const permits = recordPermits(site.untilHungUp);
  const answer = await fetcher.fetch({ url: site.url }, { acquire: permits.acquire, signal });
  assert.equal(answer.kind, 'response');
  assert.deepEqual(permits.log, ['cancelled 1', 'written 2', 'answered 2']);
});

test('HttpFetcher keeps its third permit while it connects: a slow host hangs up faster than turns come', async (t) => {
  const site = await hangUpSite(2);
  const fetcher = open();
  t.after(() => Promise.all([fetcher.close(), site.close()]));
  const permits = recordPermits(site.untilHungUp);
  const answer = await fetcher.fetch({ url: site.url }, { acquire: permits.acquire, signal });
  assert.equal(answer.kind, 'response');
  assert.deepEqual(permits.log, ['cancelled 1', 'cancelled 2', 'written 3', 'answered 3']);
  assert.equal(site.connections(), 3);
});

test('HttpFetcher that was closed keeps nothing open, whatever its fetches came to', async () => {
  const site = await startFakeSite({
    '/': 'x',
    '/stall': { misbehaves: 'stall' },
    '/reset': { misbehaves: 'reset' },
    '/endless': { misbehaves: 'endless' },
  });
  const fetcher = open({ firstByteTimeoutMs: 50 });
  const paths = ['/', '/stall', '/reset', '/endless', '/'];
  await Promise.all(
    paths.map((path) => fetcher.fetch({ url: site.url + path }, { acquire: recordPermits().acquire, signal })),
  );
  await fetcher.close();
  await site.close();
  const isOurs = (name: string) => name === 'Timeout' || name.startsWith('TCP') || name.startsWith('TLS');
  for (let turn = 0; turn < 1_000 && process.getActiveResourcesInfo().some(isOurs); turn += 1) await nextTurn();
  assert.deepEqual(process.getActiveResourcesInfo().filter(isOurs), []);
});

/** Hangs up on its first connections as soon as they stand; answers on later ones. */
async function hangUpSite(hangUps: number) {
  let connections = 0;
  let hungUp = 0;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (connections <= hangUps) socket.end(() => (hungUp += 1));
    else socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  const settled = () => sockets.size === 0 || connections > hangUps;
  return {
    url: `http://127.0.0.1:${address.port}/`,
    connections: () => connections,
    /** Resolves when every connection so far that is to be hung up on is closed at both ends. */
    untilHungUp: async () => {
      while (!settled() || (connections === 0 && hungUp === 0)) await nextTurn();
      for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
