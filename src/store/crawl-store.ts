import type { Reason, UrlState } from '../model/reasons.ts';
import type { Settings } from '../model/settings.ts';
import type { BrokenLink, Counts, Coverage, UrlQuery, UrlRow, UrlStory } from './url-report.ts';

export type { BrokenLink, Counts, Coverage, UrlQuery, UrlRow, UrlStory } from './url-report.ts';

/**
 * Port: the crawl store, system of record of all that was ever found and fetched.
 *
 * Contract:
 * - Every method is one transaction: it happens wholly or not at all, also when the process is killed, and what has resolved survives the process.
 *   Those that may change millions of URLs or pages (`openSite`, `beginCrawl`, `endCrawl`, `requeueAll`, `adoptIndex`) are several, between which others
 *   have their turn: after a death in the midst of one the next call of it puts all right, and for `endCrawl` that of `beginCrawl`.
 * - The frontier is here: an entry is `ready`, `waiting` (until its not-before time) or `taken`. `take` gives an entry to one caller only; `settle`
 *   is the only way out of `taken`. After a crash `beginCrawl` makes taken entries ready again, so an entry is fetched at least once
 *   and settled once.
 * - `settle` records the outcome, the page, its outlinks, new entries and the outbox row together. It is the only writer of the outbox.
 * - The numbers of `counts` add up in every answer: `found` is the sum over the states.
 * - Reads run beside writes and see whole transactions.
 * - Faults: `data-unreadable`, `data-newer`, `store-failed` (disk full, file gone): the crawl stops, what is stored stays.
 */
export interface CrawlStore {
  /**
   * The site of that name, made or brought up to date with these settings. Another scope forgets the validators (etag, last-modified)
   * of its pages, so that their links are judged again.
   */
  openSite(settings: SiteSettings): Promise<Site>;
  sites(): Promise<Site[]>;
  /**
   * Continues the crawl of the site that has not ended (taken entries become ready again), or begins the next one: then
   * every URL that was not out of scope becomes ready, for a fresh look; those that only nofollow links lead to stay out. So does every URL that was
   * left out for its depth alone and is at most `maxDepth` links (default: any number) from a seed. Admits the seeds.
   */
  beginCrawl(siteId: number, now: number, options?: { maxDepth?: number | undefined }): Promise<Crawl>;
  /**
   * Called when nothing is left to visit. Pages that have failed in three crawls and over a week, while their host answered for others (or over thirty days,
   * while other hosts of the site did), are gone (`gone-unreachable`). Then the pages that are in a state that keeps them out leave the index (outbox rows),
   * all at once. When so many would vanish that something may be wrong (more than a tenth; of a small site up to ten, yet never more than half), all stay
   * searchable instead, unless `accept`. A page that lives on at its redirect's target, or with the same text at another address, has not vanished.
   */
  settleLosses(siteId: number, options: { accept: boolean }): Promise<Losses>;
  /** Ends the crawl; entries still open become `max-pages` when that is why, or `not-visited` when their page is in the index. */
  endCrawl(siteId: number, end: { at: number; why: CrawlEnd }): Promise<void>;
  lastCrawl(siteId: number): Promise<Crawl | undefined>;
  /**
   * Hosts have their turns: first one with the fewest entries in flight, of these the one that has waited longest; hosts that are not to be asked yet
   * (`hostNotBefore`) are passed over. Of a host the best entry first: changed ones by `admitListed`, then the nearest to the seeds, then the first found; last
   * what templates promise little. At most `limit` that are ready, or waiting and due at `now`; a time more than an hour ahead was given by a clock that was
   * wrong, and counts as past. None, though some are ready, when it has put many by for their template: `nextDue` says that there is more.
   */
  take(siteId: number, options: { limit: number; now: number }): Promise<Entry[]>;
  /** Until then `take` gives no entry of the host of this one; a time that is past lets go of it. Forgotten by `beginCrawl`. */
  holdHost(entryId: number, notBefore: number): Promise<void>;
  /**
   * When `take` is to be asked again: when an entry and its host may be asked next, in the past (0: at any time) while some may be; undefined when none is
   * ready or waits.
   */
  nextDue(siteId: number): Promise<number | undefined>;
  /**
   * When a page changes or is to leave the index, the duplicates of what it said become ready again. It is searchable until `settleLosses`. A page
   * that names a canonical URL is a duplicate of it only while that one is in the index and much like it; until then it is indexed, and its
   * detail says why.
   * The bytes of its page are handed over: the caller must not use them afterwards.
   */
  settle(settlement: Settlement): Promise<Settled>;
  /**
   * Makes known what a sitemap lists. In a crawl that is not the site's first, `take` gives those that have changed since they were
   * fetched, as the sitemap says, before all others.
   */
  admitListed(siteId: number, listing: Listing): Promise<{ found: number; ready: number }>;
  counts(siteId: number): Promise<Counts>;
  /** URLs with state and reason, in the query's order, behind the place that it names. */
  urls(siteId: number, query: UrlQuery): Promise<UrlRow[]>;
  /** The same with the counts of the whole site, in one transaction. */
  coverage(siteId: number, query: UrlQuery): Promise<Coverage>;
  /** All that is known of a URL, given in canonical form; undefined when the site has never seen it. */
  story(siteId: number, url: string): Promise<UrlStory | undefined>;
  /** URLs that are gone or have failed, with the links that lead to them, by redirects too; those that nobody links to are left out. */
  brokenLinks(siteId: number, options: { after: number; limit: number }): Promise<BrokenLink[]>;
  /** How these settlements would end, one after the other, also of URLs never seen. Nothing of it is kept. */
  foresee(siteId: number, settlements: readonly Foreseen[]): Promise<Foresight[]>;
  /**
   * Oldest changes first, at most `limit`; a change stays until it is acknowledged. Of a URL that several sites have, it has the page that was seen last, as
   * one of the site with the longest name.
   */
  changes(limit: number): Promise<Change[]>;
  /** The greatest `seq` in the outbox: a change that comes later has a greater one. 0 when it is empty. */
  newestChange(): Promise<number>;
  /**
   * Removes changes that have been dealt with, and keeps the links that their pages were indexed with; one replaced meanwhile by a newer change of the same
   * URL stays. Of those named in `unindexed` the pages are given up: their URLs fail with that reason, and the next crawl fetches them whole. One that the
   * index refuses is kept aside for `requeueAll`.
   */
  acknowledge(changes: readonly Acknowledged[], unindexed?: readonly Unindexed[]): Promise<void>;
  /**
   * Puts pages into the outbox whose links from other pages say something else than when they were indexed: looks at some pages of the site, behind the place
   * `after`, in a few milliseconds, and gives the place to go on from; null at the end. Call it when nothing is left to visit and the outbox has been
   * drained: pages that wait there are passed over. When no page's links have been stored since the last time it came to the end, that is at once.
   */
  requeueLinked(siteId: number, options: { after: number }): Promise<Relinked>;
  /** Pages behind this place, in the order of their places: at most `limit`. 0 is before the first. */
  pages(options: { after: number; limit: number }): Promise<KeptPage[]>;
  /** Puts every page of the store into the outbox once more, also those that an index has refused. Returns how many. */
  requeueAll(): Promise<number>;
  /**
   * The outbox is for this index from now on. When it was for another one before, all that this one may not have heard of is put in: every page, and every URL
   * that was fetched and has none. True when it was. With `hasAll` nothing is put in: the index has just been built.
   */
  adoptIndex(identity: string, options?: { hasAll?: boolean }): Promise<boolean>;
  /** robots.txt of an origin, whichever site asked for it; undefined when none is kept. How long it may be used is the caller's to know. */
  robots(origin: string): Promise<RobotsFile | undefined>;
  /** Keeps it in place of an older one. */
  saveRobots(origin: string, file: RobotsFile): Promise<void>;
  close(): Promise<void>;
}

