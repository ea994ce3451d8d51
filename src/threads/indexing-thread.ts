import { StoreIndexCare } from '../crawl/index-care.ts';
import { Indexer } from '../crawl/indexer.ts';
import { systemClock } from '../model/clock.ts';
import { SqliteCrawlStore } from '../store/sqlite/sqlite-crawl-store.ts';
import { yieldToOthers } from './background.ts';
import { type IndexPlace, openIndex } from './open-index.ts';
import { serveThread } from './remote.ts';

yieldToOthers();

/** Outbox to index, with its own connections to both: no page text passes through the event loop. */
await serveThread(async ({ storePath, place }: { storePath: string; place: IndexPlace }) => {
  const index = await openIndex(place, { readOnly: false });
  const store = SqliteCrawlStore.open({ path: storePath });
  const indexer = new Indexer({ store, index, clock: systemClock });
  const care = new StoreIndexCare({ store, index, indexer, clock: systemClock });
  let looked: Promise<void> | undefined;
  return {
    wake: async () => {
      looked ??= care.refill().catch(() => undefined); // drain() looks again, and reports the fault
      await looked;
      indexer.wake();
    },
    drain: async () => {
      await care.refill();
      await indexer.drain();
    },
    trouble: () => care.trouble(),
    beginRebuild: () => care.beginRebuild(),
    finishRebuild: () => care.finishRebuild(),
    verify: () => care.verify(),
    close: async () => {
      await indexer.close();
      await Promise.all([index.close(), store.close()]);
    },
  };
});
