import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Fault, messageOf } from '../../model/errors.ts';
import { openDatabase, snapshot, transaction } from '../../sqlite/open-database.ts';
import type {
  Acknowledged,
  BrokenLink,
  Change,
  Counts,
  Coverage,
  Crawl,
  CrawlEnd,
  CrawlStore,
  Entry,
  Foreseen,
  Foresight,
  KeptPage,
  Listing,
  Losses,
  Relinked,
  RobotsFile,
  Settled,
  Settlement,
  Site,
  SiteSettings,
  Unindexed,
  UrlQuery,
  UrlRow,
  UrlStory,
} from '../crawl-store.ts';
import { CrawlLog } from './crawl-log.ts';
import { EntryQueue } from './entry-queue.ts';
import { foresee } from './foresight.ts';
import { Listings } from './listings.ts';
import { LossGuard } from './losses.ts';
import { Outbox } from './outbox.ts';
import { PageList } from './page-list.ts';
import { Patterns } from './patterns.ts';
import { CRAWL_STORE_MIGRATIONS } from './schema.ts';
import { SecondLook } from './second-look.ts';
import { Settler } from './settle.ts';
import { Sites } from './sites.ts';
import { UrlLists } from './url-lists.ts';
import { UrlStories } from './url-stories.ts';

/**
 * CrawlStore in one SQLite file. `node:sqlite` is synchronous, so every method is one blocking transaction (or several) behind a promise:
 * composition runs this class in a thread of its own.
 */
export class SqliteCrawlStore implements CrawlStore {
  readonly #db: DatabaseSync;
  readonly #settler: Settler;
  readonly #sites: Sites;
  readonly #losses: LossGuard;
  readonly #crawls: CrawlLog;
  readonly #queue: EntryQueue;
  readonly #outbox: Outbox;
  readonly #listings: Listings;
  readonly #lists: UrlLists;
  readonly #stories: UrlStories;
  readonly #secondLook: SecondLook;

  private constructor(db: DatabaseSync) {
    this.#db = db;
    this.#settler = new Settler(db);
    this.#losses = new LossGuard(db);
    this.#crawls = new CrawlLog(db, this.#settler.admission);
    this.#sites = new Sites(db, this.#crawls);
    this.#queue = new EntryQueue(db, new Patterns(db));
    this.#outbox = new Outbox(db);
    this.#listings = new Listings(db, this.#settler.admission);
    this.#lists = new UrlLists(db);
    this.#stories = new UrlStories(db, this.#lists);
    this.#secondLook = new SecondLook(db);
  }

  static open({ path }: { path: string }): SqliteCrawlStore {
    return new SqliteCrawlStore(
      openDatabase({ path, name: 'crawl store', migrations: CRAWL_STORE_MIGRATIONS, cacheKib: 8_192 }),
    );
  }

  async openSite(settings: SiteSettings): Promise<Site> {
    return this.#writeInParts(this.#sites.open(settings));
  }

  async sites(): Promise<Site[]> {
    return this.#read(() => this.#sites.all());
  }

  async beginCrawl(siteId: number, now: number, { maxDepth }: { maxDepth?: number | undefined } = {}): Promise<Crawl> {
    return this.#writeInParts(this.#crawls.begin(siteId, { now, maxDepth }));
  }

  async settleLosses(siteId: number, options: { accept: boolean }): Promise<Losses> {
    return this.#write(() => this.#losses.settle(siteId, options));
  }

  async endCrawl(siteId: number, end: { at: number; why: CrawlEnd }): Promise<void> {
    await this.#writeInParts(this.#crawls.end(siteId, end));
  }

  async lastCrawl(siteId: number): Promise<Crawl | undefined> {
    return this.#read(() => this.#crawls.last(siteId));
  }

  async take(siteId: number, options: { limit: number; now: number }): Promise<Entry[]> {
    return this.#write(() => this.#queue.take(siteId, options));
  }

  async holdHost(entryId: number, notBefore: number): Promise<void> {
    this.#write(() => this.#queue.holdHost(entryId, notBefore));
  }

  async nextDue(siteId: number): Promise<number | undefined> {
    return this.#read(() => this.#queue.nextDue(siteId));
  }

