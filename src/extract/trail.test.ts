import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const URL_OF_PAGE = 'https://docs.example/manual/shelves/oak.html';
const MAIN = '<main><h1>Oak</h1><p>All about shelves of oak.</p></main>';
const trailOf = (html: string) => extractPage(`<title>Oak</title>${html}${MAIN}`, URL_OF_PAGE).trail;
const links = (...names: string[]) => names.map((name) => `<li><a href="../${name}/">${name}</a></li>`).join('');

test('extractPage() reads the trail of a page from its breadcrumbs, however they are marked', () => {
  for (const [open, close] of [
    ['<ol class="breadcrumb">', '</ol>'],
    ['<nav aria-label="Breadcrumb"><ul>', '</ul></nav>'],
    ['<nav aria-label="Хлебные крошки"><ul>', '</ul></nav>'],
    ['<nav class="theme-doc-breadcrumbs_x1"><ul class="breadcrumbs">', '</ul></nav>'],
    ['<div class="wy-breadcrumbs"><ul>', '</ul></div>'],
    ['<div class="navpath"><ul>', '</ul></div>'],
    ['<nav class="md-path"><ol>', '</ol></nav>'],
    ['<p id="breadcrumbs"><span>', '</span></p>'],
    ['<div id="breadcrumb-section"><ol id="breadcrumbs">', '</ol></div>'],
  ])
    assert.deepEqual(trailOf(`${open}${links('Manual', 'Shelves')}<li>Oak${close}`), ['Manual', 'Shelves'], open);
});

test("extractPage() reads the steps of Sphinx's bar, once, and no menu whose items are called alike", () => {
  const step = (n: number, name: string) => `<li class="nav-item nav-item-${n}"><a href="../${n}/">${name}</a> &#187;`;
  const bar = `<div class="related"><ul><li class="right"><a href="x.html">next</a>${step(0, 'Documentation')}${step(1, 'Manual')}${step(2, 'Shelves')}<li class="nav-item nav-item-this"><a href="">Oak</a></ul></div>`;
  assert.deepEqual(trailOf(bar + bar), ['Manual', 'Shelves']);
  assert.deepEqual(trailOf('<ul><li class="nav-item menu nav-item-1"><a href="/shop">Shop</a></ul>'), []);
});

test('extractPage() takes the link upwards where there are no breadcrumbs', () => {
  assert.deepEqual(trailOf('<link rel="up" href="./" title="Chapter 2. Shelves">'), ['Chapter 2. Shelves']);
  for (const title of ['View parent page', 'Parent directory', 'Up one level'])
    assert.deepEqual(trailOf(`<link rel="up" href="./" title="${title}">`), [], title);
  assert.deepEqual(trailOf('<a accesskey="u" href="./" title="Chapter 2. Shelves">Up</a>'), ['Chapter 2. Shelves']);
  assert.deepEqual(trailOf('Up: <a href="./" rel="up">Shelves</a>, Next: <a href="./x">Ash</a>'), ['Shelves']);
  assert.deepEqual(trailOf('<a accesskey="u" href="./">Nach oben</a><a rel="up" href="./">Up</a>'), []);
  const both = `<link rel="up" href="./" title="Chapter 2"><ol class="breadcrumb">${links('Manual', 'Shelves')}</ol>`;
  assert.deepEqual(trailOf(both), ['Manual', 'Shelves']);
  const nameless = '<link rel="up" href="./" title="Chapter 2"><ol class="breadcrumb"><li><a href="/">Home</a></ol>';
  assert.deepEqual(trailOf(nameless), ['Chapter 2']);
});

test('extractPage() leaves out of the trail what names nothing above the page', () => {
  const home = '<li><a href="/">Example</a><li><a href="/index.html">Example</a><li><a href="/manual/">Home</a>';
  const aside = '<li><a href="https://forge.example/edit">Edit on Forge</a><li><a href="/icon"><img src="x"></a>';
  const own = `<li><a href="${URL_OF_PAGE}">This page</a><li><a href="/other">oak</a>`;
  assert.deepEqual(trailOf(`<ol class="breadcrumbs">${home}${links('Shelves')}${own}${aside}</ol>`), ['Shelves']);
  const tool = '<li class="wy-breadcrumbs-aside"><a href="_sources/x.txt" rel="nofollow">View page source</a>';
  assert.deepEqual(trailOf(`<ul class="wy-breadcrumbs"><li><a href="./">Home</a><li>Oak${tool}</ul>`), []);
  for (const open of ['<h2 id="breadcrumbs">', '<div class="section" id="breadcrumbs">', '<div id="breadcrumb-api">'])
    assert.deepEqual(trailOf(`${open}${links('Shop', 'Cart')}`), [], open);
  assert.deepEqual(trailOf(`<div class="has-breadcrumbs">${links('Shop', 'Cart')}</div>`), []);
  assert.deepEqual(trailOf(`<ul class="breadcrumbs">${links(...'abcdefghijklmnop')}</ul>`), [], 'a menu');
  assert.deepEqual(trailOf(`<ul class="breadcrumbs">${links(...'abcdefgh')}</ul>`), [...'cdefgh']);
  assert.deepEqual(trailOf('<p>no trail'), []);
  const long = trailOf(`<ul class="breadcrumbs">${links('x'.repeat(500))}</ul>`);
  assert.equal(long[0]?.length, 100);
});
