import { retriesLeft, slowHost } from '../crawl/progress.ts';
import type { CrawlProgress } from '../model/events.ts';
import { isoTime, isoTimeOrNull } from '../model/figures.ts';
import { indexedCount, openCount, REASONS, type Reason } from '../model/reasons.ts';

/** The words of a search engine name its address: they are for the command line. */
const INDEX_TROUBLE = 'The index takes no pages now; they wait, and nothing is lost.';

/** A crawl as the API and the pages show it: times as ISO 8601, its own address, and the pages to expect. */
export function crawlView(progress: CrawlProgress) {
  const { states, startedAt, endedAt, maxPages, searchable } = progress;
  const indexable = indexedCount(states) + openCount(states);
  return {
    ...progress,
    why: isEmpty(progress) ? whyNothing(progress) : progress.why,
    href: `/api/v1/crawls/${encodeURIComponent(progress.id)}`,
    startedAt: isoTime(startedAt),
    endedAt: isoTimeOrNull(endedAt),
    keptPages: progress.keptPages ?? 0,
    indexTrouble: progress.indexTrouble === undefined ? null : INDEX_TROUBLE,
    heldUpBy: heldUpBy(progress),
    // Pages of an earlier crawl stay searchable until this one has judged their URLs, and after an outage of the site, too.
    expected: Math.max(searchable, Math.min(indexable, maxPages ?? indexable)),
  };
}

/** Why a crawl that runs is slower than it may be, or stands still: first what holds up all of it, then a host. */
function heldUpBy(progress: CrawlProgress): string | null {
  const { endedAt, indexTrouble, state, why } = progress;
  if (endedAt !== null) return null;
  if (indexTrouble !== undefined) return INDEX_TROUBLE;
  if (state === 'running' && why !== '') return why;
  const retries = retriesLeft(progress);
  return slowHost(progress) ?? (retries === undefined ? null : `${retries}.`);
}

/** Whether a crawl has come to its end and left nothing to search. */
export const isEmpty = ({ state, searchable }: Pick<CrawlProgress, 'state' | 'searchable'>): boolean =>
  state === 'done' && searchable === 0;

/** What became of the pages that were asked for, and what to do about it. */
function whyNothing({ reasons, why }: CrawlProgress): string {
  const said = Object.keys(reasons)
    .map((reason) => ({ reason, ...REASONS[reason as Reason] }))
    .filter(({ reason, state }) => reason !== 'redirect' && state !== 'out-of-scope')
    .map(({ says, remedy }) => `${says} ${remedy}`.trim());
  return said.length > 0 ? `No page can be searched: ${said.join(' ')}` : why;
}

export type CrawlView = ReturnType<typeof crawlView>;
