import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';
import { placeStreamed } from './streamed.ts';

const place = (id: number, meanwhile: string) => `<!--$?--><template id="B:${id}"></template>${meanwhile}<!--/$-->`;
const part = (id: number, html: string) =>
  `<div hidden id="S:${id}">${html}</div><script>$RC=function(b,c){};$RC("B:${id}","S:${id}")</script>`;

test('placeStreamed() puts what React sends late at its place, instead of what is shown until it comes', () => {
  const html = `<main>${place(0, '<p>Loading <!--$-->oak<!--/$--></p>')}<hr>${place(1, 'Loading')}</main><footer></footer>`;
  const late = `${part(1, '<div>Ash</div>')}${part(0, `<div><h2>Oak</h2>${place(2, 'Loading')}</div>`)}${part(2, '<b>Elm</b>')}`;
  const left = placeStreamed(html + late).replaceAll(/<script>.*?<\/script>/g, '');
  assert.equal(
    left,
    '<main><!--$?--><div><h2>Oak</h2><!--$?--><b>Elm</b></div><hr><!--$?--><div>Ash</div></main><footer></footer>',
  );
});

test('placeStreamed() puts a part where nothing is shown meanwhile', () => {
  const html =
    '<p>Oak<template id="P:a"></template></p><div hidden id="S:a"> and ash</div><script>$RS("S:a","P:a")</script>';
  assert.equal(placeStreamed(html), '<p>Oak and ash</p><script>$RS("S:a","P:a")</script>');
});

test('placeStreamed() leaves alone what has no place, no script, or no end', () => {
  for (const html of [
    '<div hidden id="S:0">Oak</div>',
    part(0, 'Oak'),
    `${place(0, 'Loading')}<div hidden id="S:0">Oak</div>`,
    `${place(0, 'Loading')}<div hidden id="S:0">Oak <script>$RC("B:0","S:0")</script>`,
    `<!--$?--><template id="B:0"></template>Loading`,
  ])
    assert.equal(placeStreamed(html), html);
});

test('placeStreamed() takes linear time, and ends for parts within one another', () => {
  const many = 60_000; // the square of which would be minutes
  const starts = Array.from({ length: many }, (_, id) => `<template id="B:${id}"></template><div hidden id="S:${id}">`);
  const ends = Array.from({ length: many }, (_, id) => `</div><script>$RC("B:${id}","S:${id}")</script>`);
  const deep = starts
    .map((start, id) => `${start}${ends[id]}`)
    .join('')
    .replaceAll('<div hidden', `${place(0, '')}<div hidden`);
  for (const html of [starts.join(''), starts.join('') + ends.join(''), deep])
    assert.ok(placeStreamed(html).length <= html.length);
});

test('extractPage() reads an article that is streamed as one that is not', () => {
  const text = `<p>${'Shelves are made of oak, and things are put on them one by one. '.repeat(8)}</p>`;
  const page = (body: string, late: string) =>
    extractPage(
      `<body><main><h1>Oak</h1>${body}</main><footer>Terms of use</footer>${late}</body>`,
      'https://example.org/oak',
    );
  const related = '<aside><h2>Read more</h2><a href="/ash">Ash</a></aside>';
  const streamed = page(place(0, '<p>Loading...</p>') + place(1, ''), part(1, related) + part(0, text));
  const whole = page(text + related, '');
  assert.deepEqual({ ...streamed, outlinks: [] }, { ...whole, outlinks: [] });
  assert.deepEqual(
    streamed.sections.map(({ heading }) => heading),
    ['Oak'],
  );
});
