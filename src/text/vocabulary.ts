import type { Chunk } from './analyze.ts';
import { EXACT } from './chunk.ts';
import { foldWord } from './fold.ts';

/** Shorter words are not mended, and longer ones are not typed. */
const WORD = /^(?=.*\p{L})[\p{L}\p{M}\p{N}'’ʼ]{3,32}$/u;
/** Written without blanks: pairs of neighbours are no words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The distinct words of some chunks of text as people write them, folded but not stemmed, separated by blanks: what a mistyped word may have meant.
 * Pieces of names are among them (`gather` of `asyncio.gather`).
 */
export function distinctWords(chunks: Iterable<Chunk>): string {
  const words = new Set<string>();
  for (const chunk of chunks) {
    chunk.written ??= writtenWords(chunk);
    for (const word of chunk.written) words.add(word);
  }
  return [...words].join(' ');
}

function writtenWords({ raw, tokens }: Chunk): string[] {
  return tokens
    .filter(({ term }) => !term.startsWith(EXACT))
    .map(({ start, end }) => foldWord(raw.slice(start, end)))
    .filter((word) => WORD.test(word) && !UNSPACED.test(word));
}
