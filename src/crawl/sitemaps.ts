import { MAX_SITEMAP_BYTES } from '../extract/sitemap-text.ts';
import type { FetchError, FetchedResponse, Fetcher } from '../fetch/fetcher.ts';
import type { Clock } from '../model/clock.ts';
import { Fault, messageOf } from '../model/errors.ts';
import type { Permit } from '../model/permit.ts';
import { canonicalizeUrl } from '../model/url.ts';
import { parseRetryAfterMs, waitBeforeRetryMs } from '../politeness/back-off.ts';
import type { CrawlStore, ListedUrl } from '../store/crawl-store.ts';
import type { RobotsJudge } from './robots-gate.ts';
import { makeScope, type Scope, type ScopeSettings } from './scope.ts';
import { fileAt, type Next, NOTHING, type SitemapFile } from './sitemap-file.ts';
import { MAX_SITEMAPS, type ReadSitemap, type SitemapReading } from './sitemap-reading.ts';
import type { SitemapReport } from './sitemap-report.ts';
import type { VisitParts } from './visit-parts.ts';

/** A byte more than a sitemap may have, so that its reader sees that there is more. */
const MAX_BYTES = MAX_SITEMAP_BYTES + 1;
/** Indexes above a file. The protocol knows one level; some sites have two. */
const MAX_LEVEL = 3;
const MAX_REDIRECTS = 5;
const MAX_ATTEMPTS = 4;

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
  /** Told every answer, so that 429 and 503 slow the host down. */
  onAnswer: VisitParts['onAnswer'];
  report: SitemapReport;
  /** Entries have come into the frontier. */
  onListed: () => void;
  /** Nothing has ever been heard of this site: trying again would only hide a wrong address. */
  isFirstContact: () => boolean;
}

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
    const named = [...files];
    const later: SitemapFile[] = [];
    // To take each from the front would move all the others, of which robots.txt may name tens of thousands.
    for (const file of named) {
      if (file.attempts === 0 && !this.#isWanted(file)) continue;
      const { again, files: further } = await this.#readOne(file, signal);
      if (again) later.push(again);
      for (const one of further) named.push(one);
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
    if (this.#seen.has(url)) return false;
    if (this.#seen.size >= MAX_SITEMAPS) return this.#leave(file, `is not read: ${MAX_SITEMAPS} others were`);
    if (!this.#mayAsk(file) && !(isStart && hops === 0)) return this.#leave(file, 'lies outside the scope');
    this.#seen.add(url);
    return true;
  }

  /** Says why a file is not read. Of a place that nobody has named nothing is said: there need not be a sitemap. */
  #leave({ url, isStart }: SitemapFile, why: string): false {
    if (!isStart) this.#parts.report.noteTrouble(url, why);
    return false;
  }

  async #readOne(file: SitemapFile, signal: AbortSignal): Promise<Next> {
    const robots = await this.#parts.robots.judge(file.url, signal);
    if (!robots.allowed && robots.reason === 'robots-unreachable')
      return this.#retry(file, 'may not be asked for: robots.txt could not be read');
    const named = file.isStart ? await this.#namedByRobots(file, signal) : [];
    if (!robots.allowed) this.#leave(file, 'is disallowed by robots.txt');
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
    onAnswer(url, answer);
    const retryAfterMs = parseRetryAfterMs(headers['retry-after'], clock.now());
    if (status === 429 || status >= 500) return this.#retry(file, `answers with status ${status}`, retryAfterMs);
    if (status >= 300 && status < 400) return this.#redirected(file, headers['location'] ?? '');
    if (status === 200) return this.#list(file, { answer, signal });
    this.#leave(file, `answers with status ${status}`);
    return NOTHING;
  }

  #failed(file: SitemapFile, { reason, detail }: FetchError): Next {
    if (reason === 'reset' || reason === 'refused-connection' || reason.startsWith('timeout'))
      return this.#retry(file, `failed: ${detail}`);
    this.#leave(file, `failed: ${detail}`);
    return NOTHING;
  }

  #redirected(file: SitemapFile, location: string): Next {
    const { url, level, hops, isStart } = file;
    const target = canonicalizeUrl(location, url);
    if (target !== undefined && hops < MAX_REDIRECTS)
      return { files: [{ ...fileAt(target), level, hops: hops + 1, isStart }] };
    this.#leave(file, target === undefined ? 'redirects to no URL' : 'redirects without end');
    return NOTHING;
  }

  /** @param why of the failure, told when this was the last try */
  #retry(file: SitemapFile, why: string, retryAfterMs?: number): Next {
    const attempts = file.attempts + 1;
    if (this.#parts.isFirstContact()) return NOTHING;
    if (attempts >= MAX_ATTEMPTS) {
      this.#parts.report.noteTrouble(file.url, why);
      return NOTHING;
    }
    const notBefore = this.#parts.clock.monotonic() + waitBeforeRetryMs(attempts, retryAfterMs);
    return { again: { ...file, attempts, notBefore }, files: [] };
  }

  /** Puts what the file lists into the frontier, a part at a time. */
  async #list(file: SitemapFile, { answer, signal }: { answer: FetchedResponse; signal: AbortSignal }): Promise<Next> {
    const { store, siteId, clock, onListed } = this.#parts;
    const { url, level } = file;
    const reading = await this.#parse({ url, body: answer.body }, signal);
    this.#note(file, reading);
    const { batches, sitemaps } = reading;
    for (const batch of batches) {
      signal.throwIfAborted();
      const urls: ListedUrl[] = JSON.parse(batch);
      const { ready } = await store.admitListed(siteId, { sitemap: url, urls, at: clock.now() });
      if (ready > 0) onListed();
    }
    if (level < MAX_LEVEL) return { files: sitemaps.map((named) => ({ ...fileAt(named), level: level + 1 })) };
    if (sitemaps.length > 0) this.#leave(file, `names sitemaps below ${MAX_LEVEL + 1} indexes; they are not read`);
    return NOTHING;
  }

  /** Whatever answers at the usual place, such as a page that says "not found", is a sitemap only when it lists something. */
  #note(file: SitemapFile, { listed, trouble }: SitemapReading): void {
    const { report } = this.#parts;
    if (listed > 0) report.noteRead(listed);
    if (trouble !== undefined && listed > 0) report.noteTrouble(file.url, trouble);
    else if (trouble !== undefined) this.#leave(file, trouble);
  }

  /** A file that cannot be read harms itself alone. */
  async #parse(file: { url: string; body: Uint8Array }, signal: AbortSignal): Promise<SitemapReading> {
    const { readSitemap, scope, maxDepth } = this.#parts;
    try {
      return await readSitemap({ ...file, scope: scope().settings, maxDepth }, signal);
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof Fault && cause.remedy !== 'skip-page') throw cause;
      return { listed: 0, trouble: `could not be read: ${messageOf(cause)}`, batches: [], sitemaps: [] };
    }
  }
}
