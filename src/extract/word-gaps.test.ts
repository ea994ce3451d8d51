import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const textOf = (html: string) =>
  extractPage(`<main><h1>Page</h1>${html}</main>`, 'https://example.org/').sections[0]?.text;

test('extractPage() sets the number of a footnote apart from the words beside it, whichever of link and raised is outside', () => {
  const cases = [
    ['<p>a suitable<a id="DOCF1" href="#FOOT1"><sup>1</sup></a> tar', 'a suitable 1 tar'],
    ['<p>a suitable<sup id="fnref:1"><a href="#fn:1">1</a></sup> tar', 'a suitable 1 tar'],
    ['<p><a href="#DOCF1"><sup>1</sup></a>Any of them.', '1 Any of them.'],
    ['<p>a suitable<sup class="reference"><a href="#note-1">[1]</a></sup> tar', 'a suitable[1] tar'],
    ['<p>It is slow.<sup><a href="#n">2</a></sup>', 'It is slow.2'],
    ['<p>10<sup>6</sup> of <sup>3</sup>He', '106 of 3He'],
    ['<p>the 2<sup>n</sup>d of <a href="#list">lists</a>', 'the 2nd of lists'],
  ];
  for (const [html, text] of cases) assert.equal(textOf(html ?? ''), text, html);
});

test('extractPage() sets apart what an end tag of no paragraph stands between, as browsers do', () => {
  assert.equal(textOf('<p>foo<div>bar</div>baz</p>qux'), 'foo\nbar\nbaz\nqux');
  assert.equal(textOf('foo</br>bar'), 'foo bar');
});

test('extractPage() leaves out how a word is read, which stands within the word', () => {
  assert.equal(
    textOf(
      '<p><ruby>子<rp>(</rp><rt>こ</rt><rp>)</rp></ruby>どもを<ruby>教<rt>きょう</rt>育<rt>いく</rt></ruby>する</p>',
    ),
    '子どもを教育する',
  );
  assert.equal(textOf('<p><ruby>漢<rt>かん</ruby>字'), '漢字');
});
