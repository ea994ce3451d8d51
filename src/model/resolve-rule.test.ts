import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseResolveRule } from './resolve-rule.ts';

test('parseResolveRule() reads host, port and address, IPv6 with or without brackets', () => {
  assert.deepEqual(parseResolveRule('Docs.example:443:192.0.2.1'), {
    host: 'docs.example',
    port: 443,
    address: '192.0.2.1',
  });
  assert.equal(parseResolveRule('a:80:[2001:db8::1]')?.address, '2001:db8::1');
  assert.equal(parseResolveRule('a:80:2001:db8::1')?.address, '2001:db8::1');
});

test('parseResolveRule() gives an international host as URLs have it', () => {
  assert.equal(parseResolveRule('Пример.example:80:192.0.2.1')?.host, new URL('http://пример.example/').hostname);
});

test('parseResolveRule() refuses anything else', () => {
  for (const wrong of [
    ...['', 'a', 'a:b', 'a:80', 'a:80:b.example', 'a:x:1.2.3.4', 'a:99999:1.2.3.4', ':80:1.2.3.4'],
    ...['a/b:80:1.2.3.4', 'a b:80:1.2.3.4', 'b@a:80:1.2.3.4', 'a^b:80:1.2.3.4'],
  ])
    assert.equal(parseResolveRule(wrong), undefined, wrong);
});
