import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const TEXT = `<p>${'Shelves are made of oak, and things are put on them one by one. '.repeat(8)}</p>`;
const textOf = (html: string) =>
  extractPage(`<body><h1>Oak</h1>${TEXT}${html}</body>`, 'https://example.org/docs/page.html').text;
const row = (
  name: string,
  at: number,
) => `<div class="item-row"><div class="item-left"><a href="${name}.html">${name}</a></div>
  <div class="item-right">What it does, number ${at}.</div></div>`;

test('extractPage() keeps the names in lists made of div, of which each is a link', () => {
  const names = ['BTreeMap', 'BTreeSet', 'HashMap'];
  const rustdoc = `<div class="item-table">${names.map(row).join('')}</div>`;
  const javadoc = `<div class="summary-table">${names
    .map(
      (
        name,
      ) => `<div class="col-first"><code>int</code></div><div class="col-second"><code><a href="#${name}">${name}</a>()</code></div>
      <div class="col-last"><div class="block">Gets the value.</div></div>`,
    )
    .join('')}</div>`;
  const card = `<div class="card"><div class="card-title"><a href="BTreeMap">BTreeMap</a></div><p>An ordered map, as it says.</p></div>`;
  assert.match(textOf(card), /BTreeMap/);
  for (const html of [rustdoc, javadoc]) for (const name of names) assert.ok(textOf(html).includes(name), name);
});

test('extractPage() leaves out links of other boxes', () => {
  const words = 'Something that is said beside it, in some words.';
  const cases = [
    `<div class="card"><p>${words}</p><div><a href="more">Elsewhere</a></div></div>`,
    `<div><div><a href="more">Elsewhere</a></div><div>${TEXT}${TEXT}</div></div>`,
    `<div><div><a href="more">Elsewhere</a></div><div><a href="other">Other</a></div><div>${words}</div></div>`,
    `<div><div><a href="more">Elsewhere</a></div><div>Words</div></div>`,
  ];
  for (const html of cases) assert.ok(!textOf(html).includes('Elsewhere'), html);
});
