import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPlainText } from './extract-text.ts';

const extract = (text: string) => extractPlainText(text, 'https://example.org/docs/a.md');

test('extractPlainText() takes the first line for the title of a text without headings', () => {
  const page = extract('\n  First   line\r\nsecond\rthird\n');
  assert.equal(page.title, 'First line');
  assert.deepEqual(
    page.sections.map(({ kind, text }) => [kind, text]),
    [['lead', 'First line\nsecond\nthird']],
  );
});

test('extractPlainText() makes sections of headings, with the headings above', () => {
  const page = extract('intro\n# A\n## B ##\ntext\n### C#\n## D\n####### none\n#none');
  assert.equal(page.title, 'A');
  assert.deepEqual(
    page.sections.map(({ heading, path, text }) => [heading, path.join('>'), text]),
    [
      ['', '', 'intro'],
      ['A', '', ''],
      ['B', 'A', 'text'],
      ['C#', 'A>B', ''],
      ['D', 'A', '####### none\n#none'],
    ],
  );
});

test('extractPlainText() keeps fenced code apart and as written', () => {
  const [section] = extract('a\n```js\n# no heading\n  x\n```\nb\n~~~~\n```\n~~~~').sections;
  assert.equal(section?.text, 'a\nb');
  assert.equal(section?.code, '# no heading\n  x\n\n```');
});

test('extractPlainText() cuts a long section between lines', () => {
  const line = (i: number) => `line ${i} ${'x'.repeat(400)}`;
  const lines = Array.from({ length: 40 }, (_, i) => line(i));
  const { sections, text } = extract(`# A\n${lines.join('\n')}`);
  assert.deepEqual(
    sections.map(({ heading, path }) => [heading, ...path]),
    [['A'], ['', 'A'], ['', 'A']],
  );
  assert.equal(sections.map((section) => section.text).join('\n'), lines.join('\n'));
  assert.equal(text, `A\n${lines.join('\n')}`);
});

test('extractPlainText() follows links and reads their text', () => {
  const page = extract(
    'See [the guide](guide.md#x "title") and ![a picture](p.png) and [mail](mailto:a@b.c).\n# [H](h)',
  );
  assert.deepEqual(
    page.outlinks.map(({ url, fragment, text }) => [url, fragment, text]),
    [
      ['https://example.org/docs/guide.md', 'x', 'the guide'],
      ['https://example.org/docs/h', '', 'H'],
    ],
  );
  assert.equal(page.text, 'See the guide and a picture and mail.\nH');
});

test('extractPlainText() reads what is struck over once', () => {
  const { text } = extractPlainText('N\bNA\bAM\bME\bE\n  _\bl_\bs - list', 'https://h.example/ls.txt');
  assert.equal(text, 'NAME\nls - list');
});

test('extractPlainText() finds nothing in an empty text', () => {
  assert.deepEqual(extract(' \n\0\n').sections, []);
  assert.equal(extract('').title, '');
});
