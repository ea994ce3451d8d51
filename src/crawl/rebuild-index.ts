import type { Clock } from '../model/clock.ts';
import type { CrawlStore } from '../store/crawl-store.ts';
import { totalCounts } from '../store/total-counts.ts';
import type { IndexCare, RebuildProgress } from './index-care.ts';
import type { SharedLock } from './shared-lock.ts';
import { whileTelling } from './while-telling.ts';

const TELL_EVERY_MS = 500;

export interface RebuildParts {
  store: Pick<CrawlStore, 'sites' | 'counts'>;
  indexing: Pick<IndexCare, 'beginRebuild' | 'finishRebuild' | 'trouble'>;
  /** Keeps the crawls of other programs away meanwhile. */
  lock: SharedLock;
  clock: Clock;
}

/**
 * Builds the index anew and resolves with the number of its pages. `onProgress` is told now and then how far that is, and nothing after the end.
 * Faults: `data-in-use`, and those of `IndexCare`.
 */
export async function rebuildIndex(
  { store, indexing, lock, clock }: RebuildParts,
  onProgress: (progress: RebuildProgress) => void,
): Promise<number> {
  let total: number | undefined;
  const look = async () => {
    const { outbox: left } = await totalCounts(store);
    return { left, total, trouble: await indexing.trouble() };
  };
  const rebuild = async () => {
    const pages = await indexing.beginRebuild();
    total = pages;
    await indexing.finishRebuild();
    return pages;
  };
  const letGo = lock.hold();
  try {
    return await whileTelling(rebuild, { everyMs: TELL_EVERY_MS, clock, look, tell: onProgress });
  } finally {
    letGo();
  }
}
