import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Reason } from '../../src/model/reasons.ts';
import type { CrawlStore, Losses, Settlement } from '../../src/store/crawl-store.ts';
import { sketchText } from '../../src/text/sketch.ts';
import { type CrawlStoreFixture, discovery, HOST, NOW, pageRecord, siteSettings } from './crawl-store-fixture.ts';

type Visit = Pick<Settlement, 'state' | 'reason'> & Partial<Settlement>;

const DAY_MS = 86_400_000;
const OTHER_HOST = 'https://other.example';
const TIMEOUT: Visit = { state: 'failed', reason: 'timeout-headers', detail: 'no answer within 30 s' };
const UNCHANGED: Visit = { state: 'unchanged', reason: 'unchanged', status: 304 };
const PATHS = Array.from({ length: 20 }, (_, i) => `/${i}`);
const OUT_OF_REACH = 'gone gone-unreachable';

/** A site of 21 pages (the seed and 20 more), or with the path of an other host one more, crawled once on day 0. */
class CrawledSite {
  readonly store: CrawlStore;
  readonly siteId: number;

  private constructor(store: CrawlStore, siteId: number) {
    this.store = store;
    this.siteId = siteId;
  }

  static async open(store: CrawlStore): Promise<CrawledSite> {
    const { id } = await store.openSite(siteSettings());
    const site = new CrawledSite(store, id);
    const elsewhere = { ...discovery('/'), url: `${OTHER_HOST}/` };
    await site.crawl(0, (url) => ({
      ...{ state: 'indexed', reason: 'ok', status: 200, page: pageRecord(url, { etag: '"1"' }) },
      ...(url === `${HOST}/` ? { discovered: [...PATHS.map((path) => discovery(path)), elsewhere] } : {}),
    }));
    await store.acknowledge(await store.changes(100));
    return site;
  }

  /** A whole crawl on this day; the answer of `settleLosses`. */
  async crawl(day: number, visit: (url: string) => Visit, { accept = false } = {}): Promise<Losses> {
    const { store, siteId } = this;
    const at = NOW + day * DAY_MS;
    await store.beginCrawl(siteId, at);
    for (;;) {
      const entries = await store.take(siteId, { limit: 100, now: at });
      if (entries.length === 0) break;
      for (const { id: entryId, url } of entries) await store.settle({ siteId, entryId, at, ...visit(url) });
    }
    const losses = await store.settleLosses(siteId, { accept });
    await store.endCrawl(siteId, { at, why: 'done' });
    return losses;
  }

  /** Crawls on these days; the URLs fail, all others are as they were. The state of the first one after each. */
  async failing(days: number[], urls: string[], failure = TIMEOUT): Promise<(string | undefined)[]> {
    const states: (string | undefined)[] = [];
    for (const day of days) {
      await this.crawl(day, (url) => (urls.includes(url) ? failure : UNCHANGED));
      states.push(await this.stateOf(urls[0] ?? ''));
    }
    return states;
  }

  async stateOf(url: string): Promise<string | undefined> {
    const row = (await this.store.urls(this.siteId, { after: 0, limit: 100 })).find((one) => one.url === url);
    return row && `${row.state} ${row.reason}`;
  }

  /** URLs that leave the index, as the outbox says. */
  async leaving(): Promise<string[]> {
    return (await this.store.changes(100)).filter(({ page }) => page === undefined).map(({ url }) => url);
  }
}

