import { isAscii, isUtf8 } from 'node:buffer';
import { checkBytes } from '../model/misuse.ts';
import { decodeKorean } from './korean-encoding.ts';
import { guessLegacyEncoding } from './legacy-encoding.ts';
import { prescanEncoding } from './prescan.ts';

/** Bytes the HTML standard looks at for a declaration inside the document. */
const PRESCAN_BYTES = 1024;
/** A parser that meets a declaration later than that starts again with it; so do we, as far as this. */
const LATE_BYTES = 16_384;
/** What can hold text that looks like a declaration and is none. */
const NOT_MARKUP = /<!--[\s\S]*?-->|<(script|style|title|textarea)\b[\s\S]*?<\/\1/gi;
const CHARSET_PARAMETER = /[;,\s]charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))/i;
/** Labels of the encoding that the standard calls `replacement`: unsafe ones, decoded to one U+FFFD. */
const REPLACEMENT_LABELS = /^(?:replacement|csiso2022kr|hz-gb-2312|iso-2022-(?:cn|cn-ext|kr))$/i;
const UTF8_MAX_TAIL_BYTES = 3;

/**
 * Decodes an HTML body: byte order mark, then the charset of `contentType` (a Content-Type header), then a declaration
 * in the first 1,024 bytes, then UTF-8 if all bytes are valid and not all ASCII, then the encoding in which the bytes are
 * words of a language, then windows-1252.
 * Returns the text and the WHATWG name of the encoding in lower case. Never throws: bytes that
 * mean nothing become U+FFFD. (HTML standard, "encoding sniffing algorithm"; detection is the step it leaves to us.)
 */
export function decodeHtml(body: Uint8Array, contentType?: string): { text: string; encoding: string } {
  checkBytes('body', body);
  const { encoding } = detectEncoding(body, contentType);
  if (encoding === 'replacement') return { text: body.length > 0 ? '\ufffd' : '', encoding };
  if (encoding === 'x-user-defined') return { text: decodeUserDefined(body), encoding };
  if (encoding === 'euc-kr') return { text: decodeKorean(body), encoding };
  return { text: new TextDecoder(encoding).decode(body), encoding };
}

/** Which of the ways to tell an encoding has told it. */
export type EncodingSource = 'byte-order-mark' | 'content-type' | 'declaration' | 'utf-8-bytes' | 'text' | 'default';

/** The encoding that `decodeHtml` takes, and how it was found. Never throws. */
export function detectEncoding(
  body: Uint8Array,
  contentType?: string,
): { encoding: string; encodingFrom: EncodingSource } {
  const mark = byteOrderMark(body);
  if (mark !== undefined) return { encoding: mark, encodingFrom: 'byte-order-mark' };
  const named = encodingName(charsetParameter(contentType));
  if (named !== undefined) return { encoding: named, encodingFrom: 'content-type' };
  const declared = declaredEncoding(body);
  if (declared !== undefined) return { encoding: declared, encodingFrom: 'declaration' };
  if (looksLikeUtf8(body)) return { encoding: 'utf-8', encodingFrom: 'utf-8-bytes' };
  const guessed = guessLegacyEncoding(body);
  if (guessed !== undefined) return { encoding: guessed, encodingFrom: 'text' };
  return { encoding: 'windows-1252', encodingFrom: 'default' };
}

function byteOrderMark(body: Uint8Array): string | undefined {
  const [first, second, third] = body;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return undefined;
}

function charsetParameter(contentType: string | undefined): string | undefined {
  const match = contentType === undefined ? null : CHARSET_PARAMETER.exec(contentType);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** The WHATWG name behind a label, undefined for an unknown one. */
function encodingName(label: string | undefined): string | undefined {
  const trimmed = label?.trim() ?? '';
  if (trimmed === '') return undefined;
  if (REPLACEMENT_LABELS.test(trimmed)) return 'replacement';
  if (trimmed.toLowerCase() === 'x-user-defined') return 'x-user-defined';
  try {
    return new TextDecoder(trimmed).encoding.toLowerCase();
  } catch {
    return undefined;
  }
}

function declaredEncoding(body: Uint8Array): string | undefined {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, LATE_BYTES)).toString('latin1');
  return (
    prescanEncoding(head.slice(0, PRESCAN_BYTES), encodingName) ??
    (head.length > PRESCAN_BYTES ? prescanEncoding(head.replace(NOT_MARKUP, ''), encodingName) : undefined)
  );
}

/** A body cut in the middle of a character still counts. */
function looksLikeUtf8(body: Uint8Array): boolean {
  if (isAscii(body)) return false;
  for (let cut = 0; cut <= Math.min(UTF8_MAX_TAIL_BYTES, body.length); cut++) {
    if (isUtf8(body.subarray(0, body.length - cut))) return !isAscii(body.subarray(0, body.length - cut));
  }
  return false;
}

/** Encoding standard, x-user-defined: the upper half goes to U+F780..U+F7FF. */
function decodeUserDefined(body: Uint8Array): string {
  return Buffer.from(body)
    .toString('latin1')
    .replace(/[\x80-\xff]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xf700));
}
