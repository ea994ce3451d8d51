import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { idRanges } from './id-ranges.ts';

/** Beyond every depth: a crawl without `--max-depth`. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** Those that lead back to where they begin have failed, and are as far away as their targets all the same. */
const REDIRECTS = `(source.state = 'redirected' OR source.reason = 'redirect-loop')`;

/**
 * Keeps the depth of a URL what it says, the fewest links from a seed, though pages are not read in that order: a slow page may show a shorter way
 * when the longer one has been gone already. That costs, so it is exact only as far as `--max-depth` goes, and put right when a crawl begins
 * that goes to another depth than the one before. The caller gives the transaction.
 */
export class Depths {
  readonly #db: DatabaseSync;
  readonly #approach: StatementSync;
  readonly #depth: StatementSync;
  readonly #targets: StatementSync;
  readonly #setLimit: StatementSync;
  readonly #limit: StatementSync;
  readonly #admit: StatementSync;
  readonly #approachLinked: StatementSync;
  readonly #approachRedirected: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#approach = db.prepare('UPDATE url SET depth = ?1 WHERE id = ?2 AND depth > ?1');
    this.#depth = db.prepare('SELECT depth FROM url WHERE id = ?');
    this.#targets = db.prepare(`SELECT DISTINCT to_id AS id, 1 AS links FROM link WHERE from_id = ?1
      UNION ALL SELECT target.id, 0 FROM url AS source JOIN url AS target ON target.site_id = source.site_id AND target.url = source.detail
      WHERE source.id = ?1 AND ${REDIRECTS}`);
    this.#setLimit = db.prepare('UPDATE crawl SET max_depth = ? WHERE site_id = ? AND number = ?');
    this.#limit = db.prepare('SELECT max_depth FROM crawl WHERE site_id = ? ORDER BY number DESC LIMIT 1');
    this.#admit = db.prepare(
      `UPDATE url SET state = 'ready', reason = 'found', detail = NULL WHERE state = 'out-of-scope' AND reason = 'depth' AND depth <= ? AND id = ?`,
    );
    const sources = 'source.site_id = ?1 AND source.depth = ?2 AND source.id > ?3 AND source.id <= ?4';
    this.#approachLinked = db.prepare(`UPDATE url SET depth = ?2 + 1 WHERE depth > ?2 + 1 AND id IN (
      SELECT link.to_id FROM url AS source CROSS JOIN link ON link.from_id = source.id WHERE ${sources})`);
    this.#approachRedirected = db.prepare(`UPDATE url SET depth = ?2 WHERE depth > ?2 AND id IN (
      SELECT target.id FROM url AS source CROSS JOIN url AS target ON target.site_id = ?1 AND target.url = source.detail
      WHERE ${sources} AND ${REDIRECTS})`);
  }

  /**
   * Before a crawl begins, while the ends of the last one still stand: makes all depths exact up to this limit, when the last crawl had another one. Every part
   * is a transaction of its own: depths only fall to what they are, so it may be cut off between two of them, and begun anew.
   */
  *measure(siteId: number, { maxDepth }: { maxDepth: number | undefined }): Generator<void, void> {
    if (maxDepth === undefined || maxDepth === this.#limitOf(siteId)) return;
    for (let depth = 0; depth <= maxDepth; depth += 1) {
      while ((yield* this.#fromAll(this.#approachRedirected, { siteId, depth })) > 0);
      yield* this.#fromAll(this.#approachLinked, { siteId, depth });
    }
  }

  /** Brings near what the URLs of a depth lead to; how many that has changed. */
  *#fromAll(approach: StatementSync, { siteId, depth }: { siteId: number; depth: number }): Generator<void, number> {
    let changed = 0;
    const ids = 'SELECT id FROM url INDEXED BY url_by_depth WHERE site_id = ? AND depth = ?';
    for (const { after, last } of idRanges(this.#db, { ids, values: [siteId, depth] })) {
      changed += Number(approach.run(siteId, depth, after, last).changes);
      yield;
    }
    return changed;
  }

  /** The crawl goes so many links far. */
  limit(siteId: number, { crawl, maxDepth }: { crawl: number; maxDepth: number | undefined }): void {
    this.#setLimit.run(maxDepth ?? null, siteId, crawl);
  }

  /** A known URL has been found so many links from a seed. What lies behind it may be nearer than it seemed, too. Returns how many entries that makes ready. */
  approach(siteId: number, found: { id: number; depth: number }): number {
    const ways = [found];
    let ready = 0;
    let limit: number | undefined;
    for (const { id, depth } of ways) {
      if (this.#approach.run(depth, id).changes === 0) continue;
      limit ??= this.#limitOf(siteId);
      if (limit === NO_LIMIT) return 0;
      ready += Number(this.#admit.run(limit, id).changes);
      if (depth <= limit) ways.push(...this.#waysOn({ id, depth }));
    }
    return ready;
  }

  /**
   * An entry has been settled as one that is `depth` links from a seed. Meanwhile a shorter way to it may have been found: then what it leads to is nearer,
   * too, and it need not be left out for its own depth. Returns how many entries that makes ready.
   */
  settle(siteId: number, { id, depth }: { id: number; depth: number }): number {
    if (depth === 0) return 0;
    const now = Number(this.#depth.get(id)?.['depth']);
    const limit = now < depth ? this.#limitOf(siteId) : NO_LIMIT;
    if (limit === NO_LIMIT) return 0;
    const itself = Number(this.#admit.run(limit, id).changes);
    return this.#waysOn({ id, depth: now }).reduce((ready, way) => ready + this.approach(siteId, way), itself);
  }

  #limitOf(siteId: number): number {
    return Number(this.#limit.get(siteId)?.['max_depth'] ?? NO_LIMIT);
  }

  /** A redirect is no link: its target is as far away as it. */
  #waysOn({ id, depth }: { id: number; depth: number }): { id: number; depth: number }[] {
    return this.#targets.all(id).map((row) => ({ id: Number(row['id']), depth: depth + Number(row['links']) }));
  }
}
