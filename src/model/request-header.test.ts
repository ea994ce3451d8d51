import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRequestHeader } from './request-header.ts';
import { settingsSchema } from './settings.ts';

test('parseRequestHeader() reads a name in lower case and the value as it is, blanks around it aside', () => {
  assert.deepEqual(parseRequestHeader('Authorization: Bearer a:b=c'), { name: 'authorization', value: 'Bearer a:b=c' });
  assert.deepEqual(parseRequestHeader('X-A:1'), { name: 'x-a', value: '1' });
  assert.deepEqual(parseRequestHeader('Cookie:  a=1; b="x, y" '), { name: 'cookie', value: 'a=1; b="x, y"' });
});

test('parseRequestHeader() refuses what is no header, what could smuggle one, and what the fetcher sets itself', () => {
  const wrong = ['', 'X-A', ': a', 'X A: b', 'X-A: ', 'X-A : b', 'X-Ä: b', 'X-A: ü'];
  const smuggling = ['X-A: b\r\nX-B: c', 'X-A: b\nc', 'X-A: b\0c', 'X\r\nB: c'];
  const own = ['Host: a', 'user-agent: a', 'Connection: close', 'Content-Length: 0', 'Accept-Encoding: br', 'Range: a'];
  for (const text of [...wrong, ...smuggling, ...own])
    assert.equal(parseRequestHeader(text), undefined, JSON.stringify(text));
});

test('settingsSchema.header takes a list, or lines of text as the environment has them', () => {
  const { header } = settingsSchema.parse({ header: 'Accept-Language: de, en\nX-A: 1' });
  assert.deepEqual(header, ['Accept-Language: de, en', 'X-A: 1']);
  assert.deepEqual(settingsSchema.parse({ header: ['X-A: 1'] }).header, ['X-A: 1']);
  assert.deepEqual(settingsSchema.parse({}).header, []);
  assert.equal(settingsSchema.safeParse({ header: ['no header'] }).success, false);
  assert.equal(settingsSchema.safeParse({ header: 7 }).success, false);
});
