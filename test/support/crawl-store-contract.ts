import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Fault } from '../../src/model/errors.ts';
import type { CrawlStore, Entry, ListedUrl, Settlement, Site } from '../../src/store/crawl-store.ts';
import { testCanonicals } from './crawl-store-canonicals.ts';
import { testDepths } from './crawl-store-depths.ts';
import { type CrawlStoreFixture, discovery, HOST, NOW, pageRecord, siteSettings } from './crawl-store-fixture.ts';
import { testForesight } from './crawl-store-foresight.ts';
import { testLinks } from './crawl-store-links.ts';
import { testLosses } from './crawl-store-losses.ts';
import { testStoreAgainstModel } from './crawl-store-model.ts';

/** A store with one site whose crawl has begun, and the verbs of these tests. */
class Desk {
  store: CrawlStore;
  site: Site;

  private constructor(store: CrawlStore, site: Site) {
    this.store = store;
    this.site = site;
  }

  static async open(store: CrawlStore, settings = siteSettings()): Promise<Desk> {
    const site = await store.openSite(settings);
    await store.beginCrawl(site.id, NOW);
    return new Desk(store, site);
  }

  async take(limit = 1, now = NOW): Promise<Entry[]> {
    return this.store.take(this.site.id, { limit, now });
  }

  async takeOne(url?: string): Promise<Entry> {
    const [entry] = await this.take();
    assert.ok(entry, 'an entry is ready');
    if (url !== undefined) assert.equal(entry.url, HOST + url);
    return entry;
  }

  settle(entry: Entry, rest: Partial<Settlement> = {}) {
    const { id: siteId } = this.site;
    return this.store.settle({ siteId, entryId: entry.id, at: NOW, state: 'gone', reason: 'gone-404', ...rest });
  }

  index(entry: Entry, contentHash: string, rest: Partial<Settlement> = {}) {
    return this.settle(entry, { state: 'indexed', reason: 'ok', page: pageRecord(contentHash), ...rest });
  }

  /** Seeds the frontier with these paths, by a seed page that links to them. */
  async discover(...paths: string[]): Promise<void> {
    await this.index(await this.takeOne('/'), 'seed', { discovered: paths.map((path) => discovery(path)) });
  }

  /** Whether losses are accepted; the answer of `settleLosses`. */
  settleLosses(accept = false) {
    return this.store.settleLosses(this.site.id, { accept });
  }

  async endAndBegin(): Promise<void> {
    await this.settleLosses(true);
    await this.store.endCrawl(this.site.id, { at: NOW, why: 'done' });
    await this.store.beginCrawl(this.site.id, NOW + 1);
  }

  async rowOf(path: string) {
    const rows = await this.store.urls(this.site.id, { after: 0, limit: 1000 });
    return rows.find(({ url }) => url === HOST + path);
  }

  async stateOf(path: string): Promise<string | undefined> {
    const row = await this.rowOf(path);
    return row && `${row.state} ${row.reason}`;
  }

  counts() {
    return this.store.counts(this.site.id);
  }

  /** The outbox as text: `+` is a page, `-` a URL that leaves the index. */
  async outbox(): Promise<string[]> {
    const changes = await this.store.changes(1000);
    return changes.map(({ url, page }) => `${page ? '+' : '-'}${url.slice(HOST.length)}`);
  }

  async acknowledgeAll(): Promise<void> {
    await this.store.acknowledge(await this.store.changes(1000));
  }
}

