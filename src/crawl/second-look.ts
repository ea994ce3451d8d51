import type { CrawlStore } from '../store/crawl-store.ts';
import type { Indexing } from './indexer.ts';
import { waitFor } from './wait-for.ts';

/**
 * Brings the index up with the store at the end of a crawl, then looks once more at what pages call each other: most links to a page are found after it was
 * indexed. Rejects when aborted, and with the faults of `Indexing.drain`.
 */
export async function completeIndex(
  { store, indexing, siteId }: { store: Pick<CrawlStore, 'requeueLinked'>; indexing: Indexing; siteId: number },
  signal: AbortSignal,
): Promise<void> {
  indexing.wake();
  await waitFor(indexing.drain(), signal);
  let isAnyRequeued = false;
  for (let after: number | null = 0; after !== null; ) {
    signal.throwIfAborted();
    const { requeued, next } = await store.requeueLinked(siteId, { after });
    if (requeued > 0) indexing.wake();
    isAnyRequeued ||= requeued > 0;
    after = next;
  }
  if (isAnyRequeued) await waitFor(indexing.drain(), signal);
}
