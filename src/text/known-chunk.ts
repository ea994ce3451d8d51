import { type ChunkToken, chunkTokens, UNSPACED_CHARACTER } from './chunk.ts';
import { foldWord } from './fold.ts';

/** Shorter words are not mended, and longer ones are not typed. */
const PLAIN = /^[a-z]{3,32}$/;
const WRITTEN = /^(?=.*\p{L})[\p{L}\p{M}\p{N}'’ʼ]{3,32}$/u;
/** Written without blanks: pairs of neighbours are no words. */
const UNSPACED = new RegExp(UNSPACED_CHARACTER, 'u');

interface ChunkTerms {
  /** Terms of words and parts, and those of whole names and operators, each joined by blanks. */
  words: string;
  names: string;
  /** Its words, parts and whole names as people write them, folded but not stemmed, where they look like words and so may be mistyped; joined by blanks. */
  written: string;
}

/**
 * What is known of one chunk, a run of characters without blanks. Searches ask for its tokens, documents for its terms; either is worked out when it is
 * asked for, and kept without the other.
 */
export class Chunk {
  readonly raw: string;
  readonly lang: string;
  #tokens: readonly ChunkToken[] | undefined;
  #terms: ChunkTerms | undefined;
  /** Number of the page that has counted its words last; see `PageWords`. */
  countedBy = 0;

  constructor(raw: string, lang: string) {
    this.raw = raw;
    this.lang = lang;
  }

  get tokens(): readonly ChunkToken[] {
    this.#tokens ??= chunkTokens(this.raw, this.lang);
    return this.#tokens;
  }

  get terms(): ChunkTerms {
    this.#terms ??= termsOf(this.raw, this.#tokens ?? chunkTokens(this.raw, this.lang));
    return this.#terms;
  }

  /** Is it what stands there? */
  is(text: string, { start, end, lang }: { start: number; end: number; lang: string }): boolean {
    return this.raw.length === end - start && this.lang === lang && text.startsWith(this.raw, start);
  }
}

function termsOf(raw: string, tokens: readonly ChunkToken[]): ChunkTerms {
  let words = '';
  let names = '';
  let written = '';
  for (const { kind, term, start, end } of tokens) {
    if (kind === 'whole' || kind === 'operator') names += names === '' ? term : ` ${term}`;
    else words += words === '' ? term : ` ${term}`;
    const word = foldWord(raw.slice(start, end));
    if (PLAIN.test(word) || (WRITTEN.test(word) && !UNSPACED.test(word))) written += written === '' ? word : ` ${word}`;
  }
  // One text in memory where two are equal: tens of thousands of chunks are kept.
  return { words, names, written: written === words ? words : written };
}
