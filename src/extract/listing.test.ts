import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { extractPage } from './extract-page.ts';

const TEXT = 'Herons stand in shallow water and wait for fish that come near. '.repeat(12);
const post = (path: string, name: string) =>
  `<article><header><h2><a href="${path}">${name}</a></h2></header><p>${TEXT}</p><h3>Where ${name} live</h3><p>${TEXT}</p></article>`;
const POSTS = post('/2024/heron/', 'Herons') + post('/2024/stork/', 'Storks');
const read = (body: string, path = '/page/2/') =>
  extractPage(
    `<!doctype html><title>Birds</title><meta property="og:site_name" content="Birds">${body}`,
    `https://x.example${path}`,
  );

describe('extractPage() of a page that lists others', () => {
  it('knows it by headings that name other pages, with all that these say below them', () => {
    assert.equal(read(`<h1><a href="/">Birds</a></h1><main>${POSTS}</main>`).isListing, true);
    const cards =
      '<h3><a href="/a">Install</a></h3><p>How to begin.</p><h3><a href="/b">Use</a></h3><p>What to do.</p>';
    assert.equal(read(`<main><h1>Manual</h1>${cards}</main>`, '/').isListing, true);
  });

  it('knows it also where a longer link leads to the same page, such as its date', () => {
    const dated = (path: string, name: string) =>
      `<h2><a href="${path}">${name}</a></h2><p>${TEXT}</p><time><a href="${path}">24 November 2024</a></time>`;
    assert.equal(
      read(`<main>${dated('/2024/heron/', 'Herons')}${dated('/2024/stork/', 'Storks')}</main>`).isListing,
      true,
    );
  });

  it('knows it also where contents below lead to the headings', () => {
    const contents =
      '<ul><li><a href="/page/2/#heron">Herons</a></li><li><a href="/page/2/#stork">Storks</a></li></ul>';
    assert.equal(read(`<main>${POSTS}</main><aside>${contents}</aside>`).isListing, true);
  });

  it('does not call it by the first page that it lists', () =>
    assert.equal(read(`<main>${POSTS}</main>`).title, 'Birds'));

  it('takes a page for none that speaks for itself', () => {
    const own = `<main><article><h2>Cranes</h2><p>${TEXT}${TEXT}</p><h3>Where they live</h3><p>${TEXT}</p></article></main>`;
    for (const body of [
      own,
      `<h1><a href="/">Birds</a></h1>${own}`,
      `<aside><h2><a href="/2024/heron/">Herons</a></h2><h2><a href="/2024/stork/">Storks</a></h2></aside>${own}`,
      `<main><h2><a href="/2024/crane/">Cranes</a></h2><p>${TEXT}</p><h2><a href="/2024/">2024</a></h2><p>${TEXT}</p></main>`,
      `<main><h1><a href="/toc.html#a">Cranes</a></h1><p>${TEXT}</p><h2><a href="/toc.html#b">Nests</a></h2><p>${TEXT}</p></main>`,
      `<main><h2><a href="https://y.example/a">A</a></h2><p>${TEXT}</p><h2><a href="https://y.example/b">B</a></h2><p>${TEXT}</p></main>`,
    ])
      assert.equal(read(body, '/2024/crane/').isListing, undefined, body.slice(0, 80));
  });
});
