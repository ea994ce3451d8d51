import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const textOf = (html: string) => extractPage(`<main><h1>Help</h1>${html}</main>`, 'https://example.org/help').text;
const ANSWER = `<div id="a1"><p>${'Press the key below the shelf for ten seconds. '.repeat(3)}</p></div>`;

test('extractPage() keeps a question that a button asks, and the name of a fold that one opens', () => {
  for (const button of [
    '<div class="item"><button>How is it reset?</button>',
    '<ul><li><button type="button"><div>How is it <b>reset?</b></div><svg><title>Icon</title></svg></button>',
    '<details><summary><button>How is it reset?</button></summary>',
    '<dl><dt><button aria-expanded="false"><h3>How is it reset?</h3></button></dt><dd>',
    '<div><div><a class="btn" href="#a1" aria-expanded="false">How is it reset?</a></div>',
  ])
    assert.match(textOf(button + ANSWER), /^Help\nHow is it reset\?\nPress the key/, button);
  assert.match(textOf(`<button>كيف يعاد ضبطه؟</button>${ANSWER}`), /كيف/);
  assert.match(textOf(`<button>どうすればリセットできますか？</button>${ANSWER}`), /リセット/);
  assert.match(textOf(`<button aria-expanded="true">Shipping and returns</button>${ANSWER}`), /Shipping and returns/);
});

test('extractPage() leaves out what a button does', () => {
  for (const button of [
    '<button>Reset it now</button>',
    '<button aria-expanded="false">Copy page</button>',
    '<button>Help?</button>',
    '<h2>Shelves <button>What is this?</button></h2>',
    '<nav><button>How is it reset?</button></nav>',
  ])
    assert.doesNotMatch(textOf(button + ANSWER), /[Rr]eset|Copy|\?/, button);
});

test('extractPage() takes linear time for a button that never ends', () => {
  assert.equal(textOf(`<p>Oak.</p>${'<button>oak '.repeat(150_000)}`), 'Help\nOak.'); // the square of which would be minutes
});
