import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');
const DOCUMENTS = ['*.md', 'docs/**/*.md']
  .flatMap((glob) => globSync(glob, { cwd: ROOT }))
  .map((path) => join(ROOT, path));

/** As GitHub names the place of a heading: https://github.com/gjtorikian/html-pipeline/blob/main/lib/html_pipeline/node_filter/table_of_contents_filter.rb */
function placeOf(heading: string): string {
  const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return words.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '').replaceAll(' ', '-');
}

function placesIn(path: string): Set<string> {
  const lines = readFileSync(path, 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  return new Set(Array.from(lines.matchAll(/^#+ +(.*)$/gm), ([, heading = '']) => placeOf(heading.trim())));
}

test('every link between documents leads to a file that is there, and to a heading in it', () => {
  assert.ok(DOCUMENTS.length > 10);
  for (const document of DOCUMENTS) {
    const links = readFileSync(document, 'utf8').matchAll(/\]\((?!\w+:)([^)\s#]*)(?:#([^)\s]*))?\)/g);
    for (const [link, path = '', place] of links) {
      const target = path === '' ? document : join(dirname(document), path);
      const says = `${relative(ROOT, document)}: ${link}`;
      assert.ok(existsSync(target), says);
      if (place !== undefined) assert.ok(placesIn(target).has(place), says);
    }
  }
});
