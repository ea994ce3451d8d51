import type { Attributes } from './attributes.ts';
import { remembered } from './remembered.ts';

/** Encodings of one byte a character have 128 beyond ASCII. */
const HIGH_BYTES = Array.from({ length: 0x80 }, (_, at) => 0x80 + at);
/**
 * First bytes of the encodings of several bytes a character; of characters that an encoding has twice the standard writes those.
 * Characters of more than two bytes are rare, and written as those are that an encoding lacks.
 */
const LEADS: Readonly<Record<string, (byte: number) => boolean>> = {
  big5: (byte) => byte >= 0xa1 && byte <= 0xfe,
  'euc-jp': (byte) => byte >= 0x8e && byte <= 0xfe && byte !== 0x8f,
  'euc-kr': (byte) => byte >= 0x81 && byte <= 0xfe,
  gb18030: (byte) => byte >= 0x81 && byte <= 0xfe,
  gbk: (byte) => byte >= 0x81 && byte <= 0xfe,
  shift_jis: (byte) => byte >= 0x81 && byte <= 0xfc && byte !== 0xed && byte !== 0xee,
};
const TRAILS = Array.from({ length: 0xff - 0x40 }, (_, at) => 0x40 + at);
/** Takes a link as written, and gives it with its query in the encoding of the page. */
export type QueryEncoder = (href: string) => string;

/**
 * How browsers write the query of a link in a document that is not in Unicode: in its encoding, so that `?q=мова` of a page in
 * windows-1251 is `?q=%EC%EE%E2%E0` (URL standard, "percent-encode after encoding"; HTML standard, "encoding-parse a URL").
 *
 * @param encoding WHATWG name in lower case
 * @returns undefined when UTF-8 is what browsers take
 */
export function queryEncoder(encoding: string): QueryEncoder | undefined {
  if (/^(?:utf-|replacement$|x-user-defined$|iso-2022-jp$)/.test(encoding)) return undefined;
  return (href) => {
    const start = href.indexOf('?');
    const hash = href.indexOf('#');
    if (start < 0 || (hash >= 0 && hash < start)) return href;
    const end = hash < 0 ? href.length : hash;
    const query = href.slice(start, end).replace(/\P{ASCII}/gu, (char) => escapesOf(encoding).get(char) ?? named(char));
    return href.slice(0, start) + query + href.slice(end);
  };
}

/** The attributes of an element with their queries so. */
export function withQueries(attributes: Attributes, encodeQuery: QueryEncoder): Attributes {
  const { href, src } = attributes;
  if (!href?.includes('?') && !src?.includes('?')) return attributes;
  return { ...attributes, href: href && encodeQuery(href), src: src && encodeQuery(src) };
}

/** A character that the encoding lacks: `&#1110;`. */
function named(char: string): string {
  return `%26%23${char.codePointAt(0)}%3B`;
}

/** What each character beyond ASCII is in a query. */
const escapesOf = remembered((encoding): ReadonlyMap<string, string> => {
  const table = new Map<string, string>();
  const decoder = new TextDecoder(encoding);
  const add = (...bytes: number[]) => {
    const char = decoder.decode(Uint8Array.from(bytes));
    if ([...char].length === 1 && char !== '\ufffd' && !table.has(char)) table.set(char, bytes.map(escaped).join(''));
  };
  for (const byte of HIGH_BYTES) add(byte);
  for (const lead of HIGH_BYTES.filter((byte) => LEADS[encoding]?.(byte))) for (const trail of TRAILS) add(lead, trail);
  return table;
});

/** Of second bytes only the lower half of ASCII would need an escape, and they do not begin before 0x40. */
function escaped(byte: number): string {
  return byte > 0x7e ? `%${byte.toString(16).toUpperCase()}` : String.fromCharCode(byte);
}
