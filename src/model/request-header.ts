/** A field name is a token (RFC 9110, section 5.6.2). */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible ASCII, with blanks and tabs within (RFC 9110, section 5.5, without its obsolete part). */
const VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

/** What the fetcher itself says: of the connection, of how the answer is read, of who asks, and of what is known already. */
const OWN_NAMES = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'if-modified-since',
  'if-none-match',
  'keep-alive',
  'proxy-connection',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);

export interface RequestHeader {
  /** Lower case. */
  name: string;
  value: string;
}

/** Reads `Name: value`; undefined when it is not a header, or one that the fetcher sets itself. */
export function parseRequestHeader(text: string): RequestHeader | undefined {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(0, colon)).toLowerCase();
  const value = text.slice(colon + 1).trim();
  return NAME.test(name) && VALUE.test(value) && !OWN_NAMES.has(name) ? { name, value } : undefined;
}
