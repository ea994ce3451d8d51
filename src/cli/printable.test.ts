import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonText, printable } from './printable.ts';

const HOSTILE = 'a\x1b]0;pwned\x07\x1b[31mred\x9b2J\rb\u202eright\u2066\x7f\u00e9';

test('printable() leaves nothing in a text that steers a terminal, and keeps lines, tabs and words', () => {
  assert.equal(printable(HOSTILE), 'a]0;pwned[31mred2Jbrighté');
  const lines = 'one\ttwo\nthree\r\nעברית \u200fא\u200d';
  assert.equal(printable(lines), lines);
});

test('jsonText() escapes what steers a terminal, and keeps its value', () => {
  for (const indent of [0, 2]) {
    const text = jsonText({ title: HOSTILE, parts: [1] }, { indent });
    assert.equal(printable(text), text);
    assert.deepEqual(JSON.parse(text), { title: HOSTILE, parts: [1] });
  }
});
