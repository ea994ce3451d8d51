import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isIndexed, isOpen, type Reason, type UrlState } from '../../model/reasons.ts';
import { isBetterAddress } from '../../model/url-directories.ts';
import type { Discovery, PageRecord, Settled, Settlement } from '../crawl-store.ts';
import { unpackDiscoveries } from '../discoveries.ts';
import { Canonicals } from './canonicals.ts';
import { Depths } from './depths.ts';
import { LossGuard } from './losses.ts';
import { Patterns } from './patterns.ts';
import { OTHER_IS_NEWER, SEEN_LATER } from './shared-urls.ts';
import { MAY_SOON_BE_GONE } from './unreachable.ts';

/** States after which a page that was in the index is to leave it. A failure is not one: the old content stays searchable until that is confirmed. */
const LEAVES_THE_INDEX: ReadonlySet<UrlState> = new Set([
  'redirected',
  'out-of-scope',
  'refused',
  'noindex',
  'duplicate',
  'gone',
]);

/** States of which, without links of their own, nothing was read. */
const UNREAD: ReadonlySet<UrlState> = new Set(['out-of-scope', 'refused', 'gone']);

/** Refusals by what may be a passing trouble, not by the site. */
const NOT_SAID_BY_THE_SITE: ReadonlySet<string> = new Set<Reason>(['robots-unreachable', 'address-refused']);

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

/** Redirects that are followed to see whether they come back. */
const MAX_CIRCLE = 20;

interface Verdict {
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

/** Writes settlements. The caller gives the transaction around it. */
export class Settler {
  readonly #canonicals: Canonicals;
  readonly #setUrl: StatementSync;
  readonly #twin: StatementSync;
  readonly #putPage: StatementSync;
  readonly #touchPage: StatementSync;
  readonly #readsAlike: StatementSync;
  readonly #enqueue: StatementSync;
  readonly #enqueueOverOther: StatementSync;
  readonly #backdateOthers: StatementSync;
  readonly #outbox: StatementSync;
  readonly #dropLinks: StatementSync;
  readonly #addLink: StatementSync;
  readonly #noteLinks: StatementSync;
  readonly #known: StatementSync;
  readonly #addUrl: StatementSync;
  readonly #readmit: StatementSync;
  readonly #markSeed: StatementSync;
  readonly #redirect: StatementSync;
  readonly #fail: StatementSync;
  readonly #depths: Depths;
  readonly #freeDuplicates: StatementSync;
  readonly #losses: LossGuard;
  readonly #patterns: Patterns;

