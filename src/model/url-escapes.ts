/**
 * Anything that is not yet in normal form: an escape in lower case or of an unreserved character, a stray percent sign, or
 * a character that RFC 3986 does not allow in a path or query.
 */
const ODD = /%(?![0-9A-F]{2})|%(?:2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])|[^!#-;=?-Z_a-z~]/;
const ESCAPE_OR_ODD = /%[0-9A-Fa-f]{2}|%|[^!#-;=?-Z_a-z~]/gu;
const UNRESERVED = /[A-Za-z0-9\-._~]/;

/**
 * Brings the percent-escapes of a path or query into normal form, so that two spellings of one octet sequence are equal
 * strings (RFC 3986 section 6.2.2): escaped unreserved characters are decoded, hexadecimal digits are upper case, and
 * what has no legal raw form (blanks, controls, non-ASCII as UTF-8, `"<>[\]^{|}` and the backquote, a percent sign that
 * begins no escape) is escaped. Reserved characters and their escapes stay apart. Never throws; applying it twice
 * changes nothing, which is why the stray percent sign cannot be left alone: `%%36%31` would become `%61`.
 */
export function normalizeEscapes(text: string): string {
  return ODD.test(text) ? text.toWellFormed().replace(ESCAPE_OR_ODD, normalizeOne) : text;
}

function normalizeOne(match: string): string {
  if (match[0] !== '%' || match.length === 1) return encodeURIComponent(match);
  const character = String.fromCharCode(Number.parseInt(match.slice(1), 16));
  return UNRESERVED.test(character) ? character : match.toUpperCase();
}

/** @param character of one octet */
export function escapeOctet(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Text with its percent-escapes read; as it is where they are no UTF-8. */
export function readEscapes(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
