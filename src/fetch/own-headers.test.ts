import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownHeaders } from './own-headers.ts';

const authorization = 'Basic dTpw';
const login = { origin: 'https://docs.example', authorization };

test('ownHeaders() are for the scheme, host and port of a seed, and for nobody else', () => {
  const headersFor = ownHeaders({ seeds: ['https://docs.example/a/'], header: ['X-Key: k'], logins: [login] });
  assert.deepEqual(headersFor(new URL('https://docs.example/b')), { authorization, 'x-key': 'k' });
  assert.deepEqual(headersFor(new URL('https://docs.example:443/')), { authorization, 'x-key': 'k' });
  for (const other of [
    'http://docs.example/',
    'https://docs.example:8443/',
    'https://www.docs.example/',
    'https://docs.example.evil.example/',
    'https://docs.example@evil.example/',
  ])
    assert.deepEqual(headersFor(new URL(other)), {}, other);
});

test('ownHeaders() sends the headers to every seed, and a login to its own', () => {
  const seeds = ['https://docs.example/', 'https://other.example/'];
  const headersFor = ownHeaders({ seeds, header: ['X-Key: k'], logins: [login] });
  assert.deepEqual(headersFor(new URL('https://other.example/')), { 'x-key': 'k' });
});

test('ownHeaders() lets a header by name beat the login, and joins what is given twice', () => {
  const header = [
    'Authorization: Bearer t',
    'Cookie: a=1',
    'Cookie: b=2',
    'Accept-Language: de',
    'Accept-Language: en',
  ];
  const headersFor = ownHeaders({ seeds: ['https://docs.example/'], header, logins: [login] });
  assert.deepEqual(headersFor(new URL('https://docs.example/')), {
    authorization: 'Bearer t',
    cookie: 'a=1; b=2',
    'accept-language': 'de, en',
  });
});
