import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalizeEscapes } from './url-escapes.ts';

test('normalizeEscapes() decodes unreserved characters, once, and keeps the escapes of reserved ones', () => {
  assert.equal(normalizeEscapes('/%41%2d%7E%2f%3F%2525'), '/A-~%2F%3F%2525');
});

test('normalizeEscapes() escapes what has no legal raw form', () => {
  assert.equal(normalizeEscapes('/ é"<>[]^`{|}\\'), '/%20%C3%A9%22%3C%3E%5B%5D%5E%60%7B%7C%7D%5C');
});

test('normalizeEscapes() escapes a percent sign that begins no escape', () => {
  assert.equal(normalizeEscapes('100%/%zz/%%36%31'), '100%25/%25zz/%2561');
});

test('normalizeEscapes() changes nothing when applied twice', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[%0-9a-fA-F{é]{0,12}$/));
  fc.assert(
    fc.property(text, (raw) => {
      const once = normalizeEscapes(raw);
      assert.equal(normalizeEscapes(once), once);
      assert.match(once, /^(?:[!#$&-;=?-Z_a-z~]|%[0-9A-F]{2})*$/);
    }),
    { numRuns: 2000 },
  );
});
