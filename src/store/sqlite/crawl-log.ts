import type { DatabaseSync } from 'node:sqlite';
import type { Crawl, CrawlEnd } from '../crawl-store.ts';
import type { Admission } from './admission.ts';
import { Depths } from './depths.ts';
import { idRanges } from './id-ranges.ts';
import { LossGuard } from './losses.ts';
import { Patterns } from './patterns.ts';
import { toCrawl, toSite } from './rows.ts';

/** Of a row of `url`: its page is in the index. */
const IS_PAGE = 'EXISTS (SELECT 1 FROM page WHERE url_id = url.id)';

interface Update {
  set: string;
  /** Whether it is about URLs of this kind. */
  of: (kind: { state: string; reason: string }) => boolean;
  /** Which of them it changes. */
  where?: string;
}

/** Begins and ends crawls. The caller gives the transactions. */
export class CrawlLog {
  readonly #db: DatabaseSync;
  readonly #admission: Admission;
  readonly #losses: LossGuard;
  readonly #patterns: Patterns;
  readonly #depths: Depths;

  constructor(db: DatabaseSync, admission: Admission) {
    this.#db = db;
    this.#admission = admission;
    this.#losses = new LossGuard(db);
    this.#patterns = new Patterns(db);
    this.#depths = new Depths(db);
  }

  last(siteId: number): Crawl | undefined {
    const row = this.#db.prepare('SELECT * FROM crawl WHERE site_id = ? ORDER BY number DESC LIMIT 1').get(siteId);
    return row && toCrawl(row);
  }

  /** Every part is a transaction of its own. Cut off between two of them, it is called again, and comes to the same. */
  *begin(siteId: number, { now, maxDepth }: { now: number; maxDepth: number | undefined }): Generator<void, Crawl> {
    const last = this.last(siteId);
    const open = last?.endedAt === null ? last : undefined;
    yield* this.#depths.measure(siteId, { maxDepth });
    yield* open ? this.#reopen(siteId) : this.#visitAll(siteId);
    const crawl = open ?? this.#beginAnew(siteId, { number: (last?.number ?? 0) + 1, now });
    this.#run(`UPDATE url SET state = 'ready', reason = 'found' WHERE site_id = ? AND state = 'taken'`, siteId);
    this.#run('UPDATE host_queue SET not_before = 0 WHERE site_id = ? AND not_before > 0', siteId);
    this.#depths.limit(siteId, { crawl: crawl.number, maxDepth });
    yield* this.#takeIn(siteId, maxDepth);
    this.#admitSeeds(siteId, now);
    return { ...crawl, resumed: open !== undefined };
  }

  /** Entries still open were left for want of places. In parts, as `begin`. */
  *end(siteId: number, { at, why }: { at: number; why: CrawlEnd }): Generator<void, void> {
    if (why === 'max-pages')
      yield* this.#update(siteId, {
        set: `state = iif(${IS_PAGE}, 'unchanged', 'out-of-scope'), reason = iif(${IS_PAGE}, 'not-visited', 'max-pages')`,
        of: ({ state }) => state === 'ready' || state === 'waiting',
      });
    this.#run('UPDATE crawl SET ended_at = ?, why = ? WHERE site_id = ? AND ended_at IS NULL', at, why, siteId);
  }

  #beginAnew(siteId: number, { number, now }: { number: number; now: number }): Crawl {
    const before = `SELECT coalesce((SELECT n FROM page_count WHERE site_id = ?1), 0)`;
    this.#run(
      `INSERT INTO crawl (site_id, number, started_at, pages_before) VALUES (?1, ?2, ?3, (${before}))`,
      ...[siteId, number, now],
    );
    this.#losses.forgetAll(siteId);
    this.#patterns.forget(siteId);
    this.#run('DELETE FROM page_aside WHERE site_id = ?', siteId);
    return { number, startedAt: now, endedAt: null, why: null, resumed: false };
  }

  /**
   * The scope is another one than before: what a crawl that is not finished has visited is visited again, as its links are judged anew. In parts, as `begin`.
   */
  *scopeChanged(siteId: number): Generator<void, void> {
    if (this.last(siteId)?.endedAt === null) yield* this.#visitAll(siteId);
  }

  #visitAll(siteId: number): Generator<void, void> {
    return this.#update(siteId, {
      set: `state = 'ready', reason = 'found', attempts = 0, not_before = 0, priority = 0`,
      of: () => true,
      where: `(state <> 'out-of-scope' OR reason IN ('max-pages', 'trap-pattern')) AND reason <> 'nofollow' OR ${IS_PAGE}`,
    });
  }

  /** What a crawl has put by for want of places that was cut off before it had ended. */
  #reopen(siteId: number): Generator<void, void> {
    return this.#update(siteId, {
      set: `state = 'ready', reason = 'found'`,
      of: ({ reason }) => reason === 'max-pages' || reason === 'not-visited',
    });
  }

  /** What an earlier crawl left out for its depth alone, and this one does not. */
  #takeIn(siteId: number, maxDepth: number | undefined): Generator<void, void> {
    return this.#update(siteId, {
      set: `state = 'ready', reason = 'found', detail = NULL`,
      of: ({ reason }) => reason === 'depth',
      ...(maxDepth === undefined ? {} : { where: `depth <= ${maxDepth}` }),
    });
  }

  /** Changes the URLs of some states and reasons, so many in a part that others have their turn: of millions all take minutes. */
  *#update(siteId: number, { set, of, where = '1' }: Update): Generator<void, void> {
    // Those that are ready first: what the others become is not looked at again.
    const kinds = this.#db.prepare(
      `SELECT state, reason FROM url_count WHERE site_id = ? AND n > 0 ORDER BY state <> 'ready'`,
    );
    const ids = 'SELECT id FROM url INDEXED BY url_by_reason WHERE site_id = ? AND state = ? AND reason = ?';
    const update = this.#db.prepare(`UPDATE url SET ${set} WHERE id IN (${ids} AND id > ? AND id <= ?) AND (${where})`);
    const affected = kinds
      .all(siteId)
      .map(({ state, reason }) => ({ state: String(state), reason: String(reason) }))
      .filter(of);
    for (const { state, reason } of affected) {
      const values = [siteId, state, reason];
      for (const { after, last } of idRanges(this.#db, { ids, values })) {
        update.run(...values, after, last);
        yield;
      }
    }
  }

  #admitSeeds(siteId: number, at: number): void {
    const place = { links: [], depth: 0, hops: 0, foundOn: null, at };
    const site = toSite(this.#db.prepare('SELECT * FROM site WHERE id = ?').get(siteId) ?? {});
    for (const url of site.seeds) {
      this.#admission.admit(siteId, { url, ...place, state: 'ready', reason: 'found', isSeed: true });
    }
  }

  #run(sql: string, ...values: (string | number)[]): void {
    this.#db.prepare(sql).run(...values);
  }
}
