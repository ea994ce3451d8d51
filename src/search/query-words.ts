import type { SearchIndex, TermGroup } from '../index/search-index.ts';
import { analyze, type Token } from '../text/analyze.ts';
import { EXACT, exactTerm, UNSPACED_CHARACTER } from '../text/chunk.ts';
import { courtesies } from '../text/courtesies.ts';
import { foldWord, stripMarks } from '../text/fold.ts';
import { isStopword } from '../text/stopwords.ts';

/** A word of the query, with everything that may stand for it in a text. */
export interface QueryWord {
  /** As typed. */
  text: string;
  /** Its stems in the languages of the index, and its exact form. */
  terms: string[];
  /** What it may be the beginning of; empty unless it is still being typed. */
  prefixes: string[];
  /** Pieces of a name such as `asyncio.gather`; empty for an ordinary word. */
  parts: QueryWord[];
  /** Typed as a call, `put()`: a name, whatever word it is. */
  isCall?: boolean;
  /** Grammar or a sign: looked for only when there is nothing else. */
  isMinor: boolean;
  /** Added by a synonym of more words than were typed: see `Synonyms`. */
  isSpread?: boolean;
  /** 0..1: how much it tells, by how few sections have it; 0 when none has. */
  rarity: number;
  /** Sections that have it. */
  sections: number;
}

/** Bounds the work of one query; what comes after adds little to a question this long. */
const MAX_WORDS = 32;
/**
 * What is typed of a word may be longer than its stem: `operat` is, as the stem of `operate` is `oper`. So the beginnings of what is typed are terms,
 * too, that lack so many of its last letters at most, and keep so many.
 */
const MAX_CUT_CHARS = 3;
const MIN_CUT_CHARS = 4;
/** Shorter beginnings fit half of all words: they complete names and headings only, and count for nothing beside other words. */
const MIN_PREFIX_CHARS = 3;
/** Of a script without blanks. */
const UNSPACED = new RegExp(`^${UNSPACED_CHARACTER}`, 'u');
/** One such character alone: it is asked for as the beginning of pairs. */
export const LONE_CHARACTER = new RegExp(`^${UNSPACED_CHARACTER}$`, 'u');
/** `E0382`, `sha256`: letters and digits, a letter first, four or more. */
const CODE = /^(?=.*\p{N})\p{L}[\p{L}\p{N}]{3,}$/u;
/** A word this much more common than the rarest says nothing beside it. */
const MIN_RARITY_SHARE = 0.25;
/** Unless the rarer ones are in so few sections that these fill no page of results. */
const MIN_ANY_SECTIONS = 10;
/** `списо` is the beginning of `список`, whose stem is `списк`. */
const FLEETING_VOWEL = /(?<=\p{Script=Cyrillic}{3})[оеє]$/u;

/**
 * The words of a query, analysed as texts are.
 * @param langs languages of the index, at least one
 * @param options.isTyping the last word may go on
 */
export function queryWords(text: string, langs: readonly string[], options: { isTyping: boolean }): QueryWord[] {
  const analyses = langs.map((lang) => analyze(text, lang).filter(({ kind }) => kind !== 'last'));
  const tokens = analyses[0] ?? [];
  const polite = courtesies(text);
  const words: QueryWord[] = [];
  let whole: { word: QueryWord; end: number } | undefined;
  tokens.forEach((token, i) => {
    const word = wordOf(token, { text, langs, stems: analyses.map((analysis) => analysis[i]?.term ?? token.term) });
    if (polite.some(({ start, end }) => token.start >= start && token.end <= end)) word.isMinor = true;
    if (whole !== undefined && token.start < whole.end) whole.word.parts.push(word);
    else words.push(word);
    if (token.kind === 'whole') whole = { word, end: token.end };
  });
  const last = words.at(-1);
  // The last word of `array_to_` is the whole name: its last part ends before.
  if (options.isTyping && last !== undefined && tokens.some(({ end }) => end === text.length)) complete(last);
  for (const word of words) word.parts = saidOnce(word.parts);
  return saidOnce(words).slice(0, MAX_WORDS);
}

/** To say a word again does not make it weigh more: `list of lists`. The last one stays, as it may be the one being typed. */
function saidOnce(words: readonly QueryWord[]): QueryWord[] {
  const last = new Map(words.map((word) => [senseOf(word), word]));
  return words.filter((word) => last.get(senseOf(word)) === word);
}

/** What all forms of the word have in common: its stems; all of a name. */
function senseOf({ terms }: QueryWord): string {
  return terms.filter((term) => !term.startsWith(EXACT)).join(' ') || terms.join(' ');
}

function wordOf(
  token: Token,
  { text, langs, stems }: { text: string; langs: readonly string[]; stems: string[] },
): QueryWord {
  const raw = text.slice(token.start, token.end);
  const isName = token.kind === 'whole' || token.kind === 'operator';
  const terms = isName ? [token.term] : [...stems, exactTerm(raw)];
  const isCall = text.startsWith('()', token.end);
  const isMinor = token.kind === 'operator' || (!isCall && isStopword(foldWord(raw), langs));
  // In texts such a character begins pairs, and a pair is the term.
  const prefixes = LONE_CHARACTER.test(raw) ? [token.term] : [];
  const word = { text: raw, terms: [...new Set(terms)], prefixes, parts: [], isMinor, rarity: 1, sections: 0 };
  return isCall ? { ...word, isCall } : word;
}

