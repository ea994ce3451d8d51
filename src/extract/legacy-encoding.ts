import { mostStopwords } from '../text/language.ts';

/** Bytes that are looked at: some thousand words, markup aside. */
const SAMPLE_BYTES = 65_536;
/** In Latin letters, as every byte is one. Second bytes of a character are never signs of markup in these encodings. */
const MARKUP = /<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1\s*>|<[^>]*>|&#?\w+;/gi;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences switch the character set
const ISO_2022_JP = /\x1b\$[@B]/;

/** Encodings of the web's past whose characters take one byte, and languages that were written in each. Of equals the first. */
const SINGLE_BYTE: readonly [encoding: string, langs: readonly string[]][] = [
  ['windows-1252', ['de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'nb', 'fi', 'ca', 'en', 'id']],
  ['windows-1251', ['ru', 'uk', 'bg']],
  ['koi8-u', ['ru', 'uk']],
  ['iso-8859-5', ['ru', 'uk', 'bg']],
  ['ibm866', ['ru', 'uk']],
  ['windows-1250', ['pl', 'cs', 'sk', 'hu', 'hr', 'ro']],
  ['iso-8859-2', ['pl', 'cs', 'sk', 'hu', 'hr', 'ro']],
  ['windows-1253', ['el']],
  ['windows-1254', ['tr']],
  ['windows-1255', ['he']],
  ['windows-1256', ['ar', 'fa']],
  ['iso-8859-6', ['ar']],
];
/** Encodings whose characters take two bytes (Thai: one), what a text in them is full of, and the least share of it among all that is not ASCII. */
const BY_CHARACTERS: readonly [encoding: string, usual: RegExp, minShare: number][] = [
  ['euc-jp', /[\u3041-\u30ff]/gu, 0.3],
  ['shift_jis', /[\u3041-\u30ff]/gu, 0.3],
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
/** A short text in Cyrillic letters has no other ones in its words, and at least half of them are these (of Russian texts two thirds). */
const CYRILLIC = ['windows-1251', 'koi8-u', 'iso-8859-5', 'ibm866'];
const CYRILLIC_WORD = /(?<!\p{L})\p{Script=Cyrillic}{4,}(?!\p{L})/gu;
const USUAL_CYRILLIC = /[оеаинтсрвлі]/giu;
const IN_ONE_CASE = /^\p{L}\p{Ll}+$|^\p{Lu}+$/u;
const MIN_CYRILLIC_WORDS = 2;
const MIN_CYRILLIC_SHARE = 0.5;

const MIN_USUAL = 3;
const MAX_BROKEN_SHARE = 0.05;

/**
 * The encoding of a body that declares none and is no UTF-8, told by its words: that in which it says most stop words, or consists of the usual characters or
 * letters.
 * Browsers guess as well. `undefined` when the text does not tell.
 */
export function guessLegacyEncoding(body: Uint8Array): string | undefined {
  const raw = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, SAMPLE_BYTES)).toString('latin1');
  if (ISO_2022_JP.test(raw)) return 'iso-2022-jp';
  const text = raw.replace(MARKUP, ' ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes
  if (!/[^\x00-\x7f]/.test(text)) return undefined;
  const sample = Buffer.from(text, 'latin1');
  if (isNearlyUtf8(sample)) return 'utf-8';
  return byCharacters(sample) ?? byStopwords(sample) ?? byCyrillicLetters(sample);
}

/** Excerpts are cut within characters. */
function isNearlyUtf8(sample: Uint8Array): boolean {
  const text = new TextDecoder().decode(sample);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
  const strange = text.match(/[^\x00-\x7f]/gu)?.length ?? 0;
  return (text.match(/\ufffd/g)?.length ?? 0) < strange * MAX_BROKEN_SHARE;
}

function byCharacters(sample: Uint8Array): string | undefined {
  const fits = BY_CHARACTERS.map(([encoding, usual, minShare]) => ({
    encoding,
    fit: usualShare(sample, { encoding, usual }) / minShare,
  }));
  const best = fits.reduce((a, b) => (b.fit > a.fit ? b : a));
  return best.fit >= 1 ? best.encoding : undefined;
}

/** The share of the usual characters among all that are not ASCII; 0 for bytes that are not in this encoding. */
function usualShare(sample: Uint8Array, { encoding, usual }: { encoding: string; usual: RegExp }): number {
  try {
    // The sample may end within a character.
    const text = new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true });
    const count = text.match(usual)?.length ?? 0;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
    return count < MIN_USUAL ? 0 : count / (text.match(/[^\x00-\x7f]/gu)?.length ?? 1);
  } catch {
    return 0;
  }
}

function byStopwords(sample: Uint8Array): string | undefined {
  let best: { encoding: string; count: number } | undefined;
  for (const [encoding, langs] of SINGLE_BYTE) {
    const count = mostStopwords(new TextDecoder(encoding).decode(sample), langs)?.count ?? 0;
    if (count > (best?.count ?? 0)) best = { encoding, count };
  }
  return best?.encoding;
}

function byCyrillicLetters(sample: Uint8Array): string | undefined {
  let best: { encoding: string; usual: number; share: number } | undefined;
  for (const encoding of CYRILLIC) {
    const found = new TextDecoder(encoding).decode(sample).match(CYRILLIC_WORD) ?? [];
    const words = found.filter((word) => IN_ONE_CASE.test(word));
    if (words.length < Math.max(MIN_CYRILLIC_WORDS, found.length / 2)) continue;
    const letters = words.join('');
    const usual = letters.match(USUAL_CYRILLIC)?.length ?? 0;
    if (usual > (best?.usual ?? 0)) best = { encoding, usual, share: usual / letters.length };
  }
  return best !== undefined && best.share >= MIN_CYRILLIC_SHARE ? best.encoding : undefined;
}
