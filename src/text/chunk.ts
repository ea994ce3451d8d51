import { APOSTROPHES, ASCII, foldWord, stripMarks } from './fold.ts';
import { stem } from './stem.ts';

/**
 * - `word`: the stem of an ordinary word, or two neighbouring characters of a script without blanks;
 * - `part`: the stem of a piece of a name (`gather` of `asyncio.gather`);
 * - `whole`: a name as written but for case, marked by `=` so that it never meets a stem;
 * - `operator`: the same for signs (`:=`);
 * - `last`: the last character of a run without blanks, where no pair begins. A text has it, so that every character begins some term; a query does
 *   without, for in a text the run may go on.
 */
export type TokenKind = 'word' | 'part' | 'last' | 'whole' | 'operator';

export interface ChunkToken {
  term: string;
  /** First character, and the one after the last, in the chunk. */
  start: number;
  end: number;
  kind: TokenKind;
}

/** Marks a term that stands for an exact name. */
export const EXACT = '=';
/** Longer words are cut: nobody types them, and both engines limit a term. */
const MAX_WORD_CHARS = 64;
/** Of a longer word the ending lies far behind the cut. Some stemmers take time that grows with the square of the length. */
const MAX_STEMMED_CHARS = 2 * MAX_WORD_CHARS;
/** Longer rows of signs are ornaments. */
const MAX_OPERATOR_CHARS = 64;
const MAX_EXACT_CHARS = 120;

const LETTER = String.raw`[\p{L}\p{N}\p{M}_\u00ad\u200b-\u200d\u2060]`;
/** Between Cyrillic letters an apostrophe is a letter (м'ята); before s, t, re... it is English; else it parts words (l'homme). */
const APOSTROPHE = String.raw`(?:(?<=\p{Script=Cyrillic})${APOSTROPHES}(?=\p{Script=Cyrillic})|${APOSTROPHES}(?=(?:[stdm]|re|ve|ll)(?!${LETTER})))`;
const WORD = `${LETTER}+(?:${APOSTROPHE}${LETTER}+)*`;
/** What begins a name and is part of it: -l, --flag, .NET, @property, #include, $libdir. */
const LEAD = String.raw`(?<!${LETTER}|[-.@#$%:>])(?:--?|\.|[@#$%])`;
/** What ends a name and is part of it: C++, C#. */
const TRAIL = String.raw`(?:\+\+|(?<!${LETTER}${LETTER})#(?!${LETTER}))`;
const JOIN = String.raw`(?:\.|::|->|[-\u2010\u2011])`;
const TAG = `(?<!${LETTER})</?${LETTER}+>`;
const NAME = new RegExp(`${TAG}|(?:${LEAD})?${WORD}(?:${JOIN}${WORD})*(?:${TRAIL})?`, 'giu');

