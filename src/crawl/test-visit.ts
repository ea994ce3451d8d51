import { detectEncoding } from '../extract/charset.ts';
import type { FetchedResponse, Fetcher } from '../fetch/fetcher.ts';
import { unpackDiscoveries } from '../store/discoveries.ts';
import { pageView } from './explain.ts';
import type { TestHop, UrlTest } from './explanation.ts';
import type { PageReading } from './page-reading.ts';
import { makeScope, type ScopeSettings } from './scope.ts';
import { SoftErrors } from './soft-404.ts';
import { visit } from './visit.ts';
import type { Outcome, VisitParts } from './visit-parts.ts';

/** So many that a failure is final at once: a test tries nothing again. */
const ALL_ATTEMPTS = 1_000;

/** Headers that decide whether and how a page is indexed, or how fast a site is crawled. */
const TELLING_HEADERS = [
  ...['content-type', 'content-language', 'content-encoding', 'location', 'x-robots-tag', 'etag', 'last-modified'],
  ...['cache-control', 'retry-after', 'link', 'server'],
];

export interface TestVisitParts
  extends Pick<VisitParts, 'agent' | 'robots' | 'readPage' | 'acquire' | 'onAnswer' | 'now'> {
  fetcher: Fetcher;
}

/** One URL that is asked for by a test. */
interface TestedUrl {
  url: string;
  /** Redirects that led to it. */
  hops: number;
  /** A seed, or what a seed redirects to. */
  isSeed: boolean;
  /** A page of it is in the index. */
  isPage: boolean;
  scope: ScopeSettings;
}

/** How the visit of one URL ended, and what was seen on the way. */
export interface TestVisit {
  url: string;
  outcome: Outcome;
  hop: TestHop;
  page: UrlTest['page'];
}

/** Visits a URL the way a crawl does, but for trying again. */
export async function testVisit(
  { scope, ...tested }: TestedUrl,
  { fetcher, readPage, ...parts }: TestVisitParts,
  signal: AbortSignal,
): Promise<TestVisit> {
  const { url } = tested;
  const entry = { id: 0, depth: 0, attempts: ALL_ATTEMPTS, etag: null, lastModified: null, ...tested };
  const compiled = { scope: makeScope(scope), settings: scope };
  const own = {
    ...parts,
    ...{ fetcher, readPage, scope: () => compiled, maxDepth: undefined, isFirstContact: () => true },
    hosts: {
      fail: () => undefined,
      isDown: () => false,
      isGivenUp: () => false,
      notePage: () => undefined,
      noteTrouble: () => undefined,
    }, // what an outage would hold up is to be told now
  };
  let answer: FetchedResponse | undefined;
  let reading: PageReading | undefined;
  const watching: Fetcher = {
    fetch: async (request, options) => {
      const result = await fetcher.fetch(request, options);
      if (result.kind === 'response') answer = result;
      return result;
    },
    close: () => fetcher.close(),
  };
  const outcome = await visit(
    entry,
    {
      ...own,
      answeredAlike: (page, aborted) => new SoftErrors(own).answeredAlike(page, aborted),
      fetcher: watching,
      readPage: async (input, aborted) => {
        // A copy: a reader in another thread takes the bytes away, and they are looked at once more here.
        reading = await readPage({ ...input, body: new Uint8Array(input.body) }, aborted);
        return reading;
      },
    },
    signal,
  );
  const page = answer && reading ? pageOf(answer, reading) : null;
  return { url, outcome, hop: toHop(url, { outcome, answer }), page };
}

function toHop(url: string, { outcome, answer }: { outcome: Outcome; answer: FetchedResponse | undefined }): TestHop {
  const { state, reason, detail = null } = outcome;
  if (!answer) return { url, answer: null, state, reason, detail };
  const { status, firstByteMs, totalMs, wireBytes, headers } = answer;
  const telling = Object.entries(headers).filter(([name]) => TELLING_HEADERS.includes(name));
  const shown = { status, firstByteMs, totalMs, wireBytes, headers: Object.fromEntries(telling) };
  return { url, answer: shown, state, reason, detail };
}

function pageOf({ headers, body }: FetchedResponse, reading: PageReading): NonNullable<UrlTest['page']> {
  const { noindex, nofollow, canonicalUrl = null, refreshUrl = null } = reading;
  const discovered = unpackDiscoveries(reading.discovered);
  const etag = headers['etag'] ?? null;
  const lastModified = headers['last-modified'] ?? null;
  return {
    ...pageView({ ...reading.page, etag, lastModified, fetchedAt: null, bytes: body.length }),
    ...detectEncoding(body, headers['content-type'] ?? ''),
    ...{ noindex, nofollow, canonicalUrl, refreshUrl },
    outlinks: { total: discovered.length, inScope: discovered.filter(({ state }) => state === 'ready').length },
  };
}
