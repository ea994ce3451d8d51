import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { extractPage } from '../src/extract/extract-page.ts';

/** One annotated page of the evaluation pack. */
export interface EvalPage {
  id: string;
  url: string;
  pageType: string;
  main: string;
  /** Snippets that belong to the main text, and that do not. */
  with: string[];
  without: string[];
  html: string;
}

export interface PageScore {
  id: string;
  kind: string;
  precision: number;
  recall: number;
  f1: number;
  wanted: number;
  unwanted: number;
  lost: string[];
  leaked: string[];
}

const FOLDER = new URL('../../shared/eval/extract/', import.meta.url);

/** Undefined where the evaluation pack is not beside the repository. */
export function readEvalPages(): EvalPage[] | undefined {
  const list = new URL('pages.jsonl', FOLDER);
  if (!existsSync(list)) return undefined;
  return readFileSync(list, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const row = JSON.parse(line);
      return { ...row, html: gunzipSync(readFileSync(new URL(row.file, FOLDER))).toString('utf8') };
    });
}

/** Word-multiset precision, recall and F1 against the annotated text, and the snippets lost and leaked. */
export function scorePage(page: EvalPage): PageScore {
  const { text } = extractPage(page.html, page.url);
  const [extracted, expected] = [words(text), words(page.main)];
  const common = commonCount(extracted, expected);
  const precision = extracted.length === 0 ? 0 : common / extracted.length;
  const recall = expected.length === 0 ? 0 : common / expected.length;
  const haystack = folded(text);
  return {
    id: page.id,
    kind: page.pageType,
    precision,
    recall,
    f1: common === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    wanted: page.with.length,
    unwanted: page.without.length,
    lost: page.with.filter((snippet) => !haystack.includes(folded(snippet))),
    leaked: page.without.filter((snippet) => haystack.includes(folded(snippet))),
  };
}

export function measures(scores: readonly PageScore[]): { f1: number; kept: number; leaked: number } {
  const sum = (value: (score: PageScore) => number) => scores.reduce((total, score) => total + value(score), 0);
  return {
    f1: sum((score) => score.f1) / scores.length,
    kept: 1 - sum((score) => score.lost.length) / sum((score) => score.wanted),
    leaked: sum((score) => score.leaked.length) / sum((score) => score.unwanted),
  };
}

export function summarize(scores: readonly PageScore[]): string {
  const { f1, kept, leaked } = measures(scores);
  return `${scores.length} pages, F1 ${f1.toFixed(3)}, with kept ${(100 * kept).toFixed(1)} %, without leaked ${(100 * leaked).toFixed(1)} %`;
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function folded(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

function commonCount(some: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of some) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      common++;
      left.set(word, count - 1);
    }
  }
  return common;
}
