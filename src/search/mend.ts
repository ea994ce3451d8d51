import type { SearchIndex, VocabularyWord } from '../index/search-index.ts';
import { analyze, type Token } from '../text/analyze.ts';
import { foldWord } from '../text/fold.ts';
import { otherLayouts, withUmlauts } from '../text/keyboard-layout.ts';
import { type Similar, Spelling } from '../text/spelling.ts';
import { isStopword } from '../text/stopwords.ts';
import { differInPrefix } from '../text/verbal-prefixes.ts';
import type { AnalysedQuery } from './analyse-query.ts';
import { type QueryWord, queryWords, weighed } from './query-words.ts';

/** A query with words that the site does not have replaced by words that it has. */
export interface Mended {
  /** Whatever can be mended is. */
  likely: string;
  /** Only what is beyond doubt; as typed when nothing is. */
  sure: string;
}

interface Change {
  start: number;
  end: number;
  to: string;
  isSure: boolean;
}

type MendIndex = Pick<SearchIndex, 'vocabulary' | 'frequencies'>;

/** Some 50 MB at most; what is rarer on a site this large is hardly ever looked for. */
const MAX_VOCABULARY = 200_000;
/** While a crawl changes the index all the time, its words are read again no more often than this. */
const REFRESH_MS = 30_000;
/** In a shorter word a wrong letter may as well make another word that the site does not have. */
const MIN_SURE_CHARS = 6;
/** Pairs of words that were typed as one. */
const MIN_JOINED_CHARS = 6;
/** Words like a piece of a name that are tried in it. */
const MAX_NAMES_TRIED = 8;
const spellings = new WeakMap<MendIndex, { spelling: Spelling; words: readonly VocabularyWord[]; readMs: number }>();

/**
 * Mends words that stand nowhere in the index: typed without accents, in the other keyboard layout, joined, split, or with a slip. A word that stands
 * anywhere is never touched. `undefined` when there is nothing to mend or nothing to mend it with.
 */
export async function mend(
  index: MendIndex,
  { q, query, nowMs = performance.now() }: { q: string; query: AnalysedQuery; nowMs?: number },
): Promise<Mended | undefined> {
  const unknown = new Set(query.words.flatMap(unknownTexts));
  if (unknown.size === 0) return undefined;
  const spelling = await spellingOf(index, nowMs);
  const tokens = analyze(q, query.langs[0] ?? '').filter(({ kind }) => kind !== 'operator');
  const changes: Change[] = [];
  let done = 0;
  // A run of characters that is no words in another layout is none for its next token either: a name may have two hundred.
  let relaidTo = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.start < done || !unknown.has(q.slice(token.start, token.end))) continue;
    const run = runAround(q, token);
    const isRunNew = run.end > relaidTo;
    relaidTo = run.end;
    const change =
      accented(spelling, { q, token }) ??
      (isRunNew ? await relaid(index, { q, run, langs: query.langs }) : undefined) ??
      joined(spelling, { q, tokens, i, done }) ??
      (await respelledInName({ index, spelling }, { q, token, tokens, langs: query.langs })) ??
      respelled(spelling, { q, token, langs: query.langs });
    if (change === undefined) continue;
    changes.push(change);
    done = change.end;
  }
  if (changes.length === 0) return undefined;
  return {
    likely: changed(q, changes),
    sure: changed(
      q,
      changes.filter(({ isSure }) => isSure),
    ),
  };
}

/** Words and parts of names that nothing in the index matches, and the names they are in. */
function unknownTexts(word: QueryWord): string[] {
  if (word.rarity > 0 || word.isMinor) return [];
  if (word.parts.length === 0) return [word.text];
  const parts = word.parts.flatMap(unknownTexts);
  return parts.length === 0 ? [] : [word.text, ...parts];
}

async function spellingOf(index: MendIndex, nowMs: number): Promise<Spelling> {
  const known = spellings.get(index);
  if (known !== undefined && nowMs - known.readMs < REFRESH_MS) return known.spelling;
  const words = await index.vocabulary(MAX_VOCABULARY);
  const spelling = words === known?.words ? known.spelling : new Spelling(words);
  spellings.set(index, { spelling, words, readMs: nowMs });
  return spelling;
}

/** The token with the accents of a word of the site: without them some stemmers take its ending for another (`energia`, `energía`). */
function accented(spelling: Spelling, { q, token: { start, end } }: { q: string; token: Token }): Change | undefined {
  const to = spelling.accented(foldWord(q.slice(start, end)));
  return to === undefined ? undefined : { start, end, to, isSure: true };
}

