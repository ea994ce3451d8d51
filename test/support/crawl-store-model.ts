import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { compareText } from '../../src/model/compare-text.ts';
import { type Reason, STATES, type UrlState } from '../../src/model/reasons.ts';
import type { CrawlStore, Discovery, Settlement } from '../../src/store/crawl-store.ts';
import { unpackDiscoveries } from '../../src/store/discoveries.ts';
import { type CrawlStoreFixture, discovery, NOW, pageRecord, siteSettings } from './crawl-store-fixture.ts';

/** One step of a random history; the numbers choose among what is there. */
type Step =
  | { kind: 'take'; limit: number }
  | { kind: 'settle'; which: number; outcome: number; hash: number; links: { page: number; verdict: number }[] }
  | { kind: 'acknowledge'; n: number; refuses: boolean }
  | { kind: 'pass time' }
  | { kind: 'end and begin'; why: 'done' | 'max-pages'; accept: boolean }
  | { kind: 'reopen and begin' };

interface ModelUrl {
  id: number;
  state: UrlState;
  reason: Reason;
  detail: string | null;
  notBefore: number;
}

const PAGES = 7;
const WAIT_MS = 10;
const VERDICTS = [
  { state: 'ready', reason: 'found' },
  { state: 'out-of-scope', reason: 'depth' },
  { state: 'refused', reason: 'nofollow' },
] as const;
const OUTCOMES: readonly Pick<Settlement, 'state' | 'reason'>[] = [
  { state: 'indexed', reason: 'ok' },
  { state: 'indexed', reason: 'ok' },
  { state: 'gone', reason: 'gone-404' },
  { state: 'failed', reason: 'http-5xx' },
  { state: 'waiting', reason: 'retry' },
  { state: 'redirected', reason: 'redirect' },
  { state: 'refused', reason: 'robots' },
  { state: 'unchanged', reason: 'unchanged' },
];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('take' as const), limit: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      which: fc.nat(9),
      outcome: fc.nat(OUTCOMES.length - 1),
      hash: fc.nat(3),
      links: fc.array(fc.record({ page: fc.nat(PAGES - 1), verdict: fc.nat(VERDICTS.length - 1) }), { maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('acknowledge' as const),
      n: fc.integer({ min: 1, max: 3 }),
      refuses: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'pass time' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('end and begin' as const),
      why: fc.constantFrom('done' as const, 'max-pages' as const),
      accept: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen and begin' as const }) },
);

/** What the store should hold, said as simply as can be. */
class Model {
  readonly urls = new Map<string, ModelUrl>();
  /** Content hash of each page that is in the index or on its way there. */
  readonly pages = new Map<string, string>();
  readonly outbox = new Set<string>();
  /** Pages that are to leave when the crawl has ended. */
  readonly lost = new Set<string>();
  pagesBefore = 0;
  now = NOW;

  url(url: string): ModelUrl {
    const known = this.urls.get(url);
    assert.ok(known, `${url} is known`);
    return known;
  }

  set(url: string, changes: Partial<ModelUrl>): void {
    this.urls.set(url, { ...this.url(url), ...changes });
  }

  in(...states: UrlState[]): string[] {
    return [...this.urls].filter(([, { state }]) => states.includes(state)).map(([url]) => url);
  }

  ready(): string[] {
    return [...this.in('ready'), ...this.in('waiting').filter((url) => this.url(url).notBefore <= this.now)];
  }

  admit({ url, state, reason }: Discovery): void {
    const known = this.urls.get(url);
    if (!known) this.urls.set(url, { id: this.urls.size + 1, state, reason, detail: null, notBefore: 0 });
    else if (state === 'ready' && ['depth', 'nofollow'].includes(known.reason))
      this.set(url, { state, reason, detail: null });
  }

  settle(url: string, settlement: Settlement): void {
    const { page, discovered = [] } = settlement;
    const old = this.pages.get(url);
    this.judge(url, settlement, old);
    const now = this.url(url).state;
    if (page && now === 'indexed') this.pages.set(url, page.contentHash);
    const isChanged = this.pages.get(url) !== old;
    if (isChanged) this.change(url);
    const isLost = old !== undefined && ['redirected', 'refused', 'duplicate', 'gone'].includes(now);
    if (old !== undefined && (isChanged || (isLost && !this.lost.has(url)))) this.freeDuplicates(url);
    if (isLost) this.lost.add(url);
    else if (now !== 'waiting') this.lost.delete(url);
    for (const one of unpackDiscoveries(discovered)) this.admit(one);
  }

  judge(url: string, { state, reason, page, retryAt }: Settlement, old: string | undefined): void {
    const says = state === 'unchanged' ? old : page?.contentHash;
    const isSame = says !== undefined && says === old;
    const [twin] = this.twins(url, says);
    if (state === 'unchanged' && old === undefined)
      this.set(url, { state: 'waiting', reason: 'retry', detail: 'Its stored page is gone', notBefore: 0 });
    else if (twin && (!isSame || this.isVisited(twin)))
      this.set(url, { state: 'duplicate', reason: 'duplicate-of', detail: twin });
    else if (isSame) this.set(url, { state: 'unchanged', reason: 'unchanged', detail: null });
    else this.set(url, { state, reason, detail: null, notBefore: retryAt ?? 0 });
  }

  /** Other pages of this content that are to stay: first those that this crawl has visited. */
  twins(url: string, contentHash: string | undefined): string[] {
    const equal = [...this.pages].filter(([other, hash]) => other !== url && hash === contentHash);
    const staying = equal.map(([other]) => other).filter((other) => !this.lost.has(other));
    return staying.sort((a, b) => Number(this.isVisited(b)) - Number(this.isVisited(a)) || compareText(a, b));
  }

  isVisited(url: string): boolean {
    return this.in('indexed', 'unchanged').includes(url);
  }

  freeDuplicates(url: string): void {
    for (const other of this.in('duplicate'))
      if (this.url(other).detail === url) this.set(other, { state: 'ready', reason: 'found', detail: null });
  }

  giveUp(url: string): void {
    this.pages.delete(url);
    this.lost.delete(url);
    if (['indexed', 'unchanged'].includes(this.url(url).state))
      this.set(url, { state: 'failed', reason: 'index', detail: 'refused' });
  }

  /** The newest change of a URL stands last in the outbox. */
  change(url: string): void {
    this.outbox.delete(url);
    this.outbox.add(url);
  }

  settleLosses(accept: boolean): void {
    const moved = new Set([...this.lost].flatMap((url) => this.liveTargets(url)));
    if (accept || this.lost.size - moved.size <= Math.floor(this.pagesBefore / 2)) {
      for (const url of [...this.lost].sort((a, b) => this.url(a).id - this.url(b).id)) {
        this.pages.delete(url);
        this.change(url);
      }
      this.lost.clear();
    }
  }

  /** The pages that say what this one said, when they stay. */
  liveTargets(url: string): string[] {
    const { state, detail } = this.url(url);
    if (state === 'redirected') return [];
    if (state !== 'duplicate') return this.twins(url, this.pages.get(url));
    return detail && this.pages.has(detail) && !this.lost.has(detail) ? [detail] : [];
  }

  begin(isNew: boolean): void {
    if (isNew) {
      this.lost.clear();
      this.pagesBefore = this.pages.size;
    }
    for (const [url, { state, reason }] of this.urls) {
      const isOut =
        ((state === 'out-of-scope' && reason !== 'max-pages') || reason === 'nofollow') && !this.pages.has(url);
      const isNear = state === 'out-of-scope' && reason === 'depth'; // these crawls go to any depth
      if (isNear || (isNew ? !isOut : state === 'taken')) this.set(url, { state: 'ready', reason: 'found' });
    }
    this.admit(discovery('/'));
  }
}

/** After any history the store says what the model says, and its numbers add up at every step. */
export function testStoreAgainstModel({ open, reopen, runs }: CrawlStoreFixture): void {
  it('agrees with a simple model after any history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const model = new Model();
        let store = await open();
        try {
          const site = await store.openSite(siteSettings());
          await store.beginCrawl(site.id, NOW);
          model.begin(true);
          for (const one of steps) {
            if (one.kind === 'reopen and begin') store = await reopen(store);
            await act(one, { store, siteId: site.id, model });
            await compare({ store, siteId: site.id, model });
          }
        } finally {
          await store.close();
        }
      }),
      { numRuns: runs },
    );
  });
}

