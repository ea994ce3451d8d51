import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvLine } from './csv.ts';

test('csvLine() quotes what has separators, and leaves the rest as it is', () => {
  assert.equal(csvLine(['a', 7, null, 'b c']), 'a,7,,b c\n');
  assert.equal(csvLine(['a,b', 'say "x"', 'two\nlines']), '"a,b","say ""x""","two\nlines"\n');
});

test('csvLine() lets no cell begin a formula', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1']) {
    const [first = ''] = csvLine([text]).replace(/^"/, '');
    assert.equal(first, "'", JSON.stringify(text));
  }
  assert.equal(csvLine([-1]), '-1\n', 'a number is no text');
});

/** RFC 4180, read character by character. */
function parse(line: string): string[] {
  const cells = [''];
  let quoted = false;
  for (let i = 0; i < line.length - 1; i += 1) {
    const character = line.charAt(i);
    const at = cells.length - 1;
    if (quoted && character === '"' && line[i + 1] === '"') cells[at] += line.charAt(i++);
    else if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) cells.push('');
    else cells[at] += character;
  }
  return cells;
}

test('csvLine() is read back as it was, but for the apostrophe', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '=', '-', ' ', "'") }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(texts, (cells) => {
      const read = parse(csvLine(cells));
      assert.equal(read.length, cells.length);
      for (const [i, text] of read.entries()) assert.ok(text === cells[i] || text === `'${cells[i]}`);
    }),
    { numRuns: 300 },
  );
});