/** A chunk of nothing but signs, perhaps in brackets or quotes. */
const OPERATOR = /^([("'`“‘[]*)([!-/:-@[-`{-~]{1,4}?)[)"'`”’\],;]*$/;

/** Words of a name. */
const WORDS = /[^\s_.:<>/@#$%+\-\u2010\u2011]+/gu;
/** What a word of camel case is cut into. */
const PIECES = new RegExp(
  [
    String.raw`\p{Lu}+(?=\p{Lu}\p{Ll})`, // HTTP of HTTPServer
    String.raw`\p{Lu}?(?:(?!\p{Lu}|_)${LETTER}|${APOSTROPHES})+`, // Server, and what has no capitals: get of getName
    String.raw`\p{Lu}+(?:(?!\p{L}|_)${LETTER})*`, // JSON2 of parseJSON2
  ].join('|'),
  'gu',
);
const HUMP = /[\p{Ll}\p{N}]\p{Lu}\p{Ll}|\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u;
const APOSTROPHE_S = new RegExp(`${APOSTROPHES}s$`, 'u');
const ANY_APOSTROPHE = new RegExp(APOSTROPHES, 'gu');
/** f-string, read-only and utf-8 are also written without the hyphen. */
const HYPHEN_AFTER_LETTER = /(?<=\p{L})[-\u2010\u2011](?=[\p{L}\p{N}])/gu;
/** Scripts without blanks between words: every two neighbours are a term. */
export const UNSPACED_CHARACTER = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;
const UNSPACED = new RegExp(`${UNSPACED_CHARACTER}+`, 'gu');

const PLAIN_NAME = /^[\w.:]*$/;

/** Nine chunks of ten in a Latin text: one word, lower case but for its first letter, with the signs of a sentence around it. */
const SIMPLE = /^["'(]?([A-Za-z][a-z]+)[.,;:!?)"']{0,3}$/;

/** Tokens of a run of characters without blanks. Context-free: the same chunk gives the same tokens everywhere. */
export function chunkTokens(chunk: string, lang: string): ChunkToken[] {
  const tokens: ChunkToken[] = [];
  const simple = SIMPLE.exec(chunk)?.[1];
  if (simple !== undefined) {
    addWord(tokens, simple, { start: chunk.indexOf(simple), lang, kind: 'word' });
    return tokens;
  }
  eachMatch(NAME, chunk, (name, start) => addName(tokens, name, { start, lang }));
  return tokens.length > 0 ? tokens : operatorTokens(chunk);
}

/** What `matchAll` gives, without an iterator and its objects: this runs for every new chunk of a site. */
function eachMatch(pattern: RegExp, text: string, visit: (match: string, index: number) => void): void {
  let last = 0;
  for (;;) {
    pattern.lastIndex = last;
    const match = pattern.exec(text);
    if (match === null) return;
    last = pattern.lastIndex;
    visit(match[0], match.index);
  }
}

function operatorTokens(chunk: string): ChunkToken[] {
  const [, opening = '', operator] = chunk.length > MAX_OPERATOR_CHARS ? [] : (OPERATOR.exec(chunk) ?? []);
  if (operator === undefined) return [];
  const start = opening.length;
  return [{ term: EXACT + operator, start, end: start + operator.length, kind: 'operator' }];
}

interface At {
  /** Of the word's first character in the chunk. */
  start: number;
  lang: string;
}

function addName(tokens: ChunkToken[], name: string, { start, lang }: At): void {
  const pieces: { word: string; index: number }[] = [];
  eachMatch(WORDS, name, (word, index) => {
    if (HUMP.test(word)) eachMatch(PIECES, word, (piece, at) => pieces.push({ word: piece, index: index + at }));
    else pieces.push({ word, index });
  });
  const isPlain = pieces.length === 1 && pieces[0]?.word === name;
  if (!isPlain) tokens.push({ term: exactTerm(name), start, end: start + name.length, kind: 'whole' });
  const kind = isPlain ? 'word' : 'part';
  for (const { word, index } of pieces) addWord(tokens, word, { start: start + index, lang, kind });
}

function addWord(tokens: ChunkToken[], word: string, { start, lang, kind }: At & { kind: TokenKind }): void {
  if (!ASCII.test(word) && word.search(UNSPACED) >= 0) {
    addUnspaced(tokens, word, { start, lang, kind });
    return;
  }
  const term = cutTo(MAX_WORD_CHARS, stripMarks(stem(cutTo(MAX_STEMMED_CHARS, foldName(word)), lang)));
  if (term !== '') tokens.push({ term, start, end: start + word.length, kind });
}

function addUnspaced(tokens: ChunkToken[], word: string, { start, lang, kind }: At & { kind: TokenKind }): void {
  let last = 0;
  for (const run of word.matchAll(UNSPACED)) {
    if (run.index > last) addWord(tokens, word.slice(last, run.index), { start: start + last, lang, kind });
    last = run.index + run[0].length;
    for (const token of bigrams(run[0], start + run.index)) tokens.push(token); // a call takes only so many arguments
  }
  if (last < word.length) addWord(tokens, word.slice(last), { start: start + last, lang, kind });
}

/** Pairs of neighbours, and the last character alone, so that every character begins some term. */
function bigrams(run: string, start: number): ChunkToken[] {
  const chars = [...run];
  let at = start;
  return chars.map((char, i) => {
    const next = chars[i + 1];
    const pair = char + (next ?? '');
    const token: ChunkToken = {
      term: foldWord(pair),
      start: at,
      end: at + pair.length,
      kind: next === undefined && i > 0 ? 'last' : 'word',
    };
    at += char.length;
    return token;
  });
}

/** The term of an exact name: folded, without accents, hyphens between letters left out. */
export function exactTerm(name: string): string {
  return EXACT + cutTo(MAX_EXACT_CHARS, stripMarks(foldName(name)));
}

/** The beginning of a term, not cut within a character. */
function cutTo(maxChars: number, term: string): string {
  return term.length <= maxChars ? term : term.slice(0, maxChars).toWellFormed();
}

/** A name as people may write it in other ways: no possessive, no apostrophes, no accents, no hyphens between letters. */
function foldName(name: string): string {
  if (PLAIN_NAME.test(name)) return name.toLowerCase();
  return foldWord(name).replace(APOSTROPHE_S, '').replace(ANY_APOSTROPHE, '').replace(HYPHEN_AFTER_LETTER, '');
}
