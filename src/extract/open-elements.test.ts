import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHtml } from './html-reader.ts';

/** The elements that stand around each text. */
function readNesting(html: string, options = {}): string[] {
  const open: string[] = [];
  const texts: string[] = [];
  const sink = {
    open: (name: string) => open.push(name),
    close: (name: string) => assert.equal(open.pop(), name),
    text: (text: string) => texts.push(`${open.join('>')}:${text}`),
  };
  readHtml(html, sink, options);
  assert.deepEqual(open, []);
  return texts;
}

test('readHtml() closes what an opening tag implies, as far as the nearest list or table', () => {
  const cases: [string, string[]][] = [
    ['<p>a<p>b<div>c', ['p:a', 'p:b', 'div:c']],
    ['<p><b>a<p>b', ['p>b:a', 'p:b']],
    ['<ul><li>a<ul><li>b</ul><li>c', ['ul>li:a', 'ul>li>ul>li:b', 'ul>li:c']],
    ['<dl><dt>a<dd>b<dl><dt>c</dl><dt>d', ['dl>dt:a', 'dl>dd:b', 'dl>dd>dl>dt:c', 'dl>dt:d']],
    ['<table><tr><td>a<td>b<tr><td>c', ['table>tr>td:a', 'table>tr>td:b', 'table>tr>td:c']],
    ['<table><tr><td>a<table><tr><td>b</table>c', ['table>tr>td:a', 'table>tr>td>table>tr>td:b', 'table>tr>td:c']],
    ['<a>a<a>b', ['a:a', 'a:b']],
  ];
  for (const [html, texts] of cases) assert.deepEqual(readNesting(html), texts, html);
});

test('readHtml() lets no stray end tag close what is around a block or a cell', () => {
  const cases: [string, string[]][] = [
    ['<b><div>a</b>b</div>c', ['b>div:a', 'b>div:b', 'b:c']],
    ['<div><table><tr><td>a</div>b</table>c', ['div>table>tr>td:a', 'div>table>tr>td:b', 'div:c']],
    ['<div><span>a</div>b', ['div>span:a', ':b']],
    ['a</p>b</x>c', [':a', ':b', ':c']],
    ['<h2>a</h3>b', ['h2:a', ':b']],
  ];
  for (const [html, texts] of cases) assert.deepEqual(readNesting(html), texts, html);
});

test('readHtml() ends what has no readable text at its end tag, whatever is left open in there', () => {
  for (const name of ['noscript', 'object', 'select', 'video', 'template'])
    for (const left of ['<div><p>', '<table><tr><td>'])
      assert.equal(readNesting(`<${name}>${left}</${name}><p>a`).at(-1), 'p:a', `${name} ${left}`);
});

test('readHtml() ends a picture or a formula that nobody has closed where an element of HTML begins', () => {
  const cases: [string, string[]][] = [
    ['<div><svg><g><path></g><p>a<p>b</div>c', ['div>p:a', 'div>p:b', ':c']],
    ['<li><a><svg><use></a><li>b<h2>c', ['li:b', 'li>h2:c']],
    ['<math><mi>x</mi><svg><g><div>a', ['math>mi:x', 'div:a']],
    ['<svg><foreignObject><p>a</p></foreignObject></svg>b', ['svg>foreignobject>p:a', ':b']],
    ['<svg><text>a</text><a>b</a></svg>c', ['svg>text:a', 'svg>a:b', ':c']],
  ];
  for (const [html, texts] of cases) assert.deepEqual(readNesting(html), texts, html);
});

test('readHtml() nests no deeper than 512 elements, and closes those it has not nested', () => {
  const texts = readNesting(`${'<div>'.repeat(2_000)}deep${'</div>'.repeat(2_000)}after`);
  assert.equal(texts[0]?.split('>').length, 512);
  assert.equal(texts[1], ':after');
});

test('readHtml() decodes entities and keeps the first of two attributes', () => {
  const seen: unknown[] = [];
  readHtml('<a href="?a=1&amp;b" HREF=no DIR=x>&lt;&eacute;&#x1F600;', {
    open: (_name, { href, dir }: { href?: string | undefined; dir?: string }) => seen.push({ href, dir }),
    close: () => {},
    text: (text) => seen.push(text),
  });
  assert.deepEqual(seen, [{ href: '?a=1&b', dir: undefined }, '<é\u{1f600}']);
});

test('readHtml() takes a self-closing tag at its word only in drawings and formulas, and in XML', () => {
  assert.deepEqual(readNesting('<svg><path/>a</svg><div/>b<br/>c'), ['svg:a', 'div:b', 'div:c']);
  const xhtml = '<head><title/><script src="a.js"/></head><div/><p>b<br/>c</p>';
  assert.deepEqual(readNesting(xhtml, { isXml: true }), ['p:b', 'p:c']);
});
