import type { Fetcher } from '../fetch/fetcher.ts';
import type { Clock } from '../model/clock.ts';
import { Fault, messageOf } from '../model/errors.ts';
import type { CrawlProgress, CrawlState } from '../model/events.ts';
import { indexedCount, openCount } from '../model/reasons.ts';
import type { CrawlSettings } from '../model/settings.ts';
import type { Counts, Crawl, CrawlEnd, CrawlStore, Entry, Losses, Site } from '../store/crawl-store.ts';
import { robotsJudge, sitemapParts, visitParts } from './asking.ts';
import { CrawlMeter } from './crawl-meter.ts';
import { CrawlRates } from './crawl-rates.ts';
import { Frontier } from './frontier.ts';
import { Greetings } from './greetings.ts';
import type { Hosts } from './hosts.ts';
import type { Indexing } from './indexer.ts';
import { lossSentence } from './losses.ts';
import { OutboxGate } from './outbox-gate.ts';
import type { ReadPage } from './page-reading.ts';
import { progressOf } from './progress.ts';
import { makeScope, type Scope, type ScopeSettings } from './scope.ts';
import { completeIndex } from './second-look.ts';
import type { ReadSitemap } from './sitemap-reading.ts';
import { SitemapRun } from './sitemap-run.ts';
import { Trials } from './trials.ts';
import { awaitsRobots, visit } from './visit.ts';
import type { VisitParts } from './visit-parts.ts';

export interface CrawlParts {
  store: CrawlStore;
  fetcher: Fetcher;
  readPage: ReadPage;
  /** Default: in this thread. */
  readSitemap?: ReadSitemap;
  indexing: Indexing;
  hosts: Hosts;
  clock: Clock;
  /** Pages that may wait for the index before the crawl waits for it; default 10,000. */
  outboxLimit?: number;
}

export interface CrawlJob {
  site: Site;
  crawl: Crawl;
  settings: CrawlSettings & { userAgent: string };
  /** Earlier runs may have sent requests just before this one. */
  prime: boolean;
  /** Of the last snapshot of an earlier run of this crawl, which whoever watches it has seen; 0 when there was none. */
  revision: number;
}

/** Reason of the signal when a person stops the crawl, as opposed to a fault. */
const STOPPED = new Error('The crawl was stopped.');

/**
 * One run of a crawl: N equal workers on one frontier, until nothing is left or it is stopped. Every entry a worker takes
 * is settled once, whatever the visit brings; an entry in flight when the crawl is stopped stays taken and is visited again by the next run.
 */
export class CrawlRun {
  readonly #parts: CrawlParts;
  readonly #job: CrawlJob;
  readonly #frontier: Frontier;
  readonly #outbox: OutboxGate;
  readonly #rates: CrawlRates;
  readonly #visiting: VisitParts;
  readonly #greetings: Greetings;
  readonly #trials: Trials;
  readonly #sitemaps: SitemapRun;
  readonly #meter = new CrawlMeter();
  readonly #abort = new AbortController();
  readonly #startedMonotonic: number;
  #scope: { scope: Scope; settings: ScopeSettings };
  readonly #isNewSite: boolean;
  #state: CrawlState = 'running';
  #why = '';
  #endedAt: number | null = null;
  #endedMonotonic: number | undefined;
  #keptPages = 0;
  #settled = 0;
  #revision: number;
  #counts: Counts;

