import { SqliteSearchIndex } from '../index/sqlite/sqlite-search-index.ts';
import type { SearchRequest } from '../search/response.ts';
import { search } from '../search/search.ts';
import { type SuggestRequest, suggest } from '../search/suggest.ts';
import { serveThread } from './remote.ts';

/** Searches, in a thread of their own: one over a large index takes longer than the event loop may wait. */
await serveThread(({ indexPath }: { indexPath: string }) => {
  const index = SqliteSearchIndex.open({ path: indexPath, readOnly: true });
  return {
    search: (request: SearchRequest) => search(index, request),
    suggest: (request: SuggestRequest) => suggest(index, request),
    stats: () => index.stats(),
    close: () => index.close(),
  };
});
