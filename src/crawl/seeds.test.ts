import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../model/errors.ts';
import { isLoopback, readSeeds, siteName } from './seeds.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

function faultOf(text: string): Fault {
  try {
    readSeeds([text]);
  } catch (cause) {
    assert.ok(cause instanceof Fault);
    return cause;
  }
  assert.fail(`${text} was read`);
}

test('readSeeds() takes the login out of a seed, so that the URL can be stored and shown', () => {
  const { seeds, logins } = readSeeds(['https://ada:s%3Acr%40t@Docs.example:443/a/?b=1#c', 'https://docs.example/b/']);
  assert.deepEqual(seeds, ['https://docs.example/a/?b=1', 'https://docs.example/b/']);
  assert.deepEqual(logins, [{ origin: 'https://docs.example', authorization: basic('ada:s:cr@t') }]);
});

test('readSeeds() reads a user without password, a password without user, and letters beyond ASCII', () => {
  const logins = ['http://ada@a.example/', 'http://:secret@a.example/', 'http://jos%C3%A9:%E2%82%AC@a.example/'].map(
    (seed) => readSeeds([seed]).logins[0]?.authorization,
  );
  assert.deepEqual(logins, [basic('ada:'), basic(':secret'), basic('josé:€')]);
});

test('readSeeds() refuses a login that cannot be sent, without showing it', () => {
  for (const userInformation of ['a%3Ab:s3cret', 'ada:s3cret%', 'ada:s3cret%0A', 's3cret%FF:x']) {
    const fault = faultOf(`https://${userInformation}@docs.example/`);
    assert.equal(fault.code, 'settings-invalid');
    assert.doesNotMatch(fault.message, /s3cret/);
    assert.match(fault.message, /docs\.example/);
  }
});

test('readSeeds() says what a seed should look like, and keeps a login to itself', () => {
  assert.match(faultOf('docs.example/a').message, /Did you mean https:\/\/docs\.example\/a\?/);
  assert.match(faultOf('localhost:8000/a').message, /Did you mean http:\/\/localhost:8000\/a\?/);
  assert.match(faultOf('довідка.укр/привіт').message, /Did you mean https:\/\/довідка\.укр\/привіт\?/);
  assert.match(faultOf('htp:/x').message, /begins with http:/);
  assert.match(faultOf('ftp://docs.example/').message, /begins with http/);
  for (const text of ['htp://ada:s3cret@docs.example/', 'ada:s3cret@docs.example', 'https://ada:s3cret@[docs'])
    assert.doesNotMatch(faultOf(text).message, /s3cret/, text);
});

test('siteName() is host and directory, without a login', () => {
  const { seeds } = readSeeds(['https://ada:secret@docs.example/3/index.html']);
  assert.equal(siteName(seeds), 'docs.example/3');
});

test('isLoopback() knows the spellings that a URL keeps', () => {
  const hosts = ['http://localhost/', 'http://a.localhost/', 'http://127.1/', 'http://2130706433/', 'http://[::1]/'];
  for (const url of hosts) assert.equal(isLoopback(new URL(url).hostname), true, url);
  for (const host of ['localhost.example', '128.0.0.1', '127.0.0.1.example'])
    assert.equal(isLoopback(host), false, host);
});