interface Both {
  store: CrawlStore;
  siteId: number;
  model: Model;
}

async function act(one: Step, { store, siteId, model }: Both): Promise<void> {
  switch (one.kind) {
    case 'take': {
      const expected = model.ready();
      const entries = await store.take(siteId, { limit: one.limit, now: model.now });
      assert.equal(entries.length, Math.min(one.limit, expected.length));
      for (const url of model.in('waiting').filter((waiting) => expected.includes(waiting)))
        model.set(url, { state: 'ready', reason: 'found' });
      for (const { url } of entries) {
        assert.ok(expected.includes(url), `${url} was ready`);
        model.set(url, { state: 'taken', reason: 'in-flight' });
      }
      return;
    }
    case 'settle':
      return settle(one, { store, siteId, model });
    case 'acknowledge': {
      const changes = await store.changes(one.n);
      const refused = one.refuses ? changes.slice(0, 1) : [];
      for (const { url } of changes) model.outbox.delete(url);
      for (const { url } of refused) model.giveUp(url);
      return store.acknowledge(
        changes,
        refused.map(({ seq }) => ({ seq, reason: 'index' as const, detail: 'refused' })),
      );
    }
    case 'pass time':
      model.now += WAIT_MS;
      return;
    case 'end and begin':
      await store.settleLosses(siteId, { accept: one.accept });
      model.settleLosses(one.accept);
      await compare({ store, siteId, model });
      await store.endCrawl(siteId, { at: model.now, why: one.why });
      await store.beginCrawl(siteId, model.now);
      return model.begin(true);
    case 'reopen and begin':
      await store.beginCrawl(siteId, model.now);
      return model.begin(false);
  }
}

