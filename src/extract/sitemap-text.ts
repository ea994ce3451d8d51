import { TextDecoder } from 'node:util';
import { gunzipSync, constants as zlib } from 'node:zlib';

/** Size of a sitemap, inflated, by the sitemap protocol. */
export const MAX_SITEMAP_BYTES = 50 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

/** The file without gzip, which is told by its magic number; undefined when that is broken or inflates beyond the limit. */
export function sitemapBytes(body: Uint8Array): Uint8Array | undefined {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body.subarray(0, MAX_SITEMAP_BYTES);
  try {
    // SYNC_FLUSH: a file that breaks off yields what came.
    return gunzipSync(body, { maxOutputLength: MAX_SITEMAP_BYTES, finishFlush: zlib.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

/** The text of a sitemap, piece by piece, so that a reader can stop early. Octets that are no characters become U+FFFD. */
export function* sitemapChunks(bytes: Uint8Array): Generator<string, undefined> {
  const decoder = decoderFor(bytes);
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    yield decoder.decode(bytes.subarray(at, at + CHUNK_BYTES), { stream: true });
  }
}

/** By byte order mark or zero octets (XML 1.0 appendix F), else by the XML declaration, else UTF-8. */
function decoderFor(bytes: Uint8Array): TextDecoder {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return new TextDecoder('utf-16le');
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return new TextDecoder('utf-16be');
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  const declared = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\sencoding=["']([\w.:-]+)["']/i.exec(head)?.[1] ?? 'utf-8';
  try {
    // A declaration that could be read in single octets is not UTF-16.
    return new TextDecoder(/^utf-?16/i.test(declared) ? 'utf-8' : declared);
  } catch {
    return new TextDecoder();
  }
}