  constructor(parts: CrawlParts, job: CrawlJob & { counts: Counts }) {
    const { clock, store } = parts;
    const { settings, site } = job;
    this.#parts = parts;
    this.#job = job;
    this.#counts = job.counts;
    this.#revision = job.revision;
    this.#scope = this.#scopeAround(site.anchors);
    this.#startedMonotonic = clock.monotonic();
    this.#isNewSite = job.counts.found <= site.seeds.length;
    this.#frontier = new Frontier({
      store,
      siteId: site.id,
      clock,
      maxPages: settings.maxPages,
      indexedBefore: indexedCount(job.counts.states),
    });
    const limit = parts.outboxLimit === undefined ? {} : { limit: parts.outboxLimit };
    this.#outbox = new OutboxGate({ ...parts, siteId: site.id, ...limit }, job.counts);
    this.#rates = new CrawlRates(parts.hosts, {
      rate: { requestsPerSecond: settings.rps, strict: settings.strictRate },
      prime: job.prime,
      clock,
    });
    const asking = {
      ...parts,
      settings,
      siteId: site.id,
      rates: this.#rates,
      meter: this.#meter,
      scope: () => this.#scope,
    };
    const robots = robotsJudge(asking);
    this.#visiting = visitParts(asking, { robots, isFirstContact: () => this.#isFirstContact() });
    const hosts = { store, clock, frontier: this.#frontier, rates: this.#rates };
    this.#greetings = new Greetings({ ...hosts, robots });
    this.#trials = new Trials({
      ...hosts,
      settle: (entry, signal) => this.#settle(entry, signal),
      onFault: (cause) => this.#fail(cause),
    });
    const isFirstContact = () => this.#beginsWithSeed() && this.#isFirstContact();
    this.#sitemaps = new SitemapRun(sitemapParts(asking, { robots, isFirstContact }), {
      frontier: this.#frontier,
      abort: this.#abort,
    });
  }

  /** Runs to the end. Resolves also when stopped; the state says which. Rejects when the store or the program is at fault. */
  async run(): Promise<void> {
    const { store, indexing, clock } = this.#parts;
    indexing.wake(); // an earlier run may have left changes
    try {
      // What changed is to come first: a site that is known begins with its sitemaps, a new one with its seed.
      const firstPass = this.#beginsWithSeed() ? undefined : this.#sitemaps.read(this.#job.site.anchors);
      if (!this.#job.crawl.resumed) await firstPass;
      await Promise.all(Array.from({ length: this.#job.settings.concurrency }, () => this.#work()));
      await this.#trials.end();
      await this.#sitemaps.end();
      this.#abort.signal.throwIfAborted();
      this.#state = 'finishing';
      const losses = await store.settleLosses(this.#job.site.id, {
        accept: this.#job.settings.acceptLosses === true,
      });
      await completeIndex({ store, indexing, siteId: this.#job.site.id }, this.#abort.signal);
      const why = await this.#reasonToEnd();
      await store.endCrawl(this.#job.site.id, { at: clock.now(), why });
      this.#end(
        'done',
        why === 'max-pages' ? 'The wanted number of pages is indexed.' : 'Every URL in scope has been visited.',
        losses,
      );
    } catch (cause) {
      if (cause !== STOPPED) {
        this.#end('failed', troubleOf(cause));
        throw cause;
      }
      this.#end('stopped', 'Stopped; the same command continues.');
    } finally {
      await this.#trials.end();
      await this.#sitemaps.end();
      this.#rates.release();
    }
  }

  /** Lets go of what is in flight; `run` resolves soon after. */
  stop(): void {
    this.#abort.abort(STOPPED);
  }

  /** It has been stopped, or is at fault: `run` resolves soon. */
  get isEnding(): boolean {
    return this.#abort.signal.aborted;
  }

  /** A snapshot of now; the numbers come from one transaction of the store. */
  async progress(): Promise<CrawlProgress> {
    const { store, clock, indexing } = this.#parts;
    const { site, crawl } = this.#job;
    const indexTrouble = await indexing.trouble().catch(troubleOf);
    // A store that is gone has said its last, and the end is to be told.
    this.#counts = await store.counts(site.id).catch(() => this.#counts);
    const counts = this.#counts;
    const monotonic = clock.monotonic();
    this.#revision += 1;
    return progressOf({
      site,
      crawl,
      counts,
      maxPages: this.#job.settings.maxPages ?? null,
      revision: this.#revision,
      state: this.#state,
      why: this.#why || this.#outbox.why,
      ...(this.#keptPages > 0 ? { keptPages: this.#keptPages } : {}),
      ...(indexTrouble === null ? {} : { indexTrouble }),
      endedAt: this.#endedAt,
      elapsedMs: Math.round((this.#endedMonotonic ?? monotonic) - this.#startedMonotonic),
      ...this.#rates.snapshot(monotonic),
      requests: { ...this.#meter.requests },
      sitemaps: this.#sitemaps.counts,
      bytes: this.#meter.bytes,
      speed: this.#meter.speed({
        at: monotonic - this.#startedMonotonic,
        settled: this.#settled,
        indexed: indexedCount(counts.states),
        found: counts.found,
      }),
    });
  }

  async #work(): Promise<void> {
    const signal = AbortSignal.any([this.#abort.signal]); // of its own: thousands that listen to one signal make each wait dear
    try {
      for (;;) {
        await this.#outbox.pass(signal);
        const entry = await this.#frontier.next(signal);
        if (!entry) return;
        const isPutBy = awaitsRobots(entry, this.#visiting)
          ? await this.#greetings.begin(entry, signal)
          : await this.#trials.begin(entry, signal);
        if (!isPutBy) await this.#settle(entry, signal);
      }
    } catch (cause) {
      this.#fail(cause);
      throw cause;
    }
  }

  /** One worker at fault ends them all: none is left to wait for something that cannot come. */
  #fail(cause: unknown): void {
    if (!this.#abort.signal.aborted) this.#abort.abort(cause);
  }

  async #settle(entry: Entry, signal: AbortSignal): Promise<void> {
    const { store, clock, indexing } = this.#parts;
    this.#meter.requests.retries += entry.attempts > 0 ? 1 : 0;
    const outcome = await visit(entry, this.#visiting, signal);
    if (outcome.movedSeedTo !== undefined)
      this.#scope = this.#scopeAround([...this.#scope.settings.seeds, outcome.movedSeedTo]);
    const hostNotBefore = this.#rates.notBefore(entry.url);
    const settled = await store.settle({
      ...{ siteId: this.#job.site.id, entryId: entry.id, at: clock.now(), ...outcome },
      ...(hostNotBefore === undefined ? {} : { hostNotBefore }),
    });
    if (!this.#sitemaps.hasBegun) this.#sitemaps.read(this.#scope.settings.seeds);
    else if (outcome.movedSeedTo !== undefined) this.#sitemaps.read([outcome.movedSeedTo]);
    this.#settled += settled.state === 'waiting' ? 0 : 1;
    this.#meter.requests.redirects += settled.state === 'redirected' ? 1 : 0;
    this.#outbox.observe(settled.outbox);
    this.#frontier.settled(entry, settled);
    indexing.wake();
  }

  /** Nothing has ever been heard of the site: trying again would only hide a wrong address. */
  #isFirstContact(): boolean {
    return this.#isNewSite && !this.#meter.hasPageAnswered;
  }

  /** Sitemaps are read when the first entry is settled. A crawl that is continued may have no entry left but those that they list. */
  #beginsWithSeed(): boolean {
    return this.#isNewSite && !this.#job.crawl.resumed;
  }

  #scopeAround(anchors: string[]): { scope: Scope; settings: ScopeSettings } {
    const { scope, include, exclude } = this.#job.site;
    const settings = { seeds: anchors, scope, include, exclude };
    return { scope: makeScope(settings), settings };
  }

  async #reasonToEnd(): Promise<CrawlEnd> {
    if (this.#frontier.over !== 'max-pages') return 'done';
    const { states } = await this.#parts.store.counts(this.#job.site.id);
    return openCount(states) > 0 ? 'max-pages' : 'done';
  }

  #end(state: CrawlState, why: string, losses?: Losses): void {
    this.#state = state;
    this.#keptPages = losses?.areKept ? losses.vanishing : 0;
    const kept = losses?.areKept ? ` ${lossSentence(losses)}` : '';
    this.#why = `${why}${kept}${this.#job.settings.ignoreRobots ? ' robots.txt is ignored.' : ''}`;
    this.#endedAt = this.#parts.clock.now();
    this.#endedMonotonic = this.#parts.clock.monotonic();
  }
}

function troubleOf(cause: unknown): string {
  if (cause instanceof Fault) return cause.message;
  return `Spindex itself failed (${messageOf(cause)}); what is stored stays.`;
}
