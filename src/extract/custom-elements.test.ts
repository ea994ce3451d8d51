import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const textOf = (html: string) =>
  extractPage(`<main><h1>Oak</h1>${html}</main>`, 'https://example.org/').sections[0]?.text;

test('extractPage() reads custom elements as parts of a line where they stand in one', () => {
  const cases = [
    // Angular, MathJax, GitHub
    ['<p>Use the <docs-link><a href="/x">shelf API</a></docs-link> to put things.', 'Use the shelf API to put things.'],
    ['<p><mjx-container>x</mjx-container> is oak.</p><p>So is y.', 'x is oak.\nSo is y.'],
    ['<p><docs-pill><a href="/x">All shelves</a></docs-pill></p>', 'All shelves'],
    ['<ul><li>On <relative-time>May 5</relative-time> it fell.</ul>', 'On May 5 it fell.'],
    ['<docs-link><a href="/x">shelf API</a></docs-link>', 'shelf API'],
  ];
  for (const [html, text] of cases) assert.equal(textOf(html ?? ''), text, html);
});

test('extractPage() reads custom elements as blocks where no line is open', () => {
  const html =
    '<my-card><h2 id=a>Ash</h2><p>Ash bends.</p></my-card><my-card>Oak <b>does not</b>.</my-card><my-card>So</my-card>';
  const { text } = extractPage(`<main>${html}</main>`, 'https://example.org/');
  assert.equal(text, 'Ash\nAsh bends.\nOak does not.\nSo');
});

test('extractPage() reads a declared shadow root, and no other template', () => {
  const root =
    '<my-page><template shadowrootmode="open"><style>p {}</style><p>Oak is <a href="/hard">hard</a>.</p><slot></slot></template><p>So it is.</p></my-page>';
  const page = `<div class="breadcrumbs"><a href="/trees/">Trees</a>${root}</div><main>${root}<template><p>Row</p></template></main>`;
  const { text, trail, outlinks } = extractPage(page, 'https://example.org/');
  assert.equal(text, 'Oak is hard.\nSo it is.');
  assert.deepEqual(
    outlinks.map(({ url }) => url),
    ['https://example.org/trees/', 'https://example.org/hard'],
  );
  assert.deepEqual(trail, ['Trees']);
});
