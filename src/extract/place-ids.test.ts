import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const MANY = 100_000; // the square of which would be minutes
const ANCHORS = Array.from({ length: MANY }, (_, i) => `<a name="k${i}"></a>`).join('');

for (const [what, html] of [
  ['links that say nothing', `${'<a id="x" href="/oak"></a>'.repeat(MANY)}<h2>Oak</h2>`],
  ['empty code', `${'<pre></pre><code></code>'.repeat(MANY)}<h2>Oak</h2>`],
  ['the parts of a term', `<dl><dt>${'a<b></b>'.repeat(MANY)}</dt></dl><h2>Oak</h2>`],
] as const)
  test(`extractPage() takes linear time for many anchors in a row, and ${what} behind them`, () => {
    const { sections } = extractPage(`<h1>Trees</h1>${ANCHORS}${html}<p>Hard.</p>`, 'https://example.org/trees');
    assert.equal(sections.at(-1)?.heading, 'Oak');
  });
