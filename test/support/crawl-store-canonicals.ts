import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { UrlState } from '../../src/model/reasons.ts';
import type { CrawlStore, Settlement } from '../../src/store/crawl-store.ts';
import { sketchText } from '../../src/text/sketch.ts';
import { type CrawlStoreFixture, discovery, HOST, NOW, pageRecord, siteSettings } from './crawl-store-fixture.ts';

/** Outcome of a visit: a text with the path that it names, or a state without a page. */
type Visit = { says: string; names?: string } | Pick<Settlement, 'state' | 'reason'>;
type Visits = Record<string, Visit>;

const GONE = { state: 'gone', reason: 'gone-404' } as const;
const UNCHANGED = { state: 'unchanged', reason: 'unchanged' } as const;

/** A long text about a subject; two of one subject share nine tenths of their words, whatever the version. */
function textAbout(subject: string, version = ''): string {
  return Array.from({ length: 300 }, (_, i) => (i < 30 ? `${subject}${version}${i}` : `${subject}${i}`)).join(' ');
}

/** Crawls a site whose every URL is known from the beginning, until nothing is ready. Fails when that does not end. */
async function crawl(store: CrawlStore, visits: Visits, { accept = true } = {}): Promise<Record<string, string>> {
  const site = await store.openSite(siteSettings());
  await store.beginCrawl(site.id, NOW);
  const limit = 20 * (Object.keys(visits).length + 1);
  const ends: UrlState[] = [];
  for (;;) {
    const [entry] = await store.take(site.id, { limit: 1, now: NOW });
    if (!entry) break;
    assert.ok(ends.length < limit, 'the crawl ends');
    const path = entry.url.slice(HOST.length);
    const visit = visits[path] ?? { says: 'home' };
    const discovered = path === '/' ? Object.keys(visits).map((to) => discovery(to)) : [];
    ends.push(
      (await store.settle({ siteId: site.id, entryId: entry.id, at: NOW, ...outcome(visit), discovered })).state,
    );
  }
  await store.settleLosses(site.id, { accept });
  await store.endCrawl(site.id, { at: NOW, why: 'done' });
  return statesOf(store);
}

function outcome(visit: Visit): Pick<Settlement, 'state' | 'reason' | 'page'> {
  if (!('says' in visit)) return visit;
  const { says, names } = visit;
  const canonical = names === undefined ? {} : { canonical: names.startsWith('/') ? HOST + names : names };
  return { state: 'indexed', reason: 'ok', page: pageRecord(says, { sketch: sketchText(says), ...canonical }) };
}

/** `state reason detail` by path. */
async function statesOf(store: CrawlStore): Promise<Record<string, string>> {
  const rows = await store.urls(1, { after: 0, limit: 1_000 });
  return Object.fromEntries(
    rows.map(({ url, state, reason, detail }) => [url.slice(HOST.length), `${state} ${reason} ${detail ?? ''}`.trim()]),
  );
}

