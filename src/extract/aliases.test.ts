import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const placesOf = (html: string) =>
  extractPage(html, 'https://example.org/').sections.map(({ anchor, aliases }) => [anchor, ...(aliases ?? [])]);

test('extractPage() keeps the further ids of a section, before its heading, in it and in its text', () => {
  const cases: [string, string[]][] = [
    ['<h2 id=own>T</h2><p>text</p>', ['own']],
    ['<section id=section-t><a name=old></a><h2 id=t>T</h2></section>', ['old', 'section-t', 't']],
    ['<a name=before></a><h2 id=t>T<a id=index-1></a></h2>', ['before', 't', 'index-1']],
    ['<h2 id=t>T</h2><p>text <a name=within></a>on</p><p id=last>more</p>', ['t', 'within', 'last']],
    [
      '<h2 id=t>T</h2><ul id=list><li id=one>1<li id=two>2</ul><pre id=code>x</pre>',
      ['t', 'list', 'one', 'two', 'code'],
    ],
  ];
  for (const [html, places] of cases) assert.deepEqual(placesOf(html), [places], html);
});

test('extractPage() gives an id to one section: that which begins there, else the first that has it', () => {
  assert.deepEqual(
    placesOf('<h2 id=a>A</h2><p>text</p><a name=c></a><h2 id=b>B</h2><p id=d>x</p><p id=d>y</p><p id=a>z</p>'),
    [['a'], ['c', 'b', 'd']],
  );
  const list = '<h2 id=a>A</h2><dl><dt id=m.f>f()</dt><dd id=about>text</dd></dl>';
  assert.deepEqual(placesOf(list), [['a'], ['m.f', 'about']]);
});

test('extractPage() keeps no ids of what it leaves out, of the frame of a page, or of what cannot be opened', () => {
  const menu = `<nav id=menu><ul>${'<li id=item><a href=/a>one link of many</a>'.repeat(26)}</ul></nav>`;
  const text = `<h1 id=t>T</h1><p>${'What the page is about. '.repeat(20)}<button id=copy>Copy</button></p>`;
  const html = `<a name=start></a><div id=wrapper>${menu}<a name=skip></a><main id=content>${text}</main></div>`;
  assert.deepEqual(placesOf(html), [['t']]);
});

test('extractPage() gives the ids of a long section to the part that they stand in, once', () => {
  const paragraphs = Array.from(
    { length: 12 },
    (_, i) => `<p><a name=p${i}></a>${'word '.repeat(300)}</p><p id=q${i}>short</p>`,
  );
  const places = placesOf(`<h2 id=long>Long</h2>${paragraphs.join('')}`);
  assert.ok(places.length > 2);
  const ids = paragraphs.flatMap((_, i) => [`p${i}`, `q${i}`]);
  assert.deepEqual(new Set(places.flat()), new Set(['long', ...ids]));
  assert.equal(
    places.flatMap(([, ...aliases]) => aliases).length,
    new Set(places.flatMap(([, ...aliases]) => aliases)).size,
  );
  assert.ok(places[0]?.includes('p0') && places.at(-1)?.includes('q11'));
});

test('extractPage() keeps 32 of the further ids of a section, none longer than 200 characters', () => {
  const spans = Array.from({ length: 40 }, (_, i) => `<span id=word-${i}>word</span> `).join('');
  const [places = []] = placesOf(`<h2 id=t>T</h2><p id=${'x'.repeat(201)}>${spans}</p>`);
  assert.deepEqual([places.length, places[1], places.at(-1)], [33, 'word-0', 'word-31']);
  assert.deepEqual(placesOf(`${'<a id=x></a>'.repeat(200_000)}<h2 id=t>T</h2>`), [['x', 't']]);
});
