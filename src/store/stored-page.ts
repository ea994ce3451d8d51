import { zstdDecompressSync } from 'node:zlib';
import type { StoredPage } from '../model/page.ts';

/** The page that a `PageRecord` holds. Throws when it cannot be read back. */
export function unpackPage(extracted: Uint8Array): StoredPage {
  return JSON.parse(zstdDecompressSync(extracted).toString());
}
