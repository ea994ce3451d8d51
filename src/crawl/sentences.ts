import { isoTime, plural } from '../model/figures.ts';
import { isIndexed, isOpen, REASONS, type Reason } from '../model/reasons.ts';
import type { Site, UrlStory } from '../store/crawl-store.ts';
import type { Explanation, PageView, StoryView } from './explanation.ts';
import { makeScope } from './scope.ts';

/** Whose verdict a sentence speaks of. */
interface Verdict {
  reason: Reason;
  detail: string | null;
  depth?: number;
}

/** The rule that decided, with what it applies to; other reasons show their detail as it is. */
const RULES: Partial<Record<Reason, (verdict: Verdict, site: Site | undefined) => string>> = {
  robots: ({ detail }) => `The rule is ${detail}.`,
  'scope-host': (_verdict, site) => scopeSentence(site),
  'scope-prefix': (_verdict, site) => scopeSentence(site),
  excluded: ({ detail }) =>
    detail === 'no include pattern matches' ? 'No --include pattern matches it.' : `The pattern is ${detail}.`,
  redirect: ({ detail }) => `It redirects to ${detail}.`,
  'redirect-out-of-scope': ({ detail }) => `It redirects to ${detail}.`,
  'redirect-loop': ({ detail }) => `The last redirect leads to ${detail}.`,
  canonical: ({ detail }) => `The page that is in the index is ${detail}.`,
  'duplicate-of': ({ detail }) => `The page that is in the index is ${detail}.`,
  'not-html': ({ detail }) => `Its Content-Type is ${detail || 'not given'}.`,
  'soft-404': ({ detail }) => `The address that cannot exist, and is answered alike, was ${detail}.`,
  depth: ({ depth }) => (depth === undefined ? '' : `It is ${depth} links away from a seed.`),
  retry: ({ detail }) => (detail ? `The last try ended with ${detail}.` : ''),
};

/** What was decided, and by which rule. */
export function verdictSentences(verdict: Verdict, site: Site | undefined): string[] {
  const { reason, detail } = verdict;
  const { state, says } = REASONS[reason];
  const rule = RULES[reason]?.(verdict, site) ?? (detail ? `${detail.replace(/\.$/, '')}.` : '');
  return [`${capital(state)} (${reason}): ${says}`, ...(rule ? [rule] : [])];
}

/** What to do about it. */
export function remedySentences(remedy: string): string[] {
  return remedy === '' ? [] : [`What to do: ${remedy}`];
}

function scopeSentence(site: Site | undefined): string {
  if (!site) return '';
  const around = site.anchors.join(', ');
  const scopes = {
    prefix: `The scope is what lies below the directory of ${around}.`,
    host: `The scope is the host of ${around}.`,
    domain: `The scope is the domain of ${around}.`,
  };
  return scopes[site.scope];
}

/** Which seed admits a URL that is in scope. */
export function admittingSeed(site: Site, url: string): string {
  const { scope, include, exclude, anchors } = site;
  return anchors.find((seed) => makeScope({ seeds: [seed], scope, include, exclude }).judge(url).inScope) ?? '';
}

/** Where it was found, when it was asked for, who links to it, what was read in it. */
export function storySentences(story: StoryView): string[] {
  const { status, depth, attempts, fetchedAt, notBefore, chain, duplicates } = story;
  const answered = status === null ? '' : `; the answer had status ${status}`;
  return [
    foundSentence(story),
    story.sitemap !== null && !isFromSitemap(story) ? `The sitemap ${story.sitemap} lists it.` : '',
    depth > 0 ? `It is ${plural(depth, 'link')} away from a seed.` : '',
    fetchedAt === null ? 'It has never been asked for.' : `Last settled at ${fetchedAt}${answered}.`,
    attempts > 0 ? `${plural(attempts, 'try', 'tries')} failed in this crawl.` : '',
    notBefore === null ? '' : `It will be tried again, not before ${notBefore}.`,
    chain.length > 0
      ? `Redirects: ${chain.map((hop) => `${hop.url}${hop.status ? ` (${hop.status})` : ''}`).join(' -> ')}.`
      : '',
    linksSentence(story),
    duplicates.total > 0
      ? `${plural(duplicates.total, 'URL')} that ${duplicates.total === 1 ? 'says' : 'say'} the same ${duplicates.total === 1 ? 'is' : 'are'} left out: ${duplicates.first.join(', ')}.`
      : '',
    story.page ? pageSentence(story.page) : '',
    story.isInOutbox ? 'Its latest change waits for the index.' : '',
  ].filter((sentence) => sentence !== '');
}

