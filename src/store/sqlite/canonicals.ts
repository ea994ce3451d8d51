import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isOpen, type Reason, type UrlState } from '../../model/reasons.ts';
import { canonicalizeUrl } from '../../model/url.ts';
import { printedFrom, urlTwins } from '../../model/url-twins.ts';
import { resemblance, sketchSize } from '../../text/sketch.ts';
import type { PageRecord } from '../crawl-store.ts';
import type { LossGuard } from './losses.ts';
import { MAY_SOON_BE_GONE } from './unreachable.ts';

/**
 * Pages this much alike are one page when one of them says so, or its address does: that it is the form of the other to be printed. It keeps apart
 * what a site joins by mistake, as when a template names the home page as the canonical URL of every page; two versions of one text are well above it.
 */
const MIN_LIKENESS_OF_CANONICAL = 0.5;
/** Nobody says so but the form of the URLs: all but equal, and long enough for that to mean something. */
const MIN_LIKENESS_OF_TWINS = 0.9;
const MIN_SKETCH_OF_TWINS = 16;

/** What is known of a page that has been read: of one just fetched, or of the stored one. */
export type Content = Pick<PageRecord, 'contentHash' | 'canonical' | 'sketch'>;

/** What becomes of a page that names another one: left out for it, or indexed with a note that says why. */
type Judgement = { obeyed: true; target: string } | { obeyed: false; note: string };

interface Place {
  siteId: number;
  url: string;
}

/**
 * Decides which of several URLs of one page is kept, by what the pages say (`rel=canonical`) and by what they contain. A page is left out only for
 * one that is in the index to stay: a canonical URL that fails, redirects, is out of scope or leaves the index costs nothing.
 * The caller gives the transaction around it.
 */
export class Canonicals {
  readonly #target: StatementSync;
  readonly #naming: StatementSync;
  readonly #yield: StatementSync;
  readonly #note: StatementSync;
  readonly #follow: StatementSync;
  readonly #dropPage: StatementSync;
  readonly #enqueue: StatementSync;
  readonly #content: StatementSync;
  readonly #losses: LossGuard;

