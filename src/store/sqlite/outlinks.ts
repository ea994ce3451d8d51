import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Discovery, Settlement } from '../crawl-store.ts';
import type { Admission } from './admission.ts';

/** The links of pages as they were last read. The caller gives the transaction. */
export class Outlinks {
  readonly #drop: StatementSync;
  readonly #add: StatementSync;
  readonly #note: StatementSync;
  readonly #admission: Admission;

  constructor(db: DatabaseSync, admission: Admission) {
    this.#admission = admission;
    this.#drop = db.prepare('DELETE FROM link WHERE from_id = ?');
    this.#add = db.prepare(
      'INSERT INTO link (from_id, to_id, fragment, text) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#note = db.prepare('UPDATE site SET has_new_links = 1 WHERE id = ? AND has_new_links = 0');
  }

  /** A page leads to these URLs, and to no others any more. */
  replace({ siteId, entryId, at }: Settlement, discovered: readonly Discovery[]): { found: number; ready: number } {
    const sum = { found: 0, ready: 0 };
    this.#drop.run(entryId);
    this.#note.run(siteId);
    for (const discovery of discovered) {
      const admitted = this.#admission.admit(siteId, { ...discovery, foundOn: entryId, at });
      sum.found += admitted.isNew ? 1 : 0;
      sum.ready += admitted.ready;
      if (admitted.id === entryId) continue;
      for (const { fragment, text } of discovery.links) this.#add.run(entryId, admitted.id, fragment, text);
    }
    return sum;
  }

  /** It leads nowhere any more. */
  drop({ siteId, entryId }: Pick<Settlement, 'siteId' | 'entryId'>): void {
    if (this.#drop.run(entryId).changes > 0) this.#note.run(siteId);
  }
}
