import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from '../extract/extract-page.ts';
import { contentHashOf } from './page-hash.ts';

const hashAt = (url: string, html: string) => contentHashOf(extractPage(html, url), url);

test('contentHashOf() is one for a page that a server without case serves at several addresses, whichever of them it links to', () => {
  const page =
    '<title>Oak</title><h1>Oak</h1><p>Oak is a wood. <a href="OAK.HTM">Oak</a> <a href="ASH.HTM">Ash</a></p>';
  assert.equal(hashAt('https://example.org/WOODS/OAK.HTM', page), hashAt('https://example.org/woods/Oak.htm', page));
  const other = page.replace('ASH.HTM', 'ELM.HTM');
  assert.notEqual(hashAt('https://example.org/OAK.HTM', page), hashAt('https://example.org/OAK.HTM', other));
});
