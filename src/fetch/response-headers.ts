import type { IncomingHttpHeaders } from 'node:http';
import { escapeOctet } from '../model/url-escapes.ts';

/** Each of these fields speaks for itself: what one says to another crawler does not reach into the next. They become lines. */
const OF_SEPARATE_FIELDS: ReadonlySet<string> = new Set(['x-robots-tag']);

/** What a later request sends back, byte for byte (RFC 9110, section 13.1): nothing is read into these. */
const VALIDATORS: ReadonlySet<string> = new Set(['etag', 'last-modified']);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The fields of an answer, each as one text. What a server or a proxy before it has sent twice counts once; different values of a field are a
 * list (RFC 9110, section 5.3). Values are read as UTF-8 where they are that, as browsers read a Location, and else as Latin-1, but the bytes
 * of a Location are escaped then, as they are those of the address in the encoding of its server; those of validators are a character a byte.
 */
export function responseHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const flat = Object.entries(headers).map(([name, value = '']) => {
    const sent = [value].flat();
    const values = [...new Set(VALIDATORS.has(name) ? sent : sent.map((one) => decoded(name, one)))];
    return [name, values.join(OF_SEPARATE_FIELDS.has(name) ? '\n' : ', ')];
  });
  return Object.fromEntries(flat);
}

/** @param value a character a byte, as HTTP parsers give it */
function decoded(name: string, value: string): string {
  if (!/[\x80-\xff]/.test(value)) return value;
  try {
    return utf8.decode(Buffer.from(value, 'latin1'));
  } catch {
    return name === 'location' ? value.replace(/[\x80-\xff]/g, escapeOctet) : value;
  }
}
