import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isIndexed, type UrlState } from '../../model/reasons.ts';
import { withoutQuery } from '../../model/url.ts';
import { parameterPattern, urlPattern } from '../../model/url-pattern.ts';

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
/** Says what few pages of a site may have yet: a translation. */
const LANGUAGE_PARAMETER = /[?&](?:\w*lang\w*|locale|hl)(?:&|$)/i;

export interface Promised {
  /** Fewer than half of its template's pages have brought something new: others come first. */
  isPoor: boolean;
  /** Why it need not be visited at all: hardly any has. */
  starved: string | undefined;
}

/** In its turn, whatever others have brought. */
const UNJUDGED: Promised = { isPoor: false, starved: undefined };

/** How the visit of a URL has ended. */
interface End {
  state: UrlState;
  reason: string;
  /** Of a duplicate: what it says the same as. */
  detail: string | null;
  wording: string | undefined;
  /** May any link be followed from there? */
  leadsOn: boolean;
}

/**
 * Knows the templates of a site's URLs that bring nothing new: calendars, sort orders, session numbers; and the parameters that add nothing to a page, wherever
 * they stand. Each crawl judges anew, so what is cut today costs a few requests tomorrow, and comes back when it has something to say. The caller gives the
 * transaction.
 */
export class Patterns {
  readonly #count: StatementSync;
  readonly #retract: StatementSync;
  readonly #addText: StatementSync;
  readonly #read: StatementSync;
  readonly #isPage: StatementSync;
  readonly #further: StatementSync;
  readonly #forget: StatementSync;
  readonly #forgetTexts: StatementSync;

  constructor(db: DatabaseSync) {
    this.#count = db.prepare(`INSERT INTO pattern (site_id, pattern, pages, useful) VALUES (?1, ?2, 1, ?3)
      ON CONFLICT DO UPDATE SET pages = iif(pages < ?4, pages + 1, pages >> 1), useful = iif(pages < ?4, useful + ?3, (useful + ?3) >> 1)`);
    this.#retract = db.prepare('UPDATE pattern SET useful = max(0, useful - 1) WHERE site_id = ? AND pattern = ?');
    this.#read = db.prepare('SELECT pages, useful FROM pattern WHERE site_id = ? AND pattern = ?');
    this.#addText = db.prepare('INSERT INTO pattern_text VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#isPage = db.prepare('SELECT 1 FROM url JOIN page ON url_id = url.id WHERE url.site_id = ? AND url = ?');
    this.#further = db.prepare(`SELECT url FROM url WHERE state NOT IN ('out-of-scope', 'refused') AND id IN (
      SELECT to_id FROM link WHERE from_id = ?1 EXCEPT
      SELECT to_id FROM link WHERE from_id = (SELECT id FROM url WHERE site_id = ?2 AND url = ?3))`);
    this.#forget = db.prepare('DELETE FROM pattern WHERE site_id = ?');
    this.#forgetTexts = db.prepare('DELETE FROM pattern_text WHERE site_id = ?');
  }

  /**
   * A URL came to this end. A page whose words no other page of its template has counts for the template; copies, pages without
   * text, and views of a page that are noindex and lead nowhere count against it; other ends say nothing. A copy of the page at the same path counts
   * against its parameters, unless it leads to other pages than that one.
   */
  note(siteId: number, { id, url }: { id: number; url: string }, end: End): void {
    const { state, reason, detail, wording, leadsOn } = end;
    const isPage = isIndexed(state);
    const pattern = urlPattern(url);
    const isVain =
      state === 'duplicate' || reason === 'empty-text' || (state === 'noindex' && !leadsOn && VIEW.test(pattern));
    if ((isPage || isVain) && VARIES.test(pattern)) {
      const isNew = wording === undefined || this.#addText.run(siteId, pattern, wording).changes > 0;
      this.#count.run(siteId, pattern, isPage && isNew ? 1 : 0, MEMORY);
    }
    const parameters = parameterPattern(url);
    if (parameters === undefined) return;
    const isEcho = state === 'duplicate' && detail !== null && isSamePath(detail, url);
    const isUseful = isPage || (isEcho && this.#leadsFurther(siteId, { id, url, twin: detail }));
    if (isEcho || isUseful) this.#count.run(siteId, parameters, isUseful ? 1 : 0, MEMORY);
  }

  /** Other forms of this page, and of others by the same parameters, are none. */
  #leadsFurther(siteId: number, { id, url, twin }: { id: number; url: string; twin: string }): boolean {
    return this.#further
      .all(id, siteId, twin)
      .map((row) => String(row['url']))
      .some((found) => !isSamePath(found, url) && parameterPattern(found) !== parameterPattern(url));
  }

  /** What counted as a page turns out to be a copy. */
  retract(siteId: number, url: string): void {
    for (const pattern of [urlPattern(url), parameterPattern(url) ?? '']) this.#retract.run(siteId, pattern);
  }

  /**
   * What a visit of this URL promises, by what others of its template have brought so far, and by what its parameters have added to others, if there is a page
   * without them.
   */
  promised(siteId: number, url: string): Promised {
    const pattern = urlPattern(url);
    const byTemplate = VARIES.test(pattern) ? this.#judged(siteId, pattern) : UNJUDGED;
    const parameters = parameterPattern(url);
    if (byTemplate.starved !== undefined || parameters === undefined || LANGUAGE_PARAMETER.test(parameters))
      return byTemplate;
    const byParameters = this.#judged(siteId, parameters);
    const isPoor = byTemplate.isPoor || byParameters.isPoor;
    return { isPoor, starved: this.#isPage.get(siteId, withoutQuery(url)) && byParameters.starved };
  }

  #judged(siteId: number, pattern: string): Promised {
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

function isSamePath(one: string, other: string): boolean {
  return withoutQuery(one) === withoutQuery(other);
}
