import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const TEXT = `<p>${'Shelves are made of oak, and things are put on them one by one. '.repeat(8)}</p>`;
const keeps = (html: string) => extractPage(html, 'https://example.org/docs/page.html').text.includes('Said in a box.');

test('extractPage() keeps the boxes and footnotes of chapters', () => {
  const cases = [
    // docutils
    `<section id="oak"><h1>Oak</h1>${TEXT}<aside class="topic"><p class="topic-title">Abstract</p><p>Said in a box.</p></aside></section>`,
    `<section id="oak"><h1>Oak</h1>${TEXT}<aside class="sidebar"><p class="sidebar-title">Ash</p><p>Said in a box.</p></aside></section>`,
    `<section id="oak"><h1>Oak</h1>${TEXT}<aside class="sidebar"><p class="sidebar-title">Said in a box.</p></aside></section>`,
    `<section id="oak"><h1>Oak</h1>${TEXT}<aside class="footnote-list brackets"><aside class="footnote brackets" id="id2"><p>Said in a box.</p></aside></aside></section>`,
    // DocBook
    `<div class="section"><div class="titlepage"><h2 class="title"><a id="oak"></a>Oak</h2></div>${TEXT}<div class="sidebar"><div class="titlepage"><p class="title">Ash</p></div><div class="para">Said in a box.</div></div></div>`,
    // ReSpec
    `<section id="oak"><h2>Oak</h2>${TEXT}<aside class="example" id="example-1"><div class="marker">Example 1</div><p>Said in a box.</p></aside></section>`,
  ];
  for (const html of cases) assert.ok(keeps(html), html);
});

test('extractPage() leaves out boxes that are no part of a chapter', () => {
  const cases = [
    `<section id="content"><h1>Oak</h1>${TEXT}<div class="sidebar"><p>Said in a box.</p></div></section>`,
    `<div id="oak"><h1>Oak</h1>${TEXT}<div class="sidebar"><p>Said in a box.</p></div></div>`,
    `<section id="oak"><h1>Oak</h1>${TEXT}<div class="sidebar menu"><p>Said in a box.</p></div></section>`,
    `<section id="oak"><h1>Oak</h1>${TEXT}<aside class="topics"><p>Said in a box.</p></aside></section>`,
  ];
  for (const html of cases) assert.ok(!keeps(html), html);
});

test('extractPage() takes no article for a box because it is called a note, nor what holds the heading of the page', () => {
  const headings = (html: string) =>
    extractPage(html, 'https://example.org/docs/page.html').sections.map(({ heading }) => heading);
  const text = `<h1>Oak</h1>${TEXT}<h2>Ash</h2>${TEXT}`;
  for (const html of [
    `<article class="note">${text}</article>`,
    `<main><div class="note-content">${text}</div></main>`,
  ])
    assert.deepEqual(headings(html), ['Oak', 'Ash'], html);
  assert.deepEqual(headings(`<main>${text}<div class="note"><h1>Tip</h1><p>Words.</p></div></main>`), ['Oak', 'Ash']);
});
