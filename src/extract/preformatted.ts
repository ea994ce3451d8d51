import { squeeze } from './white-space.ts';

/** A part of preformatted text: code as written, or a paragraph of prose, its white space squeezed. */
export interface Passage {
  kind: 'text' | 'code';
  text: string;
}

/** An id, and how much of the text stands before it. */
export interface IdAt {
  id: string;
  at: number;
}

/** A part of a long preformatted text. */
interface Stretch {
  text: string;
  ids: readonly IdAt[];
  /** The id that opens the page at it; '' where others tell. */
  place: string;
}

/** A text with ids in it is cut before a paragraph when so much stands before that. */
const MIN_STRETCH_CHARS = 2_000;
/** Its lines have numbers on lines of their own. */
const NUMBERED = /^\s*1\s*\n/;
const BLANK_LINE = /\n[ \t]*\r?\n/g;
/** Less is not judged: a line of output may read like a sentence. */
const MIN_PROSE_CHARS = 100;
/** This much of a text tells what it is. */
const SAMPLE_CHARS = 2_000;
/** Shares of letters and of signs in prose, blanks not counted; one paragraph of it may hold a name or two. */
const MIN_LETTERS = 0.9;
const MAX_SIGNS = 0.01;
const MIN_LETTERS_OF_PARAGRAPH = 0.8;
const MAX_SIGNS_OF_PARAGRAPH = 0.04;
/** A sentence ends that often at least. */
const CHARS_OF_SENTENCE = 500;
const CODE_SIGNS = /[{}<>=$;|\\_#*]/g;
const LETTERS = /\p{L}/gu;
const SENTENCE_END = /\p{L}{2}[)'"\u2019\u201d]?[.!?](?=\s+[\p{Lu}\p{Lo}"'(\u201c]|\s*$)/gu;
/** Columns, as of a table or a drawing; justified text may have as many blanks between its sentences. */
const COLUMNS = /[^\s.:!?] {3,}\S/;

/**
 * Code as written, without blank lines around it and line numbers. Manual pages, standards and letters are preformatted too: their
 * paragraphs are text, what is set in columns or reads like code between them stays code.
 */
export function passagesOf(raw: string): Passage[] {
  const code = trimCode(raw);
  if (code.length < MIN_PROSE_CHARS || !isProse(code.slice(0, SAMPLE_CHARS))) return [{ kind: 'code', text: code }];
  const passages: Passage[] = [];
  for (const paragraph of code.split(/\n[ \t]*\r?\n/)) {
    const last = passages.at(-1);
    if (isParagraph(paragraph)) passages.push({ kind: 'text', text: squeeze(paragraph) });
    else if (last?.kind === 'code') last.text += `\n\n${paragraph}`;
    else passages.push({ kind: 'code', text: paragraph });
  }
  return passages;
}

/**
 * Whole manuals are preformatted from the first line to the last, with ids throughout (Vim's help). Such a text is many blocks: one of four
 * hundred thousand characters has no place that it opens at, and is about everything.
 */
export function stretchesOf(raw: string, ids: readonly IdAt[]): Stretch[] {
  const stretches: Stretch[] = [];
  const cuts = ids.some(({ at }) => at > MIN_STRETCH_CHARS) && !NUMBERED.test(raw) ? paragraphsOf(raw) : [];
  let start = 0;
  let firstEnd = cuts[0] ?? raw.length;
  let from = 0;
  for (const [i, end] of [...cuts, raw.length].entries()) {
    const isLast = i === cuts.length;
    if (!isLast && end - start < MIN_STRETCH_CHARS) continue;
    let next = from;
    while (next < ids.length && (isLast || (ids[next]?.at ?? 0) < end)) next++;
    const own = ids.slice(from, next);
    // Its first paragraph may have an id; else it opens at the last one above. That of the whole is known from what stands before it.
    const first = own[0] !== undefined && own[0].at < firstEnd ? own[0] : ids[from - 1];
    stretches.push({ text: raw.slice(start, end), ids: own, place: start === 0 ? '' : (first?.id ?? '') });
    start = end;
    firstEnd = cuts[i + 1] ?? raw.length;
    from = next;
  }
  return stretches;
}

/** Where the paragraphs begin, but for the first one. */
function paragraphsOf(raw: string): number[] {
  return Array.from(raw.matchAll(BLANK_LINE), ({ 0: blank, index }) => index + blank.length);
}

/**
 * Is all of `numbers` the count of the lines of `code`, give or take one? YARD counts them as in their file, of which the first line of the code
 * says the name, and from which line on.
 */
export function countsLines(numbers: string, code: string): boolean {
  const lines = numbers.split('\n');
  const first = Number(lines[0]);
  if (!lines.every((line, at) => line.trim() === `${first + at}`)) return false;
  const [title = '', ...rest] = code.trim().split('\n');
  return first === 1 ? Math.abs(lines.length - rest.length - 1) <= 1 : title.trim().endsWith(`, line ${first}`);
}

/** Signs are asked for first: nearly all code has them, and they are counted fastest. */
function isProse(text: string): boolean {
  if (!reads(text, { letters: MIN_LETTERS, signs: MAX_SIGNS })) return false;
  const sentences = text.match(SENTENCE_END)?.length ?? 0;
  return sentences >= Math.max(2, text.replace(/\s+/g, ' ').length / CHARS_OF_SENTENCE);
}

function isParagraph(text: string): boolean {
  return !COLUMNS.test(text) && reads(text, { letters: MIN_LETTERS_OF_PARAGRAPH, signs: MAX_SIGNS_OF_PARAGRAPH });
}

/** Has it at least that share of letters, and no more than that of the signs of code? */
function reads(text: string, { letters, signs }: { letters: number; signs: number }): boolean {
  const signCount = countSigns(text, text.length * signs);
  if (signCount > text.length * signs) return false;
  const chars = text.replace(/\s+/g, '').length;
  return signCount <= chars * signs && (text.match(LETTERS)?.length ?? 0) >= chars * letters;
}

/** No further than just beyond `limit`: in code that is soon. */
function countSigns(text: string, limit: number): number {
  let count = 0;
  for (const _sign of text.matchAll(CODE_SIGNS)) if (++count > limit) break;
  return count;
}

function trimCode(code: string): string {
  const trimmed = code
    .replaceAll('\0', '')
    .replace(/^(?:[ \t]*\r?\n)+/, '')
    .trimEnd();
  return NUMBERED.test(trimmed) ? withoutLineNumbers(trimmed) : trimmed;
}

/** Numbers that only styles put beside their lines stand before them as lines of their own: 1, its line, 2, its line. */
function withoutLineNumbers(code: string): string {
  const lines = code.split('\n');
  let next = 1;
  const kept = lines.filter((line) => {
    const isNumber = line.trim() === `${next}`;
    if (isNumber) next++;
    return !isNumber;
  });
  const numbers = next - 1;
  return numbers >= 2 && numbers >= kept.length - 1 && kept.length >= numbers - 1 ? kept.join('\n') : code;
}
