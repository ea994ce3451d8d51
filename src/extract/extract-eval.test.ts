import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { measures, readEvalPages, scorePage } from '../../bench/support/extract-score.ts';
import { canonicalizeUrl } from '../model/url.ts';
import { decodeHtml } from './charset.ts';
import { extractPage } from './extract-page.ts';

const evalFolder = new URL('../../../shared/eval/', import.meta.url);

function readRows(path: string, t: TestContext) {
  const file = new URL(path, evalFolder);
  if (!existsSync(file)) {
    t.skip(`THE EVALUATION PACK IS NOT HERE: shared/eval/${path} beside the repository`);
    return [];
  }
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.ok(rows.length > 0);
  return rows;
}

test('decodeHtml() names the encoding that every row of the evaluation pack expects', (t) => {
  for (const row of readRows('html/encoding.jsonl', t)) {
    assert.equal(decodeHtml(Buffer.from(row.body, 'base64')).encoding, row.expected, row.id);
  }
});

test('extractPage() finds the outlinks of every row of the evaluation pack, and no others', (t) => {
  for (const row of readRows('html/links.jsonl', t)) {
    const html = row.html ?? decodeHtml(readFileSync(new URL(`html/${row.file}`, evalFolder))).text;
    const found = extractPage(html, row.url).outlinks.map((outlink) => outlink.url);
    const canonical = (urls: string[] | undefined) => (urls ?? []).map((url) => canonicalizeUrl(url));
    const wanted = canonical(row.links);
    const allowed = [...wanted, ...canonical(row.optional)];
    assert.deepEqual(
      wanted.filter((url) => url === undefined || !found.includes(url)),
      [],
      row.id,
    );
    assert.deepEqual(
      found.filter((url) => !allowed.includes(url)),
      [],
      row.id,
    );
  }
});

test('extractPage() follows the refresh of every row of the evaluation pack, and no others', (t) => {
  for (const row of readRows('html/refresh-wpt.jsonl', t)) {
    const expected = row.refreshUrl === null ? undefined : canonicalizeUrl(row.refreshUrl);
    assert.equal(extractPage(row.html, row.url).refreshUrl, expected, `${row.id} ${row.content}`);
  }
});

test('extractPage() keeps the main text of the annotated pages and leaves navigation out', (t) => {
  const pages = readEvalPages();
  if (pages === undefined) {
    t.skip('THE EVALUATION PACK IS NOT HERE: shared/eval/extract beside the repository');
    return;
  }
  const scores = pages.map(scorePage);
  for (const [kind, worst] of [
    ['documentation', { f1: 0.935, keptInWords: 0.98, leaked: 0.022 }],
    ['article', { f1: 0.935, keptInWords: 0.98, leaked: 0.08 }],
  ] as const) {
    const { f1, keptInWords, leaked } = measures(scores.filter((score) => score.kind === kind));
    assert.ok(f1 >= worst.f1, `${kind}: F1 ${f1}`);
    assert.ok(keptInWords >= worst.keptInWords, `${kind}: kept ${keptInWords}`);
    assert.ok(leaked <= worst.leaked, `${kind}: leaked ${leaked}`);
  }
});
