import { EXACT } from './chunk.ts';
import { APOSTROPHES, foldWord, stripMarks } from './fold.ts';

/** Longest term there is: both engines and the port promise 128 characters. */
const MAX_KEY_CHARS = 120;
/** The ways to number a heading. A number alone is none of them: `2to3 fixers`, `3 ways to sort`. */
const NUMBERS = [
  String.raw`\p{Lu}\p{L}+\s+(?:\d+|[A-Z]|[IVXLC]+)\.`, // Chapter 8.  Appendix F.  Part II.
  String.raw`(?:\d+|[A-Z])(?:\.\d+)+(?:-\d+)?\.?`, // 4.2  4.2.  B.1  21.4-2
  String.raw`\d+\.`, // 4.
  String.raw`[IVXLC]+\.`, // IV.
];
const NUMBERING = new RegExp(String.raw`^\s*(?:§\s*)?(?:${NUMBERS.join('|')})\s+(?=\S)`, 'u');
/** `The with statement` is looked for without it. */
const ARTICLE = /^(?:the|an?)\s+(?=\S)/i;
/** `argparse — Parser for options`: what stands before the sign is a title of its own. */
const SUBTITLE = /\s+[—–|:-]\s+|:\s+/;
/** `tar(1)`: the chapter that a manual page is in is no part of its name. */
const CHAPTER = /(?<=\S)\s?\([1-9][a-z]{0,4}\)$/i;
/** Apostrophes between Cyrillic letters, and signs that are not seen: they part no word. */
const WITHIN_WORDS = new RegExp(
  String.raw`(?<=\p{Script=Cyrillic})${APOSTROPHES}(?=\p{Script=Cyrillic})|[\u00ad\u200b-\u200d\u2060]`,
  'gu',
);
const WORDS = /[\p{L}\p{N}\p{M}_+#]+/gu;
/** `C#` and `#include` are one word, `Shelf#put` is two. */
const MEMBER_SIGN = /(?<=[\p{L}\p{N}_])#(?=[\p{L}_])/gu;

/** A heading without the number before it. */
export function withoutNumbering(heading: string): string {
  return heading.replace(NUMBERING, '');
}

/** `argparse` of `argparse — Parser for options`; all of a heading that has no such sign. */
export function withoutSubtitle(heading: string): string {
  return heading.split(SUBTITLE)[0] ?? '';
}

/** `tar` of `tar(1)`. */
export function withoutChapter(title: string): string {
  return title.replace(CHAPTER, '');
}

/**
 * One term for a whole heading or query, its words unstemmed: who types a heading finds it with one look-up, stop words included.
 * `==the_for_statement` for `4.2. The for Statement`. '' when the text has no word.
 */
export function headingKey(text: string): string {
  const words = withoutNumbering(text).replace(WITHIN_WORDS, '').replace(MEMBER_SIGN, ' ').match(WORDS) ?? [];
  const folded = words.map((word) => stripMarks(foldWord(word))).filter((word) => word !== '');
  return folded.length === 0 ? '' : `${EXACT}${EXACT}${folded.join('_')}`.slice(0, MAX_KEY_CHARS).toWellFormed();
}

/** The key of a whole heading, and that of what stands before its subtitle; both without their article, too. */
export function headingKeys(heading: string): string[] {
  const bare = withoutNumbering(heading).replace(ARTICLE, '');
  const short = withoutSubtitle(bare);
  const keys = [heading, withoutSubtitle(heading), bare, short, withoutChapter(short)].map(headingKey);
  return [...new Set(keys)].filter((key) => key !== '');
}

/** Do two headings have the same words? One may have a number before it. */
export function isSameHeading(one: string, other: string): boolean {
  if (one === other) return true;
  const key = headingKey(one);
  return key !== '' && key === headingKey(other);
}
