import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { REASONS, STATES } from '../model/reasons.ts';
import { settingRows } from '../model/settings.ts';
import { COMMANDS } from './commands.ts';
import { helpText, reasonsMarkdown, settingsMarkdown } from './help.ts';

const documentOf = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

test('docs/settings.md is what the settings say (npm run docs writes it)', () => {
  assert.equal(documentOf('settings.md'), settingsMarkdown());
});

test('docs/reasons.md is what the table of reasons says (npm run docs writes it)', () => {
  assert.equal(documentOf('reasons.md'), reasonsMarkdown());
});

test('settingsMarkdown() has a row of six cells for every setting', () => {
  const rows = settingsMarkdown()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  assert.equal(rows.length, settingRows().length);
  for (const row of rows) assert.equal(row.replaceAll('\\|', '').split('|').length, 8, row);
});

test('every reason has a sentence and a state of the list; every final state has a reason', () => {
  const states = new Set<string>();
  for (const [reason, { state, says }] of Object.entries(REASONS)) {
    states.add(state);
    assert.match(says, /^(?:[A-Z]|robots\.txt ).*\.$/, reason);
  }
  assert.deepEqual([...states].sort(), [...STATES].sort());
});

test('helpText() of every command fits its terminal and names its flags with their defaults', () => {
  for (const command of [...Object.keys(COMMANDS), 'main'] as (keyof typeof COMMANDS | 'main')[]) {
    for (const [columns, longest] of [
      [40, 40],
      [80, 80],
      [200, 100],
    ] as const) {
      const lines = helpText(command, { columns }).split('\n');
      const long = lines.find((line) => line.length > longest && /^ +\S+ +\S/.test(line)); // a word alone is not broken
      assert.equal(long, undefined, `${command} in ${columns} columns`);
      assert.ok(lines.some((line) => line.includes('--data DIR')));
    }
  }
  assert.match(helpText('serve', { columns: 80 }), /--port N +Port to serve at.*\[8080\]/);
  assert.doesNotMatch(helpText('serve', { columns: 80 }), /--rps/);
  assert.match(helpText('main', { columns: 80 }), /--rps.*--port/s);
});
