import zlib from 'node:zlib';
import { messageOf } from '../model/errors.ts';
import { FetchFault } from './fetch-fault.ts';

/** What is asked for with Accept-Encoding. */
export const ACCEPTED_CODINGS = 'gzip, deflate, br, zstd';

/** More codings on top of each other than this are an attack on the reader, not a format. */
const MOST_CODINGS = 4;
const CHUNK_BYTES = 64 * 1024;
const GZIP_TRAILER_BYTES = 8;
/** Codings that change nothing; the others are none, but are sent by servers that mean no coding, as are the names of charsets. */
const PLAIN = new Set(['', 'identity', 'none', 'binary', '7bit', '8bit']);
/** A body may be a row of zstd frames (RFC 8878, section 3.1); one of very many is made to keep the reader busy. */
const MOST_FRAMES = 1_000;

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
    .filter((coding) => !PLAIN.has(coding) && !isCharset(coding));
  if (codings.length > MOST_CODINGS) throw new FetchFault('decode', `The body has ${codings.length} content codings.`);
  let body = encoded;
  let truncated = false;
  for (const coding of codings.reverse()) {
    if (body.length === 0) break;
    const decoded = await decode(coding, { body, maxBytes, truncate });
    if (decoded.overflows && !truncate) {
      throw new FetchFault('too-large', `The body is larger than ${maxBytes} bytes when unpacked (${coding}).`);
    }
    body = decoded.bytes;
    truncated ||= decoded.overflows;
  }
  return { body, truncated };
}

function isCharset(coding: string): boolean {
  try {
    return new TextDecoder(coding) !== undefined;
  } catch {
    return false;
  }
}

interface Decoding extends DecodeOptions {
  body: Uint8Array;
}

interface Decoded {
  bytes: Uint8Array;
  overflows: boolean;
  /** Bytes of the body that were used. */
  read: number;
}

async function decode(coding: string, { body, maxBytes, truncate }: Decoding): Promise<Decoded> {
  const run = (part: Uint8Array, left = maxBytes) =>
    runDecoder(createDecoder(coding, { body: part, truncate }), { coding, body: part, maxBytes: left });
  if (coding === 'zstd') return decodeFrames(body, { run, maxBytes });
  try {
    return await run(body);
  } catch (fault) {
    const end = coding.endsWith('gzip') ? await endOfGzip(body, maxBytes) : undefined;
    if (end === undefined) throw fault;
    return run(body.subarray(0, end));
  }
}

/** Decoders of zstd stop at the end of a frame. */
async function decodeFrames(
  body: Uint8Array,
  { run, maxBytes }: { run: (part: Uint8Array, left: number) => Promise<Decoded>; maxBytes: number },
): Promise<Decoded> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let read = 0;
  for (let frames = 0; frames === 0 || startsZstdFrame(body.subarray(read)); frames += 1) {
    if (frames === MOST_FRAMES) throw new FetchFault('decode', `The body has more than ${MOST_FRAMES} zstd frames.`);
    const frame = await run(body.subarray(read), maxBytes - size);
    pieces.push(frame.bytes);
    size += frame.bytes.length;
    read += frame.read;
    if (frame.overflows || frame.read === 0) return { bytes: Buffer.concat(pieces), overflows: frame.overflows, read };
  }
  return { bytes: Buffer.concat(pieces), overflows: false, read };
}

/** A frame, or one to be skipped (RFC 8878, sections 3.1.1 and 3.1.2). */
function startsZstdFrame(bytes: Uint8Array): boolean {
  const [first = 0, second, third, fourth] = bytes;
  if (first === 0x28) return second === 0xb5 && third === 0x2f && fourth === 0xfd;
  return (first & 0xf0) === 0x50 && second === 0x2a && third === 0x4d && fourth === 0x18;
}

/**
 * Where a gzip file ends that something else follows, such as the warnings of a program behind the server: browsers leave that alone.
 * Undefined when the body is none, is broken, or has no such end.
 */
async function endOfGzip(body: Uint8Array, maxBytes: number): Promise<number | undefined> {
  const start = deflateStart(body);
  if (start === undefined) return undefined;
  try {
    const deflated = body.subarray(start);
    const { read, overflows } = await runDecoder(zlib.createInflateRaw({ chunkSize: CHUNK_BYTES }), {
      ...{ coding: 'gzip', body: deflated, maxBytes },
    });
    const end = start + read + GZIP_TRAILER_BYTES;
    return !overflows && end < body.length ? end : undefined;
  } catch {
    return undefined;
  }
}

/** Where the header of a gzip file ends (RFC 1952, section 2.3). */
function deflateStart(body: Uint8Array): number | undefined {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return undefined;
  const flags = body[3] ?? 0;
  let at = 10;
  if ((flags & 0x04) !== 0) at += 2 + (body[at] ?? 0) + (body[at + 1] ?? 0) * 256;
  for (const text of [0x08, 0x10]) if ((flags & text) !== 0) at = Math.max(at, body.indexOf(0, at)) + 1;
  return (flags & 0x02) !== 0 ? at + 2 : at;
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

async function runDecoder(
  decoder: Decoder,
  { coding, body, maxBytes }: { coding: string; body: Uint8Array; maxBytes: number },
): Promise<Decoded> {
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
    throw new FetchFault('decode', `The body is not valid ${coding} (${messageOf(cause)}).`);
  }
  const bytes = Buffer.concat(chunks);
  return { bytes: bytes.subarray(0, maxBytes), overflows: size > maxBytes, read: decoder.bytesWritten };
}
