import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import { type PageReadingInput, readPage } from './page-reading.ts';

const input = (html: string, contentType: string): PageReadingInput => ({
  url: 'https://docs.example/oak',
  body: new TextEncoder().encode(html),
  contentType,
  agent: 'spindex',
  depth: 0,
  maxDepth: undefined,
  scope: { seeds: ['https://docs.example/'], scope: 'host', include: [], exclude: [] },
  nofollow: false,
  headerCanonical: undefined,
  headerAlternates: [],
});

test('readPage() reads XHTML that is sent as such by the rules of XML', () => {
  const html =
    '<html><head><title>Oak</title><script src="a.js"/></head><body><p>All about oak.</p><script></script></body></html>';
  const textOf = (contentType: string) => {
    const { sections } = JSON.parse(zstdDecompressSync(readPage(input(html, contentType)).page.extracted).toString());
    return sections[0]?.text;
  };
  assert.equal(textOf('application/xhtml+xml; charset=utf-8'), 'All about oak.');
  assert.equal(textOf('text/html'), undefined, 'there a script ends with its end tag');
});

test('readPage() keeps with a page where it stands, its translations, and that it lists others', () => {
  const stored = (html: string, rest: Partial<PageReadingInput> = {}) =>
    JSON.parse(zstdDecompressSync(readPage({ ...input(html, 'text/html'), ...rest }).page.extracted).toString());
  const at = (lang: string) => ({ url: `https://docs.example/${lang}/oak`, lang });
  const html = `<title>Oak</title><link rel="alternate" hreflang="ru" href="/ru/oak"><nav class="breadcrumb"><a href="/">Home</a>
    <a href="/trees">Trees</a></nav><main><h1>Oak</h1><p>All about oak.</main>`;
  const { trail, alternates } = stored(html, { headerAlternates: [at('uk')] });
  assert.deepEqual([trail, alternates], [['Trees'], [at('ru'), at('uk')]]);
  const entries = Array.from(
    { length: 20 },
    (_, n) => `<h2><a href="/tree-${n}">Tree ${n}</a></h2><p>How it grows.</p>`,
  );
  assert.equal(stored(`<title>Trees</title><main><h1>Trees</h1>${entries.join('')}</main>`).isListing, true);
  const keys = Array.from(
    { length: 150 },
    (_, n) => `<tr><td>Ctrl+${n}</td><td>Cut the <a href="/b">board</a> number ${n}</td></tr>`,
  );
  assert.equal(stored(`<main><h1>Keys</h1><table>${keys.join('')}</table></main>`).mayBeIndex, undefined);
  const names = Array.from({ length: 150 }, (_, n) => `<li><a href="/b${n}">Board number ${n}</a>, page ${n}</li>`);
  assert.equal(stored(`<main><h1>Boards</h1><ul>${names.join('')}</ul></main>`).mayBeIndex, true);
});

test('readPage() finds text in a page that ends in dots, unless that is all it says', () => {
  const isEmpty = (text: string) => readPage(input(`<p>${text}</p>`, 'text/html')).isEmpty;
  const story = '很久以前，山谷里住着一只苍鹭，它每天清晨都飞到湖边去等一条从来没有来过的鱼，一等就是许多年……';
  for (const text of [story, 'To be continued, one day ...', `${'.'.repeat(200_000)} is a row of dots`])
    assert.equal(isEmpty(text), false, text.slice(0, 60));
  for (const text of ['', 'Loading ...', 'Please wait…', '读取中……', 'Загрузка страницы...'])
    assert.equal(isEmpty(text), true, text);
});

test('readPage() packs a page into memory of its own, whatever its size, so that no thread need copy it', () => {
  for (const words of [
    'short',
    'oak ash elm '.repeat(100_000),
    Array.from({ length: 50_000 }, (_, n) => n ** 3).join(' '),
  ]) {
    const { extracted, source } = readPage(input(`<h1>Oak</h1><p>${words}</p>`, 'text/html')).page;
    for (const bytes of [extracted, source]) assert.equal(bytes.buffer.byteLength, bytes.byteLength);
  }
});
