import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const oak = 'Shelves are made of oak, and things are put on them one by one, as long as there is room. ';
const ash = 'Handles are made of ash, which bends a little and does not break, so that hands are spared. ';
const TEXT = `<p>${oak.repeat(6)}</p>`;
const textOf = (html: string) => extractPage(html, 'https://example.org/news/oak.html').text;

test('extractPage() believes no name of a bar or an advertisement that holds more running text than the rest of the page', () => {
  for (const name of [
    'entry share',
    'report--ads',
    'text-ad',
    'tab-menu--product',
    'twoThirds gutter',
    'l-sidebar-fixed',
  ]) {
    const text = textOf(
      `<main><h1>Oak</h1><p>${'In short. '.repeat(30)}</p><div class="${name}">${TEXT}<div class="share">Share: on paper</div></div></main>`,
    );
    assert.ok(text.includes(oak.trim()), name);
    assert.ok(!text.includes('on paper'), name);
  }
  const beside = textOf(`<main><h1>Oak</h1>${TEXT}<div class="ad"><p>${ash.repeat(3)}</p></div></main>`);
  assert.ok(!beside.includes('ash'), beside);
});

test('extractPage() keeps an accordion whose element calls itself a list of tabs, and leaves out a list of tabs', () => {
  const panel = `<h4 role="tab"><a href="#one">Which wood?</a></h4><div id="one" role="tabpanel" class="collapse">${TEXT}</div>`;
  const text = textOf(
    `<main><h1>Oak</h1>${TEXT}${TEXT}<div role="tablist"><div class="panel">${panel}</div></div>
    <ul role="tablist"><li role="tab">Python<li role="tab">Ruby</ul></main>`,
  );
  assert.equal(text.split(oak.trim()).length - 1, 18);
  assert.match(text, /Which wood/);
  assert.doesNotMatch(text, /Ruby/);
});
