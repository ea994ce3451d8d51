import type { FetchError, FetchedResponse } from '../fetch/fetcher.ts';
import type { FetchFailure } from '../model/reasons.ts';
import { parseRetryAfterMs, waitBeforeRetryMs } from '../politeness/back-off.ts';
import type { Entry } from '../store/crawl-store.ts';
import { readRobotsTag } from './directives.ts';
import { judgePage, withdrawnBy } from './page-judgement.ts';
import { judgeRedirect } from './redirect.ts';
import type { RobotsVerdict } from './robots-gate.ts';
import { leftOut } from './scope.ts';
import type { Outcome, VisitParts } from './visit-parts.ts';

/** Tries of one URL in one crawl. */
const MAX_ATTEMPTS = 4;

/**
 * Visits one entry: scope, robots.txt, request, judgement of the answer, reading of the page. Every way out is an outcome; it
 * rejects only when aborted or when the program itself is at fault.
 */
export async function visit(entry: Entry, parts: VisitParts, signal: AbortSignal): Promise<Outcome> {
  const unasked = judgeUnasked(entry, parts);
  if (unasked !== undefined) return unasked;
  const robots = await parts.robots.judge(entry.url, signal);
  if (!robots.allowed) return judgeRefusal(entry, robots, parts);
  const answer = await parts.fetcher.fetch(
    {
      url: entry.url,
      headers: validators(entry),
      wantsBody: (head) => bringsPage(head.status) && isReadable(head.headers['content-type'] ?? ''),
    },
    { acquire: parts.acquire(entry.url), signal },
  );
  const isSilent = answer.kind === 'failed' && SILENT.has(answer.reason);
  parts.hosts.notePage(entry.url, { isAnswered: !isSilent });
  return answer.kind === 'failed'
    ? judgeFailure(entry, answer, parts)
    : judgeResponse(entry, answer, { parts, signal });
}

/** Would a visit have to ask for robots.txt first? */
export function awaitsRobots(entry: Entry, parts: VisitParts): boolean {
  return !parts.robots.knows(entry.url) && judgeUnasked(entry, parts) === undefined;
}

/** The outcome when there is no need to ask anybody. */
function judgeUnasked(entry: Entry, parts: VisitParts): Outcome | undefined {
  const outside = judgeScope(entry, parts);
  if (outside !== undefined || !parts.hosts.isGivenUp(entry.url)) return outside;
  return { state: 'failed', reason: 'host-down' };
}

function judgeScope(entry: Entry, { scope, maxDepth = Infinity }: VisitParts): Outcome | undefined {
  const verdict = scope().scope.judge(entry.url);
  if (!verdict.inScope) return leftOut(verdict);
  return entry.depth > maxDepth ? { state: 'out-of-scope', reason: 'depth' } : undefined;
}

/** What robots.txt forbids, or when it could not be read. A failure of the whole host that will not pass is told as the entry's own. */
function judgeRefusal(entry: Entry, verdict: RobotsVerdict & { allowed: false }, parts: VisitParts): Outcome {
  const { reason, detail } = verdict;
  if (reason === 'robots') return { state: 'refused', reason, detail };
  const { failure } = verdict;
  if (failure === undefined) return retryOr(entry, parts, { state: 'refused', reason, detail });
  if (isOfHost(failure) && !mayPass(failure, parts)) return judgeFailure(entry, { reason: failure, detail }, parts);
  return retryOr(entry, parts, { state: 'refused', reason, detail: `robots.txt: ${detail}` });
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

/** Of these, the ones that take long. */
const SILENT: ReadonlySet<FetchFailure> = new Set<FetchFailure>(['timeout-connect', 'timeout-headers', 'timeout-body']);

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

/** Another try later, or this outcome when there were enough; those while the host is down are not its own. */
function retryOr(entry: Entry, { now, hosts }: VisitParts, final: Outcome, retryAfterMs?: number): Outcome {
  const page = { isFirstTry: entry.attempts === 0 };
  if (final.status === undefined || final.status >= 500) hosts.fail(entry.url, page);
  hosts.noteTrouble(entry.url, page);
  if (entry.attempts + 1 >= MAX_ATTEMPTS && !hosts.isDown(entry.url)) return final;
  return {
    state: 'waiting',
    reason: 'retry',
    retryAt: now() + waitBeforeRetryMs(entry.attempts + 1, retryAfterMs),
    detail: `${final.reason}: ${final.detail ?? ''}`,
    ...(final.status ? { status: final.status } : {}),
  };
}