/** robots.txt as an origin sent it; without content where there is none. */
export interface RobotsFile {
  body: Uint8Array;
  fetchedAt: number;
}

export interface SiteSettings {
  name: string;
  /** Canonical URLs. */
  seeds: string[];
  scope: Settings['scope'];
  include: string[];
  exclude: string[];
}

export interface Site extends SiteSettings {
  id: number;
  /** Where the seeds have led by redirects: these, not the seeds, are what the scope is drawn around. */
  anchors: string[];
}

export type CrawlEnd = 'done' | 'max-pages' | 'failed';

export interface Crawl {
  number: number;
  startedAt: number;
  endedAt: number | null;
  why: CrawlEnd | null;
  resumed: boolean;
}

/** Pages that were in the index and are to leave it. */
export interface Losses {
  /** Pages of the site when the crawl began. */
  pages: number;
  /** Those whose content is found nowhere else. */
  vanishing: number;
  /** Every page that is to leave, by the reason of its URL. */
  reasons: Partial<Record<Reason, number>>;
  /** Too many would vanish: all of them stay searchable. */
  areKept: boolean;
}

/** A URL that is left to do. */
export interface Entry {
  id: number;
  url: string;
  isSeed: boolean;
  /** Links between the seed and this URL. */
  depth: number;
  /** Redirects between the linked URL and this one. */
  hops: number;
  /** Tries that have failed in this crawl. */
  attempts: number;
  etag: string | null;
  lastModified: string | null;
  /** A page of it is in the index. Default: none. */
  isPage?: boolean;
}

