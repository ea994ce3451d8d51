import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';
import { queryEncoder } from './query-encoding.ts';

test('queryEncoder() writes the query of a link in the encoding of its page', () => {
  const written: [encoding: string, href: string, expected: string][] = [
    ['windows-1251', '/пошук?q=мова&p=ї#місце', '/пошук?q=%EC%EE%E2%E0&p=%BF#місце'],
    ['koi8-u', '?q=мова', '?q=%CD%CF%D7%C1'],
    ['iso-8859-2', '?q=żółw', '?q=%BF%F3%B3w'],
    ['windows-1252', '?q=10 €', '?q=10 %80'],
    ['shift_jis', '?q=日本ソ', '?q=%93%FA%96{%83\\'],
    ['euc-jp', '?q=日本', '?q=%C6%FC%CB%DC'],
    ['gbk', '?q=中文', '?q=%D6%D0%CE%C4'],
    ['big5', '?q=中文', '?q=%A4%A4%A4%E5'],
    ['euc-kr', '?q=한국', '?q=%C7%D1%B1%B9'],
  ];
  for (const [encoding, href, expected] of written) assert.equal(queryEncoder(encoding)?.(href), expected, encoding);
});

test('queryEncoder() writes what the encoding lacks as a number, and leaves what is no query alone', () => {
  const inLatin = queryEncoder('windows-1252');
  assert.equal(inLatin?.('?q=мова'), '?q=%26%231084%3B%26%231086%3B%26%231074%3B%26%231072%3B');
  assert.equal(inLatin?.('?q=😀'), '?q=%26%23128512%3B');
  for (const href of ['/шлях', '#а?б', '?q=plain&p=%D0', '']) assert.equal(inLatin?.(href), href);
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'replacement'])
    assert.equal(queryEncoder(encoding), undefined);
});

test('extractPage() resolves links and the canonical URL of a page as browsers do with its encoding', () => {
  const html =
    '<link rel=canonical href="?т=а"><meta http-equiv=refresh content="9; url=/?т=б"><p><a href="/п?т=в">далі</a>';
  const page = extractPage(html, 'https://example.org/', { encoding: 'windows-1251' });
  assert.equal(page.canonicalUrl, 'https://example.org/?%F2=%E0');
  assert.equal(page.refreshUrl, 'https://example.org/?%F2=%E1');
  assert.ok(page.outlinks.some(({ url }) => url === 'https://example.org/%D0%BF?%F2=%E2'));
});
