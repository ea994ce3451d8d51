import { type ChunkToken, chunkTokens, type TokenKind } from './chunk.ts';

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

/** What is known of one chunk, a run of characters without blanks. */
export interface Chunk {
  tokens: readonly ChunkToken[];
  /** Terms of words and parts, and those of whole names and operators, each joined by blanks. */
  words: string;
  names: string;
  raw: string;
  /** Its words as they are written, once somebody has asked for them: few texts are asked, and a chunk stays the same. */
  written?: readonly string[];
}

/** Chunks repeat: ten thousand of them make up nine tenths of a manual. */
const MAX_CACHED = 30_000;
const MAX_CACHED_CHARS = 48;
const caches = new Map<string, Map<string, Chunk>>();

/**
 * Cuts a text into searchable tokens: stems of words for the language, names such as `asyncio.gather` or `--flag` whole and
 * in parts, pairs of characters where words are not spaced. The same function serves documents and queries. Never throws.
 * @param lang primary language subtag, '' when unknown
 */
export function analyze(text: string, lang: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  forEachChunk(text, { lang }, (chunk, at) => {
    for (const { term, start, end, kind } of chunk.tokens) {
      tokens.push({ term, start: at + start, end: at + end, position, kind });
      if (kind === 'word' || kind === 'part') position += 1;
    }
  });
  return tokens;
}

export interface ChunkOptions {
  lang: string;
  /** A quick look at a chunk as it stands, to spare what cannot matter its analysis. Default: every chunk matters. */
  mayMatter?: (raw: string) => boolean;
}

/** Calls `visit` with each chunk of the text that may matter, its place, and the chunk as written. */
export function forEachChunk(
  text: string,
  { lang, mayMatter }: ChunkOptions,
  visit: (chunk: Chunk, start: number) => void,
): void {
  const cache = cacheFor(lang);
  for (let start = 0, end = 0; start < text.length; start = end) {
    while (start < text.length && isBlank(text.charCodeAt(start))) start++;
    end = start;
    while (end < text.length && !isBlank(text.charCodeAt(end))) end++;
    const raw = text.slice(start, end);
    if (raw === '' || (mayMatter && !mayMatter(raw))) continue;
    visit(cache.get(raw) ?? remember(cache, raw, lang), start);
  }
}

/** What `\s` matches. A regular expression would make an object of each of a manual's million chunks. */
function isBlank(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0x1680) return code === 0xa0;
  return (code <= 0x3000 || code === 0xfeff) && /\s/.test(String.fromCharCode(code));
}

function remember(cache: Map<string, Chunk>, match: string, lang: string): Chunk {
  const raw = ownCopy(match);
  const tokens = chunkTokens(raw, lang);
  const isName = ({ kind }: ChunkToken) => kind === 'whole' || kind === 'operator';
  const join = (some: ChunkToken[]) => some.map((token) => token.term).join(' ');
  const chunk: Chunk = {
    raw,
    tokens,
    words: join(tokens.filter((token) => !isName(token))),
    names: join(tokens.filter(isName)),
  };
  if (raw.length > MAX_CACHED_CHARS) return chunk;
  // Emptying at once costs less than keeping an order of use, and the common chunks are back after a page.
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(raw, chunk);
  return chunk;
}

/** A match is a view of the text that it was found in: kept in a cache, it would keep the whole text in memory. */
function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function cacheFor(lang: string): Map<string, Chunk> {
  const known = caches.get(lang);
  if (known !== undefined) return known;
  if (caches.size >= 8) caches.clear();
  const made = new Map<string, Chunk>();
  caches.set(lang, made);
  return made;
}
