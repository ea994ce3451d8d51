import { canonicalizeUrl } from '../model/url.ts';
import type { Entry } from '../store/crawl-store.ts';
import { leftOut } from './scope.ts';
import type { Outcome, VisitParts } from './visit-parts.ts';

/** Redirects between a linked URL and its page. */
export const MAX_HOPS = 10;
/** Redirects that say nothing about tomorrow (RFC 9110 section 15.4). */
const TEMPORARY: ReadonlySet<number> = new Set([302, 303, 307]);

/**
 * The outcome of a visit that leads elsewhere, by its status or by a refresh in the markup. The target goes back to the frontier, so that scope,
 * robots.txt, rate and "seen already" hold for every hop.
 */
export function judgeRedirect(
  entry: Entry,
  { status, location }: { status: number; location: string },
  parts: Pick<VisitParts, 'scope'>,
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
