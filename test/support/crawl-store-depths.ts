import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { CrawlStore, Discovery, Entry, Settlement } from '../../src/store/crawl-store.ts';
import { type CrawlStoreFixture, HOST, NOW, pageRecord, siteSettings } from './crawl-store-fixture.ts';

/** A site of a few pages: where each links to, and which of them redirect to the first of these instead. */
interface Graph {
  links: number[][];
  redirects: boolean[];
}

const PAGES = 9;
const urlOf = (page: number): string => (page === 0 ? `${HOST}/` : `${HOST}/${page}`);
const pageOf = (url: string): number => Number(url.slice(`${HOST}/`.length));

const sometimes = fc.nat(4).map((n) => n === 0);

/** Each page leads to the next one, and some to another one: short ways beside long ones. */
const graph: fc.Arbitrary<Graph> = fc
  .array(fc.record({ shortcuts: fc.array(fc.nat(PAGES - 1), { maxLength: 2 }), redirects: sometimes }), {
    minLength: PAGES,
    maxLength: PAGES,
  })
  .map((pages) => ({
    links: pages.map(({ shortcuts }, page) => [Math.min(page + 1, PAGES - 1), ...shortcuts]),
    redirects: pages.map(({ redirects }) => redirects),
  }));

/** Where a page leads, and whether by a redirect: the seed is none, so that the scope stays what it is. */
function waysOn({ links, redirects }: Graph, page: number): { to: number; steps: 0 | 1 }[] {
  const targets = [...new Set(links[page] ?? [])].filter((to) => to !== page);
  if (page === 0 || !redirects[page] || targets.length === 0) return targets.map((to) => ({ to, steps: 1 }));
  return targets.slice(0, 1).map((to) => ({ to, steps: 0 }));
}

/** The fewest links from the seed, by page, found by walking until nothing changes. */
function distances(site: Graph): Map<number, number> {
  const found = new Map([[0, 0]]);
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const [page, depth] of found)
      for (const { to, steps } of waysOn(site, page))
        if (depth + steps < (found.get(to) ?? Number.POSITIVE_INFINITY)) {
          found.set(to, depth + steps);
          isNew = true;
        }
  }
  return found;
}

/** What a visit makes of an entry: its links are as far away as it was thought to be when it was taken. A page that is kept is told to be unchanged. */
function outcome(
  { url, depth, etag }: Entry,
  { site, maxDepth }: { site: Graph; maxDepth: number },
): Omit<Settlement, 'siteId' | 'entryId' | 'at'> {
  if (depth > maxDepth) return { state: 'out-of-scope', reason: 'depth' };
  if (etag !== null) return { state: 'unchanged', reason: 'unchanged' };
  const ways = waysOn(site, pageOf(url));
  const discovered = ways.map(({ to, steps }): Discovery => {
    const links = steps === 0 ? [] : [{ fragment: '', text: 'x' }];
    const place = { url: urlOf(to), links, depth: depth + steps, hops: 1 - steps };
    if (place.depth > maxDepth) return { ...place, state: 'out-of-scope', reason: 'depth' };
    return { ...place, state: 'ready', reason: 'found' };
  });
  const [first] = ways;
  if (first?.steps === 0) return { state: 'redirected', reason: 'redirect', detail: urlOf(first.to), discovered };
  return { state: 'indexed', reason: 'ok', page: pageRecord(url, { etag: '"1"' }), discovered };
}

/** Visits all that is ready, four at a time, of which a slow one ends last. */
async function crawl(
  store: CrawlStore,
  { siteId, site, maxDepth, slow }: { siteId: number; site: Graph; maxDepth: number | undefined; slow: boolean[] },
): Promise<void> {
  await store.beginCrawl(siteId, NOW, { maxDepth });
  const inFlight: Entry[] = [];
  for (;;) {
    inFlight.push(...(await store.take(siteId, { limit: 4 - inFlight.length, now: NOW })));
    const first = inFlight.findIndex(({ url }) => !slow[pageOf(url)]);
    const [entry] = inFlight.splice(Math.max(0, first), 1);
    if (!entry) break;
    const readyBefore = (await store.counts(siteId)).states.ready;
    const end = outcome(entry, { site, maxDepth: maxDepth ?? PAGES });
    const { ready } = await store.settle({ siteId, entryId: entry.id, at: NOW, ...end });
    assert.equal(ready, (await store.counts(siteId)).states.ready - readyBefore);
  }
  await store.settleLosses(siteId, { accept: true });
  await store.endCrawl(siteId, { at: NOW, why: 'done' });
}

/** A short way is found to pages that redirect in a circle. */
const NEARER_CIRCLE: Graph = {
  links: [[1, 8], [2], [3], [4, 7], [5], [6], [7], [8], [8, 4]],
  redirects: [true, true, true, false, true, true, true, true, true],
};
const SLOW_SEED = [true, true, false, false, false, false, true, true, true];

/** The promise of the port about depths: they do not depend on the order in which pages are read. */
export function testDepths({ open, runs }: CrawlStoreFixture): void {
  it('a crawl to some depth visits what is so far away by the shortest way, whatever is read first, and the next one goes as far as it says', async () => {
    const maxDepth = fc.option(fc.nat(4), { nil: undefined });
    const slow = fc.array(sometimes, { minLength: PAGES, maxLength: PAGES });
    const crawls = fc.array(fc.record({ maxDepth, slow }), { minLength: 1, maxLength: 3 });
    const store = await open();
    let sites = 0;
    try {
      await fc.assert(
        fc.asyncProperty(graph, crawls, async (site, settings) => {
          sites += 1;
          const { id: siteId } = await store.openSite(siteSettings({ name: `site ${sites}` }));
          for (const { maxDepth, slow } of settings) {
            await crawl(store, { siteId, site, maxDepth, slow });
            await compare(store, { siteId, site, maxDepth });
          }
        }),
        { numRuns: 10 * runs, examples: [[NEARER_CIRCLE, [{ maxDepth: 2, slow: SLOW_SEED }]]] },
      );
    } finally {
      await store.close();
    }
  });
}

async function compare(
  store: CrawlStore,
  { siteId, site, maxDepth = PAGES }: { siteId: number; site: Graph; maxDepth: number | undefined },
): Promise<void> {
  const rows = await store.urls(siteId, { after: 0, limit: 100 });
  // What redirects in a circle has failed, after it was visited.
  const visited = rows.filter(({ state }) => ['indexed', 'unchanged', 'redirected', 'failed'].includes(state));
  const expected = [...distances(site)].filter(([, depth]) => depth <= maxDepth);
  assert.deepEqual(visited.map(({ url }) => pageOf(url)).sort(), expected.map(([page]) => page).sort());
  if (maxDepth < PAGES) assert.deepEqual(visited.map(({ url, depth }) => [pageOf(url), depth]).sort(), expected.sort());
  assert.ok(rows.every(({ state }) => state !== 'ready' && state !== 'taken'));
}
