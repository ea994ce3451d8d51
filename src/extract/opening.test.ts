import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const TEXT = `<p>${'Shelves are made of oak, and things are put on them one by one. '.repeat(8)}</p>`;
const LEAD = 'Oak is what shelves are made of where they have to carry more than a few books.';
const textOf = (html: string) => extractPage(html, 'https://example.org/docs/page.html').text;

test('extractPage() keeps heading and introduction in the header of the whole page when the title of the document begins with that heading', () => {
  const page = (title: string) =>
    textOf(
      `<title>${title}</title><header class="hero"><nav>Docs Blog</nav><h1>Oak</h1><p>${LEAD}</p></header><main>${TEXT}</main>`,
    );
  assert.ok(page('Oak | Wood').startsWith(`Oak\n${LEAD}\nShelves`), page('Oak | Wood'));
  assert.ok(page('Shelves | Oak').startsWith('Shelves'));
});

test('extractPage() keeps the heading of the page also when its text has headings of the first level', () => {
  const own = textOf(
    `<article><h1>Oak</h1><div class="entry-content">${TEXT}${TEXT}<h1>Ash</h1>${TEXT}</div></article>`,
  );
  assert.ok(own.startsWith('Oak\nShelves'), own);
  const begun = textOf(`<div><h1>Wood</h1><div class="entry-content"><p>May 2020</p><h1>Oak</h1>${TEXT}</div></div>`);
  assert.ok(!begun.includes('Wood'), begun);
});

test('extractPage() leaves out what the title of the document says above the heading', () => {
  const page = (above: string) =>
    textOf(`<title>wood:oak_tree [Wiki]</title><main><p>${above}</p><h1>Oak tree</h1>${TEXT}</main>`);
  assert.ok(page('wood:oak_tree').startsWith('Oak tree\nShelves'), page('wood:oak_tree'));
  assert.ok(page('For the forester').startsWith('For the forester\nOak tree'));
});