  constructor(db: DatabaseSync) {
    this.#losses = new LossGuard(db);
    this.#canonicals = new Canonicals(db, this.#losses);
    this.#patterns = new Patterns(db);
    this.#setUrl = db.prepare(`UPDATE url SET state = ?, reason = ?, detail = ?, status = ?, fetched_at = ?,
      not_before = ?, attempts = attempts + ? WHERE id = ?`);
    this.#twin = db.prepare(`SELECT url.id, url.url, url.state, page.lang FROM page JOIN url ON url.id = page.url_id
      WHERE page.site_id = ?1 AND page.content_hash = ?2 AND url.url <> ?3 AND page.canonical IS NOT ?3
        AND page.url_id NOT IN (SELECT url_id FROM page_loss) AND NOT ${MAY_SOON_BE_GONE}
        ORDER BY url.state IN ('indexed', 'unchanged') DESC, url.url LIMIT 1`);
    this.#putPage =
      db.prepare(`INSERT INTO page (url_id, site_id, content_hash, title, lang, etag, last_modified, fetched_at, extracted, source, canonical, sketch, since_crawl)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, (SELECT max(number) FROM crawl WHERE site_id = ?2))
      ON CONFLICT (url_id) DO UPDATE SET content_hash = excluded.content_hash, title = excluded.title, lang = excluded.lang, etag = excluded.etag,
        last_modified = excluded.last_modified, fetched_at = excluded.fetched_at, extracted = excluded.extracted, source = excluded.source,
        canonical = excluded.canonical, sketch = excluded.sketch`);
    this.#touchPage = db.prepare('UPDATE page SET fetched_at = ? WHERE url_id = ?');
    this.#readsAlike = db.prepare('SELECT extracted = ? AS same FROM page WHERE url_id = ?');
    this.#enqueue = db.prepare('INSERT INTO index_changes (url_id) VALUES (?)');
    // Now this site has seen it last.
    this.#enqueueOverOther =
      db.prepare(`INSERT INTO index_changes (url_id) SELECT url.id FROM url JOIN page ON page.url_id = url.id
      WHERE url.id = ? AND ${OTHER_IS_NEWER}`);
    // What another site has seen later than now, a clock that was wrong has dated: it must not stand before what is seen from now on.
    this.#backdateOthers = db.prepare(`UPDATE page SET fetched_at = ?1 - 1 WHERE url_id IN (${SEEN_LATER})`);
    this.#outbox = db.prepare('SELECT n FROM outbox_count WHERE site_id = ?');
    this.#dropLinks = db.prepare('DELETE FROM link WHERE from_id = ?');
    this.#addLink = db.prepare(
      'INSERT INTO link (from_id, to_id, fragment, text) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#noteLinks = db.prepare('UPDATE site SET has_new_links = 1 WHERE id = ? AND has_new_links = 0');
    this.#known = db.prepare('SELECT id, state, reason FROM url WHERE site_id = ? AND url = ?');
    this.#addUrl =
      db.prepare(`INSERT INTO url (site_id, url, state, reason, detail, depth, hops, found_on, found_at, is_seed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#readmit = db.prepare(
      `UPDATE url SET state = 'ready', reason = 'found', detail = NULL, depth = ?, hops = ?, found_on = ? WHERE id = ?`,
    );
    this.#markSeed = db.prepare('UPDATE url SET is_seed = 1 WHERE id = ? AND is_seed = 0');
    this.#redirect = db.prepare(
      `SELECT id, detail AS target FROM url WHERE site_id = ? AND url = ? AND reason = 'redirect'`,
    );
    this.#fail = db.prepare(`UPDATE url SET state = 'failed', reason = ? WHERE id = ?`);
    this.#depths = new Depths(db);
    this.#freeDuplicates = db.prepare(`UPDATE url SET state = 'ready', reason = 'found', detail = NULL
      WHERE site_id = ?1 AND state = 'duplicate' AND detail = (SELECT url FROM url WHERE id = ?2)`);
  }

  settle(settlement: Settlement): Settled {
    const { siteId, entryId, at, page } = settlement;
    const discovered = settlement.discovered === undefined ? undefined : unpackDiscoveries(settlement.discovered);
    // First of all, so that a canonical URL that is out of scope is known to be when the page is judged.
    const found = discovered ? this.#discover(settlement, discovered) : { found: 0, ready: 0 };
    const before = this.#canonicals.stored(entryId);
    const verdict = this.#judge(settlement, before);
    const isRetry = verdict.state === 'waiting';
    this.#setUrl.run(
      verdict.state,
      verdict.reason,
      verdict.detail,
      settlement.status ?? null,
      at,
      settlement.retryAt ?? 0,
      isRetry ? 1 : 0,
      entryId,
    );
    const nearer = this.#depths.settle(siteId, { id: entryId, depth: thoughtDepth(settlement, discovered) });
    if (page && verdict.state === 'indexed') this.#storePage(settlement, { page, isNew: before.content === undefined });
    else if (verdict.state === 'unchanged') {
      this.#enqueueOverOther.run(entryId);
      if (page) this.#storeReading(settlement, page);
      else this.#touchPage.run(at, entryId);
    }
    if (isIndexed(verdict.state)) this.#backdateOthers.run(at, entryId);
    if (LEAVES_THE_INDEX.has(verdict.state) && !NOT_SAID_BY_THE_SITE.has(verdict.reason))
      this.#leave(settlement, { state: verdict.state, isPage: before.content !== undefined });
    else if (!isRetry) this.#losses.forget(entryId);
    if (verdict.displaced) this.#canonicals.displace({ siteId, url: before.url }, verdict.displaced);
    const left = isRetry ? 0 : this.#canonicals.answerNaming({ siteId, url: before.url });
    this.#notePatterns(settlement, { url: before.url, verdict, discovered });
    const outbox = Number(this.#outbox.get(siteId)?.['n'] ?? 0);
    const { state, reason, displaced } = verdict;
    const gained = (isIndexed(state) ? 1 : 0) - (displaced?.isOfThisCrawl ? 1 : 0) - left;
    return { state, reason, found: found.found, ready: found.ready + nearer, outbox, gained };
  }

  /** Records URLs that a page leads to, and the links themselves. */
  #discover({ siteId, entryId, at }: Settlement, discovered: readonly Discovery[]): { found: number; ready: number } {
    const sum = { found: 0, ready: 0 };
    this.#dropLinks.run(entryId);
    this.#noteLinks.run(siteId);
    for (const discovery of discovered) {
      const admitted = this.admit(siteId, { ...discovery, foundOn: entryId, at });
      sum.found += admitted.isNew ? 1 : 0;
      sum.ready += admitted.ready;
      if (admitted.id === entryId) continue;
      for (const { fragment, text } of discovery.links) this.#addLink.run(entryId, admitted.id, fragment, text);
    }
    return sum;
  }

  /** Makes a URL known. One that was out of scope by an earlier judgement becomes ready when this one says so, and `ready` counts what that makes so. */
  admit(
    siteId: number,
    discovery: Discovery & { foundOn: number | null; at: number },
  ): { id: number; isNew: boolean; ready: number } {
    const { url, state, reason, detail, depth, hops, foundOn, at } = discovery;
    const known = this.#known.get(siteId, url);
    if (known === undefined) {
      const { lastInsertRowid } = this.#addUrl.run(
        siteId,
        url,
        state,
        reason,
        detail ?? null,
        depth,
        hops,
        foundOn,
        at,
        discovery.isSeed ? 1 : 0,
      );
      return { id: Number(lastInsertRowid), isNew: true, ready: state === 'ready' ? 1 : 0 };
    }
    const id = Number(known['id']);
    if (discovery.isSeed) this.#markSeed.run(id);
    const isReadmitted = state === 'ready' && READMITTED.has(String(known['reason']));
    if (isReadmitted) this.#readmit.run(depth, hops, foundOn, id);
    const behind = state === 'ready' ? this.#depths.approach(siteId, { id, depth }) : 0;
    return { id, isNew: false, ready: behind + (isReadmitted ? 1 : 0) };
  }

  /** The store alone knows the other pages: it turns `indexed` into `unchanged` or `duplicate`, and `unchanged` into `duplicate`. */
  #judge(settlement: Settlement, { url, content }: ReturnType<Canonicals['stored']>): Verdict {
    const { siteId, state, reason, detail = null } = settlement;
    if (state === 'unchanged' && !content)
      return { state: 'waiting', reason: 'retry', detail: 'Its stored page is gone' };
    const page = state === 'indexed' ? settlement.page : undefined;
    const read = state === 'unchanged' ? content : page;
    const named = read && this.#canonicals.judge({ siteId, url }, read);
    if (reason === 'redirect' && detail !== null && this.#closesCircle(siteId, { url, target: detail }))
      return { state: 'failed', reason: 'redirect-loop', detail };
    if (named?.obeyed) return { state: 'duplicate', reason: 'canonical', detail: named.target };
    const note = named?.note ?? detail;
    if (!read) return { state, reason, detail: note };
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

  /** Do the redirects behind `target` lead back to `url`? Then none of them leads to a page, and all of them have failed. */
  #closesCircle(siteId: number, { url, target }: { url: string; target: string }): boolean {
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

  #notePatterns(
    { siteId, entryId, page }: Settlement,
    { url, verdict, discovered = [] }: { url: string; verdict: Verdict; discovered: readonly Discovery[] | undefined },
  ): void {
    const { displaced } = verdict;
    if (displaced?.isOfThisCrawl) this.#patterns.retract(siteId, displaced.url);
    const leadsOn = discovered.some((discovery) => discovery.state === 'ready');
    this.#patterns.note(siteId, { id: entryId, url }, { ...verdict, wording: page?.wording, leadsOn });
  }

  #storePage(settlement: Settlement, { page, isNew }: { page: PageRecord; isNew: boolean }): void {
    if (!isNew) this.#freeDuplicates.run(settlement.siteId, settlement.entryId);
    this.#storePageAsIs(settlement, page);
    this.#enqueue.run(settlement.entryId);
  }

  /** Its text is what it was. The addresses of its sections, its alternates or our reading of it may have changed: the index has them too. */
  #storeReading(settlement: Settlement, page: PageRecord): void {
    const isSame = this.#readsAlike.get(page.extracted, settlement.entryId)?.['same'] === 1;
    this.#storePageAsIs(settlement, page);
    if (!isSame) this.#enqueue.run(settlement.entryId);
  }

  #storePageAsIs({ siteId, entryId, at }: Settlement, page: PageRecord): void {
    this.#putPage.run(
      entryId,
      siteId,
      page.contentHash,
      page.title,
      page.lang,
      page.etag,
      page.lastModified,
      at,
      page.extracted,
      page.source,
      page.canonical ?? null,
      page.sketch ?? null,
    );
  }

  /**
   * What was left out because it said the same may soon be the only page that says it. And what nobody can read any more links to nothing: of a page in
   * the index that is true when it has left.
   */
  #leave({ siteId, entryId, discovered }: Settlement, { state, isPage }: { state: UrlState; isPage: boolean }): void {
    if (this.#losses.note(siteId, entryId)) this.#freeDuplicates.run(siteId, entryId);
    if (isPage || discovered !== undefined || !UNREAD.has(state)) return;
    if (this.#dropLinks.run(entryId).changes > 0) this.#noteLinks.run(siteId);
  }
}

/** How many links from a seed the page was thought to be when it was judged where it leads; 0 when that made no difference. */
function thoughtDepth({ state, reason }: Settlement, discovered: readonly Discovery[] = []): number {
  if (reason === 'depth') return Number.POSITIVE_INFINITY;
  if (state === 'redirected') return discovered[0]?.depth ?? 0;
  const links = discovered.filter((discovery) => discovery.links.length > 0);
  return links.reduce((nearest, { depth }) => Math.min(nearest, depth - 1), links[0]?.depth ?? 0);
}
