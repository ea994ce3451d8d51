import { REASONS } from '../model/reasons.ts';
import { canonicalizeUrl } from '../model/url.ts';
import type { CrawlStore, Foreseen, Foresight, Site } from '../store/crawl-store.ts';
import type { UrlTest } from './explanation.ts';
import { MAX_HOPS } from './redirect.ts';
import { makeScope, type ScopeSettings } from './scope.ts';
import { testSentences } from './test-sentences.ts';
import { type TestVisit, type TestVisitParts, testVisit } from './test-visit.ts';

export interface TestParts extends TestVisitParts {
  store: Pick<CrawlStore, 'foresee' | 'story'>;
  /** Undefined when the URL belongs to no site: then it is its own scope. */
  site: Site | undefined;
  scope: ScopeSettings;
  ignoresRobots: boolean;
  /** Requests written so far. */
  requests: () => number;
}

/**
 * What a crawl would make of a URL right now, redirects followed. It goes the way of a crawl, so it asks for nothing that a crawl would not ask for
 * (scope, robots.txt) and every request waits for its turn; it tries nothing again and stores nothing. What depends on other pages (duplicates, canonical
 * URLs, what is in the index already) is foreseen by the store.
 */
export async function testUrl(url: string, parts: TestParts, signal: AbortSignal): Promise<UrlTest> {
  const { visits, scope } = await followed(url, parts, signal);
  const last = visits.at(-1);
  if (!last) throw new TypeError('url must not be empty');
  const { foresight, canonical } = await foreseen(last, { ...parts, scope }, signal);
  const { state, reason, detail = null } = foresight ?? last.outcome;
  const { site, ignoresRobots } = parts;
  const hops = visits.map(({ hop }) => hop);
  const told = { state, reason, detail, hops, canonical: canonical?.hop ?? null, page: last.page };
  return {
    ...{ url, site: site?.name ?? null, remedy: REASONS[reason].remedy, requests: parts.requests() },
    ...told,
    sentences: testSentences({ ...told, site, ignoresRobots, foresight }),
  };
}

/** The URL and what it redirects to, one after the other; a seed that moves takes the scope along. */
async function followed(
  url: string,
  parts: TestParts,
  signal: AbortSignal,
): Promise<{ visits: TestVisit[]; scope: ScopeSettings }> {
  const { site, store } = parts;
  const isSeed = site?.seeds.includes(url) ?? true;
  const visits: TestVisit[] = [];
  let { scope } = parts;
  for (let next: string | undefined = url; next !== undefined && visits.length <= MAX_HOPS; ) {
    const isPage: boolean = site !== undefined && Boolean((await store.story(site.id, next))?.page);
    const visit: TestVisit = await testVisit({ url: next, hops: visits.length, isSeed, isPage, scope }, parts, signal);
    const { reason, detail, movedSeedTo } = visit.outcome;
    if (movedSeedTo !== undefined) scope = { ...scope, seeds: [...scope.seeds, movedSeedTo] };
    visits.push(visit);
    next = reason === 'redirect' && !visits.some((seen) => seen.url === detail) ? detail : undefined;
  }
  return { visits, scope };
}

/** How the store would settle the visit. A canonical URL that may change that is asked for as well. */
async function foreseen(
  visit: TestVisit,
  { store, site, scope, ...parts }: TestParts,
  signal: AbortSignal,
): Promise<{ foresight: Foresight | undefined; canonical: TestVisit | undefined }> {
  if (!site) return { foresight: undefined, canonical: undefined };
  const [alone] = await store.foresee(site.id, [settlementOf(visit, parts)]);
  const named = canonicalizeUrl(visit.outcome.page?.canonical ?? '');
  const isOpen = named !== undefined && named !== visit.url && alone?.state !== 'duplicate';
  if (!isOpen || !makeScope(scope).judge(named).inScope) return { foresight: alone, canonical: undefined };
  const canonical = await testVisit({ url: named, hops: 0, isSeed: false, isPage: false, scope }, parts, signal);
  const both = [canonical, visit].map((one) => settlementOf(one, parts));
  const [, foresight = alone] = await store.foresee(site.id, both);
  return { foresight, canonical };
}

function settlementOf({ url, outcome }: TestVisit, { now }: Pick<TestParts, 'now'>): Foreseen {
  return { ...outcome, url, at: now() };
}
