import type { Chunk } from './known-chunk.ts';

let lastPage = 0;

/**
 * Collects the distinct words of a page as people write them, folded but not stemmed: what a mistyped word may have meant. Pieces of names are among
 * them (`gather` of `asyncio.gather`), and whole ones that are written like a word (`nullhandler` of `NullHandler`).
 */
export class PageWords {
  readonly #words = new Set<string>();
  readonly #page: number;

  constructor() {
    lastPage += 1;
    this.#page = lastPage;
  }

  /** A mark on the chunk tells whether it was here before: chunks come a thousand times as often as new words. */
  add(chunk: Chunk): void {
    if (chunk.countedBy === this.#page) return;
    chunk.countedBy = this.#page;
    const { written } = chunk.terms;
    if (written.includes(' ')) for (const word of written.split(' ')) this.#words.add(word);
    else if (written !== '') this.#words.add(written);
  }

  /** Separated by blanks, in the order in which they came. */
  toString(): string {
    return [...this.#words].join(' ');
  }
}
