import assert from 'node:assert/strict';
import { test } from 'node:test';
import { responseHeaders } from './response-headers.ts';

const bytes = (text: string) => Buffer.from(text).toString('latin1');

test('responseHeaders() reads values as UTF-8 where they are that', () => {
  assert.deepEqual(responseHeaders({ location: bytes('/страница'), server: 'caf\xe9', etag: '"a"' }), {
    location: '/страница',
    server: 'caf\xe9',
    etag: '"a"',
  });
});

test('responseHeaders() leaves validators as they came, a character a byte', () => {
  const validators = { etag: bytes('"файл-1"'), 'last-modified': bytes('вчера') };
  assert.deepEqual(responseHeaders(validators), validators);
});

test('responseHeaders() counts a field once that was sent twice, and lists different ones', () => {
  const twice: NodeJS.Dict<string[]> = {
    location: ['/a', '/a'],
    'content-encoding': ['gzip', 'gzip'],
    link: ['</a>; rel=next', '</b>; rel=prev'],
    'x-robots-tag': ['otherbot: noindex', 'nofollow'],
  };
  assert.deepEqual(responseHeaders(twice), {
    location: '/a',
    'content-encoding': 'gzip',
    link: '</a>; rel=next, </b>; rel=prev',
    'x-robots-tag': 'otherbot: noindex\nnofollow',
  });
});
