import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isIndexed } from '../../model/reasons.ts';
import { withoutQuery } from '../../model/url.ts';
import { parameterPattern, urlPattern } from '../../model/url-pattern.ts';
import { Combinations } from './combinations.ts';
import { type End, type Promised, Tally, UNJUDGED } from './tally.ts';

/**
 * Of one page a site makes others by further parameters (`?title=A&oldid=7`). One parameter alone chooses the page: what such pages ask for is a matter
 * of each of them.
 */
const VIEW = /\?.*&/;
/** Only templates can go on for ever: a URL without a number or a parameter is one of its kind. */
const VARIES = /[*?]/;
/** Says what few pages of a site may have yet: a translation. */
const LANGUAGE_PARAMETER = /[?&](?:\w*lang\w*|locale|hl)(?:&|$)/i;

/**
 * Knows the templates of a site's URLs that bring nothing new: calendars, sort orders, session numbers; the parameters that add nothing to a page, wherever
 * they stand; and the combinations of filters. Each crawl judges anew, so what is cut today costs a few requests tomorrow, and comes back when it has something
 * to say. The caller gives the transaction.
 */
export class Patterns {
  readonly #tally: Tally;
  readonly #combinations: Combinations;
  readonly #isPage: StatementSync;
  readonly #further: StatementSync;
  readonly #forget: StatementSync;
  readonly #forgetTexts: StatementSync;

  constructor(db: DatabaseSync) {
    this.#tally = new Tally(db);
    this.#combinations = new Combinations(db, this.#tally);
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
    const { state, reason, detail, page, leadsOn } = end;
    const isPage = isIndexed(state);
    const pattern = urlPattern(url);
    const isVain =
      state === 'duplicate' || reason === 'empty-text' || (state === 'noindex' && !leadsOn && VIEW.test(pattern));
    if ((isPage || isVain) && VARIES.test(pattern)) {
      const isNew = page?.wording === undefined || this.#tally.addText(siteId, pattern, page.wording);
      this.#tally.count(siteId, pattern, isPage && isNew);
    }
    const isPromising = (found: string) => {
      const { isPoor, starved } = this.promised(siteId, found);
      return !isPoor && starved === undefined;
    };
    this.#combinations.note(siteId, { id, url }, { ...end, isPromising });
    const parameters = parameterPattern(url);
    if (parameters === undefined) return;
    const isEcho = state === 'duplicate' && detail !== null && isSamePath(detail, url);
    const isUseful = isPage || (isEcho && this.#leadsFurther(siteId, { id, url, twin: detail }));
    if (isEcho || isUseful) this.#tally.count(siteId, parameters, isUseful);
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
    for (const pattern of [urlPattern(url), parameterPattern(url) ?? '']) this.#tally.retract(siteId, pattern);
  }

  /**
   * What a visit of this URL promises, by what others of its template have brought so far, and by what its parameters have added to others, if there is a page
   * without them.
   */
  promised(siteId: number, url: string): Promised {
    const pattern = urlPattern(url);
    const byTemplate = VARIES.test(pattern) ? this.#tally.judge(siteId, pattern) : UNJUDGED;
    if (byTemplate.starved !== undefined) return byTemplate;
    const byParameters = this.#byParameters(siteId, url);
    if (byParameters.starved !== undefined) return byParameters;
    const { isPoor, starved } = this.#combinations.promised(siteId, url);
    return { isPoor: isPoor || byTemplate.isPoor || byParameters.isPoor, starved };
  }

  #byParameters(siteId: number, url: string): Promised {
    const parameters = parameterPattern(url);
    if (parameters === undefined || LANGUAGE_PARAMETER.test(parameters)) return UNJUDGED;
    const { isPoor, starved } = this.#tally.judge(siteId, parameters);
    return { isPoor, starved: this.#isPage.get(siteId, withoutQuery(url)) && starved };
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
