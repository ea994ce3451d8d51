import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Reason } from '../../model/reasons.ts';
import type { LossGuard } from './losses.ts';

/** Redirects that are followed to see whether they come back. */
const MAX_CIRCLE = 20;

/** Finds redirects that lead back to where they begin. None of them leads to a page, and all of them have failed. The caller gives the transaction. */
export class RedirectCircles {
  readonly #redirect: StatementSync;
  readonly #fail: StatementSync;
  readonly #losses: LossGuard;

  constructor(db: DatabaseSync, losses: LossGuard) {
    this.#losses = losses;
    this.#redirect = db.prepare(
      `SELECT id, detail AS target FROM url WHERE site_id = ? AND url = ? AND reason = 'redirect'`,
    );
    this.#fail = db.prepare(`UPDATE url SET state = 'failed', reason = ? WHERE id = ?`);
  }

  /** Does the redirect from `url` to `target` close a circle? Then all others in it are settled as failed. */
  close(siteId: number, { url, target }: { url: string; target: string }): boolean {
    const members: number[] = [];
    for (let next = target; next !== url; ) {
      const { id, target: behind } = this.#redirect.get(siteId, next) ?? {};
      if (typeof behind !== 'string' || members.length >= MAX_CIRCLE) return false;
      members.push(Number(id));
      next = behind;
    }
    for (const id of members) {
      this.#fail.run('redirect-loop' satisfies Reason, id);
      this.#losses.forget(id);
    }
    return true;
  }
}
