/**
 * How well and how fast does extraction find the main text? `node bench/extract.ts [folder of HTML files] [--worst N]`
 * Quality on the evaluation pack beside the repository, speed on the folder (or on the pack's pages).
 */
import { globSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { extractPage } from '../src/extract/extract-page.ts';
import { type PageScore, readEvalPages, scorePage, summarize } from './support/extract-score.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { worst: { type: 'string' } } });
const pages = readEvalPages();
console.log(`machine: ${cpus()[0]?.model} x ${cpus().length}, Node ${process.version}`);
if (pages === undefined) console.log('quality: not measured, the evaluation pack is not beside the repository');
else {
  const scores = pages.map(scorePage);
  for (const kind of [...new Set(scores.map((score) => score.kind)), 'all']) {
    const summary = summarize(scores.filter((score) => kind === 'all' || score.kind === kind));
    console.log(`${kind}: ${summary}`);
  }
  for (const score of worst(scores, Number(values.worst ?? 0))) console.log(describe(score));
}
measureSpeed(positionals[0]);

function worst(scores: PageScore[], count: number): PageScore[] {
  return scores.toSorted((one, other) => one.f1 - other.f1).slice(0, count);
}

function describe(score: PageScore): string {
  const { id, kind, f1, precision, recall, lost, leaked } = score;
  return `${id} ${kind} f1 ${f1.toFixed(3)} p ${precision.toFixed(2)} r ${recall.toFixed(2)}\n  lost: ${JSON.stringify(lost)}\n  leaked: ${JSON.stringify(leaked)}`;
}

function measureSpeed(folder: string | undefined): void {
  const html =
    folder === undefined
      ? (pages ?? []).map((page) => page.html)
      : globSync(`${folder}/**/*.html`).map((path) => readFileSync(path, 'utf8'));
  const chars = html.reduce((sum, text) => sum + text.length, 0);
  for (let round = 1; round <= 3; round++) {
    const start = performance.now();
    for (const text of html) extractPage(text, 'https://example.org/a/b.html');
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `speed, round ${round}: ${html.length} pages, ${(chars / 1e6).toFixed(1)} MB, ${(chars / 1e6 / seconds).toFixed(1)} MB/s`,
    );
  }
}
