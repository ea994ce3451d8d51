import { forEachChunk } from './analyze.ts';
import { APOSTROPHES, EXACT, exactTerm } from './chunk.ts';
import { foldWord, stripMarks } from './fold.ts';
import { isStopword } from './stopwords.ts';
import type { PageWords } from './vocabulary.ts';

/** Longest term there is: both engines and the port promise 128 characters. */
const MAX_KEY_CHARS = 120;
/** Parts of a symbol's name are divided by one of these. */
const SEPARATOR = /\.|::|->|#|\/|\\|:/g;
/** 4.2., B.1, Chapter 8. and the like before a heading. */
const NUMBERING =
  /^\s*(?:§\s*)?(?:\p{Lu}\p{L}+\s+(?:\d+|[A-Z]|[IVXLC]+)\.|(?:\d+|[A-Z])(?:\.\d+)+\.?|\d+\.|[IVXLC]+\.)\s+(?=\S)/u;
/** `The with statement` is looked for without it. */
const ARTICLE = /^(?:the|an?)\s+(?=\S)/i;
/** Apostrophes between Cyrillic letters, and what is not seen. */
const WITHIN_WORDS = new RegExp(
  String.raw`(?<=\p{Script=Cyrillic})${APOSTROPHES}(?=\p{Script=Cyrillic})|[\u00ad\u200b-\u200d\u2060]`,
  'gu',
);
/** `argparse — Parser for options`: what stands before the sign is a title of its own. */
const SUBTITLE = /\s+[—–|:-]\s+|:\s+/;
/** `tar(1)`: the chapter that a manual page is in is no part of its name. */
const CHAPTER = /(?<=\S)\s?\([1-9][a-z]{0,4}\)$/i;
/** What an index says behind a name, of what kind it is or where. Arguments have no blank before them. */
const REMARK = /(?:\(\)|\s\().*$/s;

export interface SectionTerms {
  symbols: string;
  title: string;
  headings: string;
  body: string;
  code: string;
  anchors: string;
}

/** What of a section is searched. */
export interface SectionText {
  symbols: readonly string[];
  heading: string;
  /** Headings above, outermost first. */
  path: readonly string[];
  text: string;
  code: string;
}

export interface SectionContext {
  /** The page's title. */
  title: string;
  /** Names of what the page is below in its site. */
  trail?: readonly string[] | undefined;
  lang: string;
  /** Is it the first section of its page? Only that one stands for the title as a whole. */
  isFirst: boolean;
  /** Texts of links that point at this section. */
  anchorTexts: readonly string[];
  /** Those of them that it is known by: each is found as a whole, as a heading is. */
  linkNames?: readonly string[];
  /** Collects the words of what is read as text: not of code. */
  pageWords?: PageWords;
}

/**
 * Terms of each field of a section, separated by blanks: words in text order, then whole names. Names are kept out of the running words, so
 * that a phrase finds `asyncio.gather` in the same way with and without its dot.
 */
export function sectionTerms(section: SectionText, context: SectionContext): SectionTerms {
  const { lang, title, trail = [], pageWords, linkNames = [] } = context;
  return {
    symbols: join(
      termsOf(section.symbols.join('\n'), lang, { pageWords }),
      section.symbols.flatMap((symbol) => [...symbolTerms(symbol), ...memberKeys(symbol, title)]).join(' '),
    ),
    title: join(termsOf(title, lang, { pageWords }), context.isFirst ? headingKeys(title).join(' ') : ''),
    headings: join(
      termsOf([...(section.heading === title ? [] : [section.heading]), ...section.path].join('\n'), lang, {
        pageWords,
      }),
      headingKeys(section.heading).join(' '),
    ),
    body: join(termsOf(section.text, lang, { pageWords }), termsOf(nearestOf(trail, lang), lang)),
    code: termsOf(section.code, lang, { operators: false }),
    anchors: join(termsOf(context.anchorTexts.join('\n'), lang), newKeys(linkNames, section).join(' ')),
  };
}

/** The last name of a trail, by its words that tell something: each section has them as words of its text. What is further away is above most pages of a site. */
function nearestOf(trail: readonly string[], lang: string): string {
  const words = withoutNumbering(trail.at(-1) ?? '').split(/\s+/);
  return words.filter((word) => !isStopword(foldWord(word), [lang])).join(' ');
}

/** Keys of the names by which a section is not known anyway: `gather() (in module asyncio)` and `gather (function)` say no more than its symbol. */
function newKeys(names: readonly string[], { heading, symbols }: SectionText): string[] {
  if (names.length === 0) return [];
  const known = new Set([
    ...headingKeys(heading),
    ...symbols.flatMap((symbol) => endingsOf(symbolName(symbol)).map(headingKey)),
  ]);
  const keys = names.map((name) => [headingKey(name), headingKey(name.replace(REMARK, ''))]);
  return [...new Set(keys.flatMap(([key = '', bare = '']) => (known.has(key) || known.has(bare) ? [] : key)))].filter(
    (key) => key !== '',
  );
}

export interface TermsOptions {
  /** Default: true. */
  operators?: boolean;
  /** Where the words of the text are collected. */
  pageWords?: PageWords | undefined;
}

/** Words and parts of a text in its order, then its names, all separated by single blanks. */
export function termsOf(text: string, lang: string, options: TermsOptions = {}): string {
  const words: string[] = [];
  const names: string[] = [];
  const { operators = true, pageWords } = options;
  forEachChunk(text, { lang }, (chunk) => {
    pageWords?.add(chunk);
    const { terms } = chunk;
    if (terms.words !== '') words.push(terms.words);
    if (terms.names !== '' && (operators || terms.words !== '')) names.push(terms.names);
  });
  return join(words.join(' '), names.join(' '));
}

/** Exact terms of a symbol: the full name, and every ending of it that people type (`gather`, `ElementTree.parse`). */
export function symbolTerms(symbol: string): string[] {
  const name = symbolName(symbol);
  if (name === '') return [];
  return [...endingsOf(name).map(exactTerm), headingKey(name)].filter((term) => term.length > EXACT.length);
}

/** Keys of what is defined on a page that is called by one name: `lists:map` and `lists map` for `map` on the page `lists`. */
export function memberKeys(symbol: string, title: string): string[] {
  const owner = withoutSubtitle(title).replace(CHAPTER, '');
  const name = symbolName(symbol);
  const isMember =
    /^\S+$/.test(owner) && endingsOf(name).length === 1 && !['', headingKey(owner)].includes(headingKey(name));
  return isMember ? endingsOf(owner).map((ending) => headingKey(`${ending} ${name}`)) : [];
}

/** A name with its bracket at once behind it, and nothing behind what the bracket holds but what ends a statement. */
const CALL = /^([^\s([<]+?)!?(?:\((?!e?s\))(?:[^)]*|.*\))|\[.+\]|<.+>);?$/s;

/** What is typed or pasted as a call or a type is looked for by its name: `open()`, `isinstance(x, str)`, `vec![1, 2]`, `Map<K, V>`; not `file(s)`. */
export function calledName(text: string): string {
  return (closesEarly(text) ? undefined : CALL.exec(text)?.[1]) ?? text;
}

/** Does more follow what the first bracket holds? `int(x) or float(x)`, `connection().close()`. */
function closesEarly(text: string): boolean {
  const last = text.lastIndexOf(')');
  let depth = 0;
  for (const { 0: sign, index } of text.matchAll(/[()]/g)) {
    depth += sign === '(' ? 1 : -1;
    if (depth === 0 && index < last) return true;
  }
  return false;
}

/** A symbol without arguments or an empty pair of brackets. */
export function symbolName(symbol: string): string {
  return symbol.trim().replace(/\s*\(.*\)?$/s, '') || symbol.trim();
}

/** `a.b.c`, `b.c`, `c`. */
export function endingsOf(name: string): string[] {
  const starts = [0, ...Array.from(name.matchAll(SEPARATOR), (separator) => separator.index + separator[0].length)];
  const isChain = starts.length === name.split(SEPARATOR).filter((part) => part !== '').length;
  return isChain ? starts.map((start) => name.slice(start)) : [name];
}

/** `argparse` of `argparse — Parser for options`; all of a heading that has no such sign. */
export function withoutSubtitle(heading: string): string {
  return heading.split(SUBTITLE)[0] ?? '';
}

/** A heading without the number before it. */
export function withoutNumbering(heading: string): string {
  return heading.replace(NUMBERING, '');
}

/** One term for a heading as a whole, and one for what stands before its subtitle; both without their article, too. */
export function headingKeys(heading: string): string[] {
  const bare = withoutNumbering(heading).replace(ARTICLE, '');
  const short = withoutSubtitle(bare);
  const keys = [heading, withoutSubtitle(heading), bare, short, short.replace(CHAPTER, '')].map(headingKey);
  return [...new Set(keys)].filter((key) => key !== '');
}

/**
 * One term for a whole heading or query, its words unstemmed: who types a heading finds it with one look-up, stop words included.
 * '' when the text has no word.
 */
export function headingKey(text: string): string {
  const words =
    withoutNumbering(text)
      .replace(WITHIN_WORDS, '')
      .match(/[\p{L}\p{N}\p{M}_+#]+/gu) ?? [];
  const folded = words.map((word) => stripMarks(foldWord(word))).filter((word) => word !== '');
  return folded.length === 0 ? '' : `${EXACT}${EXACT}${folded.join('_')}`.slice(0, MAX_KEY_CHARS).toWellFormed();
}

/** Do two headings have the same words? One may have a number before it. */
export function isSameHeading(one: string, other: string): boolean {
  if (one === other) return true;
  const key = headingKey(one);
  return key !== '' && key === headingKey(other);
}

function join(a: string, b: string): string {
  return a === '' || b === '' ? a + b : `${a} ${b}`;
}
