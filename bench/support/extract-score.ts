import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { extractPage } from '../../src/extract/extract-page.ts';

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
  /** Of the lost ones those whose words are not there either: the others differ in quotes or blanks around signs. */
  lostInWords: string[];
  leaked: string[];
}

const FOLDER = new URL('../../../shared/eval/extract/', import.meta.url);

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
  const overlap = overlapSize(extracted, expected);
  const precision = extracted.length === 0 ? 0 : overlap / extracted.length;
  const recall = expected.length === 0 ? 0 : overlap / expected.length;
  const haystack = folded(text);
  const lost = page.with.filter((snippet) => !haystack.includes(folded(snippet)));
  const wordsOfText = ` ${extracted.join(' ')} `;
  return {
    id: page.id,
    kind: page.pageType,
    precision,
    recall,
    f1: overlap === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    wanted: page.with.length,
    unwanted: page.without.length,
    lost,
    lostInWords: lost.filter((snippet) => !wordsOfText.includes(` ${words(snippet).join(' ')} `)),
    leaked: page.without.filter((snippet) => haystack.includes(folded(snippet))),
  };
}

export interface Measures {
  f1: number;
  /** Share of the wanted snippets that are there as written; and by their words, whatever stands between them. */
  kept: number;
  keptInWords: number;
  /** Share of the unwanted snippets that are there. */
  leaked: number;
}

export function measures(scores: readonly PageScore[]): Measures {
  const sum = (value: (score: PageScore) => number) => scores.reduce((total, score) => total + value(score), 0);
  return {
    f1: sum((score) => score.f1) / scores.length,
    kept: 1 - sum((score) => score.lost.length) / sum((score) => score.wanted),
    keptInWords: 1 - sum((score) => score.lostInWords.length) / sum((score) => score.wanted),
    leaked: sum((score) => score.leaked.length) / sum((score) => score.unwanted),
  };
}

export function summarize(scores: readonly PageScore[]): string {
  const { f1, kept, keptInWords, leaked } = measures(scores);
  return `${scores.length} pages, F1 ${f1.toFixed(3)}, with kept ${(100 * kept).toFixed(1)} % (by words ${(100 * keptInWords).toFixed(1)} %), without leaked ${(100 * leaked).toFixed(1)} %`;
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function folded(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

function overlapSize(some: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  let overlap = 0;
  for (const word of some) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      overlap++;
      left.set(word, count - 1);
    }
  }
  return overlap;
}
