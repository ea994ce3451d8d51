import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { CrawlStore, Discovery } from '../../src/store/crawl-store.ts';
import { type CrawlStoreFixture, discovery, HOST, NOW, pageRecord, siteSettings } from './crawl-store-fixture.ts';

/** Each page of the site, with the texts of its links by the path and fragment that they lead to. */
type Web = Record<string, Record<string, string>>;

/** A site whose pages are indexed one after the other, as they are found. */
class WebDesk {
  readonly store: CrawlStore;
  readonly siteId: number;

  constructor(store: CrawlStore, siteId: number) {
    this.store = store;
    this.siteId = siteId;
  }

  /** A crawl of all pages; each is indexed before the next one is settled. `unchanged` are answered without a body. */
  async crawl(web: Web, { unchanged = [] }: { unchanged?: readonly string[] } = {}): Promise<void> {
    const { store, siteId } = this;
    await store.beginCrawl(siteId, NOW);
    for (let [entry] = await this.#next(); entry !== undefined; [entry] = await this.#next()) {
      const path = entry.url.slice(HOST.length);
      const at = { siteId, entryId: entry.id, at: NOW };
      if (unchanged.includes(path)) await store.settle({ ...at, state: 'unchanged', reason: 'unchanged' });
      else if (web[path] === undefined) await store.settle({ ...at, state: 'gone', reason: 'gone-404' });
      else {
        const page = pageRecord(path, { extracted: new TextEncoder().encode(path) });
        await store.settle({ ...at, state: 'indexed', reason: 'ok', page, discovered: linksOf(web[path]) });
      }
      await this.indexAll();
    }
    await store.settleLosses(siteId, { accept: true });
    await this.indexAll();
  }

  end(): Promise<void> {
    return this.store.endCrawl(this.siteId, { at: NOW, why: 'done' });
  }

  /** Resolves with the pages that were in the outbox, each with its class and the texts of links to it. */
  async indexAll(): Promise<string[]> {
    const changes = await this.store.changes(10_000);
    await this.store.acknowledge(changes);
    return changes.map(({ url, page }) =>
      [url.slice(HOST.length), page?.linkClass, ...(page?.anchorTexts.map(({ text }) => text) ?? [])].join(' '),
    );
  }

  /** Looks at all pages; how many parts that took, and how many pages were put into the outbox. */
  async lookAgain(): Promise<{ parts: number; requeued: number }> {
    const done = { parts: 0, requeued: 0 };
    for (let after: number | null = 0; after !== null; ) {
      const { next, requeued } = await this.store.requeueLinked(this.siteId, { after });
      done.parts += 1;
      done.requeued += requeued;
      after = next;
    }
    return done;
  }

  #next() {
    return this.store.take(this.siteId, { limit: 1, now: NOW });
  }
}

function linksOf(texts: Record<string, string>): Discovery[] {
  return Object.entries(texts).map(([href, text]) => {
    const [path = '', fragment = ''] = href.split('#');
    return discovery(path, { links: [{ fragment, text }] });
  });
}

/** Every page of `WebDesk` has it. */
const TITLE = pageRecord('').title;

/** Each page links to the next one; the last two call the first and the second by other names. */
const CHAIN: Web = {
  '/': { '/a': 'first' },
  '/a': { '/b': 'second' },
  '/b': { '/c': 'third', '/': 'start', '/a': 'beginning' },
  '/c': { '/': 'start', '/a': 'beginning' },
};

