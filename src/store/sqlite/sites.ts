import type { DatabaseSync } from 'node:sqlite';
import type { Site, SiteSettings } from '../crawl-store.ts';
import type { CrawlLog } from './crawl-log.ts';
import { idRanges } from './id-ranges.ts';
import { toSite } from './rows.ts';

/** A row of `page` is written as a whole, with all of its text. */
const PAGES_AT_ONCE = 100;

/** The sites, and what follows when one is to be crawled otherwise. The caller gives the transactions. */
export class Sites {
  readonly #db: DatabaseSync;
  readonly #crawls: CrawlLog;

  constructor(db: DatabaseSync, crawls: CrawlLog) {
    this.#db = db;
    this.#crawls = crawls;
  }

  all(): Site[] {
    return this.#db.prepare('SELECT * FROM site ORDER BY name').all().map(toSite);
  }

  /**
   * Every part is a transaction of its own. The site is written in the last one: cut off before that, it is opened again, and what follows from its new
   * settings is done as if for the first time.
   */
  *open(settings: SiteSettings): Generator<void, Site> {
    const before = this.#named(settings.name);
    if (before) yield* this.#change(before, settings);
    const { name, scope } = settings;
    const json = [settings.seeds, settings.include, settings.exclude].map((value) => JSON.stringify(value));
    const row = this.#db
      .prepare(`INSERT INTO site (name, seeds, include, exclude, anchors, scope) VALUES (?1, ?2, ?3, ?4, ?2, ?5)
        ON CONFLICT (name) DO UPDATE SET anchors = CASE seeds WHEN ?2 THEN anchors ELSE ?2 END, seeds = ?2, include = ?3, exclude = ?4, scope = ?5
        RETURNING *`)
      .get(name, ...(json as [string, string, string]), scope);
    return toSite(row ?? {});
  }

  /** A seed has moved: the scope is drawn around this URL as well. */
  moveSeed(siteId: number, url: string): void {
    const { anchors } = toSite(this.#db.prepare('SELECT * FROM site WHERE id = ?').get(siteId) ?? {});
    this.#db
      .prepare('UPDATE site SET anchors = ? WHERE id = ?')
      .run(JSON.stringify([...new Set([...anchors, url])]), siteId);
  }

  #named(name: string): Site | undefined {
    const row = this.#db.prepare('SELECT * FROM site WHERE name = ?').get(name);
    return row && toSite(row);
  }

  *#change(before: Site, now: SiteSettings): Generator<void, void> {
    const hasOtherSeeds = JSON.stringify(before.seeds) !== JSON.stringify(now.seeds);
    // New seeds draw a new scope; the same seeds keep what their redirects have taught.
    const anchors = hasOtherSeeds ? now.seeds : before.anchors;
    if (drawnBy(before) !== drawnBy({ ...now, anchors })) {
      yield* this.#forgetValidators(before.id);
      yield* this.#crawls.scopeChanged(before.id);
    }
    // A former seed, and what stood in for it, may no longer take the scope along: `beginCrawl` names those of now.
    if (hasOtherSeeds) yield* this.#unmarkSeeds(before.id);
  }

  /** The links of a page that has not changed lead elsewhere than they did: it must not answer 304. */
  *#forgetValidators(siteId: number): Generator<void, void> {
    const ids = 'SELECT url_id AS id FROM indexed_links WHERE site_id = ?';
    const forget = this.#db.prepare(`UPDATE page SET etag = NULL, last_modified = NULL
      WHERE url_id IN (SELECT url_id FROM indexed_links WHERE site_id = ? AND url_id > ? AND url_id <= ?)
        AND (etag IS NOT NULL OR last_modified IS NOT NULL)`);
    for (const { after, last } of idRanges(this.#db, { ids, values: [siteId], atOnce: PAGES_AT_ONCE })) {
      forget.run(siteId, after, last);
      yield;
    }
  }

  *#unmarkSeeds(siteId: number): Generator<void, void> {
    const unmark = this.#db.prepare(
      'UPDATE url SET is_seed = 0 WHERE id > ? AND id <= ? AND site_id = ? AND is_seed = 1',
    );
    for (const { after, last } of idRanges(this.#db, { ids: 'SELECT id FROM url', values: [] })) {
      unmark.run(after, last, siteId);
      yield;
    }
  }
}

/** What the scope is drawn by. */
function drawnBy({ anchors, scope, include, exclude }: Omit<Site, 'id' | 'name' | 'seeds'>): string {
  return JSON.stringify([anchors, scope, include, exclude]);
}