/** The promises of the port CrawlStore; every adapter runs them. */
export function testCrawlStoreContract(name: string, fixture: CrawlStoreFixture): void {
  const promise = (says: string, check: (desk: Desk) => Promise<void>) =>
    it(says, async () => {
      const desk = await Desk.open(await fixture.open());
      try {
        await check(desk);
      } finally {
        await desk.store.close();
      }
    });

  describe(`${name}: frontier`, () => {
    promise('take() gives the seed first, as taken, and then nothing', async (desk) => {
      const entry = await desk.takeOne('/');
      assert.equal(entry.isSeed, true);
      assert.equal(entry.depth, 0);
      assert.deepEqual(await desk.take(), []);
      assert.equal(await desk.stateOf('/'), 'taken in-flight');
    });

    promise('take() gives each entry to one caller only, however many ask', async (desk) => {
      await desk.discover(...Array.from({ length: 20 }, (_, i) => `/${i}`));
      const second = await fixture.openSecond(desk.store);
      const takes = Array.from({ length: 12 }, (_, i) =>
        (i % 2 === 0 ? desk.store : second).take(desk.site.id, { limit: 2, now: NOW }),
      );
      const taken = (await Promise.all(takes)).flat().map(({ id }) => id);
      await second.close();
      assert.equal(taken.length, 20);
      assert.equal(new Set(taken).size, 20);
    });

    promise('take() prefers what is nearer to the seeds', async (desk) => {
      const discovered = [discovery('/deep', { depth: 3 }), discovery('/near'), discovery('/middle', { depth: 2 })];
      await desk.index(await desk.takeOne(), 'seed', { discovered });
      assert.deepEqual(
        (await desk.take(3)).map(({ url }) => url),
        [`${HOST}/near`, `${HOST}/middle`, `${HOST}/deep`],
      );
    });

    const [A, B, C] = ['https://a.example', 'https://b.example:81', 'https://c.example'];
    const ready = (...urls: string[]) => urls.map((url) => discovery('', { url }));

    promise('take() gives every host its turn: none waits behind the entries of another', async (desk) => {
      const discovered = ready(`${A}/1`, `${A}/2`, `${A}/3`, `${B}/1`, `${B}/2`, `${C}/1`);
      await desk.index(await desk.takeOne('/'), 'seed', { discovered });
      const first = await desk.take(3);
      assert.deepEqual(first.map(({ url }) => url).sort(), [`${A}/1`, `${B}/1`, `${C}/1`]);
      const [ofA, ofB] = [A, B].map((host) => first.find(({ url }) => url.startsWith(host)));
      assert.ok(ofA && ofB);
      await desk.settle(ofB);
      assert.equal((await desk.take())[0]?.url, `${B}/2`, 'nothing of it is in flight, but of A');
      await desk.settle(ofA);
      assert.deepEqual(
        (await desk.take(3)).map(({ url }) => url),
        [`${A}/2`, `${A}/3`],
        'what is left, though it is all of one host',
      );
    });

    promise('take() gives first a host whose last turn is longest ago', async (desk) => {
      await desk.index(await desk.takeOne('/'), 'seed', {
        discovered: ready(`${A}/1`, `${A}/2`, `${A}/3`, `${B}/1`, `${B}/2`, `${B}/3`),
      });
      const hosts: string[] = [];
      for (let i = 0; i < 6; i++) {
        const [entry] = await desk.take();
        assert.ok(entry);
        hosts.push(new URL(entry.url).hostname.slice(0, 1));
        await desk.settle(entry);
      }
      assert.match(hosts.join(''), /^(?:ab){3}$|^(?:ba){3}$/);
    });

    promise('settle() with hostNotBefore keeps the entries of that host back, and of no other', async (desk) => {
      await desk.index(await desk.takeOne('/'), 'seed', { discovered: ready(`${A}/1`, `${A}/2`, `${B}/1`, `${B}/2`) });
      const ofA = (await desk.take(2)).find(({ url }) => url.startsWith(A));
      assert.ok(ofA);
      await desk.settle(ofA, { hostNotBefore: NOW + 50 });
      assert.deepEqual(
        (await desk.take(3)).map(({ url }) => url),
        [`${B}/2`],
      );
      assert.equal(await desk.store.nextDue(desk.site.id), NOW + 50);
      assert.deepEqual(await desk.take(1, NOW + 49), []);
      assert.equal((await desk.take(1, NOW + 50))[0]?.url, `${A}/2`);
    });

    promise(
      'holdHost() keeps the entries of that host back, and of no other, until then or until it is let go',
      async (desk) => {
        await desk.index(await desk.takeOne('/'), 'seed', { discovered: ready(`${A}/1`, `${A}/2`, `${B}/1`) });
        const ofA = (await desk.take(2)).find(({ url }) => url.startsWith(A));
        assert.ok(ofA);
        await desk.store.holdHost(ofA.id, NOW + 50);
        assert.deepEqual(await desk.take(), []);
        assert.equal(await desk.store.nextDue(desk.site.id), NOW + 50);
        await desk.store.holdHost(ofA.id, 0);
        assert.equal((await desk.take())[0]?.url, `${A}/2`);
      },
    );

    promise('beginCrawl() of a crawl that is continued holds no host back', async (desk) => {
      await desk.index(await desk.takeOne('/'), 'seed', { discovered: ready(`${A}/1`, `${A}/2`) });
      const [ofA] = await desk.take();
      assert.ok(ofA);
      await desk.settle(ofA, { hostNotBefore: NOW + 600_000 });
      assert.deepEqual(await desk.take(), []);
      await desk.store.beginCrawl(desk.site.id, NOW);
      assert.equal((await desk.take())[0]?.url, `${A}/2`);
    });

    const list = (desk: Desk, ...urls: ListedUrl[]) =>
      desk.store.admitListed(desk.site.id, { sitemap: `${HOST}/sitemap.xml`, urls, at: NOW });
    const listed = (path: string, lastModified?: number): ListedUrl => {
      const { url, state, reason } = discovery(path);
      return { url, state, reason, ...(lastModified === undefined ? {} : { lastModified }) };
    };

    promise('admitListed() makes known what a sitemap lists, once, one link away from the seed', async (desk) => {
      const out: ListedUrl = { ...listed('/out'), state: 'out-of-scope', reason: 'scope-prefix' };
      assert.deepEqual(await list(desk, listed('/'), listed('/a'), listed('/b', NOW), out), { found: 3, ready: 2 });
      assert.deepEqual(await list(desk, listed('/a'), listed('/b')), { found: 0, ready: 0 });
      assert.equal(await desk.stateOf('/out'), 'out-of-scope scope-prefix');
      const entries = await desk.take(9);
      assert.deepEqual(
        entries.map(({ url, depth }) => [url, depth]),
        [
          [`${HOST}/`, 0],
          [`${HOST}/a`, 1],
          [`${HOST}/b`, 1],
        ],
      );
    });

    promise('admitListed() notes of a URL which sitemap has listed it last, and nothing of others', async (desk) => {
      await list(desk, listed('/a'), listed('/b'));
      const other = { sitemap: `${HOST}/other.xml`, urls: [listed('/b'), listed('/c')], at: NOW };
      await desk.store.admitListed(desk.site.id, other);
      const paths = ['/', '/a', '/b', '/c'];
      const stories = await Promise.all(paths.map((path) => desk.store.story(desk.site.id, HOST + path)));
      assert.deepEqual(
        stories.map((story) => story?.sitemap?.slice(HOST.length)),
        [undefined, '/sitemap.xml', '/other.xml', '/other.xml'],
      );
      assert.ok(
        stories.every((story) => story?.hops === 0),
        'no redirect led there',
      );
    });

    promise(
      'take() gives first what a sitemap says has changed since it was fetched, in a repeated crawl',
      async (desk) => {
        await desk.discover('/same', '/changed', '/silent');
        for (const entry of await desk.take(9)) await desk.index(entry, entry.url);
        await desk.endAndBegin();
        await list(
          desk,
          listed('/same', NOW - 1),
          listed('/changed', NOW + 1),
          listed('/new', NOW - 1),
          listed('/other'),
        );
        const paths = async () => (await desk.take(9)).map(({ url }) => url.slice(HOST.length));
        assert.deepEqual(await paths(), ['/changed', '/new', '/', '/same', '/silent', '/other']);
        await desk.endAndBegin();
        assert.deepEqual(
          await paths(),
          ['/', '/same', '/changed', '/silent', '/new', '/other'],
          'said once, done once',
        );
      },
    );

    promise(
      'take() gives an entry whose time is further ahead than anything waits: the clock was wrong',
      async (desk) => {
        const hourMs = 3_600_000;
        await desk.settle(await desk.takeOne('/'), { state: 'waiting', reason: 'retry', retryAt: NOW + 2 * hourMs });
        const take = (now: number) => desk.store.take(desk.site.id, { limit: 1, now });
        assert.deepEqual(await take(NOW + hourMs), []);
        assert.equal((await take(NOW)).length, 1);
      },
    );

    promise(
      'take() puts the entries of a poor template last part by part, and nextDue() asks for more',
      async (desk) => {
        const days = Array.from({ length: 900 }, (_, day) => `/calendar/${day}`);
        await desk.discover('/calendar', ...days, '/last');
        await desk.index(await desk.takeOne('/calendar'), 'No events');
        for (const day of days.slice(0, 10)) await desk.index(await desk.takeOne(day), 'No events');
        const looks: Entry[][] = [];
        while (!looks.at(-1)?.length && looks.length < 900) {
          assert.equal(await desk.store.nextDue(desk.site.id), 0);
          looks.push(await desk.take());
        }
        assert.equal(looks.at(-1)?.[0]?.url, `${HOST}/last`);
        assert.ok(looks.length > 2, 'others had their turn meanwhile');
        await desk.takeOne('/calendar/10');
      },
    );

    promise('settle(waiting) keeps an entry back until its time, and counts the attempt', async (desk) => {
      const entry = await desk.takeOne();
      await desk.settle(entry, { state: 'waiting', reason: 'retry', retryAt: NOW + 50 });
      assert.equal(await desk.store.nextDue(desk.site.id), NOW + 50);
      assert.deepEqual(await desk.take(1, NOW + 49), []);
      const [again] = await desk.take(1, NOW + 50);
      assert.equal(again?.attempts, 1);
      assert.equal(await desk.store.nextDue(desk.site.id), undefined);
    });

    promise('settle() makes a URL known once, whoever finds it', async (desk) => {
      await desk.discover('/a', '/b');
      const settled = await desk.index(await desk.takeOne('/a'), 'a', {
        discovered: [discovery('/b'), discovery('/c'), discovery('/a')],
      });
      assert.deepEqual({ found: settled.found, ready: settled.ready }, { found: 1, ready: 1 });
      assert.equal((await desk.counts()).found, 4);
    });

    promise('settle() takes the shorter way to a URL that nobody has visited yet', async (desk) => {
      await desk.discover('/a', '/b');
      await desk.index(await desk.takeOne('/a'), 'a', { discovered: [discovery('/x', { depth: 9 })] });
      await desk.index(await desk.takeOne('/b'), 'b', { discovered: [discovery('/x', { depth: 2 })] });
      assert.equal((await desk.takeOne('/x')).depth, 2);
    });

    promise('settle() admits what was out of scope when a later judgement says so', async (desk) => {
      const out = [
        discovery('/host', { state: 'out-of-scope', reason: 'scope-host' }),
        discovery('/prefix', { state: 'out-of-scope', reason: 'scope-prefix' }),
        discovery('/excluded', { state: 'out-of-scope', reason: 'excluded', detail: '/x*' }),
        discovery('/depth', { state: 'out-of-scope', reason: 'depth' }),
        discovery('/nofollow', { state: 'refused', reason: 'nofollow' }),
        discovery('/page'),
      ];
      await desk.index(await desk.takeOne(), 'seed', { discovered: out });
      const discovered = ['/host', '/prefix', '/excluded', '/depth', '/nofollow'].map((path) => discovery(path));
      const settled = await desk.index(await desk.takeOne('/page'), 'page', { discovered });
      assert.deepEqual({ found: settled.found, ready: settled.ready }, { found: 0, ready: 5 });
      assert.equal((await desk.rowOf('/excluded'))?.detail, null);
    });

    promise('settle() never makes ready again what was visited in this crawl', async (desk) => {
      await desk.discover('/gone', '/refused', '/page');
      await desk.settle(await desk.takeOne('/gone'));
      await desk.settle(await desk.takeOne('/refused'), { state: 'refused', reason: 'robots' });
      const discovered = ['/', '/gone', '/refused'].map((path) => discovery(path));
      const settled = await desk.index(await desk.takeOne('/page'), 'page', { discovered });
      assert.equal(settled.ready, 0);
      assert.deepEqual(await desk.take(), []);
    });
  });

  describe(`${name}: pages and outbox`, () => {
    promise('settle(indexed) puts the page into the outbox with the texts of links to it', async (desk) => {
      const links = [
        { fragment: '', text: 'The page', isUsual: false },
        { fragment: 'part', text: 'Its part', isUsual: false },
      ];
      await desk.index(await desk.takeOne(), 'seed', { discovered: [discovery('/a', { links })] });
      await desk.index(await desk.takeOne(), 'a');
      const changes = await desk.store.changes(10);
      assert.deepEqual(
        changes.map(({ url, site }) => [url, site]),
        [
          [`${HOST}/`, 'docs.example'],
          [`${HOST}/a`, 'docs.example'],
        ],
      );
      assert.deepEqual(changes[1]?.page?.anchorTexts, links);
      assert.equal(new TextDecoder().decode(changes[1]?.page?.extracted), 'a');
      assert.equal(changes[1]?.page?.fetchedAt, NOW);
    });

    promise('settle() happens wholly or not at all', async (desk) => {
      const entry = await desk.takeOne();
      const discovered = [discovery('/a'), discovery('/b'), discovery('/broken', { depth: Number.NaN })];
      await assert.rejects(
        desk.index(entry, 'seed', { discovered }),
        (cause) => cause instanceof Fault && cause.code === 'store-failed',
      );
      const counts = await desk.counts();
      assert.equal(counts.found, 1);
      assert.equal(counts.states.taken, 1);
      assert.deepEqual(await desk.outbox(), []);
    });

    promise('settle() calls equal content a duplicate and keeps it out of the index', async (desk) => {
      await desk.discover('/a', '/b');
      await desk.index(await desk.takeOne('/a'), 'same');
      const settled = await desk.index(await desk.takeOne('/b'), 'same');
      assert.equal(settled.state, 'duplicate');
      assert.deepEqual(await desk.outbox(), ['+/', '+/a']);
      assert.equal((await desk.rowOf('/b'))?.detail, `${HOST}/a`);
    });

    promise('settle() lets a duplicate be visited again when its twin has changed or gone', async (desk) => {
      await desk.discover('/a', '/b', '/c');
      await desk.index(await desk.takeOne('/a'), 'same');
      await desk.index(await desk.takeOne('/b'), 'same');
      await desk.index(await desk.takeOne('/c'), 'other');
      await desk.endAndBegin();
      const [, a, b, c] = await desk.take(4);
      assert.ok(a && b && c);
      assert.equal((await desk.index(b, 'same')).state, 'duplicate');
      await desk.settle(c);
      assert.equal(await desk.stateOf('/b'), 'duplicate duplicate-of');
      await desk.settle(a);
      assert.equal((await desk.index(await desk.takeOne('/b'), 'same')).state, 'indexed');
    });

    promise('settle() indexes a page anew whose text is the same but read otherwise', async (desk) => {
      await desk.index(await desk.takeOne(), 'same');
      await desk.acknowledgeAll();
      await desk.endAndBegin();
      const page = pageRecord('same', { extracted: new TextEncoder().encode('another anchor') });
      const settled = await desk.settle(await desk.takeOne(), { state: 'indexed', reason: 'ok', page });
      assert.equal(settled.state, 'unchanged');
      assert.equal((await desk.outbox()).length, 1);
    });

    promise('settle() sees from the content that nothing has changed, and leaves the index alone', async (desk) => {
      await desk.index(await desk.takeOne(), 'same');
      await desk.acknowledgeAll();
      await desk.endAndBegin();
      const page = pageRecord('same', { etag: '"2"' });
      const settled = await desk.settle(await desk.takeOne(), { state: 'indexed', reason: 'ok', page });
      assert.equal(settled.state, 'unchanged');
      assert.deepEqual(await desk.outbox(), []);
      await desk.endAndBegin();
      assert.equal((await desk.takeOne()).etag, '"2"', 'the new validators are kept');
    });

    for (const [state, reason] of [
      ['gone', 'gone-404'],
      ['redirected', 'redirect'],
      ['refused', 'robots'],
      ['noindex', 'noindex-meta'],
      ['out-of-scope', 'scope-prefix'],
    ] as const)
      promise(`settle(${state}) takes a page that was there out of the index, once`, async (desk) => {
        await desk.index(await desk.takeOne(), 'seed');
        await desk.acknowledgeAll();
        for (const expected of [['-/'], []]) {
          await desk.endAndBegin();
          for (const entry of await desk.take()) await desk.settle(entry, { state, reason });
          await desk.settleLosses(true);
          assert.deepEqual(await desk.outbox(), expected);
          await desk.acknowledgeAll();
        }
      });

    promise('settle(failed) and settle(waiting) keep the old page searchable', async (desk) => {
      await desk.index(await desk.takeOne(), 'seed');
      await desk.acknowledgeAll();
      await desk.endAndBegin();
      await desk.settle(await desk.takeOne(), { state: 'waiting', reason: 'retry', retryAt: NOW });
      await desk.settle(await desk.takeOne(), { state: 'failed', reason: 'http-5xx' });
      assert.deepEqual(await desk.outbox(), []);
      assert.equal(await desk.store.requeueAll(), 1, 'the page is still stored');
    });

    promise('acknowledge() leaves a change that a newer one of the same URL has replaced', async (desk) => {
      await desk.index(await desk.takeOne(), 'old');
      const [seen] = await desk.store.changes(1);
      assert.ok(seen);
      await desk.endAndBegin();
      await desk.index(await desk.takeOne(), 'new');
      await desk.store.acknowledge([seen]);
      const [left, ...more] = await desk.store.changes(10);
      assert.equal(new TextDecoder().decode(left?.page?.extracted), 'new');
      assert.deepEqual(more, []);
      await desk.store.acknowledge([{ seq: left?.seq ?? 0 }]);
      assert.deepEqual(await desk.outbox(), []);
    });

    promise('acknowledge() late, or twice, never removes a change that came after', async (desk) => {
      await desk.discover('/a');
      const [seen] = await desk.store.changes(1);
      assert.ok(seen);
      await desk.store.acknowledge([seen]);
      await desk.index(await desk.takeOne('/a'), 'a');
      await desk.store.acknowledge([seen]);
      assert.deepEqual(await desk.outbox(), ['+/a']);
    });

    for (const reason of ['index', 'unreadable'] as const)
      promise(`acknowledge() of a page that is not indexed (${reason}) gives it up, with the reason`, async (desk) => {
        await desk.index(await desk.takeOne('/'), 'seed', { page: pageRecord('seed', { etag: '"1"' }) });
        const [change] = await desk.store.changes(1);
        assert.ok(change);
        const unindexed = [{ seq: change.seq, reason, detail: 'too strange' }];
        await desk.store.acknowledge([change], unindexed);
        const row = await desk.rowOf('/');
        assert.deepEqual([row?.state, row?.reason, row?.detail], ['failed', reason, 'too strange']);
        assert.equal((await desk.counts()).pages, 0);
        assert.deepEqual(await desk.outbox(), []);
        await desk.endAndBegin();
        const entry = await desk.takeOne('/');
        assert.equal(entry.etag, null, 'it is fetched whole');
        assert.equal((await desk.index(entry, 'seed')).state, 'indexed');
        await desk.store.acknowledge([change], unindexed);
        assert.equal(await desk.stateOf('/'), 'indexed ok', 'an old refusal says nothing of a newer change');
        assert.deepEqual(await desk.outbox(), ['+/']);
      });

    promise(
      'requeueAll() gives a page that one index has refused to the next one, not one that is broken',
      async (desk) => {
        await desk.discover('/refused', '/broken', '/gone');
        for (const path of ['/refused', '/broken', '/gone']) await desk.index(await desk.takeOne(path), path);
        const changes = await desk.store.changes(10);
        const unindexed = changes
          .filter(({ url }) => url !== `${HOST}/`)
          .map(({ seq, url }) => ({
            seq,
            reason: url.endsWith('broken') ? ('unreadable' as const) : ('index' as const),
            detail: 'x',
          }));
        await desk.store.acknowledge(changes, unindexed);
        assert.equal(await desk.store.requeueAll(), 3);
        assert.deepEqual((await desk.outbox()).sort(), ['+/', '+/gone', '+/refused']);
        assert.deepEqual(
          [await desk.stateOf('/refused'), await desk.stateOf('/broken')],
          ['indexed ok', 'failed unreadable'],
        );
        await desk.store.acknowledge(
          await desk.store.changes(10),
          (await desk.store.changes(10)).slice(1).map(({ seq }) => ({ seq, reason: 'index' as const, detail: 'x' })),
        );
        await desk.endAndBegin();
        assert.equal(await desk.store.requeueAll(), 1, 'a new crawl fetches them');
      },
    );

    promise('requeueAll() does not say of a page that has failed that it is indexed', async (desk) => {
      await desk.index(await desk.takeOne('/'), 'seed');
      await desk.endAndBegin();
      await desk.settle(await desk.takeOne('/'), { state: 'failed', reason: 'http-5xx', status: 500 });
      const [change] = await desk.store.changes(1);
      await desk.store.acknowledge([], [{ seq: change?.seq ?? 0, reason: 'index', detail: 'x' }]);
      await desk.store.requeueAll();
      assert.equal(await desk.stateOf('/'), 'failed http-5xx');
    });

    promise('settle(unchanged) of a page that is not stored asks for it once more, whole', async (desk) => {
      const settled = await desk.settle(await desk.takeOne('/'), { state: 'unchanged', reason: 'unchanged' });
      assert.deepEqual([settled.state, settled.reason], ['waiting', 'retry']);
      assert.equal((await desk.takeOne('/')).attempts, 1);
    });

    promise('changes() gives the oldest first, no more than asked, and keeps them until acknowledged', async (desk) => {
      await desk.discover('/a', '/b');
      await desk.index(await desk.takeOne('/a'), 'a');
      await desk.index(await desk.takeOne('/b'), 'b');
      const first = await desk.store.changes(2);
      assert.deepEqual(
        first.map(({ url }) => url),
        [`${HOST}/`, `${HOST}/a`],
      );
      assert.deepEqual(await desk.store.changes(2), first);
    });

    promise(
      'newestChange() is the greatest number in the outbox, and a later change has a greater one',
      async (desk) => {
        assert.equal(await desk.store.newestChange(), 0);
        await desk.discover('/a');
        const before = await desk.store.newestChange();
        assert.equal(before, (await desk.store.changes(10)).at(-1)?.seq);
        await desk.store.acknowledge(await desk.store.changes(10));
        assert.equal(await desk.store.newestChange(), 0);
        await desk.index(await desk.takeOne('/a'), 'a');
        assert.ok((await desk.store.newestChange()) > before);
      },
    );

    promise('requeueAll() puts every stored page into the outbox, and nothing else', async (desk) => {
      await desk.discover('/a', '/b');
      await desk.index(await desk.takeOne('/a'), 'a');
      await desk.settle(await desk.takeOne('/b'));
      await desk.acknowledgeAll();
      assert.equal(await desk.store.requeueAll(), 2);
      assert.deepEqual((await desk.outbox()).sort(), ['+/', '+/a']);
    });
  });

  describe(`${name}: the index that the outbox is for`, () => {
    promise(
      'adoptIndex() puts everything that another index may not have heard of into the outbox, once',
      async (desk) => {
        await desk.discover('/a', '/gone', '/unread');
        await desk.index(await desk.takeOne('/a'), 'a');
        await desk.settle(await desk.takeOne('/gone'), { state: 'gone', reason: 'gone-404' });
        assert.equal(await desk.store.adoptIndex('one'), true);
        await desk.acknowledgeAll();
        assert.equal(await desk.store.adoptIndex('one'), false);
        assert.deepEqual(await desk.outbox(), []);
        assert.equal(await desk.store.adoptIndex('two'), true);
        assert.deepEqual((await desk.outbox()).sort(), ['+/', '+/a', '-/gone']);
        await desk.acknowledgeAll();
        assert.equal(await desk.store.adoptIndex('one'), true, 'it has not heard of what came meanwhile');
        assert.equal((await desk.outbox()).length, 3);
      },
    );

    promise('adoptIndex() leaves the outbox as it is when the index has all', async (desk) => {
      await desk.discover('/a');
      await desk.index(await desk.takeOne('/a'), 'a');
      await desk.acknowledgeAll();
      await desk.store.adoptIndex('built', { hasAll: true });
      assert.equal(await desk.store.adoptIndex('built'), false);
      assert.deepEqual(await desk.outbox(), []);
    });
  });

  describe(`${name}: losses`, () => {
    /** A site of 21 pages (the seed and 20 more) whose second crawl has begun, and its entries in their order. */
    const secondCrawl = async (desk: Desk): Promise<Entry[]> => {
      await desk.discover(...Array.from({ length: 20 }, (_, i) => `/${i}`));
      for (const entry of await desk.take(20)) await desk.index(entry, entry.url);
      await desk.endAndBegin();
      await desk.acknowledgeAll();
      return desk.take(21);
    };
    const lose = async (desk: Desk, entries: Entry[]) => {
      for (const entry of entries) await desk.settle(entry);
    };

    promise('a page that is gone stays until settleLosses(), and then leaves', async (desk) => {
      const [, ...entries] = await secondCrawl(desk);
      await lose(desk, entries.slice(0, 10));
      assert.deepEqual(await desk.outbox(), []);
      assert.equal((await desk.counts()).pages, 21);
      const losses = await desk.settleLosses();
      assert.deepEqual(losses, { pages: 21, vanishing: 10, reasons: { 'gone-404': 10 }, areKept: false });
      assert.deepEqual(
        await desk.outbox(),
        entries.slice(0, 10).map(({ url }) => `-${url.slice(HOST.length)}`),
      );
      assert.equal((await desk.counts()).pages, 11);
      assert.equal((await desk.settleLosses()).vanishing, 0);
    });

    promise('too many losses are all kept, with their states, until they are accepted', async (desk) => {
      const [, ...entries] = await secondCrawl(desk);
      await lose(desk, entries.slice(0, 11));
      const kept = await desk.settleLosses();
      assert.deepEqual([kept.vanishing, kept.areKept], [11, true]);
      assert.deepEqual(await desk.outbox(), []);
      assert.equal(await desk.stateOf('/0'), 'gone gone-404');
      assert.equal((await desk.counts()).pages, 21);
      assert.equal((await desk.settleLosses(true)).areKept, false);
      assert.equal((await desk.outbox()).length, 11);
    });

    promise('an interrupted crawl takes nothing out; the next one looks afresh', async (desk) => {
      const entries = await secondCrawl(desk);
      await lose(desk, entries.slice(0, 5));
      desk.store = await fixture.reopen(desk.store);
      assert.equal((await desk.store.beginCrawl(desk.site.id, NOW + 2)).resumed, true);
      assert.deepEqual(await desk.outbox(), []);
      await desk.store.endCrawl(desk.site.id, { at: NOW, why: 'done' });
      await desk.store.beginCrawl(desk.site.id, NOW + 3);
      assert.equal((await desk.settleLosses()).vanishing, 0);
    });

    promise('a page that has come back in the same crawl stays', async (desk) => {
      const [seed, a, b] = await secondCrawl(desk);
      assert.ok(seed && a && b);
      await desk.settle(b, { state: 'out-of-scope', reason: 'depth' });
      await desk.settle(a, { state: 'unchanged', reason: 'unchanged', discovered: [discovery('/1')] });
      await desk.index(await desk.takeOne('/1'), b.url);
      assert.equal((await desk.settleLosses()).vanishing, 0);
      assert.equal(await desk.stateOf('/1'), 'unchanged unchanged');
    });

    promise('a page that has moved lives on at its new URL and does not count as vanishing', async (desk) => {
      const [, ...entries] = await secondCrawl(desk);
      const moved = entries.slice(0, 15);
      for (const entry of moved) {
        const detail = `${entry.url}-hop`;
        const hop = discovery(detail.slice(HOST.length), { hops: 1 });
        await desk.settle(entry, { state: 'redirected', reason: 'redirect', detail, discovered: [hop] });
      }
      for (const entry of await desk.take(15)) {
        const detail = entry.url.replace('-hop', '-new');
        const target = discovery(detail.slice(HOST.length), { hops: 2 });
        await desk.settle(entry, { state: 'redirected', reason: 'redirect', detail, discovered: [target] });
      }
      for (const entry of await desk.take(15)) {
        const settled = await desk.index(entry, entry.url.replace('-new', ''));
        assert.equal(settled.state, 'indexed', 'the old page is no twin: it leaves');
      }
      const losses = await desk.settleLosses();
      assert.deepEqual([losses.vanishing, losses.areKept, losses.reasons.redirect], [0, false, 15]);
      assert.equal((await desk.counts()).pages, 21);
    });

    promise('a page whose text has come at another address does not count as vanishing', async (desk) => {
      const [seed, ...entries] = await secondCrawl(desk);
      assert.ok(seed);
      await lose(desk, entries.slice(0, 15));
      await desk.settle(seed, { state: 'unchanged', reason: 'unchanged', discovered: [discovery('/new')] });
      await desk.index(await desk.takeOne('/new'), entries[0]?.url ?? '');
      assert.deepEqual([(await desk.settleLosses()).vanishing, await desk.stateOf('/new')], [14, 'indexed ok']);
    });

    promise('a page that the index could not take is no loss', async (desk) => {
      const [, entry] = await secondCrawl(desk);
      assert.ok(entry);
      await desk.index(entry, 'new');
      await lose(desk, [entry]);
      const [change] = await desk.store.changes(1);
      assert.ok(change);
      await desk.store.acknowledge([], [{ seq: change.seq, reason: 'unreadable', detail: 'broken' }]);
      assert.deepEqual((await desk.settleLosses()).reasons, {});
    });

    promise('a page vanishes whatever others redirect to', async (desk) => {
      const [seed, old, moved, ...entries] = await secondCrawl(desk);
      assert.ok(seed && old && moved);
      await desk.settle(moved, { state: 'redirected', reason: 'redirect', detail: `${HOST}/19` });
      await desk.settle(seed, { state: 'unchanged', reason: 'unchanged', discovered: [discovery('/alias')] });
      const detail = `${HOST}/18`;
      await desk.settle(await desk.takeOne('/alias'), { state: 'redirected', reason: 'redirect', detail });
      await lose(desk, entries.slice(0, 3));
      assert.equal((await desk.settleLosses()).vanishing, 3);
    });

    promise('many pages that lead to one, or say the same, vanish but for that one', async (desk) => {
      const [seed, ...entries] = await secondCrawl(desk);
      assert.ok(seed);
      await desk.index(seed, 'closed for maintenance');
      for (const entry of entries.slice(0, 10))
        await desk.settle(entry, { state: 'redirected', reason: 'redirect', detail: seed.url });
      for (const entry of entries.slice(10)) await desk.index(entry, 'closed for maintenance');
      const losses = await desk.settleLosses();
      assert.deepEqual([losses.vanishing, losses.areKept], [19, true]);
      assert.equal((await desk.counts()).pages, 21);
    });

    promise('a page that was kept out of scope is looked at again by the next crawl', async (desk) => {
      const entries = await secondCrawl(desk);
      for (const entry of entries) await desk.settle(entry, { state: 'out-of-scope', reason: 'excluded' });
      assert.equal((await desk.settleLosses()).areKept, true);
      await desk.store.endCrawl(desk.site.id, { at: NOW, why: 'done' });
      await desk.store.beginCrawl(desk.site.id, NOW + 2);
      assert.equal((await desk.take(30)).length, 21);
    });

    promise('the only page of a site is never lost unasked', async (desk) => {
      await desk.index(await desk.takeOne(), 'seed');
      await desk.endAndBegin();
      await desk.settle(await desk.takeOne());
      assert.equal((await desk.settleLosses()).areKept, true);
    });
  });

  describe(`${name}: crawls and sites`, () => {
    promise('beginCrawl() continues a crawl that has not ended: what was taken is ready again', async (desk) => {
      await desk.discover('/a', '/b');
      await desk.takeOne('/a');
      desk.store = await fixture.reopen(desk.store);
      const crawl = await desk.store.beginCrawl(desk.site.id, NOW + 1);
      assert.deepEqual([crawl.number, crawl.resumed, crawl.startedAt], [1, true, NOW]);
      assert.deepEqual((await desk.take(5)).map(({ url }) => url).sort(), [`${HOST}/a`, `${HOST}/b`]);
    });

    promise('beginCrawl() begins the next crawl with a fresh look at all that was in scope', async (desk) => {
      const out = discovery('/out', { state: 'out-of-scope', reason: 'scope-prefix' });
      const unfollowed = discovery('/unfollowed', { state: 'refused', reason: 'nofollow' });
      await desk.index(await desk.takeOne(), 'seed', {
        discovered: [discovery('/gone'), discovery('/robots'), out, unfollowed],
      });
      await desk.settle(await desk.takeOne('/gone'), { state: 'waiting', reason: 'retry', retryAt: NOW });
      await desk.settle(await desk.takeOne('/gone'));
      await desk.settle(await desk.takeOne('/robots'), { state: 'refused', reason: 'robots' });
      await desk.store.endCrawl(desk.site.id, { at: NOW, why: 'done' });
      const crawl = await desk.store.beginCrawl(desk.site.id, NOW + 1);
      assert.deepEqual([crawl.number, crawl.resumed, crawl.endedAt], [2, false, null]);
      const entries = await desk.take(9);
      assert.deepEqual(entries.map(({ url }) => url).sort(), [`${HOST}/`, `${HOST}/gone`, `${HOST}/robots`]);
      assert.ok(entries.every(({ attempts }) => attempts === 0));
    });

    const tooDeep = (path: string, depth: number) => discovery(path, { depth, state: 'out-of-scope', reason: 'depth' });

    for (const isResumed of [false, true])
      promise(
        `beginCrawl() that goes deeper takes in what was left out for its depth alone (resumed: ${isResumed})`,
        async (desk) => {
          const out = discovery('/out', { depth: 3, state: 'out-of-scope', reason: 'scope-prefix' });
          const discovered = [tooDeep('/3', 3), tooDeep('/4', 4), out];
          await desk.index(await desk.takeOne('/'), 'seed', { discovered });
          if (!isResumed) await desk.store.endCrawl(desk.site.id, { at: NOW, why: 'done' });
          const crawl = await desk.store.beginCrawl(desk.site.id, NOW + 1, { maxDepth: 3 });
          assert.equal(crawl.resumed, isResumed);
          const entries = (await desk.take(9)).map(({ url }) => url.slice(HOST.length));
          assert.deepEqual(entries, isResumed ? ['/3'] : ['/', '/3']);
          assert.equal(await desk.stateOf('/4'), 'out-of-scope depth');
        },
      );

    promise(
      'settle() that shows a shorter way takes in what lies behind it, as far as the crawl goes',
      async (desk) => {
        await desk.store.beginCrawl(desk.site.id, NOW, { maxDepth: 3 });
        const link = (path: string, depth: number) => discovery(path, { depth, links: [{ fragment: '', text: path }] });
        const behind = { ...tooDeep('/4', 4), links: [{ fragment: '', text: 'four' }] };
        const further = { ...tooDeep('/5', 5), links: [{ fragment: '', text: 'five' }] };
        await desk.index(await desk.takeOne('/'), 'seed', { discovered: [link('/slow', 1), link('/2', 2)] });
        const slow = await desk.takeOne('/slow');
        await desk.index(await desk.takeOne('/2'), '2', { discovered: [link('/3', 3)] });
        await desk.index(await desk.takeOne('/3'), '3', { discovered: [behind, further] });
        assert.deepEqual(await desk.take(), []);
        const settled = await desk.index(slow, 'slow', { discovered: [link('/3', 2)] });
        assert.equal(settled.ready, 2);
        const entries = (await desk.take(9)).map(({ url, depth }) => [url.slice(HOST.length), depth]);
        assert.deepEqual(entries, [
          ['/4', 3],
          ['/5', 3],
        ]);
      },
    );

    promise('settle() takes a shorter way into account that was found while the page was being read', async (desk) => {
      await desk.store.beginCrawl(desk.site.id, NOW, { maxDepth: 3 });
      const links = [{ fragment: '', text: 'x' }];
      await desk.index(await desk.takeOne('/'), 'seed', {
        discovered: [discovery('/slow'), discovery('/3', { depth: 3 })],
      });
      const slow = await desk.takeOne('/slow');
      const three = await desk.takeOne('/3');
      await desk.index(slow, 'slow', { discovered: [discovery('/3', { depth: 2, links })] });
      const settled = await desk.index(three, '3', { discovered: [{ ...tooDeep('/4', 4), links }] });
      assert.equal(settled.ready, 1);
      assert.equal((await desk.takeOne('/4')).depth, 3);
    });

    promise('beginCrawl() to another depth measures anew, along links and redirects', async (desk) => {
      const links = [{ fragment: '', text: 'x' }];
      await desk.index(await desk.takeOne('/'), 'seed', {
        discovered: [discovery('/slow', { links }), discovery('/old', { depth: 3 })],
      });
      const slow = await desk.takeOne('/slow');
      const moved = { state: 'redirected', reason: 'redirect', detail: `${HOST}/new` } as const;
      await desk.settle(await desk.takeOne('/old'), {
        ...moved,
        discovered: [discovery('/new', { depth: 3, hops: 1 })],
      });
      await desk.index(await desk.takeOne('/new'), 'new', { discovered: [discovery('/end', { depth: 4, links })] });
      await desk.index(slow, 'slow', { discovered: [discovery('/old', { depth: 2, links })] });
      assert.equal((await desk.rowOf('/end'))?.depth, 4, 'a crawl without a limit does not care');
      await desk.store.endCrawl(desk.site.id, { at: NOW, why: 'done' });
      await desk.store.beginCrawl(desk.site.id, NOW, { maxDepth: 3 });
      assert.deepEqual([(await desk.rowOf('/new'))?.depth, (await desk.rowOf('/end'))?.depth], [2, 3]);
    });

    promise('settle(depth) of an entry that was found nearer meanwhile lets it be visited', async (desk) => {
      await desk.discover('/page');
      const deep = discovery('/deep', { depth: 3 });
      await desk.index(await desk.takeOne('/page'), 'page', { discovered: [deep] });
      await desk.index(await desk.takeOne('/deep'), 'deep');
      await desk.store.endCrawl(desk.site.id, { at: NOW, why: 'done' });
      await desk.store.beginCrawl(desk.site.id, NOW, { maxDepth: 2 });
      const [, page, taken] = await desk.take(3);
      assert.ok(page && taken);
      await desk.index(page, 'page', { discovered: [{ ...deep, depth: 2 }] });
      assert.equal((await desk.settle(taken, { state: 'out-of-scope', reason: 'depth' })).ready, 1);
      assert.equal((await desk.takeOne('/deep')).depth, 2);
    });

    promise('settle() that shows a shorter way to a redirect takes in what lies behind its target', async (desk) => {
      await desk.store.beginCrawl(desk.site.id, NOW, { maxDepth: 3 });
      const links = [{ fragment: '', text: 'x' }];
      await desk.index(await desk.takeOne('/'), 'seed', {
        discovered: [discovery('/slow'), discovery('/old', { depth: 3 })],
      });
      const slow = await desk.takeOne('/slow');
      const moved = { state: 'redirected', reason: 'redirect', detail: `${HOST}/new` } as const;
      await desk.settle(await desk.takeOne('/old'), {
        ...moved,
        discovered: [discovery('/new', { depth: 3, hops: 1 })],
      });
      await desk.index(await desk.takeOne('/new'), 'new', { discovered: [{ ...tooDeep('/4', 4), links }] });
      assert.equal((await desk.index(slow, 'slow', { discovered: [discovery('/old', { depth: 2, links })] })).ready, 1);
      assert.equal((await desk.takeOne('/4')).depth, 3);
    });

    promise('endCrawl(max-pages) says so of every entry that is left, and the next crawl visits them', async (desk) => {
      await desk.discover('/a', '/b');
      await desk.settle(await desk.takeOne('/a'), { state: 'waiting', reason: 'retry', retryAt: NOW + 9 });
      await desk.store.endCrawl(desk.site.id, { at: NOW + 1, why: 'max-pages' });
      assert.equal(await desk.stateOf('/a'), 'out-of-scope max-pages');
      assert.equal(await desk.stateOf('/b'), 'out-of-scope max-pages');
      const last = await desk.store.lastCrawl(desk.site.id);
      assert.deepEqual([last?.why, last?.endedAt], ['max-pages', NOW + 1]);
      await desk.store.beginCrawl(desk.site.id, NOW + 2);
      assert.equal((await desk.take(9)).length, 3);
    });

    promise('endCrawl(max-pages) says of a page that is in the index that it was not visited', async (desk) => {
      await desk.discover('/a');
      await desk.index(await desk.takeOne('/a'), 'a');
      await desk.endAndBegin();
      await desk.index(await desk.takeOne('/'), 'seed');
      await desk.store.endCrawl(desk.site.id, { at: NOW, why: 'max-pages' });
      assert.equal(await desk.stateOf('/a'), 'unchanged not-visited');
    });

    promise('openSite() keeps where the seeds have led while the seeds stay the same', async (desk) => {
      await desk.settle(await desk.takeOne(), { movedSeedTo: 'https://moved.example/' });
      const same = await desk.store.openSite(siteSettings());
      assert.equal(same.id, desk.site.id);
      assert.deepEqual(same.anchors, [`${HOST}/`, 'https://moved.example/']);
      const other = await desk.store.openSite(siteSettings({ seeds: [`${HOST}/other/`] }));
      assert.deepEqual([other.id, other.anchors], [desk.site.id, [`${HOST}/other/`]]);
    });

    promise('openSite() with another scope forgets validators, so that every link is judged again', async (desk) => {
      const page = pageRecord('seed', { etag: '"1"', lastModified: 'Thu, 01 Jan 2026 00:00:00 GMT' });
      await desk.settle(await desk.takeOne(), { state: 'indexed', reason: 'ok', page });
      await desk.store.openSite(siteSettings());
      await desk.endAndBegin();
      const kept = await desk.takeOne();
      assert.deepEqual([kept.etag, kept.lastModified], ['"1"', 'Thu, 01 Jan 2026 00:00:00 GMT']);
      await desk.store.openSite(siteSettings({ scope: 'host' }));
      await desk.store.beginCrawl(desk.site.id, NOW + 2);
      const fresh = await desk.takeOne();
      assert.deepEqual([fresh.etag, fresh.lastModified], [null, null]);
    });

    promise('sites are apart: frontier, duplicates and counts', async (desk) => {
      await desk.discover('/a');
      const other = await desk.store.openSite(siteSettings({ name: 'other', seeds: ['https://other.example/'] }));
      await desk.store.beginCrawl(other.id, NOW);
      const [entry, ...more] = await desk.store.take(other.id, { limit: 5, now: NOW });
      assert.ok(entry);
      assert.deepEqual([entry.url, more.length], ['https://other.example/', 0]);
      const page = pageRecord('seed');
      const ids = { siteId: other.id, entryId: entry.id };
      const settled = await desk.store.settle({ ...ids, at: NOW, state: 'indexed', reason: 'ok', page });
      assert.equal(settled.state, 'indexed');
      assert.equal((await desk.store.counts(other.id)).found, 1);
      assert.equal((await desk.store.counts(other.id)).outbox, 1);
      assert.deepEqual(
        (await desk.store.sites()).map(({ name: siteName }) => siteName),
        ['docs.example', 'other'],
      );
    });

    promise('changes() gives the page that another site has of a URL that leaves this one', async (desk) => {
      await desk.discover('/a');
      await desk.index(await desk.takeOne('/a'), 'a');
      const other = await desk.store.openSite(siteSettings({ name: 'other', seeds: [`${HOST}/a`] }));
      await desk.store.beginCrawl(other.id, NOW);
      const [entry] = await desk.store.take(other.id, { limit: 1, now: NOW });
      const page = pageRecord('the same page of another site');
      await desk.store.settle({
        siteId: other.id,
        entryId: entry?.id ?? 0,
        at: NOW,
        state: 'indexed',
        reason: 'ok',
        page,
      });
      await desk.acknowledgeAll();
      await desk.endAndBegin();
      for (const one of await desk.take(9)) await desk.settle(one);
      await desk.settleLosses(true);
      const changes = await desk.store.changes(9);
      assert.deepEqual(
        changes.map(({ url, site, page: kept }) => [url, site, kept && new TextDecoder().decode(kept.extracted)]),
        [
          [`${HOST}/`, 'docs.example', undefined],
          [`${HOST}/a`, 'other', 'the same page of another site'],
        ],
      );
    });

    promise('settle() of a page that another site has seen later, as it is, tells the index nothing', async (desk) => {
      await desk.index(await desk.takeOne(), 'same');
      const other = await desk.store.openSite(siteSettings({ name: 'docs.example/a', seeds: [`${HOST}/`] }));
      await desk.store.beginCrawl(other.id, NOW);
      const [entry] = await desk.store.take(other.id, { limit: 1, now: NOW });
      const ids = { siteId: other.id, entryId: entry?.id ?? 0, at: NOW + 10 };
      await desk.store.settle({ ...ids, state: 'indexed', reason: 'ok', page: pageRecord('same') });
      await desk.endAndBegin();
      await desk.acknowledgeAll();
      await desk.settle(await desk.takeOne(), { state: 'unchanged', reason: 'unchanged', at: NOW + 5 });
      assert.deepEqual(await desk.outbox(), []);
    });

    promise('settle() leaves other pages the time at which they were seen', async (desk) => {
      await desk.discover('/later', '/sooner');
      await desk.index(await desk.takeOne('/later'), 'later', { at: NOW + 1_000 });
      await desk.index(await desk.takeOne('/sooner'), 'sooner', { at: NOW + 1 });
      const later = (await desk.store.changes(9)).find(({ url }) => url === `${HOST}/later`);
      assert.equal(later?.page?.fetchedAt, NOW + 1_000);
    });

    promise(
      'changes() has of a URL that two sites have the page that was seen last, as one of the narrower site, also when all is put in',
      async (desk) => {
        await desk.index(await desk.takeOne(), 'old');
        const other = await desk.store.openSite(siteSettings({ name: 'docs.example/a', seeds: [`${HOST}/`] }));
        const visitOther = async (outcome: Partial<Settlement>) => {
          await desk.store.beginCrawl(other.id, NOW);
          const [entry] = await desk.store.take(other.id, { limit: 1, now: NOW });
          const ids = { siteId: other.id, entryId: entry?.id ?? 0 };
          await desk.store.settle({ ...ids, at: NOW, state: 'indexed', reason: 'ok', ...outcome });
          await desk.store.endCrawl(other.id, { at: NOW, why: 'done' });
        };
        await visitOther({ at: NOW + 10, page: pageRecord('new') });
        await desk.acknowledgeAll();
        const changed = async () =>
          (await desk.store.changes(9)).map(({ site, page }) => [
            site,
            page && new TextDecoder().decode(page.extracted),
          ]);
        await desk.endAndBegin();
        await desk.settle(await desk.takeOne(), { state: 'unchanged', reason: 'unchanged', at: NOW + 20 });
        assert.deepEqual(
          await changed(),
          [['docs.example/a', 'old']],
          'it was changed back, and this site sees it as it was',
        );
        await desk.acknowledgeAll();
        await visitOther({ at: NOW + 30, state: 'unchanged', reason: 'unchanged' });
        await desk.acknowledgeAll();
        await visitOther({ at: NOW + 40, state: 'unchanged', reason: 'unchanged' });
        assert.deepEqual(await changed(), [], 'the index has it as this site knows it');
        await desk.store.requeueAll();
        assert.deepEqual(await changed(), [
          ['docs.example/a', 'new'],
          ['docs.example/a', 'new'],
        ]);
        await visitOther({ at: NOW + 10 ** 12, page: pageRecord('of a clock that was wrong') });
        await desk.acknowledgeAll();
        await desk.endAndBegin();
        const newest = pageRecord('newest');
        await desk.settle(await desk.takeOne(), { state: 'indexed', reason: 'ok', page: newest, at: NOW + 50 });
        await desk.store.requeueAll();
        assert.deepEqual(
          (await changed()).map(([, text]) => text),
          ['newest', 'newest'],
        );
        const kept = await desk.store.pages({ after: 0, limit: 9 });
        assert.deepEqual(
          kept.map(({ site }) => site),
          ['docs.example/a', 'docs.example/a'],
        );
      },
    );

    promise('urls() pages through all URLs without gap or overlap, filtered by state and reason', async (desk) => {
      const paths = Array.from({ length: 25 }, (_, i) => `/${i}`);
      await desk.discover(...paths);
      const seen: string[] = [];
      for (let after = 0; ; ) {
        const rows = await desk.store.urls(desk.site.id, { after, limit: 7 });
        const last = rows.at(-1);
        if (last === undefined) break;
        seen.push(...rows.map(({ url }) => url.slice(HOST.length)));
        after = last.id;
      }
      assert.deepEqual(seen, ['/', ...paths]);
      const filtered = await desk.store.urls(desk.site.id, { after: 0, limit: 5, state: 'ready', reason: 'found' });
      assert.equal(filtered.length, 5);
      assert.equal(filtered[0]?.foundOn, `${HOST}/`);
      assert.deepEqual(await desk.store.urls(desk.site.id, { after: 0, limit: 5, state: 'ready', reason: 'ok' }), []);
    });

    promise('saveRobots() keeps one file an origin, for every site, in place of the older one', async (desk) => {
      const file = (text: string, fetchedAt: number) => ({ body: new TextEncoder().encode(text), fetchedAt });
      assert.equal(await desk.store.robots(HOST), undefined);
      await desk.store.saveRobots(HOST, file('old', NOW));
      await desk.store.saveRobots(`${HOST}:8443`, file('', NOW));
      await desk.store.saveRobots(HOST, file('new', NOW + 1));
      desk.store = await fixture.reopen(desk.store);
      const kept = await desk.store.robots(HOST);
      assert.equal(new TextDecoder().decode(kept?.body), 'new');
      assert.equal(kept?.fetchedAt, NOW + 1);
      assert.equal((await desk.store.robots(`${HOST}:8443`))?.body.length, 0);
      assert.equal(await desk.store.robots(HOST.replace('https', 'http')), undefined);
    });

    promise('pages() gives each page once, with the texts of the links of other pages', async (desk) => {
      const link = (text: string) => ({ links: [{ fragment: 'f', text }] });
      await desk.index(await desk.takeOne('/'), 'seed', {
        discovered: [discovery('/a', link('to a')), discovery('/b')],
      });
      await desk.index(await desk.takeOne('/a'), 'a', { discovered: [discovery('/a', link('to itself'))] });
      await desk.settle(await desk.takeOne('/b'));
      const first = await desk.store.pages({ after: 0, limit: 1 });
      const rest = await desk.store.pages({ after: first[0]?.place ?? 0, limit: 9 });
      assert.deepEqual(
        [...first, ...rest].map(({ url, site, extracted, inlinks }) => [
          url.slice(HOST.length),
          site,
          new TextDecoder().decode(extracted),
          inlinks,
        ]),
        [
          ['/', 'docs.example', 'seed', []],
          ['/a', 'docs.example', 'a', [{ source: `${HOST}/`, text: 'to a' }]],
        ],
      );
    });

    promise('what has resolved is there after closing and opening', async (desk) => {
      await desk.discover('/a');
      await desk.index(await desk.takeOne('/a'), 'a');
      const [counts, rows, changes] = [
        await desk.counts(),
        await desk.store.urls(desk.site.id, { after: 0, limit: 9 }),
        await desk.store.changes(9),
      ];
      desk.store = await fixture.reopen(desk.store);
      assert.deepEqual(await desk.counts(), counts);
      assert.deepEqual(await desk.store.urls(desk.site.id, { after: 0, limit: 9 }), rows);
      assert.deepEqual(await desk.store.changes(9), changes);
    });

    testStoreAgainstModel(fixture);
  });

  describe(`${name}: depths`, () => testDepths(fixture));
  describe(`${name}: losses that are confirmed`, () => testLosses(fixture));
  describe(`${name}: canonical URLs and twins`, () => testCanonicals(fixture));
  describe(`${name}: links to pages`, () => testLinks(fixture));
  describe(`${name}: foresight`, () => testForesight(fixture));
}
