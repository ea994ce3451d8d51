import type { FetchError, FetchedResponse, Fetcher } from '../fetch/fetcher.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/errors.ts';
import type { Permit } from '../model/permit.ts';
import { canonicalizeUrl } from '../model/url.ts';
import { parseRetryAfterMs, retryDelayMs } from '../politeness/back-off.ts';
import type { CrawlStore, ListedUrl } from '../store/crawl-store.ts';
import type { RobotsJudge } from './robots-gate.ts';
import { makeScope, type Scope, type ScopeSettings } from './scope.ts';
import { MAX_SITEMAPS, type ReadSitemap, type SitemapReading } from './sitemap-reading.ts';
import type { VisitParts } from './visit.ts';

/** Size of a sitemap by the sitemap protocol; what lies beyond is not read. */
const MAX_BYTES = 50 * 1024 * 1024;
/** Indexes above a file. The protocol knows one level; some sites have two. */
const MAX_LEVEL = 3;
const MAX_REDIRECTS = 5;
const MAX_ATTEMPTS = 4;
/** A longer Retry-After is cut to this. */
const LONGEST_WAIT_MS = 3_600_000;

export interface SitemapsParts {
  fetcher: Pick<Fetcher, 'fetch'>;
  robots: RobotsJudge;
  store: Pick<CrawlStore, 'admitListed'>;
  readSitemap: ReadSitemap;
  clock: Clock;
  siteId: number;
  scope: () => { scope: Scope; settings: ScopeSettings };
  maxDepth: number | undefined;
  /** Permission of a URL's host to write one request: sitemaps count for the rate like any request. */
  acquire: (url: string) => (signal: AbortSignal) => Promise<Permit>;
  /** Told every answer, so that 429 and 503 slow the host down. Retry-After in ms. */
  onAnswer: VisitParts['onAnswer'];
  /** Entries have come into the frontier. */
  onListed: () => void;
  /** Nothing has ever been heard of this site: trying again would only hide a wrong address. */
  isFirstContact: () => boolean;
}

/** A file that is to be asked for. */
export interface SitemapFile {
  url: string;
  /** A guess, named by nobody: it must lie within the scope. The sitemaps that robots.txt names are asked for with it. */
  isStart: boolean;
  /** Indexes above it. */
  level: number;
  /** Redirects that led to it. */
  hops: number;
  /** Tries that have failed. */
  attempts: number;
  /** Monotonic ms. */
  notBefore: number;
}

/** What asking for a file leads to. */
interface Next {
  /** The same file, later. */
  again?: SitemapFile;
  /** Further files. */
  files: SitemapFile[];
}

const NOTHING: Next = { files: [] };

/**
 * The sitemaps of a site in one crawl: those that robots.txt names and the one at the usual place, and what their indexes name. Each
 * is asked for once, whoever names it; what it lists is judged by the scope and given to the frontier.
 *
 * A sitemap may lie anywhere on a seed's own host when robots.txt or an index names it, and elsewhere only within the scope.
 * Nothing is kept of how far the reading got: a crawl that is continued reads again, which loses nothing and doubles nothing.
 */
export class Sitemaps {
  readonly #parts: SitemapsParts;
  readonly #seen = new Set<string>();
  #places: { settings: ScopeSettings; scope: Scope; seedHosts: Scope } | undefined;

  constructor(parts: SitemapsParts) {
    this.#parts = parts;
  }

  /**
   * Where to begin: `sitemap.xml` in the directory of each seed (in the root, unless the scope is a prefix).
   * @param anchors canonical URLs that the scope is drawn around
   */
  starts(anchors: readonly string[]): SitemapFile[] {
    const place = this.#parts.scope().settings.scope === 'prefix' ? 'sitemap.xml' : '/sitemap.xml';
    const urls = anchors.map((anchor) => new URL(place, anchor).href);
    return [...new Set(urls)].map((url) => ({ ...fileAt(url), isStart: true }));
  }

  /** Asks for each of these once, and for what they name. Returns those to be tried again later. */
  async read(files: readonly SitemapFile[], signal: AbortSignal): Promise<SitemapFile[]> {
    const left = [...files];
    const later: SitemapFile[] = [];
    for (let file = left.shift(); file; file = left.shift()) {
      if (file.attempts === 0 && !this.#isWanted(file)) continue;
      const { again, files: further } = await this.#readOne(file, signal);
      if (again) later.push(again);
      left.push(...further);
    }
    return later;
  }

  /** Tries these again, each when its time has come, until none is left. */
  async readAgain(files: readonly SitemapFile[], signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    for (let left = [...files]; left.length > 0; ) {
      await clock.sleep(Math.min(...left.map(({ notBefore }) => notBefore)) - clock.monotonic(), signal);
      const now = clock.monotonic();
      const due = left.filter(({ notBefore }) => notBefore <= now);
      left = [...left.filter((file) => !due.includes(file)), ...(await this.read(due, signal))];
    }
  }

  #isWanted(file: SitemapFile): boolean {
    const { url, isStart, hops } = file;
    if (this.#seen.has(url) || this.#seen.size >= MAX_SITEMAPS) return false;
    if (!this.#mayAsk(file) && !(isStart && hops === 0)) return false;
    this.#seen.add(url);
    return true;
  }

  async #readOne(file: SitemapFile, signal: AbortSignal): Promise<Next> {
    const robots = await this.#parts.robots.judge(file.url, signal);
    if (!robots.allowed && robots.reason === 'robots-unreachable') return this.#retry(file);
    const named = file.isStart ? await this.#namedByRobots(file, signal) : [];
    const { again, files } = robots.allowed && this.#mayAsk(file) ? await this.#ask(file, signal) : NOTHING;
    return { ...(again ? { again } : {}), files: [...named, ...files] };
  }

  async #namedByRobots({ url }: SitemapFile, signal: AbortSignal): Promise<SitemapFile[]> {
    const lines = await this.#parts.robots.sitemaps(url, signal);
    return lines.flatMap((line) => {
      const address = canonicalizeUrl(line, new URL('/robots.txt', url).href);
      return address === undefined ? [] : [fileAt(address)];
    });
  }