async function settle(
  { which, outcome, hash, links }: Extract<Step, { kind: 'settle' }>,
  { store, siteId, model }: Both,
): Promise<void> {
  const taken = model.in('taken');
  const url = taken[which % Math.max(1, taken.length)];
  if (url === undefined) return;
  const rows = await store.urls(siteId, { after: 0, limit: 100 });
  const entryId = rows.find((row) => row.url === url)?.id ?? 0;
  const { state, reason } = OUTCOMES[outcome] ?? { state: 'gone', reason: 'gone-404' };
  const isPage = state === 'indexed';
  const unique = new Map(links.map(({ page, verdict }) => [page, VERDICTS[verdict] ?? VERDICTS[0]]));
  const discovered = [...unique].map(([page, verdict]) => discovery(`/${page}`, verdict));
  const settlement: Settlement = {
    ...{ siteId, entryId, at: model.now, state, reason, discovered },
    ...(state === 'waiting' ? { retryAt: model.now + WAIT_MS } : {}),
    ...(isPage ? { page: pageRecord(String(hash)) } : {}),
  };
  const settled = await store.settle(settlement);
  model.settle(url, settlement);
  // A discovery may have made the page itself ready again; then the answer says what came before.
  if (model.url(url).state !== 'ready') assert.equal(settled.state, model.url(url).state);
}

async function compare({ store, siteId, model }: Both): Promise<void> {
  const rows = await store.urls(siteId, { after: 0, limit: 100 });
  const told = rows.map(({ url, state, reason, detail }) => [url, state, reason, detail]);
  const expected = [...model.urls].map(([url, { state, reason, detail }]) => [url, state, reason, detail]);
  assert.deepEqual(told.sort(), expected.sort());
  const counts = await store.counts(siteId);
  assert.equal(counts.found, model.urls.size);
  assert.equal(counts.pages, model.pages.size);
  for (const state of STATES) assert.equal(counts.states[state], model.in(state).length, state);
  const reasons = Object.values(counts.reasons).reduce((sum, n) => sum + n, 0);
  assert.equal(reasons, counts.found);
  const changes = await store.changes(100);
  assert.equal(counts.outbox, changes.length);
  assert.deepEqual(
    changes.map(({ url, page }) => [url, page && new TextDecoder().decode(page.extracted)]),
    [...model.outbox].map((url) => [url, model.pages.get(url)]),
  );
}
