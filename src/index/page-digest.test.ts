import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageDocument, sectionDocument } from '../../test/support/search-index-contract.ts';
import { pageDigest } from './page-digest.ts';

const URL_A = 'https://docs.example/a';
const terms = { body: 'apple', anchors: 'fruit' };
const plain = pageDigest(pageDocument(URL_A, [sectionDocument(terms)]));

test('pageDigest() tells by its whole, and not by its content, what other pages say', () => {
  const renamed = pageDigest(pageDocument(URL_A, [sectionDocument({ ...terms, anchors: 'pome' })]));
  assert.ok(renamed.content.equals(plain.content));
  assert.ok(!renamed.whole.equals(plain.whole));
});

test('pageDigest() leaves out how many pages link to it, which is kept apart', () => {
  assert.deepEqual(pageDigest(pageDocument(URL_A, [sectionDocument(terms)], { linkClass: 3 })), plain);
});

test('pageDigest() tells by its content what the page says, and leaves out when it was fetched', () => {
  const other = pageDigest(pageDocument(URL_A, [sectionDocument({ ...terms, body: 'pear' })]));
  assert.ok(!other.content.equals(plain.content));
  const later = pageDigest(pageDocument(URL_A, [sectionDocument(terms)], { crawledAt: 99 }));
  assert.deepEqual(later, plain);
});
