import { Indexer } from '../crawl/indexer.ts';
import { SqliteSearchIndex } from '../index/sqlite/sqlite-search-index.ts';
import { systemClock } from '../model/clock.ts';
import { SqliteCrawlStore } from '../store/sqlite/sqlite-crawl-store.ts';
import { serveThread } from './remote.ts';

/** Outbox to index, with its own connections to both: no page text passes through the event loop. */
await serveThread(({ storePath, indexPath }: { storePath: string; indexPath: string }) => {
  const store = SqliteCrawlStore.open({ path: storePath });
  const index = SqliteSearchIndex.open({ path: indexPath });
  const indexer = new Indexer({ store, index, clock: systemClock });
  return {
    wake: async () => indexer.wake(),
    drain: () => indexer.drain(),
    close: async () => {
      await indexer.close();
      await Promise.all([index.close(), store.close()]);
    },
  };
});
