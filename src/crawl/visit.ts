import type { RobotsDirectives } from '../extract/robots-directives.ts';
import type { FetchError, FetchedResponse, Fetcher } from '../fetch/fetcher.ts';
import { Fault, messageOf } from '../model/errors.ts';
import { isoTime } from '../model/figures.ts';
import type { Permit } from '../model/permit.ts';
import type { FetchFailure } from '../model/reasons.ts';
import { canonicalizeUrl } from '../model/url.ts';
import { parseRetryAfterMs, waitBeforeRetryMs } from '../politeness/back-off.ts';
import type { Entry, Settlement } from '../store/crawl-store.ts';
import { linksOfHeader, readRobotsTag } from './directives.ts';
import type { PageReading, ReadPage } from './page-reading.ts';
import type { RobotsJudge } from './robots-gate.ts';
import { leftOut, type Scope, type ScopeSettings } from './scope.ts';

/** Redirects between a linked URL and its page. */
export const MAX_HOPS = 10;
/** Tries of one URL in one crawl. */
const MAX_ATTEMPTS = 4;

/** Redirects that say nothing about tomorrow (RFC 9110 section 15.4). */
const TEMPORARY: ReadonlySet<number> = new Set([302, 303, 307]);

/** How one visit ended: what the store will be told, without the ids and the time. */
export type Outcome = Omit<Settlement, 'siteId' | 'entryId' | 'at'>;

export interface VisitParts {
  fetcher: Fetcher;
  robots: RobotsJudge;
  readPage: ReadPage;
  /** Permission of a URL's host to write one request. */
  acquire: (url: string) => (signal: AbortSignal) => Promise<Permit>;
  /** Told every answer, so that 429 and 503 slow the host down. */
  onAnswer: (url: string, answer: FetchedResponse) => void;
  scope: () => { scope: Scope; settings: ScopeSettings };
  maxDepth: number | undefined;
  /** Product token of the user agent, in lower case: the name under which a site may speak to this crawler alone. */
  agent: string;
  /**
   * Of a page that says that it is not there, and has this sketch: an address that cannot exist and that its site answers alike; undefined when it
   * does not.
   */
  answeredAlike: (page: { url: string; sketch: Uint8Array }, signal: AbortSignal) => Promise<string | undefined>;
  /** Nothing has ever been heard of this site: a failure is more likely a wrong address than a passing trouble. */
  isFirstContact: () => boolean;
  now: () => number;
}

/**
 * Visits one entry: scope, robots.txt, request, judgement of the answer, reading of the page. Every way out is an outcome; it
 * rejects only when aborted or when the program itself is at fault.
 */
export async function visit(entry: Entry, parts: VisitParts, signal: AbortSignal): Promise<Outcome> {
  const verdict = parts.scope().scope.judge(entry.url);
  if (!verdict.inScope) return leftOut(verdict);
  if (entry.depth > (parts.maxDepth ?? Infinity)) return { state: 'out-of-scope', reason: 'depth' };
  const robots = await parts.robots.judge(entry.url, signal);
  if (!robots.allowed && robots.reason === 'robots')
    return { state: 'refused', reason: 'robots', detail: robots.detail };
  if (!robots.allowed && robots.failure && isOfHost(robots.failure) && !mayPass(robots.failure, parts))
    return judgeFailure(entry, { reason: robots.failure, detail: robots.detail }, parts);
  if (!robots.allowed) {
    const detail = robots.failure ? `robots.txt: ${robots.detail}` : robots.detail;
    return retryOr(entry, parts, { state: 'refused', reason: robots.reason, detail });
  }
  const answer = await parts.fetcher.fetch(
    {
      url: entry.url,
      headers: validators(entry),
      wantsBody: (head) => bringsPage(head.status) && isReadable(head.headers['content-type'] ?? ''),
    },
    { acquire: parts.acquire(entry.url), signal },
  );
  return answer.kind === 'failed'
    ? judgeFailure(entry, answer, parts)
    : judgeResponse(entry, answer, { parts, signal });
}

function validators({ etag, lastModified }: Entry): Record<string, string> {
  return { ...(etag ? { 'if-none-match': etag } : {}), ...(lastModified ? { 'if-modified-since': lastModified } : {}) };
}

/** 203: a proxy has changed the page (RFC 9110, section 15.3.4). */
function bringsPage(status: number): boolean {
  return status === 200 || status === 203;
}

