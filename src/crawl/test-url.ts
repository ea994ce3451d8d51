import { detectEncoding } from '../extract/charset.ts';
import type { FetchedResponse, Fetcher } from '../fetch/fetcher.ts';
import { REASONS } from '../model/reasons.ts';
import type { CrawlStore, Site } from '../store/crawl-store.ts';
import { pageView } from './explain.ts';
import type { TestHop, UrlTest } from './explanation.ts';
import type { PageReading } from './page-reading.ts';
import type { ScopeSettings } from './scope.ts';
import { makeScope } from './scope.ts';
import { admittingSeed, pageSentence, plural, remedySentences, verdictSentences } from './sentences.ts';
import { type Outcome, type VisitParts, visit } from './visit.ts';

/** Redirects that are followed. */
const MAX_HOPS = 10;
/** So many that a failure is final at once: a test tries nothing again. */
const ALL_ATTEMPTS = 1_000;

/** Headers that decide whether and how a page is indexed, or how fast a site is crawled. */
const TELLING_HEADERS = [
  ...['content-type', 'content-language', 'content-encoding', 'location', 'x-robots-tag', 'etag', 'last-modified'],
  ...['cache-control', 'retry-after', 'link', 'server'],
];

export interface TestParts extends Pick<VisitParts, 'agent' | 'robots' | 'readPage' | 'acquire' | 'onAnswer' | 'now'> {
  fetcher: Fetcher;
  store: Pick<CrawlStore, 'twin'>;
  /** Undefined when the URL belongs to no site: then it is its own scope. */
  site: Site | undefined;
  scope: ScopeSettings;
  ignoresRobots: boolean;
  /** Requests written so far. */
  requests: () => number;
}

interface Seen {
  answer?: FetchedResponse;
  reading?: PageReading;
}

/**
 * What a crawl would make of a URL right now, redirects followed. It goes the way of a crawl, so it asks for nothing that a crawl would not ask for
 * (scope, robots.txt) and every request waits for its turn; it tries nothing again and stores nothing.
 */
export async function testUrl(url: string, parts: TestParts, signal: AbortSignal): Promise<UrlTest> {
  const hops: TestHop[] = [];
  for (let next: string | undefined = url; next !== undefined; ) {
    const seen: Seen = {};
    const outcome: Outcome = await visitOnce({ url: next, hops: hops.length }, { ...parts, seen }, signal);
    hops.push(toHop(next, { outcome, answer: seen.answer }));
    const target = outcome.reason === 'redirect' ? outcome.detail : undefined;
    const isCircle = target !== undefined && hops.some((hop) => hop.url === target);
    if (target === undefined || isCircle || hops.length > MAX_HOPS)
      return conclude(url, {
        hops,
        parts,
        seen,
        outcome: isCircle ? { ...outcome, state: 'failed', reason: 'redirect-loop' } : outcome,
      });
    next = target;
  }
  throw new TypeError('url must not be empty');
}

function visitOnce(
  { url, hops }: { url: string; hops: number },
  { fetcher, readPage, scope, seen, ...parts }: TestParts & { seen: Seen },
  signal: AbortSignal,
): Promise<Outcome> {
  const entry = { id: 0, url, isSeed: false, depth: 0, hops, attempts: ALL_ATTEMPTS, etag: null, lastModified: null };
  const compiled = { scope: makeScope(scope), settings: scope };
  const watching: Fetcher = {
    fetch: async (request, options) => {
      const answer = await fetcher.fetch(request, options);
      if (answer.kind === 'response') seen.answer = answer;
      return answer;
    },
    close: () => fetcher.close(),
  };
  return visit(
    entry,
    {
      ...parts,
      fetcher: watching,
      readPage: async (input, aborted) => {
        seen.reading = await readPage(input, aborted);
        return seen.reading;
      },
      scope: () => compiled,
      maxDepth: undefined,
      isFirstContact: () => true,
    },
    signal,
  );
}

function toHop(url: string, { outcome, answer }: { outcome: Outcome; answer: FetchedResponse | undefined }): TestHop {
  const { state, reason, detail = null } = outcome;
  if (!answer) return { url, answer: null, state, reason, detail };
  const { status, firstByteMs, totalMs, wireBytes, headers } = answer;
  const telling = Object.entries(headers).filter(([name]) => TELLING_HEADERS.includes(name));
  const shown = { status, firstByteMs, totalMs, wireBytes, headers: Object.fromEntries(telling) };
  return { url, answer: shown, state, reason, detail };
}

