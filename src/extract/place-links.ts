import { fragmentOf } from './anchor-choice.ts';
import type { Run } from './run.ts';

const PERMALINK =
  /^\s*(?:[\u00b6#\u00a7\u2693\u24d8\u25c6\u{1f517}\u2191^]|\u21a9[\ufe0e\ufe0f]?|permalink|permanent link|(?:direct )?link to this (?:heading|definition|section|page)|copy link|anchor|top)\s*$/iu;
/** A way back is no address. */
const BACK = /top|[\u21a9\u2191^]/i;

/** Reads links to places in the page. The sign of a permalink is no text of the page, and tells the address of what it stands at. */
export class PlaceLinks {
  readonly #run: Run;
  /** Where the link leads that is open; undefined for none. */
  #fragment: string | undefined;
  /** It holds code: `^` is an operator there. */
  #hasCode = false;

  constructor(run: Run) {
    this.#run = run;
  }

  get isOpen(): boolean {
    return this.#fragment !== undefined;
  }

  open(href: string): void {
    this.#fragment = fragmentOf(href);
    this.#hasCode = false;
    this.#run.hold();
  }

  openCode(): void {
    this.#hasCode = true;
  }

  /**
   * Takes a sign back from the text. The fragment that it leads to, when that is the address of what it stands at; undefined otherwise, and when no link is
   * open.
   */
  close(): string | undefined {
    const fragment = this.#fragment;
    if (fragment === undefined) return undefined;
    this.#fragment = undefined;
    let isAddress = false;
    this.#run.release((text) => {
      const isSign = !this.#hasCode && PERMALINK.test(text);
      isAddress = (isSign && !BACK.test(text)) || text.trim() === '';
      return isSign;
    });
    return isAddress ? fragment : undefined;
  }
}
