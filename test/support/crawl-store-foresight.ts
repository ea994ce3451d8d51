import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { CrawlStore, Foreseen } from '../../src/store/crawl-store.ts';
import { sketchText } from '../../src/text/sketch.ts';
import { type CrawlStoreFixture, discovery, HOST, NOW, pageRecord, siteSettings } from './crawl-store-fixture.ts';

const read = (path: string, content: string): Foreseen => ({
  ...{ url: HOST + path, at: NOW, state: 'indexed', reason: 'ok' },
  page: pageRecord(content),
  discovered: [discovery(`${path}/below`)],
});

async function settled(store: CrawlStore, content: string): Promise<void> {
  const [entry] = await store.take(1, { limit: 1, now: NOW });
  assert.ok(entry);
  const { url: _url, ...outcome } = read('/', content);
  await store.settle({ ...outcome, siteId: 1, entryId: entry.id });
}

const LINKED = { links: [{ fragment: '', text: 'on' }] };

/** Everything that can be asked about the site. */
const all = async (store: CrawlStore) => ({
  counts: await store.counts(1),
  urls: await store.urls(1, { after: 0, limit: 100 }),
  changes: await store.changes(100),
  due: await store.nextDue(1),
});

/** How the visit of a page ends: which of three texts it says and which page it names, or nothing but a state. */
const outcomes: fc.Arbitrary<Omit<Foreseen, 'url' | 'at'>> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ text: fc.nat(2), names: fc.option(fc.nat(4), { nil: undefined }) }).map(page) },
  { weight: 1, arbitrary: fc.constant({ state: 'gone', reason: 'gone-404' } as const) },
  { weight: 1, arbitrary: fc.constant({ state: 'unchanged', reason: 'unchanged' } as const) },
);

function page({ text, names }: { text: number; names: number | undefined }): Omit<Foreseen, 'url' | 'at'> {
  const words = Array.from({ length: 60 }, (_, i) => `word${text}x${i}`).join(' ');
  const canonical = names === undefined ? {} : { canonical: `${HOST}/${names}` };
  return { state: 'indexed', reason: 'ok', page: pageRecord(words, { sketch: sketchText(words), ...canonical }) };
}

/** The promises of `foresee`. */
export function testForesight({ open, runs }: CrawlStoreFixture): void {
  it('foresee() says how settlements would end, one after the other, and keeps nothing of them', async () => {
    const store = await open();
    try {
      await store.openSite(siteSettings());
      await store.beginCrawl(1, NOW);
      await settled(store, 'home');
      const before = await all(store);
      const ends = await store.foresee(1, [
        read('/', 'home'),
        read('/copy', 'home'),
        read('/new', 'new'),
        read('/newer', 'new'),
      ]);
      assert.deepEqual(ends, [
        { state: 'unchanged', reason: 'unchanged', detail: null, isKnown: true, starved: null },
        { state: 'duplicate', reason: 'duplicate-of', detail: `${HOST}/`, isKnown: false, starved: null },
        { state: 'indexed', reason: 'ok', detail: null, isKnown: false, starved: null },
        { state: 'duplicate', reason: 'duplicate-of', detail: `${HOST}/new`, isKnown: false, starved: null },
      ]);
      assert.deepEqual(await all(store), before);
    } finally {
      await store.close();
    }
  });

  it('foresee() of a URL that is too far away takes it for no nearer', async () => {
    const store = await open();
    try {
      await store.openSite(siteSettings());
      await store.beginCrawl(1, NOW, { maxDepth: 1 });
      const tooFar = { state: 'out-of-scope', reason: 'depth' } as const;
      for (const next of [discovery('/a', LINKED), discovery('/far', { depth: 2, ...LINKED, ...tooFar })]) {
        const [entry] = await store.take(1, { limit: 1, now: NOW });
        assert.ok(entry);
        const page = pageRecord(entry.url);
        const end = { state: 'indexed', reason: 'ok', page, discovered: [next] } as const;
        await store.settle({ ...end, siteId: 1, entryId: entry.id, at: NOW });
      }
      const [end] = await store.foresee(1, [{ url: `${HOST}/far`, at: NOW, ...tooFar }]);
      assert.deepEqual([end?.state, end?.reason], ['out-of-scope', 'depth']);
    } finally {
      await store.close();
    }
  });

  /** How a view of this page ends, by a parameter that says where a link was clicked. */
  type View = (path: string) => Omit<Foreseen, 'url' | 'at'>;
  const copy: View = (path) => read(path, path);
  const redirect: View = (path) => ({ state: 'redirected', reason: 'redirect', detail: HOST + path });
  const copyOfOther: View = () => read('/other', '/other');
  const noindex: View = () => ({ state: 'noindex', reason: 'noindex-meta', discovered: [discovery('/on', LINKED)] });
  for (const [says, isStarved, views] of [
    ['copies of their pages starve it', true, [copy]],
    ['redirects to their pages say nothing', false, [redirect]],
    ['copies of another page say nothing', false, [copyOfOther]],
    ['those that are noindex do not speak for it', true, [...Array<View>(9).fill(copy), noindex]],
  ] as const)
    it(`foresee() tells whether a parameter adds anything to pages: ${says}`, async () => {
      const store = await open();
      try {
        await store.openSite(siteSettings());
        await store.beginCrawl(1, NOW);
        const paths = Array.from({ length: 60 }, (_, n) => `/page-${'abcdefgh'[n >> 3]}${'abcdefgh'[n & 7]}`);
        const ends = await store.foresee(1, [
          ...['/other', ...paths].map((path) => read(path, path)),
          ...paths.flatMap((path, n) => {
            const view = views[n % views.length]?.(path);
            return view ? [{ ...view, url: `${HOST}${path}?from=menu`, at: NOW }] : [];
          }),
          { ...copy('/other'), url: `${HOST}/other?from=menu`, at: NOW },
        ]);
        assert.equal(ends.at(-1)?.starved != null, isStarved);
      } finally {
        await store.close();
      }
    });

  it('foresee() says what settle() then does, in any history', async () => {
    const crawl = fc.array(outcomes, { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(crawl, { minLength: 1, maxLength: 3 }), async (crawls) => {
        const store = await open();
        try {
          for (const visits of crawls) await checkCrawl(store, visits);
        } finally {
          await store.close();
        }
      }),
      { numRuns: Math.ceil(runs / 5) },
    );
  });
}

/** A crawl whose pages end so; a page that is visited again in it ends as before. */
async function checkCrawl(store: CrawlStore, visits: readonly Omit<Foreseen, 'url' | 'at'>[]): Promise<void> {
  const site = await store.openSite(siteSettings({ seeds: visits.map((_, i) => `${HOST}/${i}`) }));
  await store.beginCrawl(site.id, NOW);
  for (let left = 50; left > 0; left -= 1) {
    const [entry] = await store.take(site.id, { limit: 1, now: NOW });
    if (!entry) break;
    const outcome = visits[Number(entry.url.slice(HOST.length + 1))];
    assert.ok(outcome);
    const [foreseen] = await store.foresee(site.id, [{ ...outcome, url: entry.url, at: NOW }]);
    await store.settle({ ...outcome, siteId: site.id, entryId: entry.id, at: NOW });
    const row = (await store.urls(site.id, { after: 0, limit: 100 })).find(({ id }) => id === entry.id);
    assert.deepEqual(
      [foreseen?.state, foreseen?.reason, foreseen?.detail, foreseen?.isKnown],
      [row?.state, row?.reason, row?.detail, true],
    );
  }
  await store.settleLosses(site.id, { accept: true });
  await store.endCrawl(site.id, { at: NOW, why: 'done' });
}
