import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isIndexed, type Reason, type UrlState } from '../../model/reasons.ts';
import type { Discovery, Settled, Settlement } from '../crawl-store.ts';
import { unpackDiscoveries } from '../discoveries.ts';
import { Admission } from './admission.ts';
import { Canonicals } from './canonicals.ts';
import { Depths } from './depths.ts';
import { LossGuard } from './losses.ts';
import { Outlinks } from './outlinks.ts';
import { PageRecords } from './page-records.ts';
import { Patterns } from './patterns.ts';
import { RedirectCircles } from './redirect-circles.ts';
import { type Verdict, Verdicts } from './verdicts.ts';

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

/** What is known of the URL that is settled: from before, and by this settlement. */
interface Case {
  url: string;
  /** It had a page. */
  isPage: boolean;
  discovered: readonly Discovery[] | undefined;
  verdict: Verdict;
}

/** Writes settlements: each thing that a visit tells into the part of the store that keeps it. The caller gives the transaction around it. */
export class Settler {
  /** Makes URLs known. */
  readonly admission: Admission;
  readonly #canonicals: Canonicals;
  readonly #circles: RedirectCircles;
  readonly #depths: Depths;
  readonly #losses: LossGuard;
  readonly #outlinks: Outlinks;
  readonly #pages: PageRecords;
  readonly #patterns: Patterns;
  readonly #verdicts: Verdicts;
  readonly #setUrl: StatementSync;
  readonly #freeDuplicates: StatementSync;

  constructor(db: DatabaseSync) {
    this.#losses = new LossGuard(db);
    this.#canonicals = new Canonicals(db, this.#losses);
    this.#circles = new RedirectCircles(db, this.#losses);
    this.#depths = new Depths(db);
    this.admission = new Admission(db, this.#depths);
    this.#outlinks = new Outlinks(db, this.admission);
    this.#pages = new PageRecords(db);
    this.#patterns = new Patterns(db);
    this.#verdicts = new Verdicts(db, this.#canonicals);
    this.#setUrl = db.prepare(`UPDATE url SET state = ?, reason = ?, detail = ?, status = ?, fetched_at = ?,
      not_before = ?, attempts = attempts + ? WHERE id = ?`);
    this.#freeDuplicates = db.prepare(`UPDATE url SET state = 'ready', reason = 'found', detail = NULL
      WHERE site_id = ?1 AND state = 'duplicate' AND detail = (SELECT url FROM url WHERE id = ?2)`);
  }

  settle(settlement: Settlement): Settled {
    const { siteId, entryId } = settlement;
    const discovered = settlement.discovered === undefined ? undefined : unpackDiscoveries(settlement.discovered);
    // First of all, so that a canonical URL that is out of scope is known to be when the page is judged.
    const found = discovered ? this.#outlinks.replace(settlement, discovered) : { found: 0, ready: 0 };
    const before = this.#canonicals.stored(entryId);
    const { url } = before;
    const verdict = this.#loop(settlement, url) ?? this.#verdicts.judge(settlement, before);
    const settled: Case = { url, isPage: before.content !== undefined, discovered, verdict };
    this.#write(settlement, verdict);
    const nearer = this.#depths.settle(siteId, { id: entryId, depth: thoughtDepth(settlement, discovered) });
    this.#keepPage(settlement, settled);
    this.#keepLoss(settlement, settled);
    const { state, reason, displaced } = verdict;
    if (displaced) this.#canonicals.displace({ siteId, url }, displaced);
    const left = state === 'waiting' ? 0 : this.#canonicals.answerNaming({ siteId, url });
    this.#notePatterns(settlement, settled);
    const gained = (isIndexed(state) ? 1 : 0) - (displaced?.isOfThisCrawl ? 1 : 0) - left;
    const outbox = this.#pages.waiting(siteId);
    return { state, reason, found: found.found, ready: found.ready + nearer, outbox, gained };
  }

  #loop({ siteId, reason, detail }: Settlement, url: string): Verdict | undefined {
    if (reason !== 'redirect' || detail === undefined) return undefined;
    const isLoop = this.#circles.close(siteId, { url, target: detail });
    return isLoop ? { state: 'failed', reason: 'redirect-loop', detail } : undefined;
  }

  #write({ entryId, at, status, retryAt }: Settlement, { state, reason, detail }: Verdict): void {
    const isRetry = state === 'waiting';
    this.#setUrl.run(state, reason, detail, status ?? null, at, retryAt ?? 0, isRetry ? 1 : 0, entryId);
  }

  #keepPage(settlement: Settlement, { verdict, isPage }: Case): void {
    const { page, siteId, entryId } = settlement;
    if (verdict.state === 'unchanged') this.#pages.confirm(settlement, page);
    if (verdict.state !== 'indexed' || page === undefined) return;
    // It says something else now.
    if (isPage) this.#freeDuplicates.run(siteId, entryId);
    this.#pages.store(settlement, page);
  }

  /**
   * Notes that a page is to leave the index, or has come back. What was left out because it said the same may soon be the only page that says it. And what
   * nobody can read any more links to nothing: of a page in the index that is true when it has left.
   */
  #keepLoss({ siteId, entryId }: Settlement, { verdict, isPage, discovered }: Case): void {
    const { state, reason } = verdict;
    if (!LEAVES_THE_INDEX.has(state) || NOT_SAID_BY_THE_SITE.has(reason)) {
      if (state !== 'waiting') this.#losses.forget(entryId);
      return;
    }
    if (this.#losses.note(siteId, entryId)) this.#freeDuplicates.run(siteId, entryId);
    if (!isPage && discovered === undefined && UNREAD.has(state)) this.#outlinks.drop({ siteId, entryId });
  }

  #notePatterns({ siteId, entryId, page }: Settlement, { url, verdict, discovered = [] }: Case): void {
    const { displaced } = verdict;
    if (displaced?.isOfThisCrawl) this.#patterns.retract(siteId, displaced.url);
    const leadsOn = discovered.some((discovery) => discovery.state === 'ready');
    this.#patterns.note(siteId, { id: entryId, url }, { ...verdict, page, leadsOn });
  }
}

/** How many links from a seed the page was thought to be when it was judged where it leads; 0 when that made no difference. */
function thoughtDepth({ state, reason }: Settlement, discovered: readonly Discovery[] = []): number {
  if (reason === 'depth') return Number.POSITIVE_INFINITY;
  if (state === 'redirected') return discovered[0]?.depth ?? 0;
  const links = discovered.filter((discovery) => discovery.links.length > 0);
  return links.reduce((nearest, { depth }) => Math.min(nearest, depth - 1), links[0]?.depth ?? 0);
}
