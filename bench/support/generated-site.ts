import type { FetchedResponse, Fetcher, FetchOptions, FetchRequest } from '../../src/fetch/fetcher.ts';

const ORIGIN = 'http://127.0.0.1:9';
const LINKS = 10;
/** Words to make texts of: enough that a page is like no other, few enough that a term is in many pages. */
const WORDS = 5_000;

/**
 * A site of so many pages that exists only as arithmetic: page n is made when it is asked for, the same each time. It links to 2n+1 and
 * 2n+2, so that every page can be reached, and to others all over the site.
 */
export class GeneratedSite implements Fetcher {
  readonly seed = `${ORIGIN}/`;
  readonly #pages: number;
  readonly #encoder = new TextEncoder();

  constructor(pages: number) {
    this.#pages = pages;
  }

  async fetch({ url }: FetchRequest, { acquire, signal }: FetchOptions): Promise<FetchedResponse> {
    const permit = await acquire(signal);
    permit.written();
    permit.answered();
    const path = url.slice(ORIGIN.length);
    const n = path === '/' ? 0 : Number(/^\/p\/(\d+)$/.exec(path)?.[1] ?? Number.NaN);
    return n < this.#pages ? answer(200, this.#encoder.encode(this.#page(n))) : answer(404, new Uint8Array());
  }

  async close(): Promise<void> {}

  #page(n: number): string {
    const links = this.#links(n).map((to) => `<a href="/p/${to}">page ${to}</a>`);
    const words = Array.from({ length: 20 }, (_, k) => `word${mixed(n, k + 100) % WORDS}`);
    return `<!doctype html><html lang="en"><title>Page ${n}</title><main><h1>Page ${n}</h1><p>${words.join(' ')}</p><ul>${links.join(' ')}</ul></main></html>`;
  }

  #links(n: number): number[] {
    const far = Array.from({ length: LINKS - 2 }, (_, k) => 1 + (mixed(n, k) % (this.#pages - 1)));
    return [2 * n + 1, 2 * n + 2, ...far].filter((to) => to < this.#pages);
  }
}

function answer(status: number, body: Uint8Array): FetchedResponse {
  return {
    kind: 'response',
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body,
    bodySkipped: false,
    truncated: false,
    wireBytes: body.byteLength,
    firstByteMs: 0,
    totalMs: 0,
  };
}

/** A number from 0 that looks random and is the same each time (the finalizer of MurmurHash3). */
function mixed(n: number, k: number): number {
  let hash = Math.imul(n + 1, 0x9e37_79b1) ^ Math.imul(k + 1, 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
