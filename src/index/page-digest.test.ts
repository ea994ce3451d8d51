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
  const section = { anchor: 'a1', heading: 'A', path: ['B'], symbols: ['c'], text: 'd', code: 'e' };
  for (const [name, value] of Object.entries(section)) {
    const changed = pageDigest(pageDocument(URL_A, [sectionDocument(terms, { [name]: value })]));
    assert.ok(!changed.content.equals(plain.content), `${name} of a section`);
  }
  const page = { site: 'b', lang: 'uk', type: 'guide', prior: 2, family: 7, title: 'T', trail: ['Up'] };
  for (const [name, value] of Object.entries(page)) {
    const changed = pageDigest(pageDocument(URL_A, [sectionDocument(terms)], { [name]: value }));
    assert.ok(!changed.content.equals(plain.content), name);
  }
  const later = pageDigest(pageDocument(URL_A, [sectionDocument(terms)], { crawledAt: 99 }));
  assert.deepEqual(later, plain);
});
