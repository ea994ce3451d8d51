import type { CrawlStore, UrlQuery } from '../store/crawl-store.ts';

type Lists = Pick<CrawlStore, 'urls' | 'coverage'>;

/**
 * The store, but for lists of URLs that hold a text: to find them all addresses may have to be read, which of millions takes seconds, and what a crawl has to
 * write would wait as long. These are asked of `other`, which is the same store in another thread.
 */
export function searchingBeside(store: CrawlStore, other: () => Promise<Lists>): CrawlStore {
  const lists: Lists = {
    urls: async (siteId, query) => (isSearch(query) ? await other() : store).urls(siteId, query),
    coverage: async (siteId, query) => (isSearch(query) ? await other() : store).coverage(siteId, query),
  };
  return new Proxy(store, {
    get: (target, name) => (name === 'urls' || name === 'coverage' ? lists[name] : Reflect.get(target, name)),
  });
}

function isSearch({ q }: UrlQuery): boolean {
  return q !== undefined && q !== '';
}
