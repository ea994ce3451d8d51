import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';
import { countsLines, passagesOf, stretchesOf } from './preformatted.ts';

const PROSE = `       pile puts things on the shelf, one upon the other, until the shelf is
       full.   Things that are on a shelf already stay where they are.

       A thing that is too large for the shelf is refused, and the reason for
       that is told to whoever reads it.`;

test('passagesOf() reads prose as paragraphs, and leaves what is set in columns as it is', () => {
  const table = '       size       what becomes of it\n       small      is put on the shelf';
  assert.deepEqual(
    passagesOf(`\n\nNAME\n${PROSE}\n\n${table}\n\n       That is all, as far as anybody knows.\n`).map(
      ({ kind, text }) => [kind, text.trim().slice(0, 24)],
    ),
    [
      ['text', 'NAME pile puts things on'],
      ['text', 'A thing that is too larg'],
      ['code', 'size       what becomes '],
      ['text', 'That is all, as far as a'],
    ],
  );
});

test('passagesOf() leaves code as written, with its comments and its output', () => {
  for (const code of [
    'for (const thing of things) {\n  // Puts it on the shelf. The shelf may be full, then it is refused.\n  shelf.put(thing);\n}',
    '$ pile --all\n3 things were put on the shelf.\n1 thing was refused: it is too large.',
    'def put(thing):\n    """Puts it on the shelf.\n\n    The shelf may be full. Then, it is refused."""\n    return [shelf for shelf in shelves]',
    'Short. It says, little.',
    'def all(things):\n    for thing in things:\n        if not thing:\n            return False\n        continue\n    return True',
  ])
    assert.deepEqual(passagesOf(`\n${code}\n`), [{ kind: 'code', text: code }]);
});

test('extractPage() starts sections at headings within preformatted text', () => {
  const html = `<pre>First things.\n<span><h2><a id="section-1" href="#section-1">1</a>.  Piles</h2></span>\n${PROSE}\n<h2>2.  Code</h2>\n  x = 1;\n</pre>`;
  assert.deepEqual(
    extractPage(html, 'https://example.org/').sections.map(({ anchor, heading, text, code }) => [
      anchor,
      heading,
      text.slice(0, 9),
      code,
    ]),
    [
      ['', '', '', 'First things.'],
      ['section-1', '1. Piles', 'pile puts', ''],
      ['', '2. Code', '', '  x = 1;'],
    ],
  );
});

test('countsLines() tells the numbers of lines from numbers that are code', () => {
  assert.ok(countsLines('1\n2\n3', 'a\n\nb'));
  assert.ok(!countsLines('1\n3', 'a\nb'));
  assert.ok(!countsLines('1\n2\n3', 'a'));
  assert.ok(countsLines('49\n50\n51', "# File 'lib/oak.rb', line 49\n\ndef oak\n  :hard\nend"));
  assert.ok(!countsLines('49\n50', 'a\nb'));
  assert.ok(!countsLines('49\n51', "# File 'lib/oak.rb', line 49\n\na\nb"));
  const html = (name: string) => `<${name}><tr><td><pre>1\n2</pre></td><td><pre>a\nb</pre></td></tr></${name}>`;
  const codeOf = (name: string) => extractPage(`<p>text</p>${html(name)}`, 'https://example.org/').sections[0]?.code;
  assert.equal(codeOf('table'), 'a\nb');
  assert.equal(codeOf('div'), '1\n2\n\na\nb');
});

test('stretchesOf() cuts a long text with ids in it between paragraphs, so that each part opens where it stands', () => {
  const entry = (name: string, lines: number) =>
    `\t\t*<a name="${name}"></a><b>${name}</b>*\n:${name}[!] {x}=1\n\n${'\t:x {y} |z| <w>\n'.repeat(lines)}`;
  const manual = ['pile', 'rack', 'bin', 'crate'].map((name) => entry(name, 300)).join('\n');
  const sectionsOf = (pre: string) =>
    extractPage(`<h1>Stores</h1><pre>${pre}</pre>`, 'https://example.org/').sections.map(({ anchor, code }) => [
      anchor,
      /:(\w+)\[!]/.exec(code)?.[1],
    ]);
  assert.deepEqual(sectionsOf(manual), [
    ['', 'pile'],
    ['rack', 'rack'],
    ['bin', 'bin'],
    ['crate', 'crate'],
  ]);
  assert.equal(sectionsOf(manual.replaceAll(/<a name[^>]*><\/a>/g, '')).length, 1);
  assert.equal(sectionsOf(entry('pile', 40) + entry('rack', 40)).length, 1);
});

test('stretchesOf() gives what has no id in its first paragraph the last one above, and loses nothing', () => {
  const text = `${'a\n'.repeat(1_100)}\nb\n\n${'c\n'.repeat(1_100)}\n${'d\n'.repeat(1_100)}`;
  const ids = [0, 2_300, 2_301, 4_000].map((at, i) => ({ id: `id${i}`, at }));
  const stretches = stretchesOf(text, ids);
  assert.equal(stretches.map((stretch) => stretch.text).join(''), text);
  assert.deepEqual(
    stretches.flatMap((stretch) => stretch.ids),
    ids,
  );
  assert.deepEqual(
    stretches.map((stretch) => stretch.place),
    ['', 'id0', 'id3'],
  );
});