export interface Settlement {
  siteId: number;
  entryId: number;
  at: number;
  state: UrlState;
  reason: Reason;
  /** What the reason speaks of: a rule, a redirect's target, an error's sentence. */
  detail?: string;
  /** HTTP status, when there was an answer. */
  status?: number;
  /** For `waiting`: not before this time. Counts as one more attempt. */
  retryAt?: number;
  /**
   * None of its host's entries before this time, in this run: the host has asked for a pause, or for long gaps. `beginCrawl` forgets it, as whoever runs then
   * keeps to the host's wishes itself.
   */
  hostNotBefore?: number;
  page?: PageRecord;
  /** URLs this one leads to, already judged. */
  discovered?: readonly Discovery[] | PackedDiscoveries;
  /** The seed has moved: the scope is drawn around this URL as well from now on. */
  movedSeedTo?: string;
}

export interface PageRecord {
  /** Of title and main text; equal hashes within a site are duplicates. */
  contentHash: string;
  /** The same without links, and far from the seeds without numbers: equal for the empty months of a calendar. */
  wording?: string;
  /** Much of its main text is links. */
  isList?: boolean;
  title: string;
  lang: string;
  /** zstd of the JSON of a StoredPage. */
  extracted: Uint8Array;
  /** zstd of the body as received, content codings removed. */
  source: Uint8Array;
  etag: string | null;
  lastModified: string | null;
  /** Another URL that the page names as its canonical one: in canonical form, or as written when it is not http(s). */
  canonical?: string;
  /** `sketchText` of title and main text. Without one, a page is like no other. */
  sketch?: Uint8Array;
}

/**
 * Discoveries as JSON. A page may have twenty thousand: they are packed in the thread that reads the page and unpacked in that of the store, and the
 * event loop between them hands on one string.
 */
export type PackedDiscoveries = string;

export interface Discovery {
  url: string;
  /** Where in the page its links point, with their texts; none for a redirect. */
  links: { fragment: string; text: string }[];
  depth: number;
  hops: number;
  state: 'ready' | 'out-of-scope' | 'refused';
  reason: Reason;
  detail?: string;
  /** Stands in for a seed: the seed redirects to it. */
  isSeed?: boolean;
}

/** URLs that a sitemap lists, or some of them. */
export interface Listing {
  /** Address of the sitemap. */
  sitemap: string;
  urls: ListedUrl[];
  at: number;
}

/** One of them, already judged. It counts as one link away from a seed. */
export interface ListedUrl extends Pick<Discovery, 'url' | 'state' | 'reason' | 'detail'> {
  /** When it changed last, ms since the epoch, as the sitemap says. */
  lastModified?: number;
}

/** A settlement that is not to be made. */
export type Foreseen = Omit<Settlement, 'siteId' | 'entryId'> & { url: string };

/** How it would end. */
export interface Foresight extends Pick<UrlRow, 'state' | 'reason' | 'detail'> {
  /** The site has seen the URL. */
  isKnown: boolean;
  /** The template of its URL, when that has brought nothing new in the latest crawl, and its figures. */
  starved: string | null;
}

/** What became of a settlement: the store knows about duplicates and unchanged pages. */
export interface Settled {
  state: UrlState;
  reason: Reason;
  /** URLs never seen before. */
  found: number;
  /** Of those, entries that are now ready. */
  ready: number;
  /** Changes of the site that wait for the index. */
  outbox: number;
  /** By how many the pages indexed in this crawl have grown: less than 1 where others have left the index for this one. */
  gained: number;
}

/** One row of the outbox with what the index needs. `page` is undefined when the URL is to leave the index. */
export interface Change {
  seq: number;
  url: string;
  site: string;
  page: IndexablePage | undefined;
  /** Only the class of the page's links has changed since it was acknowledged. */
  isOnlyLinks: boolean;
}

/** What a document of the index is made of. */
export interface IndexablePage extends PageLinks {
  /** zstd of the JSON of a StoredPage. */
  extracted: Uint8Array;
  fetchedAt: number;
}

/** What the links from other pages say of a page. */
export interface PageLinks {
  /** Their texts, short ones only, the most used first, then in the order of their letters; usual is one that several links have. */
  anchorTexts: { fragment: string; text: string; isUsual: boolean }[];
  /** How many pages they are on, by `linkClassOf`. */
  linkClass: number;
  /** The class and the texts that say more than the page's title and the place's own name, in one number for `acknowledge`: what the page is indexed with. */
  linkMark: number;
}

/** A change that has been dealt with. */
export interface Acknowledged extends Pick<Change, 'seq'> {
  page?: Pick<PageLinks, 'linkMark'> | undefined;
}

/** What `requeueLinked` has done. */
export interface Relinked {
  /** Pages that are to be indexed anew. */
  requeued: number;
  next: number | null;
}

/** A change whose page could not be put into the index, for a reason that waiting does not mend. */
export interface Unindexed {
  seq: number;
  /** `index`: the index refuses it; `unreadable`: what is stored of it is broken. */
  reason: Extract<Reason, 'index' | 'unreadable'>;
  detail: string;
}

/** A page as the store keeps it. */
export interface KeptPage extends IndexablePage {
  place: number;
  url: string;
  site: string;
  /** Links from other pages with a text, by the pages that have them; of very many only the first. */
  inlinks: { source: string; text: string }[];
}
