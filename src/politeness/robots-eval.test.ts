import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { canonicalizeUrl } from '../model/url.ts';
import { parseRobots } from './robots.ts';

/** The evaluation pack beside the repository; it belongs to others and is not part of it. */
const evalFolder = new URL('../../../shared/eval/robots/', import.meta.url);
const withoutPack = existsSync(evalFolder)
  ? false
  : 'EVALUATION PACK ABSENT: nothing is checked against robots/*.jsonl';

interface Row {
  id: string;
  type: 'standard' | 'google' | 'caller-encodes';
  /** Base64. */
  robots: string;
  agent: string;
  url: string;
  expected: string;
  sitemaps?: string[];
  base?: string;
}

function rows(name: string): Row[] {
  const file = readFileSync(new URL(name, evalFolder));
  const lines = (name.endsWith('.gz') ? gunzipSync(file) : file).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): Row => JSON.parse(line));
}

function agrees(row: Row): boolean {
  const { isAllowed, sitemaps } = parseRobots(Buffer.from(row.robots, 'base64'));
  if (!row.sitemaps) return isAllowed(row.url, row.agent) === (row.expected === 'allowed');
  const base = row.base ?? 'http://foo.bar/robots.txt';
  return row.sitemaps.join() === sitemaps.map((address) => canonicalizeUrl(address, base)).join();
}

/** Rows where crawlers differ and RFC 9309, or politeness, is followed instead; docs/urls.md gives the reasons. */
const OTHERWISE: Record<string, string[]> = {
  'google-spec.jsonl': [
    'index-page-1',
    'non-ascii-paths-3',
    'non-ascii-paths-5',
    'non-ascii-paths-6',
    'user-agent-name-2',
  ],
  'google-unit.jsonl': [
    'GoogleOnly_AcceptUserAgentUpToFirstSpace-2',
    'GoogleOnly_IndexHTMLisDirectory-1',
    'GoogleOnly_LineTooLong-2',
    'GoogleOnly_LineTooLong-5',
    'ID_Encoding-3',
    'ID_Encoding-5',
    'ID_Encoding-6',
  ],
};

for (const [name, otherwise] of Object.entries(OTHERWISE)) {
  test(`Robots.isAllowed() answers as ${name} says (evaluation pack)`, { skip: withoutPack }, () => {
    const differing = rows(name).filter((row) => !agrees(row));
    assert.deepEqual(differing.map(({ id }) => id).sort(), otherwise);
    assert.ok(differing.every(({ type }) => type !== 'standard'));
  });
}

test('parseRobots() reads the files of real sites (evaluation pack)', { skip: withoutPack }, () => {
  let restricting = 0;
  for (const { robots } of rows('real-world.jsonl.gz')) {
    const { decide, crawlDelaySeconds } = parseRobots(Buffer.from(robots, 'base64'));
    const { rule } = decide('https://h.example/search?q=a', 'Spindex/0.1');
    if (rule !== undefined || crawlDelaySeconds('Spindex') !== undefined) restricting++;
  }
  assert.ok(restricting > 100, `only ${restricting} files restrict anything`);
});
