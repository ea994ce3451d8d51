import { mostStopwords } from '../text/language.ts';

/** Bytes that are looked at: some thousand words, markup aside. */
const SAMPLE_BYTES = 65_536;
/**
 * In Latin letters, as every byte is one. Second bytes of a character are never signs of markup in these encodings. No end is looked for twice
 * through all of the sample: comments and scripts without one go on to its end, tags up to the next one.
 */
const MARKUP = /<!--[\s\S]*?(?:-->|$)|<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)|<[^<>]*>|&#?\w+;/gi;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences switch the character set
const ISO_2022_JP = /\x1b\$[@B]/;

/** Encodings of Latin letters, and languages that were written in each. Of equals the first. */
const LATIN: readonly [encoding: string, langs: readonly string[]][] = [
  ['windows-1252', ['de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'nb', 'fi', 'ca', 'en', 'id']],
  ['windows-1250', ['pl', 'cs', 'sk', 'hu', 'hr', 'ro']],
  ['iso-8859-2', ['pl', 'cs', 'sk', 'hu', 'hr', 'ro']],
  ['windows-1254', ['tr']],
];
/** Controls, and signs within words: where these stand, other encodings have letters. */
const NO_LETTERS = /[\x80-\x9f]|\p{L}\p{S}\p{L}/gu;
/** Encodings whose characters take two bytes (Thai: one), what a text in them is full of, and the least share of it among all that is not ASCII. */
const BY_CHARACTERS: readonly [encoding: string, usual: RegExp, minShare: number][] = [
  ['euc-jp', /[\u3041-\u30ff]/gu, 0.2],
  ['shift_jis', /[\u3041-\u30ff]/gu, 0.2],
  // Chinese, read as Korean, is half Hangul.
  ['euc-kr', /\p{Script=Hangul}/gu, 0.85],
  [
    'gb18030',
    /[的一是不了在有人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过说产种面而方后多定行法所民得经]/gu,
    0.1,
  ],
  [
    'big5',
    /[的一是不了在有人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過說產種面而方後多定行法所民得經]/gu,
    0.1,
  ],
  ['windows-874', /การ|ที่|และ|ของ|ใน|เป็น|ได้|ไม่|ให้|จะ|มี|นี้/gu, 0.02],
];
/** Encodings with the letters of one script, what its words consist of, and the letters that make up two thirds of a text in it. */
const BY_LETTERS: readonly { encodings: readonly string[]; word: RegExp; usual: RegExp }[] = [
  {
    encodings: ['windows-1251', 'koi8-u', 'iso-8859-5', 'ibm866'],
    word: wordsIn('Cyrillic'),
    usual: /[оеаинтсрвлі]/giu,
  },
  { encodings: ['windows-1253'], word: wordsIn('Greek'), usual: /[αάοόιίεέτσςνηήυύ]/giu },
  { encodings: ['windows-1255'], word: wordsIn('Hebrew'), usual: /[יוהלארתבמש]/gu },
  { encodings: ['windows-1256', 'iso-8859-6'], word: wordsIn('Arabic'), usual: /[اليمونرتبه]/gu },
];
/** A word as it is written in its own encoding: its letters of one case but for a capital at its beginning, and none of them three times in a row. */
const IN_ONE_CASE = /^(?!.*(.)\1\1)(?:\p{L}\p{Ll}+|\p{Lu}+|[\p{Lo}\p{M}]+)$/u;
const MIN_WORDS = 2;
const MIN_LETTERS_SHARE = 0.4;

const MIN_USUAL = 3;
const MAX_BROKEN_SHARE = 0.05;

/**
 * The encoding of a body that declares none and is no UTF-8: that in which it consists of words with the usual letters of a script, or of the usual characters,
 * or says most stop words. Browsers guess as well. `undefined` when the text does not tell.
 */
export function guessLegacyEncoding(body: Uint8Array): string | undefined {
  const raw = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, SAMPLE_BYTES)).toString('latin1');
  if (ISO_2022_JP.test(raw)) return 'iso-2022-jp';
  const text = raw.replace(MARKUP, ' ');
  if (countBeyondAscii(text) === 0) return undefined;
  const sample = Buffer.from(text, 'latin1');
  if (isNearlyUtf8(sample)) return 'utf-8';
  return byLetters(sample) ?? byCharacters(sample) ?? byStopwords(sample);
}

function countBeyondAscii(text: string): number {
  return text.match(/\P{ASCII}/gu)?.length ?? 0;
}

/** Excerpts are cut within characters. */
function isNearlyUtf8(sample: Uint8Array): boolean {
  const text = new TextDecoder().decode(sample);
  return (text.match(/\ufffd/g)?.length ?? 0) < countBeyondAscii(text) * MAX_BROKEN_SHARE;
}

function byCharacters(sample: Uint8Array): string | undefined {
  const fits = BY_CHARACTERS.map(([encoding, usual, minShare]) => ({
    encoding,
    fit: usualShare(sample, { encoding, usual }) / minShare,
  }));
  const best = fits.reduce((a, b) => (b.fit > a.fit ? b : a));
  return best.fit >= 1 ? best.encoding : undefined;
}

/** The share of the usual characters among all that are not ASCII; 0 for bytes that are hardly in this encoding. */
function usualShare(sample: Uint8Array, { encoding, usual }: { encoding: string; usual: RegExp }): number {
  const text = new TextDecoder(encoding).decode(sample);
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const count = text.match(usual)?.length ?? 0;
  const strange = countBeyondAscii(text);
  return count < MIN_USUAL || broken > strange * MAX_BROKEN_SHARE ? 0 : count / strange;
}

function byStopwords(sample: Uint8Array): string | undefined {
  let best: { encoding: string; score: number } | undefined;
  for (const [encoding, langs] of LATIN) {
    const text = new TextDecoder(encoding).decode(sample);
    const score = (mostStopwords(text, langs)?.count ?? 0) - (text.match(NO_LETTERS)?.length ?? 0);
    if (score > (best?.score ?? 0)) best = { encoding, score };
  }
  return best?.encoding;
}

/** The encoding in whose words the usual letters are most of all that is not ASCII. */
function byLetters(sample: Uint8Array): string | undefined {
  let best: { encoding: string; share: number } | undefined;
  for (const { encodings, word, usual } of BY_LETTERS)
    for (const encoding of encodings) {
      const text = new TextDecoder(encoding).decode(sample);
      const words = (text.match(word) ?? []).filter((found) => IN_ONE_CASE.test(found));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
      const strange = text.match(/[^\x00-\x7f\p{P}\p{Z}]/gu)?.length ?? 0;
      const share = (words.join('').match(usual)?.length ?? 0) / strange;
      if (words.length >= MIN_WORDS && share > (best?.share ?? MIN_LETTERS_SHARE)) best = { encoding, share };
    }
  return best?.encoding;
}

/** Words of one script, of three letters at least: shorter ones come about by chance when bytes are read in a wrong encoding. */
function wordsIn(script: string): RegExp {
  return new RegExp(`(?<!\\p{L})[\\p{Script=${script}}\\p{M}]{3,}(?!\\p{L})`, 'gu');
}