/** "Too slow" and "too early" (RFC 9110, section 15.5.9; RFC 8470, section 5.2) ask for another try, as failures of the server do. */
function mayBeTriedAgain(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

const READABLE = ['text/html', 'application/xhtml+xml', 'text/plain', 'text/markdown', 'text/x-markdown'];
/** Types that say nothing (MIME Sniffing standard, 7): what is no text is told by its bytes. */
const UNKNOWN = ['*/*', 'unknown/unknown', 'application/unknown'];

/** HTML, XHTML, plain text and Markdown; a server that names no type, or what is none, is taken to mean HTML. */
function isReadable(contentType: string): boolean {
  const type = contentType.trim().split(/[;,\s]/, 1)[0] ?? '';
  return !type.includes('/') || [...READABLE, ...UNKNOWN].includes(type.toLowerCase());
}

/** What may pass is worth another try; what the server or the certificate says plainly is not. */
const PASSING: ReadonlySet<FetchFailure> = new Set<FetchFailure>([
  'timeout-connect',
  'timeout-headers',
  'timeout-body',
  'reset',
  'refused-connection',
]);

/** Does whatever is asked of the host fail so? Other failures speak of one file. */
function isOfHost(reason: FetchFailure): boolean {
  return PASSING.has(reason) || reason === 'dns' || reason === 'tls' || reason === 'address-refused';
}

function mayPass(reason: FetchFailure, { isFirstContact }: VisitParts): boolean {
  return PASSING.has(reason) && !isFirstContact();
}

function judgeFailure(
  entry: Entry,
  { reason, detail }: Pick<FetchError, 'reason' | 'detail'>,
  parts: VisitParts,
): Outcome {
  const final = { state: reason === 'address-refused' ? 'refused' : 'failed', reason, detail } as const;
  return mayPass(reason, parts) ? retryOr(entry, parts, final) : final;
}

async function judgeResponse(
  entry: Entry,
  answer: FetchedResponse,
  { parts, signal }: { parts: VisitParts; signal: AbortSignal },
): Promise<Outcome> {
  const { status, headers } = answer;
  parts.onAnswer(entry.url, answer);
  if (status === 304 && (entry.etag ?? entry.lastModified) === null)
    return { state: 'failed', reason: 'bad-response', status, detail: 'status 304, which nobody asked for' };
  if (status === 304) return judgeNotModified(headers, parts);
  if (status >= 300 && status < 400 && headers['location'] !== undefined)
    return judgeRedirect(entry, { status, location: headers['location'] }, parts);
  if (status === 404 || status === 410)
    return { state: 'gone', reason: status === 404 ? 'gone-404' : 'gone-410', status };
  const failed = { state: 'failed', reason: failureOf(status), status, detail: `status ${status}` } as const;
  if (mayBeTriedAgain(status))
    return retryOr(entry, parts, failed, parseRetryAfterMs(headers['retry-after'], parts.now()));
  if (status === 204 || status === 205) return { state: 'refused', reason: 'empty-text', status };
  if (!bringsPage(status)) return failed;
  if (answer.bodySkipped)
    return { state: 'refused', reason: 'not-html', status, detail: headers['content-type'] ?? '' };
  return judgePage(entry, answer, { parts, signal });
}

/** Its headers speak of now: what an owner asks for by header alone leaves the file, and so its validators, as they were. */
function judgeNotModified(headers: Record<string, string>, { agent, now }: VisitParts): Outcome {
  const asked = readRobotsTag(headers['x-robots-tag'] ?? '', agent);
  return { status: 304, ...(withdrawnBy(asked, now()) ?? { state: 'unchanged', reason: 'unchanged' }) };
}

function failureOf(status: number): 'bad-response' | 'http-4xx' | 'http-429' | 'http-5xx' {
  if (status === 429) return 'http-429';
  if (status >= 500) return 'http-5xx';
  return status >= 400 ? 'http-4xx' : 'bad-response';
}

async function judgePage(
  entry: Entry,
  answer: FetchedResponse,
  { parts, signal }: { parts: VisitParts; signal: AbortSignal },
): Promise<Outcome> {
  const { status, headers, body } = answer;
  const { settings } = parts.scope();
  const { agent } = parts;
  const asked = readRobotsTag(headers['x-robots-tag'] ?? '', agent);
  try {
    const input = {
      url: entry.url,
      body,
      contentType: headers['content-type'] ?? '',
      depth: entry.depth,
      maxDepth: parts.maxDepth,
      scope: settings,
      agent,
      nofollow: asked.nofollow,
      ...linksOfHeader(headers['link'] ?? '', entry.url),
    };
    const reading = await parts.readPage(input, signal);
    const { movedTo, notFound } = reading;
    if (movedTo !== undefined) return judgeRedirect(entry, { status, location: movedTo }, parts);
    const suspect = entry.isSeed ? undefined : notFound;
    const alike = suspect && (await parts.answeredAlike({ url: entry.url, sketch: suspect }, signal));
    if (alike !== undefined) return { state: 'gone', reason: 'soft-404', status, detail: alike };
    return { status, discovered: reading.discovered, ...judgeReading(reading, { headers, asked, now: parts.now() }) };
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof Fault && cause.remedy !== 'skip-page') throw cause;
    return {
      state: 'failed',
      reason: 'extract-error',
      status,
      detail: messageOf(cause),
    };
  }
}

