import { SqliteCrawlStore } from '../store/sqlite/sqlite-crawl-store.ts';
import { serveThread } from './remote.ts';

/** The crawl store, in a thread of its own: settling a page with thousands of links takes longer than the event loop may wait. */
await serveThread(({ path }: { path: string }) => SqliteCrawlStore.open({ path }));