/** The characters around the token, up to the next blanks. */
function runAround(q: string, token: Token): { start: number; end: number } {
  return {
    start: q.slice(0, token.start).search(/\S*$/u),
    end: token.end + q.slice(token.end).search(/\s|$/u),
  };
}

/** The run, when the same keys write known words in another layout, or digraphs in it stand for letters of a known word. */
async function relaid(
  index: MendIndex,
  { q, run, langs }: { q: string; run: { start: number; end: number }; langs: readonly string[] },
): Promise<Change | undefined> {
  const { start, end } = run;
  const typed = q.slice(start, end);
  for (const to of [...otherLayouts(typed), ...withUmlauts(typed)]) {
    const words = await weighed(queryWords(to, langs, { isTyping: false }), index);
    if (words.length > 0 && words.every(({ rarity }) => rarity > 0)) return { start, end, to, isSure: true };
  }
  return undefined;
}

/** The token and a neighbour, when they are one word of the site. */
function joined(
  spelling: Spelling,
  { q, tokens, i, done }: { q: string; tokens: readonly Token[]; i: number; done: number },
): Change | undefined {
  for (const [a, b] of [
    [tokens[i - 1], tokens[i]],
    [tokens[i], tokens[i + 1]],
  ]) {
    if (a === undefined || b === undefined || a.start < done) continue;
    if (!/^\s+$/u.test(q.slice(a.end, b.start))) continue;
    const word = foldWord(q.slice(a.start, a.end) + q.slice(b.start, b.end));
    if (word.length >= MIN_JOINED_CHARS && spelling.pagesWith(word) > 0)
      return { start: a.start, end: b.end, to: word, isSure: true };
  }
  return undefined;
}

/** A piece of a name, when a word like it makes a name that the site has: `pth` of `os.pth.join`. Then that is meant, however short the word. */
async function respelledInName(
  { index, spelling }: { index: MendIndex; spelling: Spelling },
  { q, token, tokens, langs }: { q: string; token: Token; tokens: readonly Token[]; langs: readonly string[] },
): Promise<Change | undefined> {
  const { start, end } = token;
  const name = tokens.find((other) => other.kind === 'whole' && other.start <= start && other.end >= end);
  if (name === undefined || name === token) return undefined;
  const similar = spelling.similar(foldWord(q.slice(start, end)), MAX_NAMES_TRIED);
  const names = similar.map(({ word }) => q.slice(name.start, start) + word + q.slice(end, name.end));
  const words = await weighed(
    names.flatMap((text) => queryWords(text, langs, { isTyping: false }).slice(0, 1)),
    index,
  );
  const known = similar[words.findIndex(({ rarity }) => rarity > 0)];
  return known && { start, end, to: known.word, isSure: true };
}

function respelled(
  spelling: Spelling,
  { q, token: { start, end, kind }, langs }: { q: string; token: Token; langs: readonly string[] },
): Change | undefined {
  const word = foldWord(q.slice(start, end));
  const [best] = spelling.similar(word, 1);
  const isSure = best !== undefined && isBeyondDoubt(best, word) && !differInPrefix(word, best.word, langs);
  // A name is taken for one word only when that is beyond doubt (`sAynchronous`); else its parts come next.
  if (kind === 'whole') return isSure ? { start, end, to: best.word, isSure } : undefined;
  if (isSure) return { start, end, to: best.word, isSure };
  const pair = spelling.split(word);
  // Many a word begins with a preposition: `overload`, `підрахунок`.
  if (pair !== undefined)
    return { start, end, to: pair.join(' '), isSure: !pair.some((part) => isStopword(part, langs)) };
  return best && { start, end, to: best.word, isSure };
}

/** One slip in a word long enough, or one that leaves all letters; both for a second slip. */
function isBeyondDoubt({ edits, hasAllLetters }: Similar, word: string): boolean {
  const isLong = word.length >= MIN_SURE_CHARS;
  return edits === 1 ? isLong || hasAllLetters : isLong && hasAllLetters;
}

function changed(q: string, changes: readonly Change[]): string {
  let text = '';
  let last = 0;
  for (const { start, end, to } of changes) {
    text += q.slice(last, start) + to;
    last = end;
  }
  return text + q.slice(last);
}
