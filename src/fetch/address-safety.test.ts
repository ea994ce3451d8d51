import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { test } from 'node:test';
import { type FakeSite, startFakeSite } from '../../test/support/fake-site.ts';
import { recordPermits } from '../../test/support/fetcher-contract.ts';
import { type HostLookup, seedPolicy } from './address-guard.ts';
import { HttpFetcher, type HttpFetcherOptions } from './http-fetcher.ts';

const signal = new AbortController().signal;
const PUBLIC = '93.184.216.34';

/** A resolver that answers from this table, the last answer of a name again and again. */
function resolver(table: Record<string, string[][]>): { lookup: HostLookup; asked: string[] } {
  const asked: string[] = [];
  const lookup: HostLookup = (host, _options, callback) => {
    asked.push(host);
    const answers = table[host] ?? [];
    const addresses = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    const found: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const error = Object.assign(new Error(`no such name: ${host}`), { code: 'ENOTFOUND' });
    queueMicrotask(() => callback(found.length === 0 ? error : null, found));
  };
  return { lookup, asked };
}

/** Fetches from a site that must stay out of reach. */
async function reasonFor(site: FakeSite, url: string, options: Partial<HttpFetcherOptions> = {}) {
  const fetcher = new HttpFetcher({ userAgent: 'x', connectTimeoutMs: 2_000, ...options });
  const permits = recordPermits();
  const answer = await fetcher.fetch(
    { url: url.replace('PORT', String(site.port)) },
    { acquire: permits.acquire, signal },
  );
  await fetcher.close();
  if (answer.kind === 'failed' && answer.reason === 'address-refused') {
    assert.match(answer.detail, /--allow-private/, 'the way out is named');
    assert.deepEqual(permits.log, []);
  }
  return answer.kind === 'failed' ? answer.reason : answer.kind;
}

test('HttpFetcher refuses private addresses in every spelling that a URL can have', async (t) => {
  const site = await startFakeSite({ '*': 'secret' });
  t.after(() => site.close());
  const loopback = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '017700000001',
    '0177.0.0.1',
    '0x7f.1',
    '0x7F000001',
    '127.0.0.1.',
  ];
  const dressed = ['%31%32%37.0.0.1', '１２７.0.0.1', '127。0。0。1', 'localhost', 'LOCALHOST', 'localhost.'];
  const embedded = [
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
  ];
  const others = ['0.0.0.0', '0', '10.0.0.1', '192.168.1.1', '172.16.0.1', '169.254.169.254', '[fe80::1]', '[fd00::1]'];
  const { lookup } = resolver({ localhost: [['127.0.0.1']], 'localhost.': [['127.0.0.1', '::1']] });
  for (const host of [...loopback, ...dressed, ...embedded, ...others])
    assert.equal(await reasonFor(site, `http://${host}:PORT/`, { lookup }), 'address-refused', host);
  assert.equal(site.connections, 0);
});

test('HttpFetcher refuses names that resolve to private addresses, IPv4 or IPv6, plain or embedded', async (t) => {
  const site = await startFakeSite({ '*': 'secret' });
  t.after(() => site.close());
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    'fd00::1',
  ]) {
    const { lookup } = resolver({ 'innocent.example': [[address]] });
    assert.equal(await reasonFor(site, 'http://innocent.example:PORT/', { lookup }), 'address-refused', address);
  }
  assert.equal(site.connections, 0);
});

test('HttpFetcher connects to the address that was checked: it looks a name up once a connection', async (t) => {
  const site = await startFakeSite({ '*': 'x' });
  t.after(() => site.close());
  // Would a second look-up follow the check, the connection would go to the second answer.
  const { lookup, asked } = resolver({ 'rebinding.example': [['127.0.0.1'], ['127.9.9.9']] });
  const checked: string[] = [];
  const allowAddress = (_host: string, address: string) => checked.push(address) > 0;
  assert.equal(await reasonFor(site, 'http://rebinding.example:PORT/', { lookup, allowAddress }), 'response');
  assert.deepEqual([asked, checked], [['rebinding.example'], ['127.0.0.1']]);
});

test('HttpFetcher checks every connection anew: a name that turns inward later is refused', async (t) => {
  const site = await startFakeSite({ '*': { body: 'x', headers: { connection: 'close' } } });
  const { lookup } = resolver({ 'rebinding.example': [['127.0.0.1'], ['127.0.0.2']] });
  const fetcher = new HttpFetcher({
    userAgent: 'x',
    lookup,
    allowAddress: (_host, address) => address === '127.0.0.1',
  });
  t.after(() => Promise.all([fetcher.close(), site.close()]));
  const get = () =>
    fetcher.fetch({ url: `http://rebinding.example:${site.port}/` }, { acquire: recordPermits().acquire, signal });
  assert.equal((await get()).kind, 'response');
  const second = await get();
  assert.equal(second.kind === 'failed' && second.reason, 'address-refused');
  assert.equal(site.requests.length, 1);
});

test('seedPolicy() lets a seed name a private host, and nobody else', () => {
  const allows = seedPolicy(['intranet.example', '10.0.0.1']);
  assert.equal(allows('intranet.example', '10.0.0.7'), true);
  assert.equal(allows('10.0.0.1', '10.0.0.1'), true);
  assert.equal(allows('10.0.0.2', '10.0.0.2'), false);
  assert.equal(allows('linked.example', '10.0.0.7'), false);
  assert.equal(allows('linked.example', PUBLIC), true);
});

test('seedPolicy() holds a seed that was public to public addresses', () => {
  const allows = seedPolicy(['docs.example']);
  assert.equal(allows('docs.example', PUBLIC), true);
  assert.equal(allows('docs.example', '127.0.0.1'), false);
  assert.equal(allows('docs.example', PUBLIC), true);
});