/** What the page asks for, in its markup and in its headers, and whether it has anything to index. */
function judgeReading(
  { page, isBinary, isEmpty, noindex, unavailableAfter }: PageReading,
  { headers, asked, now }: { headers: Record<string, string>; asked: RobotsDirectives; now: number },
): Pick<Outcome, 'state' | 'reason' | 'detail' | 'page'> {
  if (isBinary)
    return {
      state: 'refused',
      reason: 'not-html',
      detail: `binary data sent as ${headers['content-type'] || 'no type'}`,
    };
  if (noindex) return { state: 'noindex', reason: 'noindex-meta' };
  const until = Math.min(unavailableAfter ?? Infinity, asked.unavailableAfter ?? Infinity);
  const withdrawn = withdrawnBy({ noindex: asked.noindex, unavailableAfter: until }, now);
  if (withdrawn) return withdrawn;
  if (isEmpty) return { state: 'refused', reason: 'empty-text' };
  // A page with such a date must be read anew in every crawl: "not modified" would keep it beyond its time.
  const validators =
    until < Infinity
      ? { etag: null, lastModified: null }
      : { etag: headers['etag'] ?? null, lastModified: headers['last-modified'] ?? null };
  return { state: 'indexed', reason: 'ok', page: { ...page, ...validators } };
}

/** Is the page to be left out by a header, or by a date that has passed? */
function withdrawnBy(
  { noindex, unavailableAfter = Infinity }: Pick<RobotsDirectives, 'noindex' | 'unavailableAfter'>,
  now: number,
): Pick<Outcome, 'state' | 'reason' | 'detail'> | undefined {
  if (noindex) return { state: 'noindex', reason: 'noindex-header' };
  if (unavailableAfter > now) return undefined;
  return { state: 'noindex', reason: 'unavailable-after', detail: `The date is ${isoTime(unavailableAfter)}` };
}

/** By status or by a refresh in the markup. The target goes back to the frontier, so that scope, robots.txt, rate and "seen already" hold for every hop. */
function judgeRedirect(
  entry: Entry,
  { status, location }: { status: number; location: string },
  parts: VisitParts,
): Outcome {
  const target = canonicalizeUrl(location, entry.url);
  if (target === undefined)
    return {
      state: 'failed',
      reason: 'bad-response',
      status,
      detail: `redirects to ${JSON.stringify(location.slice(0, 200))}`,
    };
  if (target === entry.url) {
    const { href } = new URL(location, entry.url);
    const detail = href === target ? target : `${href}, which counts as the same address`;
    return { state: 'failed', reason: 'redirect-loop', status, detail };
  }
  if (entry.hops >= MAX_HOPS) return { state: 'failed', reason: 'redirect-loop', status, detail: target };
  const hop = { url: target, links: [], depth: entry.depth, hops: entry.hops + 1 };
  const verdict = parts.scope().scope.judge(target);
  // A seed that was a page is away for the time being, as behind a login or a notice of maintenance: that draws no other host into the scope.
  const mayMove = entry.isSeed && !(entry.isPage && TEMPORARY.has(status));
  // A seed needs no include pattern, nor does what it has moved to.
  if (verdict.inScope || (mayMove && (verdict.reason !== 'excluded' || verdict.isUnwanted))) {
    const moved = !verdict.inScope ? { movedSeedTo: target } : {};
    return {
      state: 'redirected',
      reason: 'redirect',
      status,
      detail: target,
      discovered: [{ ...hop, state: 'ready', reason: 'found', isSeed: entry.isSeed }],
      ...moved,
    };
  }
  return {
    state: 'redirected',
    reason: 'redirect-out-of-scope',
    status,
    detail: target,
    discovered: [{ ...hop, ...leftOut(verdict) }],
  };
}

/** Another try later, or this outcome when there were enough. */
function retryOr(entry: Entry, { now }: VisitParts, final: Outcome, retryAfterMs?: number): Outcome {
  if (entry.attempts + 1 >= MAX_ATTEMPTS) return final;
  return {
    state: 'waiting',
    reason: 'retry',
    retryAt: now() + waitBeforeRetryMs(entry.attempts + 1, retryAfterMs),
    detail: `${final.reason}: ${final.detail ?? ''}`,
    ...(final.status ? { status: final.status } : {}),
  };
}
