import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTimestamp } from './sitemap-time.ts';

test('parseTimestamp() reads W3C datetimes, UTC where no zone is given', () => {
  assert.equal(parseTimestamp('2024'), Date.UTC(2024, 0, 1));
  assert.equal(parseTimestamp('2024-03'), Date.UTC(2024, 2, 1));
  assert.equal(parseTimestamp(' 2024-03-04\n'), Date.UTC(2024, 2, 4));
  assert.equal(parseTimestamp('2024-03-04T05:06'), Date.UTC(2024, 2, 4, 5, 6));
  assert.equal(parseTimestamp('2024-03-04 05:06:07.25Z'), Date.UTC(2024, 2, 4, 5, 6, 7, 250));
  assert.equal(parseTimestamp('2024-03-04T05:06:07-0230'), Date.UTC(2024, 2, 4, 7, 36, 7));
});

test('parseTimestamp() reads RFC 822 dates', () => {
  assert.equal(parseTimestamp('Mon, 04 Mar 2024 05:06:07 +0100'), Date.UTC(2024, 2, 4, 4, 6, 7));
  assert.equal(parseTimestamp('4 March 24 05:06 EST'), Date.UTC(2024, 2, 4, 10, 6));
  assert.equal(parseTimestamp('04 Mar 99 05:06:07'), Date.UTC(1999, 2, 4, 5, 6, 7));
});

test('parseTimestamp() is undefined for what names no instant', () => {
  for (const text of [
    '',
    '1',
    'yesterday',
    '2024-13-01',
    '2024-3-4',
    '32 Mar 2024 05:06:07 GMT',
    '4 Foo 2024 05:06 GMT',
  ]) {
    assert.equal(parseTimestamp(text), undefined, text);
  }
});