/** What the port promises of links that are found after their target was indexed. */
export function testLinks(fixture: CrawlStoreFixture): void {
  const promise = (says: string, check: (desk: WebDesk) => Promise<void>) =>
    it(says, async () => {
      const store = await fixture.open();
      try {
        await check(new WebDesk(store, (await store.openSite(siteSettings())).id));
      } finally {
        await store.close();
      }
    });

  promise('requeueLinked() puts pages into the outbox that have got links since they were indexed', async (desk) => {
    await desk.crawl(CHAIN);
    assert.equal((await desk.lookAgain()).requeued, 2);
    assert.deepEqual(await desk.indexAll(), ['/ 2 start', '/a 2 beginning first']);
    assert.deepEqual(await desk.lookAgain(), { parts: 1, requeued: 0 }, 'once is enough');
  });

  promise('requeueLinked() after a crawl that found nothing new puts nothing into the outbox', async (desk) => {
    await desk.crawl(CHAIN);
    await desk.lookAgain();
    await desk.indexAll();
    await desk.end();
    await desk.crawl(CHAIN);
    assert.equal((await desk.lookAgain()).requeued, 0, 'sent whole, and the same');
    await desk.end();
    await desk.crawl(CHAIN, { unchanged: Object.keys(CHAIN) });
    assert.equal((await desk.lookAgain()).requeued, 0, 'answered by 304');
  });

  promise('requeueLinked() notices what several links call a page anew, and when most are gone', async (desk) => {
    await desk.crawl(CHAIN);
    await desk.lookAgain();
    await desk.indexAll();
    await desk.end();
    await desk.crawl({ ...CHAIN, '/c': { '/': 'home' } });
    assert.equal((await desk.lookAgain()).requeued, 0, 'one link may say anything');
    await desk.end();
    await desk.crawl({ ...CHAIN, '/b': { '/c': 'third', '/': 'home' }, '/c': { '/': 'home' } });
    await desk.lookAgain();
    assert.deepEqual(await desk.indexAll(), ['/ 2 home', '/a 1 first']);
    await desk.end();
    const { '/b': _, '/c': __, ...without } = CHAIN;
    await desk.crawl(without);
    await desk.lookAgain();
    assert.deepEqual(await desk.indexAll(), ['/ 0']);
  });

  promise('requeueLinked() notices that pages have left that linked to one', async (desk) => {
    await desk.crawl(CHAIN);
    await desk.lookAgain();
    await desk.indexAll();
    await desk.end();
    const { '/b': _, '/c': __, ...without } = CHAIN;
    await desk.crawl(without, { unchanged: ['/', '/a'] });
    await desk.lookAgain();
    assert.deepEqual(await desk.indexAll(), ['/ 0', '/a 1 first']);
  });

  promise('requeueLinked() leaves a page alone that is called only by the names of its places', async (desk) => {
    await desk.crawl({ '/': { '/a': 'a', '/b': 'b' }, '/a': {}, '/b': { '/a': 'a' } });
    await desk.lookAgain();
    await desk.end();
    const names = {
      '/a': 'a',
      '/a#os.path.join': 'join(a, *paths)',
      '/a#os.path.split': 'os.path.split()',
      '/a#note': '[1]',
    };
    await desk.crawl({ '/': { '/a': 'a', '/b': 'b' }, '/a': {}, '/b': names });
    assert.equal((await desk.lookAgain()).requeued, 0);
    await desk.end();
    const glued = { '/a#os.path.join': 'glue' };
    await desk.crawl({ '/': { '/a': 'a', '/b': 'b', ...glued }, '/a': {}, '/b': { ...names, ...glued } });
    assert.equal((await desk.lookAgain()).requeued, 1);
  });

  promise('requeueLinked() notices when more pages link to one, and that nothing else has changed', async (desk) => {
    const others = ['/1', '/2', '/3', '/4', '/5'];
    const webWith = (linking: number): Web => ({
      '/': Object.fromEntries(['/a', ...others].map((path) => [path, TITLE])),
      '/a': {},
      ...Object.fromEntries(others.map((path, i) => [path, i < linking ? { '/a': TITLE } : {}])),
    });
    await desk.crawl(webWith(0));
    await desk.lookAgain();
    const requeued: string[][] = [];
    for (const linking of [1, 2, 3, 4]) {
      await desk.end();
      await desk.crawl(webWith(linking));
      await desk.lookAgain();
      assert.ok((await desk.store.changes(10)).every(({ isOnlyLinks }) => isOnlyLinks));
      requeued.push(await desk.indexAll());
    }
    assert.deepEqual(
      requeued,
      [['/a 2 Title'], [], [], ['/a 3 Title']],
      'from one page to five, by classes; that several call it by its title is no news',
    );
  });

  promise('requeueLinked() notices when several links call a page what only one had called it', async (desk) => {
    await desk.crawl({
      '/': { '/a': 'zebra', '/b': TITLE, '/c': 'quokka' },
      '/a': {},
      '/b': { '/a': 'zebra', '/c': 'numbat' },
      '/c': {},
    });
    await desk.lookAgain();
    const changes = await desk.store.changes(10);
    const whole = changes.filter(({ isOnlyLinks }) => !isOnlyLinks);
    assert.deepEqual(
      whole.map(({ url, page }) => [url.slice(HOST.length), page?.anchorTexts]),
      [['/a', [{ fragment: '', text: 'zebra', isUsual: true }]]],
    );
    await desk.indexAll();
    assert.equal((await desk.lookAgain()).requeued, 0);
  });

  promise('changes() gives the same of equally common texts, whichever were found first', async (desk) => {
    const paths = Array.from({ length: 20 }, (_, i) => `/${i}`);
    const links = paths.map((path, i) => [path, { '/a': `text ${i}`, '/b': `text ${paths.length - 1 - i}` }]);
    const seed = Object.fromEntries([...paths, '/a', '/b'].map((path) => [path, '']));
    await desk.crawl({ '/': seed, '/a': {}, '/b': {}, ...Object.fromEntries(links) });
    await desk.store.requeueAll();
    const [a, b] = ['/a', '/b'].map(async (path) => {
      const change = (await desk.store.changes(100)).find(({ url }) => url === HOST + path);
      return change?.page?.anchorTexts;
    });
    assert.equal((await a)?.length, 16);
    assert.deepEqual(await a, await b);
  });

  promise('acknowledge() of new links does not take their texts for indexed', async (desk) => {
    const web: Web = { '/': { '/a': 'a', '/b': 'b' }, '/a': {}, '/b': {} };
    await desk.crawl(web);
    await desk.lookAgain();
    await desk.end();
    await desk.crawl({ ...web, '/b': { '/a': 'zebra' } });
    await desk.lookAgain();
    assert.deepEqual(await desk.indexAll(), ['/a 2 a zebra'], 'one link may say anything, but it is a link');
    await desk.end();
    await desk.crawl({ '/': { ...web['/'], '/c': 'c' }, '/a': {}, '/b': { '/a': 'zebra' }, '/c': { '/a': 'zebra' } });
    await desk.lookAgain();
    const changes = await desk.store.changes(10);
    assert.deepEqual(
      changes.map(({ url, isOnlyLinks }) => `${new URL(url).pathname} ${isOnlyLinks}`),
      ['/a false'],
      'what two links say is indexed',
    );
  });

  promise('settle() of a page whose links have changed has it indexed as a whole', async (desk) => {
    await desk.crawl(CHAIN);
    await desk.lookAgain();
    await desk.store.requeueAll();
    assert.ok((await desk.store.changes(10)).every(({ isOnlyLinks }) => !isOnlyLinks));
  });

  promise('requeueLinked() that was interrupted begins anew, and repeats nothing', async (desk) => {
    await desk.crawl(CHAIN);
    await desk.store.requeueLinked(desk.siteId, { after: 0 });
    await desk.indexAll();
    assert.equal((await desk.lookAgain()).requeued, 0);
  });

  promise(
    'requeueLinked() passes over pages that wait in the outbox, and knows what they are indexed with',
    async (desk) => {
      await desk.crawl(CHAIN);
      await desk.store.requeueAll();
      assert.equal((await desk.lookAgain()).requeued, 0);
      assert.equal((await desk.indexAll()).length, 4);
      assert.equal((await desk.lookAgain()).requeued, 0);
    },
  );

  promise('requeueLinked() does a large site in parts that are short', async (desk) => {
    const paths = Array.from({ length: 1200 }, (_, i) => `/${i}`);
    const web: Web = { '/': Object.fromEntries(paths.map((path) => [path, 'page'])) };
    for (const path of paths) web[path] = { '/': `from ${path}` };
    await desk.crawl(web);
    const { parts, requeued } = await desk.lookAgain();
    assert.ok(parts > 4, `${parts} parts`);
    assert.equal(requeued, 1, 'what only the seed links to was known');
    const [seed = ''] = await desk.indexAll();
    assert.match(seed, /^\/ 6( from \/\d+){16}$/, 'of very many texts some are indexed');
  });

  promise('requeueLinked() after a crawl that read no page anew looks at none', async (desk) => {
    const paths = Array.from({ length: 300 }, (_, i) => `/${i}`);
    const web: Web = { '/': Object.fromEntries(paths.map((path) => [path, 'page'])) };
    for (const path of paths) web[path] = {};
    await desk.crawl(web);
    assert.ok((await desk.lookAgain()).parts > 1);
    await desk.end();
    await desk.crawl(web, { unchanged: Object.keys(web) });
    assert.deepEqual(await desk.lookAgain(), { parts: 1, requeued: 0 });
  });

  promise(
    'changes() gives short texts of other pages, the most used first, and the class of their number',
    async (desk) => {
      const web: Web = { '/': { '/a': 'rare' }, '/a': { '/a': 'own' } };
      for (const path of ['/1', '/2', '/3']) {
        web['/'] = { ...web['/'], [path]: path };
        web[path] = { '/a': path === '/3' ? 'x'.repeat(101) : 'usual' };
      }
      await desk.crawl(web);
      await desk.store.requeueAll();
      const ofA = (await desk.store.changes(10)).find(({ url }) => url.endsWith('/a'));
      assert.deepEqual(
        ofA?.page?.anchorTexts.map(({ isUsual }) => isUsual),
        [true, false],
      );
      const indexed = await desk.indexAll();
      assert.ok(indexed.includes('/a 2 usual rare'), indexed.join('\n'));
    },
  );
}
