import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Reason } from '../../model/reasons.ts';
import type { Discovery } from '../crawl-store.ts';
import type { Depths } from './depths.ts';

/** Reasons that a later discovery can take back: a shorter way, a link that may be followed, a wider scope, a seed. */
const READMITTED: ReadonlySet<string> = new Set<Reason>([
  'scope-host',
  'scope-prefix',
  'excluded',
  'action',
  'trap-path',
  'trap-query',
  'trap-chain',
  'depth',
  'nofollow',
]);

interface Admitted {
  id: number;
  isNew: boolean;
  /** Entries that this makes ready: it, and those behind it that are nearer than they seemed. */
  ready: number;
}

/** Makes URLs known: seeds, and what pages and sitemaps lead to. The caller gives the transaction. */
export class Admission {
  readonly #known: StatementSync;
  readonly #addUrl: StatementSync;
  readonly #readmit: StatementSync;
  readonly #markSeed: StatementSync;
  readonly #depths: Depths;

  constructor(db: DatabaseSync, depths: Depths) {
    this.#depths = depths;
    this.#known = db.prepare('SELECT id, state, reason FROM url WHERE site_id = ? AND url = ?');
    this.#addUrl =
      db.prepare(`INSERT INTO url (site_id, url, state, reason, detail, depth, hops, found_on, found_at, is_seed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#readmit = db.prepare(
      `UPDATE url SET state = 'ready', reason = 'found', detail = NULL, depth = ?, hops = ?, found_on = ? WHERE id = ?`,
    );
    this.#markSeed = db.prepare('UPDATE url SET is_seed = 1 WHERE id = ? AND is_seed = 0');
  }

  /** One that was out of scope by an earlier judgement becomes ready when this one says so. */
  admit(siteId: number, discovery: Discovery & { foundOn: number | null; at: number }): Admitted {
    const known = this.#known.get(siteId, discovery.url);
    if (known === undefined)
      return { id: this.#add(siteId, discovery), isNew: true, ready: discovery.state === 'ready' ? 1 : 0 };
    const { state, depth, hops, foundOn } = discovery;
    const id = Number(known['id']);
    if (discovery.isSeed) this.#markSeed.run(id);
    const isReadmitted = state === 'ready' && READMITTED.has(String(known['reason']));
    if (isReadmitted) this.#readmit.run(depth, hops, foundOn, id);
    const behind = state === 'ready' ? this.#depths.approach(siteId, { id, depth }) : 0;
    return { id, isNew: false, ready: behind + (isReadmitted ? 1 : 0) };
  }

  #add(
    siteId: number,
    {
      url,
      state,
      reason,
      detail,
      depth,
      hops,
      foundOn,
      at,
      isSeed,
    }: Discovery & { foundOn: number | null; at: number },
  ): number {
    const seed = isSeed ? 1 : 0;
    const added = this.#addUrl.run(siteId, url, state, reason, detail ?? null, depth, hops, foundOn, at, seed);
    return Number(added.lastInsertRowid);
  }
}