interface Visited {
  hops: TestHop[];
  parts: TestParts;
  seen: Seen;
  outcome: Outcome;
}

async function conclude(url: string, { hops, parts, seen, outcome }: Visited): Promise<UrlTest> {
  const { site, store } = parts;
  const page = pageOf(seen);
  const final = hops.at(-1)?.url ?? url;
  const twin =
    site && page && outcome.state === 'indexed'
      ? await store.twin(site.id, { contentHash: page.contentHash, url: final })
      : undefined;
  const settled =
    twin === undefined ? outcome : { state: 'duplicate' as const, reason: 'duplicate-of' as const, detail: twin };
  const { state, reason, detail = null } = settled;
  const { remedy } = REASONS[reason];
  return {
    ...{ url, site: site?.name ?? null, state, reason, detail, remedy, hops, page },
    requests: parts.requests(),
    sentences: [
      ...hops
        .slice(0, -1)
        .map((hop) => `${hop.url} answers ${hop.answer?.status ?? ''} and redirects to ${hop.detail}.`),
      ...verdictSentences({ reason, detail }, site).map((text, i) =>
        i === 0 ? `A crawl would settle ${final} as: ${text}` : text,
      ),
      ...askedSentences(final, { parts, hop: hops.at(-1) }),
      ...(page ? readSentences(page) : []),
      ...remedySentences(remedy),
    ],
  };
}

function pageOf({ answer, reading }: Seen): UrlTest['page'] {
  if (!answer || !reading) return null;
  const { headers, body } = answer;
  const { noindex, nofollow, canonicalUrl = null, refreshUrl = null, discovered } = reading;
  const etag = headers['etag'] ?? null;
  const lastModified = headers['last-modified'] ?? null;
  return {
    ...pageView({ ...reading.page, etag, lastModified, fetchedAt: null, bytes: body.length }),
    ...detectEncoding(body, headers['content-type'] ?? ''),
    ...{ noindex, nofollow, canonicalUrl, refreshUrl },
    outlinks: { total: discovered.length, inScope: discovered.filter(({ state }) => state === 'ready').length },
  };
}

function askedSentences(url: string, { parts, hop }: { parts: TestParts; hop: TestHop | undefined }): string[] {
  const { site, ignoresRobots } = parts;
  const robots = ignoresRobots ? 'robots.txt is ignored' : 'robots.txt allows it';
  const admitted = site ? admittingSeed(site, url) : '';
  const { answer } = hop ?? { answer: null };
  return [
    ...(admitted === '' ? [] : [`In scope: the seed ${admitted} admits it.`]),
    answer
      ? `Asked for just now: status ${answer.status}, first byte after ${Math.round(answer.firstByteMs)} ms, ${plural(answer.wireBytes, 'byte')} in ${Math.round(answer.totalMs)} ms; ${robots}.`
      : 'It was not asked for.',
  ];
}

const FOUND_BY: Record<NonNullable<UrlTest['page']>['encodingFrom'], string> = {
  'byte-order-mark': 'by its byte order mark',
  'content-type': 'by the Content-Type header',
  declaration: 'by a declaration in the page',
  'utf-8-bytes': 'as all its bytes are valid UTF-8',
  default: 'as nothing says otherwise',
};

function readSentences(page: NonNullable<UrlTest['page']>): string[] {
  const { encoding, encodingFrom, noindex, nofollow, canonicalUrl, outlinks } = page;
  const asks = [...(noindex ? ['noindex'] : []), ...(nofollow ? ['nofollow'] : [])];
  return [
    pageSentence(page),
    `Its encoding is ${encoding}, told ${FOUND_BY[encodingFrom]}.`,
    ...(asks.length > 0 ? [`Its robots meta element says ${asks.join(', ')}.`] : []),
    ...(canonicalUrl ? [`Its canonical link is ${canonicalUrl}.`] : []),
    `It links to ${plural(outlinks.total, 'URL')}, ${outlinks.inScope.toLocaleString('en-US')} of them to be crawled.`,
  ];
}
