import { page } from './crawl-bench.ts';
import { type FakePage, type FakeRequest, type FakeRoutes, type FakeSite, startFakeSite } from './fake-site.ts';

/** A page as it is in one generation of the site. */
export interface LivePage {
  url: string;
  /** Its title, a word that no other page and no other version of it has. */
  word: string;
}

/** A site with validators, whose pages change, go and come back from one generation to the next; in the first one all are there. */
export class ChangingSite {
  generation = 0;
  /** Told of every request before it is answered. */
  onRequest: () => void = () => undefined;
  readonly pages: number;
  readonly #site: FakeSite;

  private constructor(site: FakeSite, pages: number) {
    this.#site = site;
    this.pages = pages;
  }

  static async start(pages: number): Promise<ChangingSite> {
    const routes: FakeRoutes = {};
    const site = new ChangingSite(await startFakeSite(routes), pages);
    for (let n = 0; n < pages; n += 1) routes[pathOf(n)] = (request) => site.#answer(n, request);
    return site;
  }

  get url(): string {
    return this.#site.url;
  }

  /** Paths asked for so far, in order of arrival, without robots.txt and the usual place of a sitemap. */
  asked(): string[] {
    return this.#site.requests
      .map(({ path }) => path)
      .filter((path) => path !== '/robots.txt' && path !== '/sitemap.xml');
  }

  live(): LivePage[] {
    return this.#numbers((n) => !this.#isGone(n)).map((n) => this.#page(n));
  }

  gone(): LivePage[] {
    return this.#numbers((n) => this.#isGone(n)).map((n) => this.#page(n));
  }

  close(): Promise<void> {
    return this.#site.close();
  }

  #answer(n: number, { headers }: FakeRequest): FakePage {
    this.onRequest();
    if (this.#isGone(n)) return { status: 404, body: 'gone' };
    const etag = `"${this.#page(n).word}"`;
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
    const links = [2 * n + 1, 2 * n + 2, n + 1, (7 * n) % this.pages].filter((to) => to < this.pages);
    return { headers: { etag }, body: page(this.#page(n).word, ...links.map((to) => `/p${to}`)) };
  }

  /** A page changes in every fourth generation, each in a row of its own. */
  #page(n: number): LivePage {
    const version = Math.floor((this.generation + (n % 4)) / 4);
    return { url: `${this.url}${pathOf(n)}`, word: `quokka${n}x${version}` };
  }

  /** Every eleventh page is away in one generation of three. */
  #isGone(n: number): boolean {
    return n % 11 === 5 && (this.generation + n) % 3 === 1 && this.generation > 0;
  }

  #numbers(which: (n: number) => boolean): number[] {
    return Array.from({ length: this.pages }, (_, n) => n).filter(which);
  }
}

function pathOf(n: number): string {
  return n === 0 ? '/' : `/p${n}`;
}
