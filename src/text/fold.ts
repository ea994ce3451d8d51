/** Scripts whose combining marks are accents or optional vowel signs: they go. Elsewhere (Devanagari, Thai) marks are letters. */
const MARKS_ARE_ACCENTS =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{N}\p{M}_\P{L}]*$/u;
const CYRILLIC = /\p{Script=Cyrillic}/u;
/** Soft hyphens and zero-width characters that pages put into long names so that they may break, and the blanks some ligatures are made of. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff\s]/gu;
/** Letters that are no letter and mark to Unicode, but are typed without theirs; and those of Arabic that Persian keyboards write in another way. */
const PLAINER_LETTERS: Record<string, string> = {
  ...{ ı: 'i', ł: 'l', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe' },
  ...{ ک: 'ك', ی: 'ي', ى: 'ي', ۀ: 'ه', ہ: 'ه', ة: 'ه' },
};
const PLAINER = new RegExp(`[${Object.keys(PLAINER_LETTERS).join('')}]`, 'g');
/** Digits of Arabic and Persian. */
const EASTERN_DIGIT = /[\u0660-\u0669\u06f0-\u06f9]/gu;
/** Signs that are written for an apostrophe. */
export const APOSTROPHES = String.raw`['’ʼ‘\u0060´]`;
/** Nothing but visible ASCII. */
export const ASCII = /^[\x21-\x7e]*$/;

/**
 * One spelling for all ways to write a word: NFKC, lower case, no invisible characters, ё as е, final sigma as sigma.
 * Marks stay, because stemmers need them; `stripMarks` is the step after stemming.
 */
export function foldWord(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase();
  const folded = word.normalize('NFKC').replace(INVISIBLE, '').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
  const western = folded.replace(EASTERN_DIGIT, (digit) => String(digit.charCodeAt(0) & 15));
  return CYRILLIC.test(western) ? stripMarks(western.replaceAll('ё', 'е')) : western;
}

/** Removes accents: é as e, ł as l, but й and ї stay, for they are letters of their own. */
export function stripMarks(word: string): string {
  if (ASCII.test(word) || !MARKS_ARE_ACCENTS.test(word)) return word;
  if (CYRILLIC.test(word)) return word.normalize('NFC').replace(/\p{M}/gu, '').replaceAll('ґ', 'г');
  const bare = word.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
  return bare.replace(PLAINER, (letter) => PLAINER_LETTERS[letter] ?? letter);
}
