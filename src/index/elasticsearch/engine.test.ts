import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf } from './engine.ts';

test('bodyOf() says of an address that redirects what to change', () => {
  for (const status of [301, 302, 308])
    assert.throws(() => bodyOf({ status, body: '' }, 'tell its health'), {
      code: 'index-refused',
      message: /--index sends elsewhere/,
    });
});
