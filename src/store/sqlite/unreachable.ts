import type { DatabaseSync } from 'node:sqlite';
import type { Reason } from '../../model/reasons.ts';

const DAY_MS = 86_400_000;
/** A page is out of reach when it has failed in so many crawls of its site, one after the other... */
const ENOUGH_CRAWLS = 3;
/** ... over at least so long, while its host answered for other pages in as many of them... */
const WHILE_HOST_ANSWERS_MS = 7 * DAY_MS;
/** ... or over so long, when its host has fallen silent and the rest of the site has not. */
const WHILE_SITE_ANSWERS_MS = 30 * DAY_MS;

/** Failures that are about this page, or its server, as opposed to what we can take. */
const OUT_OF_REACH: readonly Reason[] = [
  'http-5xx',
  'http-4xx',
  'timeout-connect',
  'timeout-headers',
  'timeout-body',
  'tls',
  'dns',
  'refused-connection',
  'reset',
  'decode',
  'bad-response',
  'redirect-loop',
  'robots-unreachable',
  'address-refused',
];

/**
 * Of a row of `page`: one more failure may be its last. Copies that were left out for it come into the index beside it, so that its text is there when
 * it goes; should it answer again, one of them leaves.
 */
export const MAY_SOON_BE_GONE = `EXISTS (SELECT 1 FROM page_failure WHERE url_id = page.url_id AND crawls >= ${ENOUGH_CRAWLS - 1})`;

/** Settled in this crawl by an answer that means something. */
const ANSWERED = `fetched_at >= ? AND status IS NOT NULL AND state NOT IN ('ready', 'waiting', 'taken', 'failed')`;

interface Failed {
  id: number;
  url: string;
  at: number;
}

interface CurrentCrawl {
  siteId: number;
  number: number;
  startedAt: number;
}

/**
 * Knows which pages of the index have been failing, crawl after crawl. One failure says nothing, and a crawl in which nobody of the site answered is not
 * counted: the trouble may be ours. The caller gives the transaction.
 */
export class Unreachable {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** The current crawl has seen the whole site: counts its failures, and says of pages that are out of reach by now that they are gone. Returns their ids. */
  confirm(siteId: number): number[] {
    const crawl = this.#currentCrawl(siteId);
    const failed = this.#failed(crawl);
    this.#db
      .prepare(
        `DELETE FROM page_failure WHERE site_id = ? AND url_id NOT IN (SELECT value FROM json_each(?)) AND last_crawl <> ?`,
      )
      .run(siteId, JSON.stringify(failed.map(({ id }) => id)), crawl.number);
    if (!this.#hasSiteAnswered(crawl)) return [];
    this.#count(crawl, failed);
    return this.#conclude(crawl);
  }

  #currentCrawl(siteId: number): CurrentCrawl {
    const sql = 'SELECT number, started_at FROM crawl WHERE site_id = ? ORDER BY number DESC LIMIT 1';
    const row = this.#db.prepare(sql).get(siteId);
    return { siteId, number: Number(row?.['number']), startedAt: Number(row?.['started_at']) };
  }

  #failed({ siteId, startedAt }: CurrentCrawl): Failed[] {
    const rows = this.#db
      .prepare(`SELECT url.id, url.url, url.fetched_at AS at FROM url INDEXED BY url_by_reason JOIN page ON page.url_id = url.id
        WHERE url.site_id = ? AND url.state IN ('failed', 'refused') AND url.reason IN (SELECT value FROM json_each(?)) AND url.fetched_at >= ?`)
      .all(siteId, JSON.stringify(OUT_OF_REACH), startedAt);
    return rows.map((row) => ({ id: Number(row['id']), url: String(row['url']), at: Number(row['at']) }));
  }

  #count(crawl: CurrentCrawl, failed: readonly Failed[]): void {
    const note =
      this.#db.prepare(`INSERT INTO page_failure (url_id, site_id, since, crawls, crawls_alone, last_crawl) VALUES (?, ?, ?, 1, ?, ?)
      ON CONFLICT DO UPDATE SET crawls = crawls + 1, crawls_alone = crawls_alone + excluded.crawls_alone, last_crawl = excluded.last_crawl
      WHERE last_crawl <> excluded.last_crawl`);
    const hosts = Map.groupBy(failed, ({ url }) => new URL(url).origin);
    for (const [origin, pages] of hosts) {
      const isAlone = this.#hasHostAnswered(crawl, origin) ? 1 : 0;
      for (const { id, at } of pages) note.run(id, crawl.siteId, at, isAlone, crawl.number);
    }
  }

  #conclude({ siteId, number }: CurrentCrawl): number[] {
    const rows = this.#db
      .prepare(`UPDATE url SET state = 'gone', reason = 'gone-unreachable',
          detail = url.reason || ' in ' || failure.crawls || ' crawls since ' || strftime('%Y-%m-%d', failure.since / 1000, 'unixepoch')
        FROM page_failure AS failure WHERE failure.url_id = url.id AND failure.site_id = ?1 AND failure.last_crawl = ?2
          AND (failure.crawls_alone >= ?3 AND url.fetched_at - failure.since >= ?4 OR failure.crawls >= ?3 AND url.fetched_at - failure.since >= ?5)
          AND url.state IN ('failed', 'refused') RETURNING url.id`)
      .all(siteId, number, ENOUGH_CRAWLS, WHILE_HOST_ANSWERS_MS, WHILE_SITE_ANSWERS_MS);
    return rows.map((row) => Number(row['id']));
  }

  #hasSiteAnswered({ siteId, startedAt }: CurrentCrawl): boolean {
    const sql = `SELECT 1 FROM url INDEXED BY url_by_fetch WHERE site_id = ? AND ${ANSWERED} LIMIT 1`;
    return this.#db.prepare(sql).get(siteId, startedAt) !== undefined;
  }

  /** For other pages: the failed ones are no answers. */
  #hasHostAnswered({ siteId, startedAt }: CurrentCrawl, origin: string): boolean {
    const sql = `SELECT 1 FROM url INDEXED BY url_by_address WHERE site_id = ? AND url >= ? AND url < ? AND ${ANSWERED} LIMIT 1`;
    // In the order of characters, 0 is the next one after the slash.
    return this.#db.prepare(sql).get(siteId, `${origin}/`, `${origin}0`, startedAt) !== undefined;
  }
}