/** Lets a word that is still being typed stand for all words that begin with it. */
function complete(word: QueryWord): void {
  const last = word.parts.at(-1);
  if (last !== undefined) complete(last);
  const typed = stripMarks(foldWord(word.text));
  const exact = exactTerm(word.text);
  const isShort = typed.length < MIN_PREFIX_CHARS;
  word.isMinor = isShort && !UNSPACED.test(typed);
  // `=ab` begins exact names, `==ab` whole titles and headings (`headingKey`).
  if (isShort) word.prefixes.push(exact, EXACT + exact);
  else word.prefixes = last === undefined ? [...new Set([typed, typed.replace(FLEETING_VOWEL, '')]), exact] : [exact];
  for (let cut = 1; cut <= MAX_CUT_CHARS && typed.length - cut >= MIN_CUT_CHARS; cut++)
    word.terms.push(typed.slice(0, -cut));
}

/** Is the last word still being typed? Only `complete` gives a word beginnings of exact names. */
export function isUnfinished(words: readonly QueryWord[]): boolean {
  return words.at(-1)?.prefixes.some((prefix) => prefix.startsWith(EXACT)) === true;
}

/** The words as typed, without those that synonyms have added. */
export function typedWords(words: readonly QueryWord[]): readonly QueryWord[] {
  return words.filter(({ isSpread }) => isSpread !== true);
}

/** The words with the rarity that the index tells of them (inverse document frequency, over that of a word in one section). */
export async function weighed(
  words: readonly QueryWord[],
  index: Pick<SearchIndex, 'frequencies'>,
): Promise<QueryWord[]> {
  const flat = words.flatMap((word) => [word, ...word.parts]);
  if (flat.length === 0) return [];
  const { sections, matches } = await index.frequencies(flat);
  const matchesOf = new Map(flat.map((word, i) => [word, matches[i] ?? 0]));
  const weigh = (word: QueryWord): QueryWord => {
    const found = matchesOf.get(word) ?? 0;
    return { ...word, rarity: rarity(found, sections), sections: found, parts: word.parts.map(weigh) };
  };
  return words.map(weigh);
}

function rarity(matches: number, sections: number): number {
  return matches === 0 ? 0 : Math.log(1 + sections / matches) / Math.log(1 + sections);
}

/** Groups for words as typed, names whole. */
export function wholeGroups(words: readonly QueryWord[]): TermGroup[] {
  return groupsOf(tellingWords(words));
}

/** Is it no word of a language, but what one place may be called? See `CODE`. */
export function isCode({ text, parts }: QueryWord): boolean {
  return parts.length === 0 && CODE.test(text);
}

/** In a longer query the other words tell enough. */
const MAX_GRAMMATICAL = 3;

/** Is it a few words of which some are grammar, and one or more are not: `group by`, `with open`? */
export function isGrammatical(words: readonly QueryWord[]): boolean {
  const typed = typedWords(words);
  const minor = typed.filter(({ isMinor }) => isMinor).length;
  return typed.length <= MAX_GRAMMATICAL && minor > 0 && minor < typed.length && !isUnfinished(words);
}

/** Is it what something is called, by its form or because it is typed as a call? */
export function isName({ parts, isCall }: QueryWord): boolean {
  return parts.length > 0 || isCall === true;
}

/** Groups for the names only. */
export function nameGroups(words: readonly QueryWord[]): TermGroup[] {
  return wholeGroups(words.filter((word) => word.parts.length > 0));
}

/** Groups for words and for the pieces of names, each a word of its own. */
export function partGroups(words: readonly QueryWord[]): TermGroup[] {
  return groupsOf(partWords(words));
}

/** The words to look for, names taken to pieces. */
export function partWords(words: readonly QueryWord[]): readonly QueryWord[] {
  return saidOnce(tellingWords(words).flatMap((word) => tellingWords(piecesOf(word))));
}

/**
 * Groups of which one is enough: words that are everywhere are left out when there are rarer ones, for they would bring in everything. From the
 * rarest on, as many as have `maxSections` together; the rarest whatever it brings.
 */
export function anyGroups(words: readonly QueryWord[], maxSections: number): TermGroup[] {
  const flat = saidOnce(tellingWords(words).flatMap((word) => [word, ...word.parts])).sort(
    (a, b) => b.rarity - a.rarity,
  );
  const least = (flat[0]?.rarity ?? 0) * MIN_RARITY_SHARE;
  let matches = 0;
  const chosen = flat.filter(({ rarity, sections }, i) => {
    const isNeeded = rarity >= least || matches < MIN_ANY_SECTIONS;
    matches += sections;
    return i === 0 || (isNeeded && matches <= maxSections);
  });
  return groupsOf(chosen);
}

function groupsOf(words: readonly QueryWord[]): TermGroup[] {
  return words.map(({ terms, prefixes }) => ({ terms, prefixes }));
}

/** The words without the minor ones; all of them when there are no others. */
export function tellingWords(words: readonly QueryWord[]): readonly QueryWord[] {
  const major = words.filter((word) => !word.isMinor);
  return major.length > 0 ? major : words;
}

/** The pieces of a name; an ordinary word is its own only piece. */
export function piecesOf(word: QueryWord): readonly QueryWord[] {
  return word.parts.length > 0 ? word.parts : [word];
}
