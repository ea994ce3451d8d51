import type { CrawlProgress } from '../model/events.ts';

/** The words of a search engine name its address: they are for the command line. */
const INDEX_TROUBLE = 'The index takes no pages now; they wait, and nothing is lost.';

/** A crawl as the API and the pages show it: times as ISO 8601, its own address, and the pages to expect. */
export function crawlView(progress: CrawlProgress) {
  const { states, startedAt, endedAt, maxPages } = progress;
  const indexable = states.indexed + states.unchanged + states.ready + states.waiting + states.taken;
  return {
    ...progress,
    href: `/api/v1/crawls/${encodeURIComponent(progress.id)}`,
    startedAt: isoTime(startedAt),
    endedAt: endedAt === null ? null : isoTime(endedAt),
    keptPages: progress.keptPages ?? 0,
    indexTrouble: progress.indexTrouble === undefined ? null : INDEX_TROUBLE,
    expected: Math.min(indexable, maxPages ?? indexable),
  };
}

export type CrawlView = ReturnType<typeof crawlView>;

export const isoTime = (ms: number): string => new Date(ms).toISOString();
