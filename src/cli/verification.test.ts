import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSame, rebuildLine, verificationText } from './verification.ts';

const none = { total: 0, urls: [] };

test('verificationText() says that they are the same, or which pages differ', () => {
  assert.match(
    verificationText({ pages: 1200, differing: none, extra: none }),
    /1,200 pages compared, the index is what/,
  );
  const text = verificationText({ pages: 3, differing: { total: 22, urls: ['https://x.example/a'] }, extra: none });
  assert.doesNotMatch(text, /but not in the crawl store/);
  assert.match(text, /they differ.*22 not in the index.*https:\/\/x\.example\/a\n {4}and 21 more.*spindex reindex/s);
});

test('isSame() is false for a page too few and for a page too many', () => {
  const one = { total: 1, urls: ['https://x.example/a'] };
  assert.equal(isSame({ pages: 1, differing: none, extra: none }), true);
  assert.equal(isSame({ pages: 1, differing: one, extra: none }), false);
  assert.equal(isSame({ pages: 1, differing: none, extra: one }), false);
});

test('rebuildLine() draws how far it has come, also when nothing is to be done', () => {
  assert.equal(rebuildLine({ left: 900, total: 1200, trouble: null }), '[######..................] 300 of 1,200 pages');
  assert.equal(rebuildLine({ left: 0, total: 0, trouble: null }), '[........................] 0 of 0 pages');
  assert.equal(
    rebuildLine({ left: 3, total: undefined, trouble: 'The disk is full.' }),
    '3 pages wait for the old index | The disk is full.',
  );
});
