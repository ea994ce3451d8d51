import { type Chunk, forEachChunk } from './analyze.ts';
import { EXACT } from './chunk.ts';
import { foldWord } from './fold.ts';

/** Shorter words are not mended, and longer ones are not typed. */
const WORD = /^(?=.*\p{L})[\p{L}\p{M}\p{N}'’ʼ]{3,32}$/u;
/** Written without blanks: pairs of neighbours are no words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The distinct words of some texts as people write them, folded but not stemmed, separated by blanks: what a mistyped word may have meant.
 * Pieces of names are among them (`gather` of `asyncio.gather`).
 */
export function distinctWords(texts: readonly string[], lang: string): string {
  const chunks = new Map<Chunk, string>();
  for (const text of texts) forEachChunk(text, { lang }, (chunk, _start, raw) => void chunks.set(chunk, raw));
  const words = new Set<string>();
  for (const [{ tokens }, raw] of chunks) {
    for (const { term, start, end } of tokens) {
      if (term.startsWith(EXACT)) continue;
      const word = foldWord(raw.slice(start, end));
      if (WORD.test(word) && !UNSPACED.test(word)) words.add(word);
    }
  }
  return [...words].join(' ');
}