/** The promises of the port about pages that cannot be had any more, and about canonical links that would empty the index. */
export function testLosses({ open }: CrawlStoreFixture): void {
  const promise = (says: string, check: (site: CrawledSite) => Promise<void>) =>
    it(says, async () => {
      const store = await open();
      try {
        await check(await CrawledSite.open(store));
      } finally {
        await store.close();
      }
    });
  const failed = `${TIMEOUT.state} ${TIMEOUT.reason}`;

  promise('a page that fails in three crawls over a week, while its host answers, is gone', async (site) => {
    const states = await site.failing([1, 5, 8], [`${HOST}/7`]);
    assert.deepEqual(states, [failed, failed, OUT_OF_REACH]);
    assert.deepEqual(await site.leaving(), [`${HOST}/7`]);
    const story = await site.store.story(site.siteId, `${HOST}/7`);
    assert.equal(story?.detail, 'timeout-headers in 3 crawls since 2026-01-02');
    assert.deepEqual(await site.failing([9], [`${HOST}/7`]), [failed], 'it is not in the index any more');
  });

  promise('a page that fails often but not for long, or for long but not often, stays', async (site) => {
    const hourly = Array.from({ length: 10 }, (_, i) => 1 + i / 24);
    assert.ok((await site.failing(hourly, [`${HOST}/7`])).every((state) => state === failed));
    await site.failing([2], []);
    assert.deepEqual(await site.failing([3, 60], [`${HOST}/7`]), [failed, failed]);
    assert.deepEqual(await site.leaving(), []);
  });

  promise('a page that answers in between begins anew', async (site) => {
    await site.failing([1, 5], [`${HOST}/7`]);
    await site.failing([6], []);
    assert.deepEqual(await site.failing([8, 12], [`${HOST}/7`]), [failed, failed]);
    assert.deepEqual(await site.failing([15], [`${HOST}/7`]), [OUT_OF_REACH]);
  });

  promise('pages stay when nobody of the site answers, however long', async (site) => {
    const all = [`${HOST}/`, ...PATHS.map((path) => HOST + path), `${OTHER_HOST}/`];
    const states = await site.failing([1, 10, 20, 40, 80], all);
    assert.ok(states.every((state) => state === failed));
    assert.deepEqual(await site.failing([81, 85], [`${HOST}/7`]), [failed, failed], 'such crawls are not counted');
  });

  promise('the pages of a silent host stay for a month, while other hosts answer', async (site) => {
    const states = await site.failing([1, 10, 20, 30, 31], [`${OTHER_HOST}/`]);
    assert.deepEqual(states, [failed, failed, failed, failed, OUT_OF_REACH]);
    assert.deepEqual(await site.leaving(), [`${OTHER_HOST}/`]);
  });

  promise('a page stays until a crawl of its own site has seen the whole site', async (site) => {
    const other = await site.store.openSite(siteSettings({ name: 'other', seeds: [`${OTHER_HOST}/other`] }));
    await site.failing([1, 2, 3], [`${HOST}/7`]);
    const at = NOW + 20 * DAY_MS;
    await site.store.beginCrawl(site.siteId, at);
    for (const { id: entryId, url } of await site.store.take(site.siteId, { limit: 100, now: at }))
      await site.store.settle({ siteId: site.siteId, entryId, at, ...(url === `${HOST}/7` ? TIMEOUT : UNCHANGED) });
    for (let crawl = 1; crawl <= 5; crawl += 1) {
      await site.store.beginCrawl(other.id, at);
      for (const { id: entryId, url } of await site.store.take(other.id, { limit: 1, now: at })) {
        const page = pageRecord(url);
        await site.store.settle({ siteId: other.id, entryId, at, state: 'indexed', reason: 'ok', status: 200, page });
      }
      await site.store.settleLosses(other.id, { accept: false });
      await site.store.endCrawl(other.id, { at, why: 'done' });
      assert.equal(await site.stateOf(`${HOST}/7`), failed);
    }
    await site.store.settleLosses(site.siteId, { accept: false });
    assert.equal(await site.stateOf(`${HOST}/7`), OUT_OF_REACH);
  });

  promise('a host that comes back is given three crawls before its pages count as gone', async (site) => {
    const everything = [`${HOST}/7`, `${HOST}/`, ...PATHS.map((path) => HOST + path)];
    await site.failing([1, 4, 9], everything);
    assert.deepEqual(await site.failing([10, 11, 12], [`${HOST}/7`]), [failed, failed, OUT_OF_REACH]);
  });

  promise('too many pages out of reach are kept, and told in every crawl, until that is accepted', async (site) => {
    const urls = PATHS.slice(0, 12).map((path) => HOST + path);
    const visit = (url: string) => (urls.includes(url) ? TIMEOUT : UNCHANGED);
    await site.failing([1, 5], urls);
    for (const day of [8, 9]) {
      const kept = await site.crawl(day, visit);
      assert.deepEqual([kept.vanishing, kept.reasons, kept.areKept], [12, { 'gone-unreachable': 12 }, true]);
      assert.equal(await site.stateOf(`${HOST}/0`), OUT_OF_REACH);
      assert.deepEqual(await site.leaving(), []);
    }
    await site.crawl(10, visit, { accept: true });
    assert.equal((await site.leaving()).length, 12);
  });

  for (const [how, copy] of [
    ['duplicate duplicate-of', pageRecord(`${HOST}/7`)],
    [
      'duplicate canonical',
      pageRecord(`${HOST}/7 printed`, { canonical: `${HOST}/7`, sketch: sketchText('seven'.repeat(9)) }),
    ],
  ] as const)
    promise(`the copy of a page that is out of reach takes its place (${how})`, async (site) => {
      const origin = {
        ...UNCHANGED,
        state: 'indexed',
        reason: 'ok',
        page: pageRecord(`${HOST}/7`, { sketch: copy.sketch ?? sketchText('') }),
      } as const;
      const visits = (url: string, seven: Visit): Visit => {
        if (url === `${HOST}/`) return { ...UNCHANGED, discovered: [discovery('/copy')] };
        if (url === `${HOST}/copy`) return { state: 'indexed', reason: 'ok', page: { ...copy } };
        return url === `${HOST}/7` ? seven : UNCHANGED;
      };
      await site.crawl(1, (url) => visits(url, origin));
      const states: (string | undefined)[] = [];
      for (const day of [2, 5]) {
        await site.crawl(day, (url) => visits(url, TIMEOUT));
        states.push(await site.stateOf(`${HOST}/copy`));
      }
      assert.deepEqual(states, [how, how]);
      await site.crawl(10, (url) => visits(url, TIMEOUT));
      assert.equal(await site.stateOf(`${HOST}/7`), OUT_OF_REACH);
      assert.match((await site.stateOf(`${HOST}/copy`)) ?? '', /^indexed/);
      assert.deepEqual(await site.leaving(), [`${HOST}/7`]);
    });

  promise('a page is out of reach by whatever failure, as long as none shows that it is there', async (site) => {
    const reasons: Reason[] = [
      ...(['http-5xx', 'http-4xx', 'timeout-connect', 'timeout-headers', 'timeout-body', 'tls', 'dns'] as const),
      ...(['refused-connection', 'reset', 'decode', 'bad-response', 'redirect-loop'] as const),
    ];
    const failure = new Map(reasons.map((reason, i) => [`${HOST}/${i}`, { state: 'failed', reason } as const]));
    for (const day of [1, 5, 8]) await site.crawl(day, (url) => failure.get(url) ?? UNCHANGED, { accept: true });
    const stayed: string[] = [];
    for (const [url, { reason }] of failure) if ((await site.stateOf(url)) !== OUT_OF_REACH) stayed.push(reason);
    assert.deepEqual(stayed, []);
  });

  for (const [state, reason] of [
    ['failed', 'http-429'],
    ['failed', 'too-large'],
    ['failed', 'extract-error'],
  ] as const)
    promise(`a page stays that fails by ${reason}: the page is there`, async (site) => {
      const states = await site.failing([1, 10, 20, 60], [`${HOST}/7`], { state, reason });
      assert.ok(states.every((one) => one === `${state} ${reason}`));
    });

  for (const reason of ['robots-unreachable', 'address-refused'] as const)
    promise(`settle(refused, ${reason}) is a failure, which keeps the page until it is confirmed`, async (site) => {
      const states = await site.failing([1, 5, 8], [`${HOST}/7`], { state: 'refused', reason });
      assert.deepEqual(states, [`refused ${reason}`, `refused ${reason}`, OUT_OF_REACH]);
    });

  promise('the links of a page that has left lead nowhere any more', async (site) => {
    const links = [{ fragment: '', text: 'to nine' }];
    await site.crawl(1, (url) =>
      url === `${HOST}/7` ? { ...UNCHANGED, discovered: [discovery('/9', { links })] } : UNCHANGED,
    );
    const inlinks = async () => {
      const pages = await site.store.pages({ after: 0, limit: 100 });
      return pages.find(({ url }) => url === `${HOST}/9`)?.inlinks.map(({ text }) => text);
    };
    assert.deepEqual(await inlinks(), ['to nine']);
    await site.crawl(2, (url) =>
      url === `${HOST}/7` ? { state: 'gone', reason: 'gone-404', status: 404 } : UNCHANGED,
    );
    assert.deepEqual(await inlinks(), []);
  });

  promise('the links of a page that leaves the index as noindex lead where they did', async (site) => {
    const discovered = [discovery('/dead', { links: [{ fragment: '', text: 'to the dead' }] })];
    const crawl = (day: number, seven: Visit) =>
      site.crawl(day, (url) => {
        if (url === `${HOST}/dead`) return { state: 'gone', reason: 'gone-404', status: 404 };
        return url === `${HOST}/7` ? seven : UNCHANGED;
      });
    await crawl(1, { ...UNCHANGED, discovered });
    await crawl(2, { state: 'noindex', reason: 'noindex-meta', status: 200, discovered });
    assert.deepEqual(await site.leaving(), [`${HOST}/7`]);
    const broken = await site.store.brokenLinks(site.siteId, { after: 0, limit: 10 });
    assert.deepEqual(
      broken.map(({ url, inlinks }) => [url, inlinks.first.map((link) => link.url)]),
      [[`${HOST}/dead`, [`${HOST}/7`]]],
    );
  });

  for (const [state, reason] of [
    ['noindex', 'noindex-meta'],
    ['duplicate', 'duplicate-of'],
  ] as const)
    promise(
      `the links of a page that was never in the index (${reason}) lead nowhere when it is gone`,
      async (site) => {
        const discovered = [discovery('/dead', { links: [{ fragment: '', text: 'to the dead' }] })];
        const crawl = (day: number, list: Visit) =>
          site.crawl(day, (url) => {
            if (url === `${HOST}/`) return { ...UNCHANGED, discovered: [discovery('/list')] };
            if (url === `${HOST}/list`) return list;
            return url === `${HOST}/dead` ? { state: 'gone', reason: 'gone-404', status: 404 } : UNCHANGED;
          });
        const broken = async () =>
          (await site.store.brokenLinks(site.siteId, { after: 0, limit: 10 })).map(({ url }) => url);
        await crawl(1, { state, reason, status: 200, discovered });
        assert.deepEqual(await broken(), [`${HOST}/dead`]);
        await crawl(2, TIMEOUT);
        assert.deepEqual(await broken(), [`${HOST}/dead`], 'a failure says nothing of it');
        await crawl(3, { state: 'gone', reason: 'gone-410', status: 410 });
        assert.deepEqual(await broken(), []);
      },
    );

  /** Nine tenths of the words are the same everywhere. */
  const said = (url: string) => {
    const version = new URL(url).pathname.replace(/\W/g, 'v');
    const text = Array.from({ length: 300 }, (_, i) => (i < 30 ? `word${version}${i}` : `word${i}`)).join(' ');
    return { contentHash: url, sketch: sketchText(text) };
  };
  /** Every page says much the same now, and names the last one as its canonical URL. */
  const namesOne = (url: string): Visit => {
    const canonical = `${HOST}/19`;
    const page = pageRecord(url, { ...said(url), ...(url === canonical ? {} : { canonical }) });
    return { state: 'indexed', reason: 'ok', status: 200, page };
  };

  promise('pages that leave for one canonical URL do so within the guard, whichever is read first', async (site) => {
    const losses = await site.crawl(1, namesOne);
    assert.equal(await site.stateOf(`${HOST}/0`), 'duplicate canonical');
    assert.deepEqual([losses.areKept, losses.vanishing], [true, 20]);
    assert.deepEqual(await site.leaving(), []);
    assert.equal((await site.store.counts(site.siteId)).pages, 22);
    await site.crawl(2, namesOne, { accept: true });
    assert.equal((await site.leaving()).length, 21);
    assert.equal((await site.store.counts(site.siteId)).pages, 1);
  });

  promise('a page that this crawl has brought leaves for its canonical URL at once: nobody loses it', async (site) => {
    const fresh = [discovery('/new'), discovery('/newer')];
    const losses = await site.crawl(1, (url) => {
      if (url === `${HOST}/`) return { ...UNCHANGED, discovered: fresh };
      if (!url.includes('new')) return UNCHANGED;
      const page = pageRecord(url, { ...said(url), ...(url.endsWith('new') ? { canonical: `${HOST}/newer` } : {}) });
      return { state: 'indexed', reason: 'ok', status: 200, page };
    });
    assert.equal(await site.stateOf(`${HOST}/new`), 'duplicate canonical');
    assert.deepEqual([losses.vanishing, losses.reasons], [0, {}]);
    assert.deepEqual(await site.leaving(), [`${HOST}/new`]);
  });
}
