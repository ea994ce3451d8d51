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
