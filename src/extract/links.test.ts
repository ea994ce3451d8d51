import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const outlinks = (html: string) => extractPage(html, 'https://example.org/docs/').outlinks;

test('outlinks come from a, area, frames, and links to other pages, navigation included', () => {
  const html = `<link rel=next href=n><link rel=alternate hreflang=de href=de><link rel=alternate type=x href=feed><link rel=stylesheet href=css>
    <nav><a href=a>A</a></nav><map><area href=b alt=B></map><iframe src=c></iframe><meta http-equiv=refresh content="5; url=d"><a name=x>none</a>`;
  assert.deepEqual(
    outlinks(html).map(({ url, text }) => `${url.slice('https://example.org/docs/'.length)}|${text}`),
    ['n|', 'de|', 'a|A', 'b|B', 'c|', 'd|'],
  );
});

test('outlinks have their fragment apart and decoded, and none leads to a place in the same page', () => {
  const html = '<a href="#here">x</a><a href="">x</a><a href="b#%D0%BF%20q">x</a><a href="b#%zz">x</a>';
  assert.deepEqual(
    outlinks(html).map(({ url, fragment }) => [url, fragment]),
    [
      ['https://example.org/docs/b', 'п q'],
      ['https://example.org/docs/b', '%zz'],
    ],
  );
});

test('outlinks are listed once for each URL and fragment, with the longest text, followed if any of them is', () => {
  const html =
    '<a href=b rel="x NOFOLLOW">one</a><a href=./b>longer one</a><a href=b>l</a><a href=c rel=nofollow>c</a>';
  assert.deepEqual(outlinks(html), [
    { url: 'https://example.org/docs/b', fragment: '', text: 'longer one', nofollow: false },
    { url: 'https://example.org/docs/c', fragment: '', text: 'c', nofollow: true },
  ]);
});

test('outlinks keep the words of blocks apart', () => {
  const html = '<a href=oak><h3>Oak</h3><p>All about<br>oaks</p></a> <a href=elm>El<b>m</b></a>';
  assert.deepEqual(
    outlinks(html).map(({ text }) => text),
    ['Oak All about oaks', 'Elm'],
  );
});

test('outlinks have squeezed text, alt texts of images included, at most 200 characters', () => {
  const [link] = outlinks('<a href=b> see\n <b>the</b> <img alt="big picture"></a> after');
  assert.equal(link?.text, 'see the big picture');
  assert.equal(outlinks(`<a href=b>${'x'.repeat(900)}</a>`)[0]?.text.length, 200);
  assert.equal(outlinks('<a href=b><img alt=icon src=i></a>')[0]?.text, 'icon');
});

test('outlinks end at a link that begins before the last one ended', () => {
  assert.deepEqual(
    outlinks('<a href=b>one <a href=c>two</a>').map(({ text }) => text),
    ['one', 'two'],
  );
});

test('outlinks leave out what is no http(s) URL', () => {
  assert.deepEqual(
    outlinks(
      '<a href="mailto:a@b.c">x</a><a href="javascript:x()">x</a><a href="ftp://a/">x</a><a href="http://[">x</a>',
    ),
    [],
  );
});

test('outlinks stop at 20,000', () => {
  const html = Array.from({ length: 20_100 }, (_, number) => `<a href=p${number}>x</a>`).join('');
  assert.equal(outlinks(html).length, 20_000);
});

test('outlinks have bounds: no address that no server takes, no fragment that no anchor has', () => {
  const long = 'a'.repeat(100_000);
  const html = `<base href="/${long}/"><base href="/base/"><a href="/${long}">x</a><a href="b#${long}">x</a><a href="c#d">x</a>`;
  assert.deepEqual(
    outlinks(html).map(({ url, fragment }) => [url, fragment]),
    [
      ['https://example.org/base/b', ''],
      ['https://example.org/base/c', 'd'],
    ],
  );
});

test('extractPage() takes no id for an address that is longer than any that is used', () => {
  const html = `<h1>Page</h1><p>text<h2 id="${'a'.repeat(1_001)}">Long</h2><p>text<h2 id="${'b'.repeat(1_000)}">Short</h2><p>text`;
  const { sections } = extractPage(html, 'https://example.org/docs/');
  assert.deepEqual(
    sections.map(({ heading, anchor }) => [heading, anchor.length]),
    [
      ['Page', 0],
      ['Long', 0],
      ['Short', 1_000],
    ],
  );
});
