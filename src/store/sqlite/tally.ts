import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { UrlState } from '../../model/reasons.ts';
import type { PageRecord } from '../crawl-store.ts';

/** So many pages of one template are looked at before it is judged. */
const ENOUGH = 50;
/** From so many on, older pages count half as much each time: what a template has become matters, not how it began. */
const MEMORY = 2 * ENOUGH;
/** One page of so many must bring something new. */
const WORTH_ONE_IN = 20;
/** After so many pages of one template it is known whether others should come first. */
const FIRST_LOOK = 10;
/** Those of which fewer than one page in so many brings something new come last. */
const POOR_ONE_IN = 2;

/** How the visit of a URL has ended. */
export interface End {
  state: UrlState;
  reason: string;
  /** Of a duplicate: what it says the same as. */
  detail: string | null;
  page: Pick<PageRecord, 'wording' | 'isList' | 'sketch'> | undefined;
  /** May any link be followed from there? */
  leadsOn: boolean;
}

/** What a visit promises. */
export interface Promised {
  /** Fewer than half of its template's pages have brought something new: others come first. */
  isPoor: boolean;
  /** Why it need not be visited at all: hardly any has. */
  starved: string | undefined;
}

/** Of a template: its last pages, and how many of them have brought something new. */
interface Judgement extends Promised {
  pages: number;
  useful: number;
}

/** In its turn, whatever others have brought. */
export const UNJUDGED: Promised = { isPoor: false, starved: undefined };

/** Counts what the pages of each template have brought in this crawl. The caller gives the transaction. */
export class Tally {
  readonly #count: StatementSync;
  readonly #retract: StatementSync;
  readonly #addText: StatementSync;
  readonly #hasText: StatementSync;
  readonly #read: StatementSync;

  constructor(db: DatabaseSync) {
    this.#count = db.prepare(`INSERT INTO pattern (site_id, pattern, pages, useful) VALUES (?1, ?2, 1, ?3)
      ON CONFLICT DO UPDATE SET pages = iif(pages < ?4, pages + 1, pages >> 1), useful = iif(pages < ?4, useful + ?3, (useful + ?3) >> 1)`);
    this.#retract = db.prepare('UPDATE pattern SET useful = max(0, useful - 1) WHERE site_id = ? AND pattern = ?');
    this.#read = db.prepare('SELECT pages, useful FROM pattern WHERE site_id = ? AND pattern = ?');
    this.#addText = db.prepare('INSERT INTO pattern_text VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#hasText = db.prepare('SELECT 1 FROM pattern_text WHERE site_id = ? AND pattern = ? AND wording = ?');
  }

  /** One more of its pages has been read; from `memory` on, older ones count half as much each time. */
  count(siteId: number, pattern: string, isUseful: boolean, { memory = MEMORY }: { memory?: number } = {}): void {
    this.#count.run(siteId, pattern, isUseful ? 1 : 0, memory);
  }

  /** What counted as useful turns out not to be. */
  retract(siteId: number, pattern: string): void {
    this.#retract.run(siteId, pattern);
  }

  /** One of its pages says so. True when none has before. */
  addText(siteId: number, pattern: string, wording: string): boolean {
    return this.#addText.run(siteId, pattern, wording).changes > 0;
  }

  /** Has one of its pages said so? */
  hasText(siteId: number, pattern: string, wording: string): boolean {
    return this.#hasText.get(siteId, pattern, wording) !== undefined;
  }

  /** What its next page promises. */
  judge(siteId: number, pattern: string, { enough = ENOUGH }: { enough?: number } = {}): Judgement {
    const row = this.#read.get(siteId, pattern);
    const pages = Number(row?.['pages'] ?? 0);
    const useful = Number(row?.['useful'] ?? 0);
    const isStarved = pages >= enough && useful * WORTH_ONE_IN < pages;
    const name = pattern.replace(/^&/, '');
    return {
      pages,
      useful,
      isPoor: pages >= FIRST_LOOK && useful * POOR_ONE_IN < pages,
      starved: isStarved ? `${name}: of its last ${pages} pages ${useful} brought something new` : undefined,
    };
  }
}