/** The promises of the port about canonical URLs and twins. */
export function testCanonicals({ open, runs }: CrawlStoreFixture): void {
  const promise = (says: string, check: (store: CrawlStore) => Promise<void>) =>
    it(says, async () => {
      const store = await open();
      try {
        await check(store);
      } finally {
        await store.close();
      }
    });
  const [one, two] = [textAbout('badger'), textAbout('badger', 'v')];

  promise('settle() leaves a page out for its canonical URL, whichever of them comes first', async (store) => {
    const states = await crawl(store, {
      '/before': { says: one, names: '/target' },
      '/target': { says: two },
      '/behind': { says: textAbout('badger', 'w'), names: '/target' },
    });
    assert.equal(states['/before'], `duplicate canonical ${HOST}/target`);
    assert.equal(states['/target'], 'indexed ok');
    assert.equal(states['/behind'], `duplicate canonical ${HOST}/target`);
    const { pages } = await store.counts(1);
    assert.equal(pages, 2);
    const changes = await store.changes(10);
    assert.deepEqual(
      changes.filter(({ page }) => page).map(({ url }) => url),
      [`${HOST}/`, `${HOST}/target`],
    );
  });

  promise('settle() prefers the canonical URL also among pages of equal content', async (store) => {
    const states = await crawl(store, { '/print': { says: one, names: '/text' }, '/text': { says: one } });
    assert.equal(states['/print'], `duplicate canonical ${HOST}/text`);
    assert.equal(states['/text'], 'indexed ok');
  });

  promise('settle() keeps a page whose canonical URL cannot stand for it, and says why', async (store) => {
    const states = await crawl(store, {
      '/file': { says: textAbout('a'), names: 'file:///build/a.html' },
      '/gone': GONE,
      '/names-gone': { says: textAbout('b'), names: '/gone' },
      '/moved': { state: 'redirected', reason: 'redirect' },
      '/names-moved': { says: textAbout('c'), names: '/moved' },
      '/early': { says: textAbout('d'), names: '/late' },
      '/late': { state: 'noindex', reason: 'noindex-meta' },
      '/different': { says: textAbout('e'), names: '/' },
    });
    const ignored = (path: string) => states[path]?.replace(/^indexed ok Its canonical link to /, '');
    assert.equal(ignored('/file'), 'file:///build/a.html is ignored: that is no http or https URL');
    const at = (path: string, why: string) => `${HOST}${path} is ignored: that page is not in the index (${why})`;
    assert.equal(ignored('/names-gone'), at('/gone', 'gone, gone-404'));
    assert.equal(ignored('/names-moved'), at('/moved', 'redirected, redirect'));
    assert.equal(ignored('/early'), at('/late', 'noindex, noindex-meta'));
    assert.equal(ignored('/different'), `${HOST}/ is ignored: that page says something else`);
  });

  promise('settle() keeps all pages of a site that names its home page as canonical everywhere', async (store) => {
    const paths = Array.from({ length: 12 }, (_, i) => `/${i}`);
    const visits = paths.map((path) => [path, { says: textAbout(`subject${path.slice(1)}x`), names: '/' }] as const);
    const states = await crawl(store, Object.fromEntries(visits));
    for (const path of paths) assert.match(states[path] ?? '', /^indexed ok/, path);
  });

  promise(
    'settle() brings a page back when its canonical URL is gone, and leaves it out when that returns',
    async (store) => {
      const print: Visits = { '/print': { says: one, names: '/text' } };
      await crawl(store, { ...print, '/text': { says: two } });
      const without = await crawl(store, { ...print, '/text': GONE });
      assert.match(without['/print'] ?? '', /^indexed ok .*\(gone, gone-404\)$/);
      assert.equal((await store.counts(1)).pages, 2);
      const again = await crawl(store, { ...print, '/text': { says: two } });
      assert.equal(again['/print'], `duplicate canonical ${HOST}/text`);
      assert.equal((await store.counts(1)).pages, 2);
    },
  );

  promise('settle() judges the canonical URL of a page anew when the server says 304', async (store) => {
    await crawl(store, { '/print': { says: one, names: '/text' }, '/text': GONE });
    const still = await crawl(store, { '/print': UNCHANGED, '/text': GONE });
    assert.match(still['/print'] ?? '', /^unchanged unchanged Its canonical link .*gone-404\)$/);
    const states = await crawl(store, { '/print': UNCHANGED, '/text': { says: two } });
    assert.equal(states['/print'], `duplicate canonical ${HOST}/text`);
  });

  promise('settle() visits a page whose old text is found at a better address before it is left out', async (store) => {
    await crawl(store, { '/2.0/a': GONE, '/1.0/a': { says: one } });
    const states = await crawl(store, { '/2.0/a': { says: one }, '/1.0/a': { says: textAbout('heron') } });
    assert.deepEqual([states['/2.0/a'], states['/1.0/a']], ['indexed ok', 'indexed ok']);
  });

  promise(
    'settle() leaves out what says the same as a page of the index, though another may say it too',
    async (store) => {
      await crawl(store, { '/3.0/a': GONE, '/2.0/a': GONE, '/1.0/a': { says: one } });
      const [newest, older] = [{ says: one }, { says: textAbout('heron') }];
      const states = await crawl(store, { '/3.0/a': newest, '/2.0/a': newest, '/1.0/a': older });
      assert.deepEqual(
        ['/3.0/a', '/2.0/a', '/1.0/a'].map((path) => states[path]),
        ['indexed ok', `duplicate duplicate-of ${HOST}/3.0/a`, 'indexed ok'],
      );
    },
  );

  for (const [how, again] of [
    ['the same', { says: one }],
    ['that nothing has changed', UNCHANGED],
  ] as const)
    promise(
      `settle() leaves a page out that says ${how} when its text is at a better address by now`,
      async (store) => {
        await crawl(store, { '/2.0/a': GONE, '/1.0/a': { says: one } });
        const states = await crawl(store, { '/2.0/a': { says: one }, '/1.0/a': again });
        assert.deepEqual([states['/2.0/a'], states['/1.0/a']], ['indexed ok', `duplicate duplicate-of ${HOST}/2.0/a`]);
        assert.equal((await store.counts(1)).pages, 2);
      },
    );

  promise(
    'settle() leaves one of two equal pages when the one that was missing, and kept, is there again',
    async (store) => {
      const others = ['/b', '/c', '/d', '/e'];
      const all = (visit: (path: string) => Visit) => Object.fromEntries(others.map((path) => [path, visit(path)]));
      const well = all((path) => ({ says: textAbout(`subject${path.slice(1)}`) }));
      await crawl(store, { '/a': { says: one }, ...well, '/copy': { says: one } });
      const broken = await crawl(store, { '/a': GONE, ...all(() => GONE), '/copy': { says: one } }, { accept: false });
      assert.deepEqual([broken['/a'], broken['/copy']], ['gone gone-404', 'indexed ok']);
      const states = await crawl(store, { '/a': { says: one }, ...well, '/copy': UNCHANGED });
      assert.deepEqual([states['/a'], states['/copy']], ['unchanged unchanged', `duplicate duplicate-of ${HOST}/a`]);
      assert.equal((await store.counts(1)).pages, 6);
    },
  );

  promise('settle() ends with one of the pages that name each other in a circle', async (store) => {
    for (const circle of [
      { '/a': { says: one, names: '/b' }, '/b': { says: two, names: '/a' } },
      { '/a': { says: one, names: '/b' }, '/b': { says: one, names: '/c' }, '/c': { says: two, names: '/a' } },
    ]) {
      const states = Object.entries(await crawl(store, circle)).filter(([path]) => path in circle);
      assert.equal(states.filter(([, state]) => /^(indexed|unchanged)/.test(state)).length, 1, JSON.stringify(states));
      assert.equal(states.filter(([, state]) => /^duplicate/.test(state)).length, states.length - 1);
    }
  });

  promise(
    'settle() merges twins by scheme, www, slash and default page when their content is all but equal',
    async (store) => {
      const states = await crawl(store, {
        '/guide/': { says: `${textAbout('guide')} at noon` },
        '/guide/index.html': { says: `${textAbout('guide')} at midnight` },
        '/guide': { says: `${textAbout('guide')} in the evening` },
        '/api/': { says: textAbout('interface') },
        '/api/index.html': { says: textAbout('another') },
        '/short/': { says: 'a short text' },
        '/short': { says: 'A short text' },
        '/elsewhere': { says: `${textAbout('guide')} at dawn` },
      });
      assert.equal(states['/guide/'], 'indexed ok');
      assert.equal(states['/guide/index.html'], `duplicate duplicate-of ${HOST}/guide/`);
      assert.equal(states['/guide'], `duplicate duplicate-of ${HOST}/guide/`);
      for (const path of ['/api/', '/api/index.html', '/short/', '/short', '/elsewhere'])
        assert.equal(states[path], 'indexed ok', path);
    },
  );

  promise('settle() merges a page with its form to be printed when they say much the same', async (store) => {
    const short = textAbout('elm').split(' ').slice(0, 60).join(' ');
    const states = await crawl(store, {
      '/news/7': { says: `${textAbout('oak')} tags: wood shelves ${textAbout('by').slice(0, 100)}` },
      '/news/print/7': { says: `Ministry of Woods ${textAbout('oak')} printed from the site` },
      '/short': { says: `views 7 share tweet ${short} order no 7 print version tags wood shelves oak ash elm` },
      '/short?print=Y': {
        says: `Ministry of Woods of the North ${short} printed from the site of the ministry in Oakham`,
      },
      '/cards': { says: textAbout('cards') },
      '/print/cards': { says: textAbout('printing') },
      '/print/ash': { says: textAbout('ash') },
    });
    assert.equal(states['/news/print/7'], `duplicate duplicate-of ${HOST}/news/7`);
    assert.equal(states['/short?print=Y'], `duplicate duplicate-of ${HOST}/short`);
    for (const path of ['/news/7', '/cards', '/print/cards', '/print/ash'])
      assert.equal(states[path], 'indexed ok', path);
  });

  it('settle() leaves a page out only for one in the index, whatever pages name, say and become', async () => {
    const visit: fc.Arbitrary<Visit> = fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .record({ subject: fc.nat(2), version: fc.nat(2), names: fc.nat(7) })
          .map(({ subject, version, names }) => {
            const says = textAbout(`subject${subject}x`, `v${version}`);
            return names < 6 ? { says, names: `/${names}` } : { says };
          }),
      },
      { weight: 1, arbitrary: fc.constant(GONE) },
      { weight: 1, arbitrary: fc.constant({ state: 'failed', reason: 'http-5xx' } as const) },
    );
    const site = fc.array(visit, { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(site, { minLength: 1, maxLength: 3 }), async (crawls) => {
        const store = await open();
        try {
          for (const visits of crawls) {
            await crawl(store, Object.fromEntries(visits.map((one, i) => [`/${i}`, one])));
            await checkDuplicates(store);
          }
        } finally {
          await store.close();
        }
      }),
      { numRuns: runs },
    );
  });
}

async function checkDuplicates(store: CrawlStore): Promise<void> {
  const rows = await store.urls(1, { after: 0, limit: 1_000 });
  await store.acknowledge(await store.changes(1_000));
  await store.requeueAll();
  const pages = new Set((await store.changes(1_000)).filter(({ page }) => page).map(({ url }) => url));
  for (const { url, state, detail } of rows) {
    if (state === 'duplicate') assert.ok(detail !== null && pages.has(detail) && detail !== url, `${url}: ${detail}`);
    assert.equal(
      pages.has(url),
      state === 'indexed' || state === 'unchanged' || (state === 'failed' && pages.has(url)),
      url,
    );
  }
}