/** Of a URL whose page is still there though it fails, or is to leave the index: losses are confirmed at the end of a crawl. */
export function keptSentences({ state, reason, page, failing }: UrlStory): string[] {
  if (page === null || isOpen(state) || isIndexed(state)) return [];
  const past =
    failing === null
      ? ''
      : `: ${plural(failing.crawls, 'finished crawl')} since ${isoTime(failing.since).slice(0, 10)}`;
  if (state === 'failed' || reason === 'robots-unreachable' || reason === 'address-refused')
    return [`Its page is still searchable. Only when it has failed often and for long it counts as gone${past}.`];
  return ['Its page is still searchable, until a crawl that has seen the whole site, or --accept-losses, lets it go.'];
}

/** No link has brought it: the sitemap has. */
function isFromSitemap({ isSeed, foundOn, sitemap }: StoryView): boolean {
  return sitemap !== null && foundOn === null && !isSeed;
}

function foundSentence(story: StoryView): string {
  const { isSeed, foundOn, foundText, foundAt, sitemap } = story;
  if (isSeed && foundOn === null) return `It is a seed, given at ${foundAt}.`;
  if (isFromSitemap(story)) return `It was found at ${foundAt} in the sitemap ${sitemap}.`;
  if (foundOn === null) return `It was found at ${foundAt}.`;
  const how = foundText === null ? 'to which it leads' : `by the link ${JSON.stringify(foundText)}`;
  return `It was found at ${foundAt} on ${foundOn}, ${how}${isSeed ? '; it stands in for a seed' : ''}.`;
}

function linksSentence({ inlinks: { total, first } }: StoryView): string {
  if (total === 0) return 'No crawled page links to it.';
  const pages = first.slice(0, 3).map(({ url, text }) => `${url} ${JSON.stringify(text)}`);
  return `${plural(total, 'link')} of crawled pages ${total === 1 ? 'leads' : 'lead'} to it: ${pages.join(', ')}${total > pages.length ? ', ...' : '.'}`;
}

/** What was read in a page. */
export function pageSentence({ title, lang, sections, symbols, bytes, contentHash }: PageView): string {
  const size = `${plural(bytes, 'byte')}, ${plural(sections, 'section')}, ${plural(symbols, 'symbol')}`;
  return `The page is ${JSON.stringify(title)}: language ${lang || 'not declared'}, ${size}, content ${contentHash}.`;
}

/** Sentences of a URL that no crawl has seen. */
export function unseenSentences(
  site: Site | undefined,
  explanation: Pick<Explanation, 'url' | 'near'> & { verdict: Verdict | undefined; robots: string },
): string[] {
  const { url, verdict, robots, near } = explanation;
  if (!site) return ['Never seen: nothing has been crawled here yet.'];
  return [
    `Never seen: it is no seed of ${site.name}, and no crawled page links to it.`,
    ...(verdict
      ? verdictSentences(verdict, site).map((sentence, i) => (i === 0 ? `It would be left out. ${sentence}` : sentence))
      : [`It is in scope: the seed ${admittingSeed(site, url)} admits it.`, robots]),
    ...(near.length > 0
      ? [`Known and much alike: ${near.map((row) => `${row.url} (${row.state}, ${row.reason})`).join(', ')}.`]
      : []),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replaceAll('-', ' ');
}
