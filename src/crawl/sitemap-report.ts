import type { SitemapCounts } from '../model/events.ts';

/** Of the sitemaps with trouble, so many are named. */
const MOST_NAMED = 5;
/** More are not told apart. */
const MOST_COUNTED = 1_000;

/** What became of the sitemaps of one run of a crawl. */
export class SitemapReport {
  #read = 0;
  #listed = 0;
  /** Why, by address. */
  readonly #troubled = new Map<string, string>();

  /** A file was read that lists so many pages and further sitemaps. */
  noteRead(listed: number): void {
    this.#read += 1;
    this.#listed += listed;
  }

  /** A file could not be read, or not wholly. The first that is said of it counts. */
  noteTrouble(url: string, why: string): void {
    if (!this.#troubled.has(url) && this.#troubled.size < MOST_COUNTED) this.#troubled.set(url, why);
  }

  get counts(): SitemapCounts {
    const troubles = [...this.#troubled].slice(0, MOST_NAMED).map(([url, why]) => ({ url, why }));
    return { read: this.#read, listed: this.#listed, troubled: this.#troubled.size, troubles };
  }
}
