import type { CrawlStore } from './crawl-store.ts';

/** Of all sites together: pages that are stored, and changes that wait for the index. */
export async function totalCounts(
  store: Pick<CrawlStore, 'sites' | 'counts'>,
): Promise<{ pages: number; outbox: number }> {
  const counts = await Promise.all((await store.sites()).map(({ id }) => store.counts(id)));
  return counts.reduce((sum, of) => ({ pages: sum.pages + of.pages, outbox: sum.outbox + of.outbox }), {
    pages: 0,
    outbox: 0,
  });
}
