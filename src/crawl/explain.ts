import { Fault } from '../model/errors.ts';
import { isoTime, isoTimeOrNull } from '../model/figures.ts';
import { REASONS, type Reason } from '../model/reasons.ts';
import { urlHost } from '../model/url.ts';
import { parseRobots } from '../politeness/robots.ts';
import type { CrawlStore, Site, UrlStory } from '../store/crawl-store.ts';
import { unpackPage } from '../store/stored-page.ts';
import type { PageStory } from '../store/url-report.ts';
import type { Explanation, PageView, StoryView } from './explanation.ts';
import { nearUrls } from './near-urls.ts';
import { robotsVerdict } from './robots-gate.ts';
import { makeScope } from './scope.ts';
import { readSeeds } from './seeds.ts';
import { keptSentences, remedySentences, storySentences, unseenSentences, verdictSentences } from './sentences.ts';

export interface ExplainParts {
  store: Pick<CrawlStore, 'sites' | 'story' | 'urls' | 'robots'>;
  /** Matched against robots.txt. */
  userAgent: string;
}

/**
 * Why is this URL, or is it not, in the index: its story, or for one never seen what would happen to it. Sends no request.
 *
 * @param options.url anything that `canonicalizeUrl` takes
 * @param options.site name of the site to judge it for; without one, that which knows the URL or is nearest to it
 * Faults: `not-a-url`; `usage` for a site that does not exist.
 */
export async function explainUrl(parts: ExplainParts, options: { url: string; site?: string }): Promise<Explanation> {
  const url = askedUrl(options.url);
  const sites = sitesFor(await parts.store.sites(), { url, name: options.site });
  for (const site of sites) {
    const story = await parts.store.story(site.id, url);
    if (story) return known(site, story);
  }
  return unseen(sites[0], { url, parts });
}

/** The canonical form of a URL that somebody asks about, without login. Fault `not-a-url`. */
function askedUrl(text: string): string {
  return readSeeds([text]).seeds[0] ?? '';
}

/** The site of that name; without a name all of them, those that admit the URL first, then those of its host. */
export function sitesFor(sites: readonly Site[], { url, name }: { url: string; name: string | undefined }): Site[] {
  if (name !== undefined) return [siteNamed(name, sites)];
  const distance = (site: Site) => {
    if (scopeOf(site).judge(url).inScope) return 0;
    return site.anchors.some((anchor) => urlHost(anchor) === urlHost(url)) ? 1 : 2;
  };
  return [...sites].sort((a, b) => distance(a) - distance(b));
}

/** Fault `usage` that tells the names there are. */
export function siteNamed(name: string, sites: readonly Site[]): Site {
  const site = sites.find((one) => one.name === name);
  if (site) return site;
  const names = sites.map((one) => one.name).join(', ') || 'none yet';
  throw new Fault('usage', `There is no site ${JSON.stringify(name)}. There are: ${names}`);
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
      ...keptSentences(story),
      ...storySentences(view),
      ...remedySentences(remedy),
    ],
    story: view,
    near: [],
  };
}

async function unseen(
  site: Site | undefined,
  { url, parts }: { url: string; parts: ExplainParts },
): Promise<Explanation> {
  const near = site ? await nearUrls(parts.store, { siteId: site.id, url }) : [];
  const { verdict, robots } = site ? await judge(site, { url, parts }) : { verdict: undefined, robots: '' };
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
  { url, parts }: { url: string; parts: ExplainParts },
): Promise<{ verdict: { reason: Reason; detail: string | null } | undefined; robots: string }> {
  const scope = scopeOf(site).judge(url);
  if (!scope.inScope) return { verdict: { reason: scope.reason, detail: scope.detail ?? null }, robots: '' };
  const file = await parts.store.robots(new URL(url).origin);
  if (!file) return { verdict: undefined, robots: 'What robots.txt says is not known here; a test asks for it.' };
  const robots = robotsVerdict(parseRobots(file.body), { url, userAgent: parts.userAgent });
  if (!robots.allowed) return { verdict: { reason: robots.reason, detail: robots.detail }, robots: '' };
  return { verdict: undefined, robots: `robots.txt, as it was read at ${isoTime(file.fetchedAt)}, allows it.` };
}

function storyView(story: UrlStory): StoryView {
  const { status, depth, attempts, isSeed, foundOn, foundText, sitemap, inlinks, chain, duplicates, isInOutbox } =
    story;
  return {
    ...{ status, depth, attempts, isSeed, foundOn, foundText, sitemap, inlinks, chain, duplicates, isInOutbox },
    foundAt: isoTime(story.foundAt),
    fetchedAt: isoTimeOrNull(story.fetchedAt),
    notBefore: story.state === 'waiting' ? isoTime(story.notBefore) : null,
    page: story.page && readableView(story.page),
  };
}

/** `null` for a stored page that cannot be read any more; its URL's reason says so. */
function readableView(page: PageStory): PageView | null {
  try {
    return pageView(page);
  } catch {
    return null;
  }
}

/** A stored page as people are shown it. */
export function pageView(page: Omit<PageStory, 'fetchedAt'> & { fetchedAt: number | null }): PageView {
  const { title, lang, bytes, contentHash, etag, lastModified, fetchedAt } = page;
  const { sections } = unpackPage(page.extracted);
  return {
    ...{ title, lang, bytes, contentHash, etag, lastModified },
    sections: sections.length,
    symbols: sections.reduce((sum, section) => sum + section.symbols.length, 0),
    fetchedAt: isoTimeOrNull(fetchedAt),
  };
}