  async settle(settlement: Settlement): Promise<Settled> {
    return this.#write(() => {
      const { siteId, entryId, movedSeedTo, hostNotBefore } = settlement;
      if (movedSeedTo !== undefined) this.#sites.moveSeed(siteId, movedSeedTo);
      if (hostNotBefore !== undefined) this.#queue.holdHost(entryId, hostNotBefore);
      return this.#settler.settle(settlement);
    });
  }

  async admitListed(siteId: number, listing: Listing): Promise<{ found: number; ready: number }> {
    return this.#write(() => this.#listings.admit(siteId, listing));
  }

  async counts(siteId: number): Promise<Counts> {
    return this.#read(() => this.#lists.counts(siteId));
  }

  async urls(siteId: number, query: UrlQuery): Promise<UrlRow[]> {
    return this.#read(() => this.#lists.list(siteId, query));
  }

  async coverage(siteId: number, query: UrlQuery): Promise<Coverage> {
    return this.#read(() => ({ counts: this.#lists.counts(siteId), urls: this.#lists.list(siteId, query) }));
  }

  async story(siteId: number, url: string): Promise<UrlStory | undefined> {
    return this.#read(() => this.#stories.story(siteId, url));
  }

  async brokenLinks(siteId: number, options: { after: number; limit: number }): Promise<BrokenLink[]> {
    return this.#read(() => this.#stories.broken(siteId, options));
  }

  async foresee(siteId: number, settlements: readonly Foreseen[]): Promise<Foresight[]> {
    return storeFaults('read', () => foresee(this.#db, this.#settler, { siteId, settlements }));
  }

  async changes(limit: number): Promise<Change[]> {
    return this.#read(() => this.#outbox.changes(limit));
  }

  async newestChange(): Promise<number> {
    return this.#read(() => this.#outbox.newest());
  }

  async acknowledge(changes: readonly Acknowledged[], unindexed: readonly Unindexed[] = []): Promise<void> {
    this.#write(() => this.#outbox.acknowledge(changes, unindexed));
  }

  async requeueLinked(siteId: number, options: { after: number }): Promise<Relinked> {
    return this.#write(() => this.#secondLook.requeue(siteId, options));
  }

  async pages(options: { after: number; limit: number }): Promise<KeptPage[]> {
    return this.#read(() => new PageList(this.#db).list(options));
  }

  async requeueAll(): Promise<number> {
    return this.#writeInParts(this.#outbox.requeueAll());
  }

  async adoptIndex(identity: string, options: { hasAll?: boolean } = {}): Promise<boolean> {
    if (this.#read(() => this.#outbox.isFor(identity))) return false;
    await this.#writeInParts(this.#outbox.adopt(identity, options));
    return true;
  }

  async robots(origin: string): Promise<RobotsFile | undefined> {
    return this.#read(() => {
      const { body, fetched_at: at } = this.#one('SELECT body, fetched_at FROM robots WHERE origin = ?', origin);
      return body instanceof Uint8Array ? { body, fetchedAt: Number(at) } : undefined;
    });
  }

  async saveRobots(origin: string, { body, fetchedAt }: RobotsFile): Promise<void> {
    this.#write(() => {
      this.#db.prepare('INSERT OR REPLACE INTO robots VALUES (?, ?, ?)').run(origin, body, fetchedAt);
    });
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #one(sql: string, ...values: (string | number)[]): Record<string, unknown> {
    return this.#db.prepare(sql).get(...values) ?? {};
  }

  #write<T>(work: () => T): T {
    return storeFaults('written', () => transaction(this.#db, work));
  }

  /** Each in a transaction of its own; other calls, and other writers, have their turn in between. */
  async #writeInParts<T>(parts: Generator<void, T>): Promise<T> {
    for (;;) {
      const part = this.#write(() => parts.next());
      if (part.done) return part.value;
      await nextTurn();
    }
  }

  #read<T>(work: () => T): T {
    return storeFaults('read', () => snapshot(this.#db, work));
  }
}

/** Whatever SQLite says, or a value that cannot be what was written, is a fault of the store. */
function storeFaults<T>(done: 'read' | 'written', work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('store-failed', `The crawl store cannot be ${done} (${messageOf(cause)}).`, { cause });
  }
}
