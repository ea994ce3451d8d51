/** Bytes that are looked at, as many as browsers look at (MIME Sniffing standard, "resource header"). */
const HEADER_BYTES = 1445;
/** Compressed data has one in ten; a text that a stray control character has got into has hardly any. */
const LEAST_SHARE = 0.01;
const PDF = Buffer.from('%PDF-');

/**
 * Is this no text, whatever its headers say? Told by its binary data bytes (MIME Sniffing standard): control characters that no text has.
 * Backspace is not taken for one: formatted manual pages are bold by it. Not for UTF-16, which is full of them.
 */
export function isBinary(body: Uint8Array): boolean {
  const header = body.subarray(0, HEADER_BYTES);
  if (PDF.equals(header.subarray(0, PDF.length))) return true;
  let found = 0;
  for (const byte of header) if (isDataByte(byte)) found += 1;
  return found > header.length * LEAST_SHARE;
}

function isDataByte(byte: number): boolean {
  return byte <= 0x07 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f);
}