  constructor(db: DatabaseSync, losses: LossGuard) {
    this.#losses = losses;
    this.#target =
      db.prepare(`SELECT url.id, url.state, url.reason, page.content_hash, page.canonical, page.sketch FROM url
      LEFT JOIN page ON page.url_id = url.id AND page.url_id NOT IN (SELECT url_id FROM page_loss) AND NOT ${MAY_SOON_BE_GONE} WHERE url.site_id = ? AND url.url = ?`);
    this.#naming =
      db.prepare(`SELECT url.id, url.url, page.content_hash, page.canonical, page.sketch FROM page JOIN url ON url.id = page.url_id
      WHERE page.site_id = ? AND page.canonical = ? AND url.state IN ('indexed', 'unchanged')`);
    this.#yield = db.prepare(`UPDATE url SET state = 'duplicate', reason = ?, detail = ? WHERE id = ?`);
    this.#note = db.prepare('UPDATE url SET detail = ? WHERE id = ?');
    this.#follow = db.prepare(`UPDATE url SET detail = ?3 WHERE site_id = ?1 AND state = 'duplicate' AND detail = ?2`);
    this.#dropPage = db.prepare('DELETE FROM page WHERE url_id = ?');
    this.#enqueue = db.prepare('INSERT INTO index_changes (url_id) VALUES (?)');
    this.#content = db.prepare(`SELECT url.url, page.content_hash, page.canonical, page.sketch FROM url
      LEFT JOIN page ON page.url_id = url.id WHERE url.id = ?`);
  }

  /** URL and stored page of an entry. */
  stored(entryId: number): { url: string; content: Content | undefined } {
    const row = this.#content.get(entryId) ?? {};
    return { url: String(row['url']), content: contentOf(row) };
  }

  /** What becomes of a page that names a canonical URL other than its own; undefined when it names none. */
  judge({ siteId, url }: Place, content: Content): Judgement | undefined {
    const { canonical } = content;
    if (canonical === undefined || canonical === url) return undefined;
    const row = this.#target.get(siteId, canonical);
    const target = row && contentOf(row);
    if (target && isAlike(content, target)) return { obeyed: true, target: canonical };
    return { obeyed: false, note: `Its canonical link to ${canonical} ${whyIgnored(canonical, row)}` };
  }

  /** A stored page that by the form of its URL and by its content is the same, and does not name this one. */
  twin({ siteId, url }: Place, { sketch }: Content): string | undefined {
    if (sketch === undefined || sketchSize(sketch) < MIN_SKETCH_OF_TWINS) return undefined;
    const isLike = (other: string, likeness: number) => {
      const content = contentOf(this.#target.get(siteId, other) ?? {});
      return content?.sketch && content.canonical !== url && resemblance(sketch, content.sketch) >= likeness;
    };
    const plain = printedFrom(url);
    if (plain !== undefined && isLike(plain, MIN_LIKENESS_OF_CANONICAL)) return plain;
    return urlTwins(url).find((other) => isLike(other, MIN_LIKENESS_OF_TWINS));
  }

  /**
   * The URL has been settled anew: pages in the index that name it leave the index when it has a page that is like theirs, and are told
   * why they stay when not. Pages that are to be visited in this crawl are judged then. Returns how many have left.
   */
  answerNaming({ siteId, url }: Place): number {
    let left = 0;
    for (const row of this.#naming.all(siteId, url)) {
      const [id, naming, content] = [Number(row['id']), String(row['url']), contentOf(row)];
      const judgement = content && this.judge({ siteId, url: naming }, content);
      if (judgement?.obeyed === false) this.#note.run(judgement.note, id);
      else if (judgement) {
        this.#leave({ siteId, url: naming }, { id, target: url, reason: 'canonical' });
        left += 1;
      }
    }
    return left;
  }

  /** The page at `url` has come into the index with the text of one that is there at a worse address: that one leaves it. */
  displace({ siteId, url }: Place, displaced: { id: number; url: string }): void {
    this.#leave({ siteId, url: displaced.url }, { id: displaced.id, target: url, reason: 'duplicate-of' });
  }

  /** What was left out for the page is now left out for its canonical URL: were it visited again, pages naming each other in a circle would never end. */
  #leave({ siteId, url }: Place, { id, target, reason }: { id: number; target: string; reason: Reason }): void {
    this.#yield.run(reason, target, id);
    this.#follow.run(siteId, url, target);
    if (this.#losses.isGuarded(siteId, id)) {
      this.#losses.note(siteId, id);
    } else {
      this.#dropPage.run(id);
      this.#enqueue.run(id);
    }
  }
}

function contentOf(row: Record<string, unknown>): Content | undefined {
  const { content_hash: contentHash, canonical, sketch } = row;
  if (typeof contentHash !== 'string') return undefined;
  return {
    contentHash,
    ...(typeof canonical === 'string' ? { canonical } : {}),
    ...(sketch instanceof Uint8Array ? { sketch } : {}),
  };
}

function isAlike(a: Content, b: Content): boolean {
  if (a.contentHash === b.contentHash) return true;
  return (
    a.sketch !== undefined && b.sketch !== undefined && resemblance(a.sketch, b.sketch) >= MIN_LIKENESS_OF_CANONICAL
  );
}

function whyIgnored(canonical: string, row: Record<string, unknown> | undefined): string {
  if (canonicalizeUrl(canonical) === undefined) return 'is ignored: that is no http or https URL';
  if (row && contentOf(row)) return 'is ignored: that page says something else';
  if (!row || isOpen(row['state'])) return 'waits until that page has been read';
  const [state, reason] = [row['state'] as UrlState, row['reason'] as Reason];
  return `is ignored: that page is not in the index (${state}, ${reason})`;
}
