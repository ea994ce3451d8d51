import { escapeHtml } from '../model/html-text.ts';
import { hasPassageWith, type Mark, PASSAGE_CHARS, passageOf } from './passage.ts';
import { type QueryWord, tellingWords } from './query-words.ts';
import { type WordFinder, type WordPlace, wordFinder } from './word-finder.ts';

export interface SnippetQuery {
  words: readonly QueryWord[];
  /** Language of the text. */
  lang: string;
  /** Characters to look at, from the beginning of each text. */
  maxScannedChars?: number;
  /** The text defines what is looked for: its beginning says what that is. Default: false. */
  isDefinition?: boolean;
}

/** Characters that are looked at by default: a section says early what it is about. */
const MAX_SCANNED_CHARS = 3000;
/** A text is looked at piece by piece, and no further when a passage has all the words. */
const PIECE_CHARS = 500;
/** Between the parts of a name. */
const WITHIN_NAMES = /^(?:[-_./]|::|->)?$/;
const ELLIPSIS = '…';

/**
 * The passage that says most about the query, as HTML in which only `<mark>` is markup: about 190 characters, whole words, white space squeezed, ellipses where
 * it was cut. The first of the texts in which a word of the query stands; when none has one, the beginning of the first that is not blank. Of a definition the
 * beginning, which says what it is, and behind it a passage with the words where it has none of them.
 */
export function snippet(texts: readonly string[], query: SnippetQuery): string {
  const said = texts.filter((text) => /\S/.test(text));
  const found = firstWithMarks(said, query);
  const [first = ''] = said;
  if (query.isDefinition !== true) return excerpt(found, PASSAGE_CHARS);
  const beginning = { text: first, marks: found.text === first ? found.marks : [], isBeginning: true };
  const whole = excerpt(beginning, PASSAGE_CHARS);
  if (found.marks.length === 0 || whole.includes('<mark>')) return whole;
  return `${excerpt(beginning, PASSAGE_CHARS / 2)} ${excerpt(found, PASSAGE_CHARS / 2)}`.replace(
    `${ELLIPSIS} ${ELLIPSIS}`,
    `${ELLIPSIS} `,
  );
}

/** A name, whole, as HTML in which only `<mark>` is markup. */
export function highlighted(name: string, { words, lang }: SnippetQuery): string {
  const marks = marksIn(name, { find: finderOf(words), lang, minRun: minRunOf(words) });
  return markedUp(name, { start: 0, end: name.length, marks });
}

interface MarkedText {
  text: string;
  marks: readonly Mark[];
  /** Its beginning is wanted, whatever is marked. */
  isBeginning?: boolean;
}

function excerpt({ text, marks, isBeginning = false }: MarkedText, maxChars: number): string {
  const { start, end } = passageOf(text, isBeginning ? [] : marks, maxChars);
  const opening = /\S/.test(text.slice(0, start)) ? ELLIPSIS : '';
  // Behind the end of a sentence it would be read as one of its dots.
  const gap = /[.!?]\s/.test(text.slice(end - 1, end + 1)) ? ' ' : '';
  const closing = /\S/.test(text.slice(end)) ? gap + ELLIPSIS : '';
  const within = marks.filter((mark) => mark.start >= start && mark.end <= end);
  return opening + markedUp(text, { start, end, marks: within }) + closing;
}

function firstWithMarks(texts: readonly string[], query: SnippetQuery): MarkedText {
  const find = finderOf(query.words);
  for (const text of texts) {
    const marks = marksIn(text.slice(0, pieceEnd(text, query.maxScannedChars ?? MAX_SCANNED_CHARS)), {
      find,
      lang: query.lang,
      minRun: minRunOf(query.words),
    });
    if (marks.length > 0) return { text, marks };
  }
  return { text: texts[0] ?? '', marks: [] };
}

/** By the words of a query, which has some forty snippets. */
const finders = new WeakMap<readonly QueryWord[], WordFinder>();

/** The words to mark, names whole and in parts; grammar only when there is nothing else. */
function finderOf(words: readonly QueryWord[]): WordFinder {
  const known = finders.get(words);
  if (known !== undefined) return known;
  const flat = words.flatMap((word) => [word, ...word.parts]);
  const finder = wordFinder(tellingWords(flat));
  finders.set(words, finder);
  return finder;
}

/** Places of the query's words in the text, in all their forms, none inside another. */
function marksIn(text: string, { find, lang, minRun }: { find: WordFinder; lang: string; minRun: number }): Mark[] {
  const marks: Mark[] = [];
  for (let from = 0; from < text.length; ) {
    const end = pieceEnd(text, from + PIECE_CHARS);
    const start = from;
    const found: Mark[] = [];
    for (const place of find.placesIn(text.slice(start, end), lang)) addMark(found, place, start);
    marks.push(...found.filter((mark) => isWord(text.slice(mark.start, mark.end), minRun)));
    if (hasPassageWith(find.count, marks)) break;
    from = end;
  }
  return marks;
}

/** The first blank at or after this place: no chunk is cut. */
function pieceEnd(text: string, from: number): number {
  const blank = text.slice(from).search(/\s/);
  return blank < 0 ? text.length : from + blank;
}

function addMark(marks: Mark[], { word, start, end }: WordPlace, from: number): void {
  const last = marks.at(-1);
  if (last === undefined || from + start >= last.end)
    return void marks.push({ start: from + start, end: from + end, words: new Set([word]) });
  last.end = Math.max(last.end, from + end);
  last.words.add(word);
}

/** Two ideographs are a word; two letters of a syllabary or of Thai are in many. */
const SYLLABIC =
  /^[\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+$/u;
const MAX_MIN_RUN = 4;

/**
 * How many characters in a row must be found to be marked, in a script that the query is cut into pairs of: as many as the shortest run of pairs in
 * the query has, for a single pair is part of many words.
 */
function minRunOf(words: readonly QueryWord[]): number {
  let [least, run] = [MAX_MIN_RUN, 1];
  words.forEach(({ text }, i) => {
    if (!SYLLABIC.test(text)) return;
    run += 1;
    const next = words[i + 1]?.text ?? '';
    if (text.at(-1) !== next[0] || !SYLLABIC.test(next)) {
      least = Math.min(least, run);
      run = 1;
    }
  });
  return least;
}

function isWord(marked: string, minRun: number): boolean {
  return marked.length >= minRun || !SYLLABIC.test(marked);
}

function markedUp(text: string, { start, end, marks }: { start: number; end: number; marks: readonly Mark[] }): string {
  let html = '';
  let at = start;
  for (const mark of joined(text, marks)) {
    html += `${shown(text.slice(at, mark.start))}<mark>${shown(text.slice(mark.start, mark.end))}</mark>`;
    at = mark.end;
  }
  return html + shown(text.slice(at, end));
}

/** Marks without a gap, or with no more between them than holds the parts of a name together, are one: `std::<mark>unique_ptr</mark>`. */
function joined(text: string, marks: readonly Mark[]): Pick<Mark, 'start' | 'end'>[] {
  const runs: Pick<Mark, 'start' | 'end'>[] = [];
  for (const { start, end } of marks) {
    const last = runs.at(-1);
    if (last !== undefined && WITHIN_NAMES.test(text.slice(last.end, start))) last.end = end;
    else runs.push({ start, end });
  }
  return runs;
}

function shown(text: string): string {
  return escapeHtml(text.replace(/\s+/g, ' '));
}
