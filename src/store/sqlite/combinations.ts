import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isIndexed } from '../../model/reasons.ts';
import { urlHost } from '../../model/url.ts';
import { addedTo, type Combination, type CombinationKind, combinationOf } from '../../model/url-combination.ts';
import { type End, type Promised, type Tally, UNJUDGED } from './tally.ts';

/** Where combinations of filters bring nothing new, so many pages of each kind are looked at. */
const CHANCES = 5;
/** What adds a filter to combinations that bring nothing, of so many kinds, brings nothing either: it shows still less. */
const MIN_VAIN = 2;
/**
 * A kind that has brought nothing is given its chances on so many paths: what is found by `?type&year` in one part of a site may be found by nothing else in
 * another.
 */
const PLACES = 5;
/** Of each kind so many pages tell whether it is another matter: it has to bring something new now and then. */
const MEMORY = 20;
/** Runs of words of a page that are compared with those of others, and how many of them must be new: names of pages that now stand side by side are. */
const SAMPLE = 16;
const MIN_NEW_SHARE = 1 / 4;
const BYTES_OF_A_VALUE = 4;
/** Before the patterns of combinations: they are counted apart. */
const MARK = '&';

/**
 * Knows which combinations of the filters of a list bring nothing new. Each shows only what pages with fewer filters show as well, and there are so many of
 * them that no two need be equal. The caller gives the transaction.
 */
export class Combinations {
  readonly #tally: Tally;
  readonly #isKnown: StatementSync;
  readonly #found: StatementSync;
  readonly #any: StatementSync;

  constructor(db: DatabaseSync, tally: Tally) {
    this.#tally = tally;
    this.#isKnown = db.prepare(`SELECT 1 FROM url WHERE site_id = ? AND url = ?
      AND (state NOT IN ('out-of-scope', 'refused', 'gone', 'failed') OR reason = 'trap-pattern')`);
    this.#found = db.prepare(`SELECT DISTINCT url FROM link JOIN url ON url.id = to_id
      WHERE from_id = ?1 AND found_on = ?1 AND state NOT IN ('out-of-scope', 'refused')`);
    this.#any = db.prepare(
      `SELECT 1 FROM pattern WHERE site_id = ? AND pattern BETWEEN '${MARK}' AND '${MARK}~' LIMIT 1`,
    );
  }

  /**
   * A URL came to this end. Where it combines filters it is worth its visit when a page was found there first, or, unless it is little but links, when it says
   * what no other such page says. Combined segments of paths may be anything else as well, so only lists count against them.
   */
  note(
    siteId: number,
    { id, url }: { id: number; url: string },
    end: End & { isPromising: (url: string) => boolean },
  ): void {
    const { state, reason, page } = end;
    const isPage = isIndexed(state);
    if (!isPage && state !== 'duplicate' && state !== 'noindex' && reason !== 'empty-text') return;
    const combination = this.#of(siteId, url);
    if (combination === undefined) return;
    for (const filter of combination.filters) this.#tally.addText(siteId, MARK + urlHost(url), filter);
    const isUseful =
      this.#leadsFurther(siteId, { id, url, isPromising: end.isPromising }) ||
      (isPage && this.#saysMore(siteId, combination, page));
    if (!isUseful && isPage && page === undefined) return; // not modified: what it says is not known
    this.#tally.count(siteId, MARK + combination.family, isUseful);
    const { pattern, place } = combination.kind;
    this.#tally.count(siteId, MARK + pattern, isUseful, { memory: MEMORY });
    if (place === pattern) return;
    this.#tally.count(siteId, MARK + place, isUseful, { memory: MEMORY });
    const places = placesOf(pattern);
    if (this.#tally.addText(siteId, places, place)) this.#tally.count(siteId, places, false);
  }

  /** What a visit of this URL promises. */
  promised(siteId: number, url: string): Promised {
    if (this.#any.get(siteId) === undefined) return UNJUDGED;
    const combination = this.#of(siteId, url);
    if (combination === undefined) return UNJUDGED;
    const family = this.#tally.judge(siteId, MARK + combination.family);
    const own = this.#judge(siteId, combination.kind);
    const isPoor = own.isPoor || (family.isPoor && own.useful === 0);
    if (family.starved === undefined) return { isPoor, starved: undefined };
    if (own.starved !== undefined || own.useful > 0) return { isPoor, starved: own.starved };
    const vain = combination.fewer.filter((one) => this.#judge(siteId, one).starved !== undefined);
    return { isPoor, starved: vain.length < Math.min(MIN_VAIN, combination.fewer.length) ? undefined : family.starved };
  }

  /** By all pages of the kind; where they bring nothing, by those on this path, as long as few paths have been looked at. */
  #judge(siteId: number, { pattern, place }: CombinationKind): Promised & { useful: number } {
    const own = this.#tally.judge(siteId, MARK + pattern, { enough: CHANCES });
    if (own.starved === undefined || place === pattern) return own;
    const here = this.#tally.judge(siteId, MARK + place, { enough: CHANCES });
    if (here.pages > 0) return here;
    return this.#tally.judge(siteId, placesOf(pattern)).pages < PLACES ? here : own;
  }

  #of(siteId: number, url: string): Combination | undefined {
    return combinationOf(url, {
      has: (other) => this.#isKnown.get(siteId, other) !== undefined,
      isFilter: (part) => this.#isFilter(siteId, { url, part }),
    });
  }

  #isFilter(siteId: number, { url, part }: { url: string; part: string }): boolean {
    return this.#tally.hasText(siteId, MARK + urlHost(url), part);
  }

  /** Has a URL been found there first, in whatever crawl, that is no other choice of filters, and of a template that has something to say? */
  #leadsFurther(
    siteId: number,
    { id, url, isPromising }: { id: number; url: string; isPromising: (url: string) => boolean },
  ): boolean {
    const isFilter = (part: string) => this.#isFilter(siteId, { url, part });
    return this.#found
      .all(id)
      .map((row) => String(row['url']))
      .some((found) => !addedTo(found, url).every(isFilter) && isPromising(found));
  }

  #saysMore(siteId: number, { family, isOfPath }: Combination, page: End['page']): boolean {
    if (page === undefined || page.isList) return false;
    if (isOfPath) return true;
    const sample = runsOf(page.sketch ?? new Uint8Array());
    return (
      sample.filter((run) => this.#tally.addText(siteId, MARK + family, run)).length > sample.length * MIN_NEW_SHARE
    );
  }
}

/** Under this name the paths are counted on which there is such a kind. */
function placesOf(pattern: string): string {
  return `${MARK}@${pattern}`;
}

/** The smallest of the values: of pages that share a text, those of it are among them. */
function runsOf(sketch: Uint8Array): string[] {
  const bytes = Buffer.from(sketch.subarray(0, SAMPLE * BYTES_OF_A_VALUE));
  return bytes.toString('hex').match(/.{8}/g) ?? [];
}
