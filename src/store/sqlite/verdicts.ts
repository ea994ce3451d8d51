import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isIndexed, isOpen, type Reason, type UrlState } from '../../model/reasons.ts';
import { isBetterAddress } from '../../model/url-directories.ts';
import type { Settlement } from '../crawl-store.ts';
import type { Canonicals } from './canonicals.ts';
import { MAY_SOON_BE_GONE } from './unreachable.ts';

/** How an entry is settled. */
export interface Verdict {
  state: UrlState;
  reason: Reason;
  detail: string | null;
  /** A page in the index that says the same at a worse address: it leaves for this one. */
  displaced?: Displaced;
}

interface Displaced {
  id: number;
  url: string;
  /** It was indexed in this crawl. */
  isOfThisCrawl: boolean;
}

interface Equal {
  id: number;
  url: string;
  state: UrlState;
  /** Readers would rather have the address that it is compared with. */
  isWorse: boolean;
}

/**
 * Judges what was found of a URL beside the other pages, which the store alone knows: that turns `indexed` into `unchanged` or `duplicate`, and
 * `unchanged` into `duplicate`. Changes nothing.
 */
export class Verdicts {
  readonly #canonicals: Canonicals;
  readonly #twin: StatementSync;

  constructor(db: DatabaseSync, canonicals: Canonicals) {
    this.#canonicals = canonicals;
    this.#twin = db.prepare(`SELECT url.id, url.url, url.state, page.lang FROM page JOIN url ON url.id = page.url_id
      WHERE page.site_id = ?1 AND page.content_hash = ?2 AND url.url <> ?3 AND page.canonical IS NOT ?3
        AND page.url_id NOT IN (SELECT url_id FROM page_loss) AND NOT ${MAY_SOON_BE_GONE}
        ORDER BY url.state IN ('indexed', 'unchanged') DESC, url.url LIMIT 1`);
  }

  /** @param stored what the store has of the URL */
  judge(settlement: Settlement, { url, content }: ReturnType<Canonicals['stored']>): Verdict {
    const { siteId, state, reason, detail = null } = settlement;
    if (state === 'unchanged' && !content)
      return { state: 'waiting', reason: 'retry', detail: 'Its stored page is gone' };
    const page = state === 'indexed' ? settlement.page : undefined;
    const read = state === 'unchanged' ? content : page;
    if (!read) return { state, reason, detail };
    const named = this.#canonicals.judge({ siteId, url }, read);
    if (named?.obeyed) return { state: 'duplicate', reason: 'canonical', detail: named.target };
    const note = named?.note ?? detail;
    const isSame = content?.contentHash === read.contentHash;
    const kept: Verdict = isSame
      ? { state: 'unchanged', reason: 'unchanged', detail: note }
      : { state, reason, detail: note };
    const equal = this.#equal(siteId, { url, contentHash: read.contentHash, lang: settlement.page?.lang });
    // Two pages of the index became equal: each stays until both have been seen in this crawl, as the other one may say something else by now.
    if (equal && (isSame ? !isIndexed(equal.state) : isOpen(equal.state) && equal.isWorse)) return kept;
    if (equal?.isWorse) return { ...kept, displaced: { ...equal, isOfThisCrawl: isIndexed(equal.state) } };
    const twin = equal?.url ?? (isSame ? undefined : this.#canonicals.twin({ siteId, url }, read));
    return twin === undefined ? kept : { state: 'duplicate', reason: 'duplicate-of', detail: twin };
  }

  /** Another page of this text. */
  #equal(siteId: number, one: { url: string; contentHash: string; lang: string | undefined }): Equal | undefined {
    const row = this.#twin.get(siteId, one.contentHash, one.url);
    if (!row) return undefined;
    const [url, state, lang] = [String(row['url']), row['state'] as UrlState, String(row['lang'])];
    const isWorse = isBetterAddress({ url: one.url, lang: one.lang ?? lang }, { url, lang });
    return { id: Number(row['id']), url, state, isWorse };
  }
}
