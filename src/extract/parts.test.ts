import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { extractPage } from './extract-page.ts';
import { partsOf } from './parts.ts';

const paragraph = (word: string) => `${word} `.repeat(200).trim();

test('extractPage() cuts a long section between its blocks, each part with the nearest address before it', () => {
  const words = Array.from({ length: 12 }, (_, i) => `word${i}`);
  const paragraphs = words.map((word, i) => `<p id=${i % 2 === 0 ? word : ''}>${paragraph(word)}</p>`);
  const { sections } = extractPage(
    `<title>T</title><h1>T</h1><h2 id=long>Long</h2>${paragraphs.join('')}<h2 id=next>Next</h2><p>short</p>`,
    'https://example.org/',
  );
  assert.deepEqual(
    sections.map(({ anchor, heading, path, text }) => [anchor, heading, path.join(), text.slice(0, 6).trim()]),
    [
      ['', 'T', '', ''],
      ['long', 'Long', '', 'word0'],
      ['word4', '', 'Long', 'word5'],
      ['word10', '', 'Long', 'word10'],
      ['next', 'Next', '', 'short'],
    ],
  );
});

test('extractPage() lets no part of a long section open at the frame of the page or at a footnote', () => {
  const some = paragraph('text').padEnd(6_000, ' text');
  const html = `<h1>T</h1><h2 id=long>Long</h2><p>${some}</p><div id=main-content><p>${some}</p></div>
    <div id=storks><p>${some}</p></div><p id=ftn1>${some}</p><div id=fn><p>${some}</p></div><p id=fnord>${some}</p>`;
  const { sections } = extractPage(`<title>T</title>${html}`, 'https://example.org/');
  const anchors = new Set(sections.map(({ anchor }) => anchor));
  assert.deepEqual([...anchors], ['', 'long', 'storks', 'fnord']);
});

test('extractPage() gives the names of a long definition to its beginning only', () => {
  const html = `<dl><dt id=m.f>m.f(x)</dt><dd>${`<p>${paragraph('text')}</p>`.repeat(14)}</dd></dl>`;
  const { sections } = extractPage(html, 'https://example.org/');
  assert.ok(sections.length > 1);
  assert.deepEqual(sections[0]?.symbols, ['m.f', 'f']);
  for (const { anchor, symbols, path } of sections.slice(1))
    assert.deepEqual({ anchor, symbols, path }, { anchor: 'm.f', symbols: [], path: ['m.f'] });
});

test('partsOf() keeps every piece in order and begins a part with the short text before it', () => {
  const piece = fc.record({
    isCode: fc.boolean(),
    text: fc.integer({ min: 1, max: 2_500 }).map((length) => 'x'.repeat(length)),
    place: fc.constant(''),
    ids: fc.constant([]),
  });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const parts = partsOf(pieces);
      const rejoined = parts.flatMap((part, i) => (i > 0 && part[0] === parts[i - 1]?.at(-1) ? part.slice(1) : part));
      assert.deepEqual(rejoined, pieces);
      for (const [i, part] of parts.entries()) {
        const last = parts[i - 1]?.at(-1);
        if (last !== undefined && !last.isCode && last.text.length <= 300) assert.equal(part[0], last);
        assert.ok(part.reduce((sum, { text }) => sum + text.length, 0) <= 6_300);
      }
    }),
    { numRuns: 200 },
  );
});
