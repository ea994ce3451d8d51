import zlib from 'node:zlib';
import { FetchFault } from './fetch-fault.ts';

/** What is asked for with Accept-Encoding. */
export const ACCEPTED_CODINGS = 'gzip, deflate, br, zstd';

/** More codings on top of each other than this are an attack on the reader, not a format. */
const MOST_CODINGS = 4;
const CHUNK_BYTES = 64 * 1024;
/** Codings that change nothing; the last three are none, but are sent by servers that mean no coding. */
const PLAIN = new Set(['', 'identity', 'none', 'utf-8', 'binary']);

type Decoder = zlib.Gunzip | zlib.Inflate | zlib.InflateRaw | zlib.BrotliDecompress | zlib.ZstdDecompress;

export interface DecodeOptions {
  /** Bound of the decoded bytes, for each coding of a stack. */
  maxBytes: number;
  /** Keep what fits instead of failing, and take a body that was cut off. */
  truncate: boolean;
}

/**
 * Removes the content codings (RFC 9110, section 8.4) in the reverse order of their application, off the event loop.
 * @throws FetchFault `decode` when the body is not what the header says, `too-large` beyond `maxBytes`
 */
export async function decodeContent(
  encoded: Uint8Array,
  { contentEncoding, maxBytes, truncate }: DecodeOptions & { contentEncoding: string },
): Promise<{ body: Uint8Array; truncated: boolean }> {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => !PLAIN.has(coding));
  if (codings.length > MOST_CODINGS) throw new FetchFault('decode', `The body has ${codings.length} content codings.`);
  let body = encoded;
  let truncated = false;
  for (const coding of codings.reverse()) {
    if (body.length === 0) break;
    const decoded = await run(createDecoder(coding, { body, truncate }), { coding, body, maxBytes });
    if (decoded.overflows && !truncate) {
      throw new FetchFault('too-large', `The body is larger than ${maxBytes} bytes when unpacked (${coding}).`);
    }
    body = decoded.bytes;
    truncated ||= decoded.overflows;
  }
  return { body, truncated };
}

function createDecoder(coding: string, { body, truncate }: { body: Uint8Array; truncate: boolean }): Decoder {
  const { Z_SYNC_FLUSH, Z_FINISH, BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_FINISH, ZSTD_e_flush, ZSTD_e_end } =
    zlib.constants;
  // Finishing makes a body that ends early an error; flushing gives what there is of one that we cut off ourselves.
  const options = { chunkSize: CHUNK_BYTES, finishFlush: truncate ? Z_SYNC_FLUSH : Z_FINISH };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip(options);
    case 'deflate':
      return startsLikeZlib(body) ? zlib.createInflate(options) : zlib.createInflateRaw(options);
    case 'br':
      return zlib.createBrotliDecompress({
        chunkSize: CHUNK_BYTES,
        finishFlush: truncate ? BROTLI_OPERATION_FLUSH : BROTLI_OPERATION_FINISH,
      });
    case 'zstd':
      return zlib.createZstdDecompress({ chunkSize: CHUNK_BYTES, finishFlush: truncate ? ZSTD_e_flush : ZSTD_e_end });
    default:
      throw new FetchFault('decode', `The content coding "${coding}" is not known.`);
  }
}

/** RFC 1950, section 2.2: method 8, and the first two bytes a multiple of 31. Many servers send raw deflate (RFC 1951) instead. */
function startsLikeZlib(body: Uint8Array): boolean {
  const [cmf = 0, flg = 0] = body;
  return (cmf & 0x0f) === 8 && (cmf * 256 + flg) % 31 === 0;
}

async function run(
  decoder: Decoder,
  { coding, body, maxBytes }: { coding: string; body: Uint8Array; maxBytes: number },
): Promise<{ bytes: Uint8Array; overflows: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  decoder.end(body);
  try {
    for await (const chunk of decoder) {
      if (!(chunk instanceof Uint8Array)) break;
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) break;
    }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new FetchFault('decode', `The body is not valid ${coding} (${message}).`);
  }
  const bytes = Buffer.concat(chunks);
  return { bytes: bytes.subarray(0, maxBytes), overflows: size > maxBytes };
}
