import type { DatabaseSync } from 'node:sqlite';
import type { Crawl, CrawlEnd } from '../crawl-store.ts';
import { Depths } from './depths.ts';
import { LossGuard } from './losses.ts';
import { Patterns } from './patterns.ts';
import { toCrawl, toSite } from './rows.ts';
import type { Settler } from './settle.ts';

/** Begins and ends crawls. The caller gives the transaction. */
export class CrawlLog {
  readonly #db: DatabaseSync;
  readonly #settler: Settler;
  readonly #losses: LossGuard;
  readonly #patterns: Patterns;
  readonly #depths: Depths;

  constructor(db: DatabaseSync, settler: Settler) {
    this.#db = db;
    this.#settler = settler;
    this.#losses = new LossGuard(db);
    this.#patterns = new Patterns(db);
    this.#depths = new Depths(db);
  }

  last(siteId: number): Crawl | undefined {
    const row = this.#db.prepare('SELECT * FROM crawl WHERE site_id = ? ORDER BY number DESC LIMIT 1').get(siteId);
    return row && toCrawl(row);
  }

  begin(siteId: number, { now, maxDepth }: { now: number; maxDepth: number | undefined }): Crawl {
    const last = this.last(siteId);
    const open = last?.endedAt === null ? last : undefined;
    this.#depths.measure(siteId, { maxDepth });
    const crawl = open ?? this.#beginAnew(siteId, { number: (last?.number ?? 0) + 1, now });
    this.#run(`UPDATE url SET state = 'ready', reason = 'found' WHERE site_id = ? AND state = 'taken'`, siteId);
    this.#depths.limit(siteId, { crawl: crawl.number, maxDepth });
    this.#admitSeeds(siteId, now);
    return { ...crawl, resumed: open !== undefined };
  }

  /** Entries still open were left for want of places. */
  end(siteId: number, { at, why }: { at: number; why: CrawlEnd }): void {
    if (why === 'max-pages') {
      const open = `WHERE site_id = ? AND state IN ('ready', 'waiting')`;
      this.#run(
        `UPDATE url SET state = 'unchanged', reason = 'not-visited' ${open} AND EXISTS (SELECT 1 FROM page WHERE url_id = url.id)`,
        siteId,
      );
      this.#run(`UPDATE url SET state = 'out-of-scope', reason = 'max-pages' ${open}`, siteId);
    }
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
    this.#visitAll(siteId);
    return { number, startedAt: now, endedAt: null, why: null, resumed: false };
  }

  /** The scope is another one than before: what a crawl that is not finished has visited is visited again, as its links are judged anew. */
  scopeChanged(siteId: number): void {
    if (this.last(siteId)?.endedAt === null) this.#visitAll(siteId);
  }

  #visitAll(siteId: number): void {
    this.#run(
      `UPDATE url SET state = 'ready', reason = 'found', attempts = 0, not_before = 0, priority = 0 WHERE site_id = ?
        AND ((state <> 'out-of-scope' OR reason IN ('max-pages', 'trap-pattern')) AND reason <> 'nofollow' OR EXISTS (SELECT 1 FROM page WHERE url_id = url.id))`,
      siteId,
    );
  }

  #admitSeeds(siteId: number, at: number): void {
    const place = { links: [], depth: 0, hops: 0, foundOn: null, at };
    const site = toSite(this.#db.prepare('SELECT * FROM site WHERE id = ?').get(siteId) ?? {});
    for (const url of site.seeds) {
      this.#settler.admit(siteId, { url, ...place, state: 'ready', reason: 'found', isSeed: true });
    }
  }

  #run(sql: string, ...values: (string | number)[]): void {
    this.#db.prepare(sql).run(...values);
  }
}
