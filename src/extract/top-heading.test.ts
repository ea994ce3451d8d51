import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const TEXT = `<p>${'Shelves are made of oak, and things are put on them one by one. '.repeat(8)}</p>`;
const titleOf = (html: string) => extractPage(html, 'https://example.org/docs/page.html').title;

test('extractPage() takes the heading that the title of the document says for the name of the page, not that of the site', () => {
  const cases = [
    // Tomcat: the name of the site is a heading before the main text.
    '<title>Shelf 10 - Oak</title><header><h1>Shelf 10</h1></header><main><h2>Oak</h2>',
    // Old themes of weblogs: it leads home.
    '<title>Oak | Site</title><div id="header"><h1><a href="/">Site</a></h1><p>Just another weblog</p></div><div id="content"><h2>Oak</h2>',
    '<title>Site: Oak</title><h1><a href="/">Site</a></h1><h2><a href="/">Site</a></h2><h2>Oak</h2>',
    // No heading in the main text at all.
    '<title>Oak - Site</title><h1><a href="/">Site</a></h1><main><p><b>Oak</b></p>',
  ];
  for (const html of cases) assert.equal(titleOf(html + TEXT), 'Oak', html);
});

test('extractPage() takes the h1 of the main text whatever else the title of the document says', () => {
  assert.equal(titleOf(`<title>Oak</title><main><h1>All about oak</h1><h2>Oak</h2>${TEXT}`), 'Oak');
  assert.equal(titleOf(`<main><p>Oak</p><h1>All about oak</h1><h2>Oak</h2>${TEXT}`), 'All about oak');
  assert.equal(
    titleOf(`<title>Installing - Oak</title><main><p>Oak</p><h1>How to install</h1>${TEXT}`),
    'Installing - Oak',
  );
});

test('extractPage() takes a heading that is a link to its own page, as that of WordPress, for one without a link', () => {
  const post = (
    href: string,
  ) => `<title>Oak – Site</title><p><a href="/">Site</a></p><article><header><h1><a href="${href}" rel="bookmark">Oak</a></h1></header>
    <div class="entry-content">${TEXT}</div></article>`;
  const headings = (html: string) =>
    extractPage(html, 'https://example.org/docs/page.html').sections.map(({ heading }) => heading);
  for (const href of ['https://example.org/docs/page.html', 'page.html#top'])
    assert.deepEqual(headings(post(href)), ['Oak'], href);
  assert.deepEqual(headings(post('/other')), ['']);
});

test('extractPage() takes the line below NAME for the name of a manual page, and of no other', () => {
  assert.equal(titleOf(`<h2>ИМЯ</h2><p>pile - складывает вещи</p>${TEXT}`), 'pile - складывает вещи');
  const members = `<h2>Field Details</h2><h3>NAME</h3><p>static final int NAME</p>${TEXT}`;
  assert.equal(titleOf(`<title>Pile (Shelf 2 API)</title><h1>Interface Pile</h1>${members}`), 'Pile');
});
