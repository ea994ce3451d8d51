import { checkText } from '../model/misuse.ts';
import type { TokenKind } from './chunk.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { fnvHash, fnvStep } from './fnv.ts';
import { Chunk } from './known-chunk.ts';

export interface Token {
  /** What is matched; never empty, without blanks, at most 128 characters. */
  term: string;
  /** First character in the text, and the one after the last (UTF-16 code units). */
  start: number;
  end: number;
  /** Number of the word in the text, from 0; a whole name stands where its first part stands. */
  position: number;
  kind: TokenKind;
}

/**
 * A cache of chunks, as they repeat: ten thousand of them make up nine tenths of a manual. The hash of a chunk tells a pair of places, and of the chunks
 * that belong there and have come before (`doorkeeper`) the two last ones are kept. So a known chunk is found without being cut out of its text.
 */
const PAIRS = 2 ** 14;
const MAX_KEPT_CHARS = 48;
const kept = new Array<Chunk | undefined>(2 * PAIRS).fill(undefined);
const doorkeeper = new Doorkeeper();

/**
 * Cuts a text into searchable tokens: stems of words for the language, names such as `asyncio.gather` or `--flag` whole and
 * in parts, pairs of characters where words are not spaced. The same function serves documents and queries. Never throws.
 * @param lang primary language subtag, '' when unknown
 */
export function analyze(text: string, lang: string): Token[] {
  checkText('text', text);
  checkText('lang', lang);
  const tokens: Token[] = [];
  let position = 0;
  forEachChunk(text, { lang }, (chunk, at) => {
    for (const { term, start, end, kind } of chunk.tokens) {
      tokens.push({ term, start: at + start, end: at + end, position, kind });
      if (kind !== 'whole' && kind !== 'operator') position += 1;
    }
  });
  return tokens;
}

/** Calls `visit` with each chunk of the text, and its place. */
export function forEachChunk(
  text: string,
  { lang }: { lang: string },
  visit: (chunk: Chunk, start: number) => void,
): void {
  const seed = fnvHash(lang);
  for (let start = 0, end = 0; start < text.length; start = end) {
    while (start < text.length && isBlank(text.charCodeAt(start))) start++;
    let hash = seed;
    end = start;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (isBlank(code)) break;
      hash = fnvStep(hash, code);
    }
    if (end === start) return;
    visit(keptChunk(text, { start, end, lang, hash }), start);
  }
}

/** The chunk that stands between two places of the text. */
export function chunkAt(text: string, { start, end, lang }: { start: number; end: number; lang: string }): Chunk {
  let hash = fnvHash(lang);
  for (let i = start; i < end; i++) hash = fnvStep(hash, text.charCodeAt(i));
  return keptChunk(text, { start, end, lang, hash });
}

function keptChunk(text: string, at: { start: number; end: number; lang: string; hash: number }): Chunk {
  const pair = 2 * ((at.hash ^ (at.hash >>> 16)) & (PAIRS - 1));
  const last = kept[pair];
  if (last?.is(text, at)) return last;
  const other = kept[pair + 1];
  if (other?.is(text, at)) return keep(pair, other);
  const raw = text.slice(at.start, at.end);
  const isWorthIt = raw.length <= MAX_KEPT_CHARS && doorkeeper.knows(at.hash);
  return isWorthIt ? keep(pair, new Chunk(ownCopy(raw), at.lang)) : new Chunk(raw, at.lang);
}

function keep(pair: number, chunk: Chunk): Chunk {
  kept[pair + 1] = kept[pair];
  kept[pair] = chunk;
  return chunk;
}

/** What `\s` matches. A regular expression would make an object of each of a manual's million chunks. */
export function isBlank(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0x1680) return code === 0xa0;
  return (code <= 0x3000 || code === 0xfeff) && /\s/.test(String.fromCharCode(code));
}

/** A slice is a view of its text: kept, it would keep the whole text in memory. What is put together anew is a text of its own. */
function ownCopy(slice: string): string {
  return ` ${slice}`.slice(1);
}
