import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../support/program.ts';

test('npm start gives Node the flags that the launcher gives a Node which it starts', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const launcher = readFileSync(join(ROOT, 'bin/spindex.cjs'), 'utf8');
  const flags = /^const FLAGS = \[(.*)\];$/m.exec(launcher)?.[1]?.match(/--[^']+/g) ?? [];
  assert.ok(flags.length > 0);
  assert.equal(scripts.start, `node ${flags.join(' ')} bin/spindex.cjs`);
});
