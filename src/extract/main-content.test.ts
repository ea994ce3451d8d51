import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const TEXT = `<p>${'Shelves are made of oak, and things are put on them one by one. '.repeat(8)}</p>`;
const textOf = (html: string) => extractPage(html, 'https://example.org/docs/page.html').text;

test('extractPage() keeps every post of a thread, however much longer one of them is', () => {
  const xenForo = `<div class="p-body"><h1>Oak</h1><div class="posts"><article class="message" id="post-1"><p>How is oak put together?</p></article>
    <article class="message" id="post-2">${TEXT}${TEXT}</article><article class="message" id="post-3"><p>Thanks, that was it.</p></article></div>
    <div>Members online now</div></div>`;
  const phpBB = ['How is oak put together?', TEXT, 'Thanks, that was it.'].map(
    (said, at) =>
      `<div id="p${at}" class="post"><div class="inner"><div class="postbody"><h3>Oak</h3>${said}</div></div></div>`,
  );
  for (const html of [xenForo, `<div>Members online now</div><div id="page-body">${phpBB.join('')}</div>`]) {
    const text = textOf(html);
    for (const said of ['How is oak', 'Shelves are made', 'Thanks, that']) assert.ok(text.includes(said), said);
    assert.ok(!text.includes('Members'), text);
  }
});

test('extractPage() keeps to the one text body of a page beside announcements and boxes', () => {
  const article = `<article><h1>Oak</h1>${TEXT}</article>`;
  for (const beside of [
    '<article><h2><a href="/ash">Ash</a></h2><p>All about ash, in some words.</p></article>',
    '<article><a href="/ash">Ash, and all about it in some words.</a></article>',
    '<section class="related"><article><p>All about ash, in some words.</p></article></section>',
    '<div><article><p>All about ash, in some words.</p></article></div>',
  ])
    assert.ok(!textOf(`<div>${article}${beside}</div>`).includes('about'), beside);
});

test('extractPage() keeps the introduction between the heading of the page and the region of its text', () => {
  const lead = 'Oak is what shelves are made of where they have to carry more than a few books.';
  const caption = 'A shelf of oak that carries more than a few books, in the house of the author.';
  const page = (before: string) =>
    `<div class="post"><h1>Oak</h1>${before}<div class="entry-content">${TEXT.repeat(6)}</div></div>`;
  const text = textOf(
    page(`<p class="byline">Ann B. Writer</p><p>${lead}</p><figure><figcaption>${caption}</figcaption></figure>
      <aside><p>${caption}</p></aside><p>All that you ever wanted to put on a shelf of oak, and more, for everyone</p><ul><li><a href="/ash">All that there is to know about ash, in many words, and about elm</a></ul>`),
  );
  assert.ok(text.startsWith(`Oak\n${lead}\nShelves`), text);
  assert.ok(!textOf(page(`<p>${lead}</p>`.repeat(20))).includes(lead));
});

test('extractPage() leaves out a column of links with their numbers, however short the text beside it', () => {
  const labels = Array.from({ length: 400 }, (_, at) => `<li><a href="/l/${at}">Wood of kind ${at}</a> (${at} posts)`);
  const text = textOf(`<div><h1>Oak</h1>${TEXT}</div><aside><ul>${labels.join('')}</ul></aside>`);
  assert.ok(text.startsWith('Oak\nShelves') && !text.includes('posts'), text);
});

test('extractPage() leaves out lines of links whatever signs set them apart, but not those that say something beside them', () => {
  const links = ['Home', 'News', 'Video', 'Jobs', 'Sites'].map((name) => `<a href="/${name}">${name}</a>`);
  for (const sign of [' | ', '&nbsp;|\n', ' \u00b7 ', '<span> \u2022 </span>', '\u00bb', ' ] [ ']) {
    const bar = (said: string) => `<div>${TEXT}</div><div class="links">${said}${links.join(sign)}</div>`;
    assert.equal(textOf(bar('[ ')), textOf(`<div>${TEXT}</div>`), sign);
    assert.match(textOf(bar('Item: ')), /Item: Home/, sign);
  }
});

test('extractPage() keeps a short article above a longer list of others in a region of its own', () => {
  const cards = Array.from({ length: 24 }, (_, at) => {
    const name = `Ash, elm and what else shelves of kind ${at} are made of, and by whom`;
    return `<article><h3><a href="/${at}">${name}</a></h3><p>All about shelves of kind ${at}, in few words.</p></article>`;
  });
  const text = textOf(`<article><h1>Oak</h1><div class="article-body">${TEXT.repeat(3)}</div>
    <div><div class="main-content">${cards.join('')}</div></div></article>`);
  assert.match(text, /Shelves are made of oak/);
});

