import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { UrlState } from '../../model/reasons.ts';
import { urlPattern } from '../../model/url-pattern.ts';

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
/**
 * Of one page a site makes others by further parameters (`?title=A&oldid=7`). One parameter alone chooses the page: what such pages ask for is a matter
 * of each of them.
 */
const VIEW = /\?.*&/;
/** Only templates can go on for ever: a URL without a number or a parameter is one of its kind. */
const VARIES = /[*?]/;

export interface Promised {
  /** Fewer than half of its template's pages have brought something new: others come first. */
  isPoor: boolean;
  /** Why it need not be visited at all: hardly any has. */
  starved: string | undefined;
}

/**
 * Knows the templates of a site's URLs that bring nothing new: calendars, sort orders, session numbers. Each crawl judges anew, so a template that is
 * cut today costs a few requests tomorrow, and comes back when it has something to say. The caller gives the transaction.
 */
export class Patterns {
  readonly #count: StatementSync;
  readonly #addText: StatementSync;
  readonly #read: StatementSync;
  readonly #forget: StatementSync;
  readonly #forgetTexts: StatementSync;

  constructor(db: DatabaseSync) {
    this.#count = db.prepare(`INSERT INTO pattern (site_id, pattern, pages, useful) VALUES (?1, ?2, 1, ?3)
      ON CONFLICT DO UPDATE SET pages = iif(pages < ?4, pages + 1, pages >> 1), useful = iif(pages < ?4, useful + ?3, (useful + ?3) >> 1)`);
    this.#read = db.prepare('SELECT pages, useful FROM pattern WHERE site_id = ? AND pattern = ?');
    this.#addText = db.prepare('INSERT INTO pattern_text VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#forget = db.prepare('DELETE FROM pattern WHERE site_id = ?');
    this.#forgetTexts = db.prepare('DELETE FROM pattern_text WHERE site_id = ?');
  }

  /**
   * A URL came to this end. A page whose words no other page of its template has counts for the template; copies, pages without
   * text, and views of a page that are noindex and lead nowhere count against it; other ends say nothing.
   */
  note(
    siteId: number,
    url: string,
    end: { state: UrlState; reason: string; wording: string | undefined; leadsOn: boolean },
  ): void {
    const { state, reason, wording, leadsOn } = end;
    const isPage = state === 'indexed' || state === 'unchanged';
    const pattern = urlPattern(url);
    const isVain =
      state === 'duplicate' || reason === 'empty-text' || (state === 'noindex' && !leadsOn && VIEW.test(pattern));
    if ((!isPage && !isVain) || !VARIES.test(pattern)) return;
    const isNew = wording === undefined || this.#addText.run(siteId, pattern, wording).changes > 0;
    this.#count.run(siteId, pattern, isPage && isNew ? 1 : 0, MEMORY);
  }

  /** What a visit of this URL promises, by what its template has brought so far. */
  promised(siteId: number, url: string): Promised {
    const pattern = urlPattern(url);
    if (!VARIES.test(pattern)) return { isPoor: false, starved: undefined };
    const row = this.#read.get(siteId, pattern);
    const pages = Number(row?.['pages'] ?? 0);
    const useful = Number(row?.['useful'] ?? 0);
    const isStarved = pages >= ENOUGH && useful * WORTH_ONE_IN < pages;
    return {
      isPoor: pages >= FIRST_LOOK && useful * POOR_ONE_IN < pages,
      starved: isStarved ? `${pattern}: of its last ${pages} pages ${useful} brought something new` : undefined,
    };
  }

  /** A new crawl begins. */
  forget(siteId: number): void {
    this.#forget.run(siteId);
    this.#forgetTexts.run(siteId);
  }
}