  /** Include patterns choose pages; exclude patterns keep out what they match, whatever it is. */
  #mayAsk({ url, isStart }: SitemapFile): boolean {
    const { scope, seedHosts } = this.#compiled(this.#parts.scope().settings);
    return scope.judge(url).inScope || (!isStart && seedHosts.judge(url).inScope);
  }

  /** The scope changes only when a seed moves. */
  #compiled(settings: ScopeSettings): { scope: Scope; seedHosts: Scope } {
    if (this.#places?.settings === settings) return this.#places;
    const scope = makeScope({ ...settings, include: [] });
    const seedHosts = makeScope({ ...settings, scope: 'host', include: [] });
    this.#places = { settings, scope, seedHosts };
    return this.#places;
  }

  async #ask(file: SitemapFile, signal: AbortSignal): Promise<Next> {
    const { fetcher, clock, acquire, onAnswer } = this.#parts;
    const { url } = file;
    const request = { url, truncateAtBytes: MAX_BYTES, wantsBody: ({ status }: { status: number }) => status === 200 };
    const answer = await fetcher.fetch(request, { acquire: acquire(url), signal });
    if (answer.kind === 'failed') return this.#failed(file, answer);
    const { status, headers } = answer;
    const retryAfterMs = parseRetryAfterMs(headers['retry-after'], clock.now());
    onAnswer(url, { status, retryAfterMs, wireBytes: answer.wireBytes, firstByteMs: answer.firstByteMs });
    if (status === 429 || status >= 500) return this.#retry(file, retryAfterMs);
    if (status >= 300 && status < 400) return redirected(file, headers['location'] ?? '');
    return status === 200 ? this.#list(file, { answer, signal }) : NOTHING;
  }

  #failed(file: SitemapFile, { reason }: FetchError): Next {
    return reason === 'reset' || reason === 'refused-connection' || reason.startsWith('timeout')
      ? this.#retry(file)
      : NOTHING;
  }

  #retry(file: SitemapFile, retryAfterMs = 0): Next {
    const attempts = file.attempts + 1;
    if (attempts >= MAX_ATTEMPTS || this.#parts.isFirstContact()) return NOTHING;
    const delayMs = Math.max(retryDelayMs(attempts), Math.min(retryAfterMs, LONGEST_WAIT_MS));
    return { again: { ...file, attempts, notBefore: this.#parts.clock.monotonic() + delayMs }, files: [] };
  }

  /** Puts what the file lists into the frontier, a part at a time. */
  async #list(
    { url, level }: SitemapFile,
    { answer, signal }: { answer: FetchedResponse; signal: AbortSignal },
  ): Promise<Next> {
    const { store, siteId, clock, onListed } = this.#parts;
    const { batches, sitemaps } = await this.#parse({ url, body: answer.body }, signal);
    for (const batch of batches) {
      signal.throwIfAborted();
      const urls: ListedUrl[] = JSON.parse(batch);
      const { ready } = await store.admitListed(siteId, { sitemap: url, urls, at: clock.now() });
      if (ready > 0) onListed();
    }
    return { files: level >= MAX_LEVEL ? [] : sitemaps.map((named) => ({ ...fileAt(named), level: level + 1 })) };
  }

  /** A file that cannot be read harms itself alone. */
  async #parse(file: { url: string; body: Uint8Array }, signal: AbortSignal): Promise<SitemapReading> {
    const { readSitemap, scope, maxDepth } = this.#parts;
    try {
      return await readSitemap({ ...file, scope: scope().settings, maxDepth }, signal);
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof Fault && cause.remedy !== 'skip-page') throw cause;
      return { batches: [], sitemaps: [] };
    }
  }
}

function fileAt(url: string): SitemapFile {
  return { url, isStart: false, level: 0, hops: 0, attempts: 0, notBefore: 0 };
}

function redirected({ url, level, hops, isStart }: SitemapFile, location: string): Next {
  const target = canonicalizeUrl(location, url);
  if (target === undefined || hops >= MAX_REDIRECTS) return NOTHING;
  return { files: [{ ...fileAt(target), level, hops: hops + 1, isStart }] };
}