test('extractPage() leaves out what a forum says of whoever wrote a post', () => {
  const user = '<dl class="postprofile"><dt><a href="/u/1">ann</a><dd>Posts: 2206</dl>';
  const post = (said: string) => `<div class="post">${user}<div class="content"><p>${said}</p></div></div>`;
  const html = `<main><h1>Oak</h1>${post('How is oak put together?')}${post('With screws, or with glue.')}</main>`;
  assert.equal(textOf(html), 'Oak\nHow is oak put together?\nWith screws, or with glue.');
});

test('extractPage() keeps the menu out of a page that has only its name, unless the menu is all there is', () => {
  const menu = `<div class="sidebar"><h1><a href="/">Shelf</a></h1><ul>${'<li><a href="/oak">Oak board</a></li>'.repeat(40)}</ul></div>`;
  const textOf = (html: string) => extractPage(html, 'https://shelf.example/api/pile').text;
  assert.equal(
    textOf(`${menu}<div><h1>module Pile</h1><h2>Defined in:</h2>pile.cr</div>`),
    'module Pile\nDefined in:\npile.cr',
  );
  assert.match(textOf(`${menu}<p>Home</p>`), /Oak board/);
});

test('extractPage() takes what is said beside the text of a page that has no other, without its contents', () => {
  const links = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `<li><a href="/c${n}">Chapter ${n} of this book</a>`).join('');
  const text =
    textOf(`<nav><ul>${links}</ul></nav><aside><p>Opening hours are from nine to five on every working day.</aside>
    <footer><p>The office lies behind the station, second floor, to the left of the stairs.</footer>`);
  assert.match(text, /^Opening hours .* day\.\nThe office .* stairs\.$/);
});

test('extractPage() keeps lists of links and what a click unfolds in the main text, however the page declares that', () => {
  const links = ['Planing', 'Gluing', 'Sanding', 'Oiling'].map(
    (name) => `<li><a href="/${name}">${name} oak by hand</a>`,
  );
  const inside = `<h1>Oak</h1>${TEXT}<ul>${links.join('')}</ul><div id="more" hidden><p>Unfolded by a click.</p></div>${TEXT}`;
  for (const declared of [
    'main',
    'article',
    'div role="main"',
    'div itemprop="articleBody"',
    'div class="entry-content"',
  ]) {
    const text = textOf(`<div><div>Members online now</div><${declared}>${inside}</${declared.split(' ')[0]}></div>`);
    for (const said of ['Planing oak by hand', 'Unfolded by a click']) assert.ok(text.includes(said), declared);
  }
});

test('extractPage() fills a declared main text of a few words not with the menus beside it', () => {
  const menus = `<div id="navigation"><h2>Navigation menu</h2>
    <div role="navigation"><h3>Personal tools</h3><ul><li>Not logged in</li><li><a href="/talk">Talk</a></li><li><a href="/log-in">Log in</a></li></ul></div>
    <div role="search"><h3>Search the names of all shelves and all woods, in any order</h3></div></div>
    <div role="contentinfo"><ul><li>This page was last edited on 15 March 2011, at 10:00, by Ann</li><li>Text may be used with a reference to this site, under the usual terms.</li></ul></div>`;
  const wiki = (text: string) =>
    textOf(`<div id="content" role="main"><h1>Oak</h1><div class="mw-parser-output">${text}</div></div>${menus}`);
  assert.equal(wiki('<p>Oak is a wood. See <a href="/ash">ash</a>.</p>'), 'Oak\nOak is a wood. See ash.');
  assert.match(wiki('<p>Oak.</p>'), /last edited/, 'what says next to nothing is filled');
});

test('extractPage() takes linear time for a page that begins with many headings over links to its places', () => {
  const contents = Array.from({ length: 19_000 }, (_, i) => `<h2>Oak ${i}</h2><p><a href="#oak">tree</a></p>`);
  const text = '<p>Oak is hard wood.</p>'.repeat(150_000); // to look through it for each heading would take minutes
  assert.match(textOf(`<main>${contents.join('')}<h2>Ash</h2>${text}</main>`), /^Ash\nOak is hard wood\./);
});
