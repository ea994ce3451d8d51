import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { bareHost, guardedLookup, type HostLookup, isPublicAddress, seedPolicy } from './address-guard.ts';

test('isPublicAddress() is true for addresses of the public Internet', () => {
  for (const address of ['8.8.8.8', '93.184.216.34', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::1']) {
    assert.equal(isPublicAddress(address), true, address);
  }
});

test('isPublicAddress() is false for every other kind', () => {
  const kinds = {
    unspecified: ['0.0.0.0', '0.1.2.3', '::'],
    loopback: ['127.0.0.1', '127.255.255.254', '::1'],
    private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    shared: ['100.64.0.1'],
    'link-local, metadata': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254'],
    'unique-local, site-local': ['fc00::1', 'fdff::1', 'fec0::1'],
    'multicast, broadcast': ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
    'documentation, benchmarks, reserved': [
      '192.0.2.1',
      '198.51.100.1',
      '203.0.113.1',
      '198.18.0.1',
      '240.0.0.1',
      '2001:db8::1',
      '100::1',
    ],
    'IPv4 within IPv6': [
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
      '64:ff9b:1::7f00:1',
      '2002:7f00:1::',
      '2001::1',
    ],
    'no address': ['', 'localhost', '1.2.3', '2130706433', '0x7f.1', '0177.0.0.1'],
  };
  for (const [kind, addresses] of Object.entries(kinds)) {
    for (const address of addresses) assert.equal(isPublicAddress(address), false, `${kind}: ${address}`);
  }
});

test('guardedLookup() yields only the addresses that the policy allows, and fails when none is left', async () => {
  const lookup = (allows: (host: string, address: string) => boolean) => promisify(guardedLookup(allows));
  const all = await lookup(() => true)('localhost', { all: true });
  assert.ok(Array.isArray(all) && all.length > 0);
  await assert.rejects(lookup(() => false)('localhost', { all: true }), { reason: 'address-refused' });
  await assert.rejects(lookup(() => false)('localhost', { all: false }), { reason: 'address-refused' });
  const one = Promise.withResolvers<unknown[]>();
  const only = await lookup((_host, address) => address === '127.0.0.1')('localhost', { all: true });
  assert.deepEqual(only, [{ address: '127.0.0.1', family: 4 }]);
  guardedLookup((_host, address) => address === '127.0.0.1')('localhost', { all: false }, (...answer) =>
    one.resolve(answer),
  );
  assert.deepEqual(await one.promise, [null, '127.0.0.1', 4], 'where Node asks for one address');
});

test('guardedLookup() says why a name cannot be looked up, and asks for the family that is wanted', async () => {
  const fault = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  const families: unknown[] = [];
  const lookUp: HostLookup = (_host, { family }, callback) => {
    families.push(family);
    callback(fault, []);
  };
  await assert.rejects(promisify(guardedLookup(() => true, lookUp))('docs.example', { family: 6, all: true }), fault);
  assert.deepEqual(families, [6]);
});

test('guardedLookup() takes no private address of a seed beside a public one, in whatever order they come', async () => {
  const inward = { address: '10.0.0.1', family: 4 };
  const outward = { address: '93.184.216.34', family: 4 };
  for (const answer of [
    [inward, outward],
    [outward, inward],
  ]) {
    const lookUp: HostLookup = (_host, _options, callback) => callback(null, answer);
    const lookup = promisify(guardedLookup(seedPolicy(['docs.example']), lookUp));
    assert.deepEqual(await lookup('docs.example', { all: true }), [outward]);
  }
  const inside: HostLookup = (_host, _options, callback) => callback(null, [inward]);
  const lookup = promisify(guardedLookup(seedPolicy(['docs.example']), inside));
  assert.deepEqual(await lookup('docs.example', { all: true }), [inward]);
});

test('bareHost() takes the brackets off an IPv6 address and leaves other hosts alone', () => {
  assert.equal(bareHost(new URL('http://[::1]:8080/')), '::1');
  assert.equal(bareHost(new URL('http://Example.org/')), 'example.org');
});
