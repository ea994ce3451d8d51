import type { Clock } from '../model/clock.ts';
import type { CrawlStore } from '../store/crawl-store.ts';
import { totalCounts } from '../store/total-counts.ts';
import type { IndexCare, RebuildProgress } from './index-care.ts';

const TELL_EVERY_MS = 500;

export interface RebuildParts {
  store: Pick<CrawlStore, 'sites' | 'counts'>;
  indexing: Pick<IndexCare, 'beginRebuild' | 'finishRebuild' | 'trouble'>;
  /** Keeps crawls away meanwhile. */
  lock: { acquire(): void; release(): void };
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
  lock.acquire();
  const ended = new AbortController();
  let total: number | undefined;
  const tell = async () => {
    for (;;) {
      await clock.sleep(TELL_EVERY_MS, ended.signal); // rejects when it has ended
      const { outbox: left } = await totalCounts(store);
      const trouble = await indexing.trouble();
      if (!ended.signal.aborted) onProgress({ left, total, trouble });
    }
  };
  void tell().catch(() => undefined); // who builds says what is wrong
  try {
    total = await indexing.beginRebuild();
    await indexing.finishRebuild();
    return total;
  } finally {
    ended.abort();
    lock.release();
  }
}
