import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeHtml } from './charset.ts';
import { extractPage } from './extract-page.ts';
import { extractPlainText } from './extract-text.ts';

const URL_OF_PAGE = 'https://example.org/a/';
const NAMES =
  'div p section h1 h2 h3 a span dl dt dd ul li table tr td pre code nav main article aside header footer form svg script title b'.split(
    ' ',
  );
const tag = fc
  .record({
    name: fc.constantFrom(...NAMES),
    id: fc.constantFrom('', 'a', 'b', 'm.f', 'toc'),
    link: fc.constantFrom('', '#a', 'x', '//['),
  })
  .map(({ name, id, link }) => `<${name}${id && ` id="${id}" class="${id}"`}${link && ` href="${link}"`}>`);
const endTag = fc.constantFrom(...NAMES).map((name) => `</${name}>`);
const rubbish = fc.constantFrom(
  '<',
  '</',
  '<!--',
  '-->',
  '<![CDATA[',
  '&',
  '&#0;',
  '&#xD800;',
  '\0',
  '"',
  '\ud800',
  '>',
  ' ',
  '\n',
  '¶',
  '# ',
  '```',
);
const words = fc.constantFrom(
  'word',
  'Another thing',
  'f(x)',
  'a',
  '-v',
  '--all',
  'a(b) → c',
  'пример',
  '日本',
  'text '.repeat(30),
);
const soup = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: tag }, { weight: 3, arbitrary: endTag }, rubbish, { weight: 3, arbitrary: words }),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));
const wordsOf = (parts: string[]) => Map.groupBy(parts.join(' ').split(/\s+/), (word) => word);

test('extractPage() never throws, and the sections have all words of the text, and no others', () => {
  const property = fc.property(soup, (html) => {
    const { sections, text } = extractPage(html, URL_OF_PAGE);
    const inText = wordsOf([text, '']);
    const inSections = wordsOf([...sections.flatMap((one) => [one.heading, one.text, one.code]), '']);
    assert.deepEqual(new Set(inSections.keys()), new Set(inText.keys()));
    // More often where terms share a description.
    for (const [word, { length }] of inText) if (word !== '') assert.ok((inSections.get(word)?.length ?? 0) >= length);
  });
  fc.assert(property, { numRuns: 1000, examples: [[`<dl><dt id=a>a<dt id=b>b<dd>${'long text '.repeat(150)}</dl>`]] });
});

test('extractPage() only gives anchors that the page has', () => {
  fc.assert(
    fc.property(soup, (html) => {
      for (const { anchor, aliases = [] } of extractPage(html, URL_OF_PAGE).sections)
        for (const id of [anchor, ...aliases]) assert.ok(id === '' || html.includes(`id="${id}"`), id);
    }),
    { numRuns: 500 },
  );
});

test('extractPage() gives values within their limits', () => {
  fc.assert(
    fc.property(soup, (html) => {
      const page = extractPage(html, URL_OF_PAGE);
      for (const section of page.sections) {
        assert.ok(section.heading.length <= 300 && section.path.length <= 8);
        assert.equal(section.heading === '', section.kind === 'lead');
      }
      for (const outlink of page.outlinks) assert.ok(outlink.text.length <= 200 && !outlink.url.includes('#'));
    }),
    { numRuns: 500 },
  );
});

test('decodeHtml() and extractPlainText() take any input', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.option(fc.string(), { nil: undefined }), (bytes, contentType) => {
      const { text, encoding } = decodeHtml(bytes, contentType);
      assert.equal(encoding, encoding.toLowerCase());
      extractPlainText(text, URL_OF_PAGE);
      extractPage(text, URL_OF_PAGE);
    }),
  );
  fc.assert(fc.property(soup, (text) => void extractPlainText(text, URL_OF_PAGE)));
});

/** Where time grows faster than the text, these do not come to an end. */
const MILLION = 1_000_000;

test('extractPage() answers for values on which a backtracking pattern would never end', () => {
  const digits = '1'.repeat(MILLION);
  for (const html of [
    `<h1>${'1'.repeat(300)}</h1>`,
    `<h1>${'A1.'.repeat(100)}x</h1>`,
    `<h2 id="${'body'.repeat(100)}x">Heading</h2>`,
    `<div id="${'main-'.repeat(100)}x"><h2>Heading</h2></div>`,
    `<meta http-equiv="refresh" content="${digits}x">`,
    `<meta name="robots" content="${'max-a'.repeat(MILLION / 5)}">`,
    `<p>${`words by ${'E'.repeat(90)}!</p><p>`.repeat(40_000)}`,
  ])
    assert.ok(extractPage(`<title>Page - Site</title>${html}<p>text`, URL_OF_PAGE).text.endsWith('text'));
});

test('extractPage() answers for a term with thousands of names side by side', () => {
  const term = `<dt><code>a</code>()${'\t'.repeat(900)}x${'<code></code>'.repeat(200_000)}`;
  assert.equal(extractPage(`<dl>${term}<dd>text</dl>`, URL_OF_PAGE).sections.length, 1);
});

test('decodeHtml() and extractPlainText() answer where a backtracking pattern would never end', () => {
  assert.equal(decodeHtml(new Uint8Array(), `text/html;${' '.repeat(MILLION)}x`).encoding, 'windows-1252');
  const heading = `# ${' '.repeat(19_000)}\u2028x\n`;
  assert.equal(extractPlainText(heading.repeat(250), URL_OF_PAGE).sections.length, 250);
});
