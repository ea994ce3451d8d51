import type { RobotsDirectives } from '../extract/robots-directives.ts';
import type { FetchedResponse } from '../fetch/fetcher.ts';
import { Fault, messageOf } from '../model/errors.ts';
import { isoTime } from '../model/figures.ts';
import type { Entry } from '../store/crawl-store.ts';
import { linksOfHeader, readRobotsTag } from './directives.ts';
import type { PageReading } from './page-reading.ts';
import { judgeRedirect } from './redirect.ts';
import type { Outcome, VisitParts } from './visit-parts.ts';

/** The outcome of an answer that brings a page: it is read, and judged by what it and its headers ask for. */
export async function judgePage(
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

/** The outcome of a page that is to be left out by a header, or by a date that has passed; undefined for any other. */
export function withdrawnBy(
  { noindex, unavailableAfter = Infinity }: Pick<RobotsDirectives, 'noindex' | 'unavailableAfter'>,
  now: number,
): Pick<Outcome, 'state' | 'reason' | 'detail'> | undefined {
  if (noindex) return { state: 'noindex', reason: 'noindex-header' };
  if (unavailableAfter > now) return undefined;
  return { state: 'noindex', reason: 'unavailable-after', detail: `The date is ${isoTime(unavailableAfter)}` };
}
