import { zstdDecompressSync } from 'node:zlib';
import { Fault } from '../model/errors.ts';
import type { StoredPage } from '../model/page.ts';
import { REASONS, type Reason } from '../model/reasons.ts';
import { canonicalizeUrl, urlHost } from '../model/url.ts';
import type { CrawlStore, Site, UrlStory } from '../store/crawl-store.ts';
import type { PageStory } from '../store/url-report.ts';
import type { Explanation, PageView, StoryView } from './explanation.ts';
import { nearUrls } from './near-urls.ts';
import type { RobotsVerdict } from './robots-gate.ts';
import { makeScope } from './scope.ts';
import { remedySentences, storySentences, unseenSentences, verdictSentences } from './sentences.ts';

export interface ExplainParts {
  store: Pick<CrawlStore, 'sites' | 'story' | 'urls'>;
  /** What the robots.txt that a crawl of the site holds says; undefined when none does. Sends no request. */
  knownRobots: (site: Site, url: string) => Promise<RobotsVerdict | undefined>;
}

const isoTime = (ms: number): string => new Date(ms).toISOString();

/**
 * Why is this URL, or is it not, in the index: its story, or for one never seen what would happen to it. Sends no request.
 *
 * @param options.url anything that `canonicalizeUrl` takes
 * @param options.site name of the site to judge it for; without one, that which knows the URL or is nearest to it
 * Faults: `not-a-url`; `usage` for a site that does not exist.
 */
export async function explainUrl(
  { store, knownRobots }: ExplainParts,
  options: { url: string; site?: string },
): Promise<Explanation> {
  const url = askedUrl(options.url);
  const sites = sitesFor(await store.sites(), { url, name: options.site });
  for (const site of sites) {
    const story = await store.story(site.id, url);
    if (story) return known(site, story);
  }
  return unseen(sites[0], { url, store, knownRobots });
}

/** The canonical form of a URL that somebody asks about. Fault `not-a-url`. */
export function askedUrl(text: string): string {
  const url = canonicalizeUrl(text.trim());
  if (url !== undefined) return url;
  throw new Fault(
    'not-a-url',
    `${JSON.stringify(text)} is not a URL that can be crawled. Give an address that begins with http:// or https://.`,
  );
}

/** The site of that name; without a name all of them, those that admit the URL first, then those of its host. */
export function sitesFor(sites: readonly Site[], { url, name }: { url: string; name: string | undefined }): Site[] {
  if (name !== undefined) {
    const site = sites.find((one) => one.name === name);
    if (site) return [site];
    const names = sites.map((one) => one.name).join(', ') || 'none yet';
    throw new Fault('usage', `There is no site ${JSON.stringify(name)}. There are: ${names}`);
  }
  const distance = (site: Site) => {
    if (scopeOf(site).judge(url).inScope) return 0;
    return site.anchors.some((anchor) => urlHost(anchor) === urlHost(url)) ? 1 : 2;
  };
  return [...sites].sort((a, b) => distance(a) - distance(b));
}

const scopeOf = ({ anchors, scope, include, exclude }: Site) => makeScope({ seeds: anchors, scope, include, exclude });

function known(site: Site, story: UrlStory): Explanation {
  const { url, state, reason, detail } = story;
  const { remedy } = REASONS[reason];
  const view = storyView(story);
  const isLeftOut =
    state === 'out-of-scope' && (reason === 'scope-host' || reason === 'scope-prefix' || reason === 'excluded');
  const isNowIn = isLeftOut && scopeOf(site).judge(url).inScope;
  return {
    ...{ url, site: site.name, isKnown: true, state, reason, detail, remedy },
    sentences: [
      ...verdictSentences(story, site),
      ...(isNowIn ? ['The scope has changed since: the next page that links to it takes it in.'] : []),
      ...storySentences(view),
      ...remedySentences(remedy),
    ],
    story: view,
    near: [],
  };
}

async function unseen(
  site: Site | undefined,
  { url, store, knownRobots }: ExplainParts & { url: string },
): Promise<Explanation> {
  const near = site ? await nearUrls(store, { siteId: site.id, url }) : [];
  const { verdict, robots } = site ? await judge(site, { url, knownRobots }) : { verdict: undefined, robots: '' };
  const remedy = verdict ? REASONS[verdict.reason].remedy : '';
  const shown = near.map((row) => ({ url: row.url, state: row.state, reason: row.reason }));
  return {
    url,
    site: site?.name ?? null,
    isKnown: false,
    state: null,
    reason: verdict?.reason ?? null,
    detail: verdict?.detail ?? null,
    remedy,
    sentences: [...unseenSentences(site, { url, verdict, robots, near: shown }), ...remedySentences(remedy)],
    story: null,
    near: shown,
  };
}

/** What would keep a URL out of a crawl of the site, as far as that can be told without a request. */
async function judge(
  site: Site,
  { url, knownRobots }: Pick<ExplainParts, 'knownRobots'> & { url: string },
): Promise<{ verdict: { reason: Reason; detail: string | null } | undefined; robots: string }> {
  const scope = scopeOf(site).judge(url);
  if (!scope.inScope) return { verdict: { reason: scope.reason, detail: scope.detail ?? null }, robots: '' };
  const robots = await knownRobots(site, url);
  if (!robots) return { verdict: undefined, robots: 'What robots.txt says is not known here; a test asks for it.' };
  if (robots.allowed) return { verdict: undefined, robots: 'robots.txt allows it.' };
  return { verdict: { reason: robots.reason, detail: robots.detail }, robots: '' };
}

function storyView(story: UrlStory): StoryView {
  const { status, depth, attempts, isSeed, foundOn, foundText, inlinks, chain, duplicates, isInOutbox } = story;
  return {
    ...{ status, depth, attempts, isSeed, foundOn, foundText, inlinks, chain, duplicates, isInOutbox },
    foundAt: isoTime(story.foundAt),
    fetchedAt: story.fetchedAt === null ? null : isoTime(story.fetchedAt),
    notBefore: story.state === 'waiting' ? isoTime(story.notBefore) : null,
    page: story.page && pageView(story.page),
  };
}

/** A stored page as people are shown it. */
export function pageView(page: Omit<PageStory, 'fetchedAt'> & { fetchedAt: number | null }): PageView {
  const { title, lang, bytes, contentHash, etag, lastModified, fetchedAt } = page;
  const { sections }: StoredPage = JSON.parse(zstdDecompressSync(page.extracted).toString());
  return {
    ...{ title, lang, bytes, contentHash, etag, lastModified },
    sections: sections.length,
    symbols: sections.reduce((sum, section) => sum + section.symbols.length, 0),
    fetchedAt: fetchedAt === null ? null : isoTime(fetchedAt),
  };
}
