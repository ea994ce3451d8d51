import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import { Fault, type FaultCode } from '../model/errors.ts';

const isFault = (code: FaultCode, says: RegExp) => (cause: unknown) => {
  assert.ok(cause instanceof Fault);
  assert.equal(cause.code, code);
  assert.match(cause.message, says);
  return true;
};

const never = new AbortController().signal;
/** Two pages, and one that never answers. */
const HANGING = { '/': page('home', '/a', '/hangs'), '/a': page('alpha'), '/hangs': { misbehaves: 'stall' } } as const;

/** Resolves when the site was asked for this path. */
async function asked(bench: CrawlBench, path: string): Promise<void> {
  while (!bench.asked.includes(path)) await bench.clock.advance(10);
}

for (const [seed, code, says] of [
  ['docs.python.org/3', 'not-a-url', /Did you mean https:\/\/docs\.python\.org\/3\?/],
  ['ftp://example.org/', 'not-a-url', /http:\/\/ or https:\/\//],
  ['', 'not-a-url', /http:\/\/ or https:\/\//],
] as const)
  CrawlBench.test(`LocalCrawls.start() refuses the seed ${JSON.stringify(seed)} with a hint`, {}, async (bench) => {
    await assert.rejects(bench.start({ seeds: [seed] }), isFault(code, says));
    assert.deepEqual(bench.lockLog, []);
  });

CrawlBench.test('LocalCrawls.start() refuses settings that cannot work', {}, async (bench) => {
  await assert.rejects(bench.start({ seeds: [] }), isFault('usage', /at least one URL/));
  const remote = ['http://docs.example/'];
  await assert.rejects(bench.start({ seeds: remote, rps: 0 }), isFault('settings-invalid', /loopback.*docs\.example/));
  assert.deepEqual(await bench.store.sites(), []);
  assert.deepEqual(bench.site.requests, []);
});

CrawlBench.test(
  'LocalCrawls.start() of a site that is being crawled gives the crawl that runs',
  HANGING,
  async (bench) => {
    const [first, second] = await Promise.all([bench.start(), bench.start()]);
    assert.equal(second.id, first.id);
    await asked(bench, '/hangs');
    assert.equal(bench.asked.filter((path) => path === '/').length, 1);
    assert.equal(bench.crawls.list().length, 1);
    await bench.during(bench.crawls.stop(first.id));
  },
);

CrawlBench.test(
  'LocalCrawls.stop() lets go of what is in flight, and the next start continues',
  HANGING,
  async (bench) => {
    const { id } = await bench.start();
    await asked(bench, '/hangs');
    await bench.during(bench.crawls.stop(id));
    const stopped = bench.crawls.get(id);
    assert.equal(stopped?.state, 'stopped');
    assert.ok(stopped?.endedAt !== null);
    await bench.clock.advance(3_600_000);
    bench.site.routes['/hangs'] = page('at last');
    const again = await bench.crawl();
    assert.deepEqual([again.id, again.resumed, again.state], [id, true, 'done']);
    assert.ok(again.revision > (stopped?.revision ?? 0), 'what is new to whoever watched the run before');
    assert.ok(again.elapsedMs < 3_600_000, 'the time of this run, as its requests are those of this run');
    assert.deepEqual(await bench.found('last'), ['/hangs']);
    const counts = (path: string) => bench.asked.filter((one) => one === path).length;
    assert.deepEqual([counts('/'), counts('/a'), counts('/hangs')], [1, 1, 2]);
  },
);

CrawlBench.test(
  'LocalCrawls: a crawl has taken as long as it has, also when the clock of the machine is set meanwhile',
  HANGING,
  async (bench) => {
    const { id } = await bench.start();
    await asked(bench, '/hangs');
    await bench.clock.advance(2_000);
    bench.clock.setWall(-3_600_000);
    await bench.during(bench.crawls.stop(id));
    const { elapsedMs = Number.NaN } = bench.crawls.get(id) ?? {};
    assert.ok(elapsedMs >= 2_000 && elapsedMs < 60_000, `${elapsedMs} ms`);
  },
);

CrawlBench.test(
  'LocalCrawls.start() of a site whose crawl is being stopped waits for its end and continues it',
  HANGING,
  async (bench) => {
    const { id } = await bench.start();
    await asked(bench, '/hangs');
    bench.site.routes['/hangs'] = page('at last');
    const stopping = bench.crawls.stop(id);
    const again = await bench.during(bench.start());
    assert.deepEqual([again.id, again.resumed, again.endedAt], [id, true, null]);
    await bench.during(stopping);
    assert.equal((await bench.ended(again)).state, 'done');
  },
);

CrawlBench.test('LocalCrawls.stop() ends a crawl also when its store answers no more', HANGING, async (bench) => {
  const { id } = await bench.start();
  await asked(bench, '/hangs');
  bench.store.counts = () => Promise.reject(new Fault('store-failed', 'the disk is gone'));
  await bench.during(bench.crawls.stop(id));
  const { state, endedAt } = bench.crawls.get(id) ?? {};
  assert.equal(state, 'stopped');
  assert.notEqual(endedAt, null);
  assert.equal(bench.lockLog.at(-1), 'release');
});

CrawlBench.test('LocalCrawls.next() leaves nothing behind on a signal that outlives it', HANGING, async (bench) => {
  const { signal } = new AbortController();
  const { id } = await bench.start();
  for (let after = -1; after < 20; ) {
    const progress = await bench.during(bench.crawls.next(id, { after, signal }));
    after = progress?.revision ?? 20;
  }
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  await bench.during(bench.crawls.stop(id));
});

CrawlBench.test('LocalCrawls.list() keeps the last few crawls of a site', { '/': page('home') }, async (bench) => {
  for (let n = 0; n < 8; n += 1) await bench.crawl();
  assert.deepEqual(
    bench.crawls.list().map(({ number }) => number),
    [8, 7, 6, 5, 4, 3],
  );
});

CrawlBench.test(
  'LocalCrawls holds the lock while any crawl runs, and lets it go after the last',
  HANGING,
  async (bench) => {
    const { id } = await bench.start();
    await asked(bench, '/hangs');
    assert.deepEqual(
      bench.lockLog.filter((one) => one === 'release'),
      [],
    );
    await bench.during(bench.crawls.stop(id));
    assert.equal(bench.lockLog.at(-1), 'release');
  },
);

CrawlBench.test('LocalCrawls keeps the lock for a crawl that starts while another one ends', HANGING, async (bench) => {
  const first = await bench.start();
  await asked(bench, '/hangs');
  bench.site.routes['/hangs/'] = { misbehaves: 'stall' };
  const openSite = bench.store.openSite.bind(bench.store);
  const gate = Promise.withResolvers<void>();
  bench.store.openSite = async (settings) => {
    await gate.promise;
    return openSite(settings);
  };
  const second = bench.start({ seeds: [`${bench.site.url}/hangs/`] });
  const stopping = bench.crawls.stop(first.id);
  await bench.clock.advance(1_000);
  gate.resolve();
  const { id } = await second;
  await bench.during(stopping);
  assert.notEqual(bench.lockLog.at(-1), 'release', 'the second crawl runs');
  await bench.during(bench.crawls.stop(id));
  assert.equal(bench.lockLog.at(-1), 'release');
});

CrawlBench.test(
  'LocalCrawls.next() gives only newer snapshots, and the latest when aborted',
  HANGING,
  async (bench) => {
    const first = await bench.start();
    let after = first.revision;
    for (let n = 0; n < 3; n += 1) {
      const progress = await bench.during(bench.crawls.next(first.id, { after, signal: never }));
      assert.ok(progress && progress.revision > after);
      const sum = Object.values(progress.states).reduce((total, count) => total + count, 0);
      assert.equal(sum, progress.found);
      after = progress.revision;
    }
    const abort = new AbortController();
    const waiting = bench.crawls.next(first.id, { after: after + 1_000, signal: abort.signal });
    abort.abort();
    assert.equal((await waiting)?.id, first.id);
    assert.equal(await bench.crawls.next('no such crawl', { after: 0, signal: never }), undefined);
    await bench.during(bench.crawls.stop(first.id));
  },
);

CrawlBench.test('LocalCrawls tells a fault of the store in the last snapshot, and ends', HANGING, async (bench) => {
  const progress = await bench.start();
  const gone = async () => {
    throw new Fault('store-failed', 'The disk is full.');
  };
  Object.assign(bench.store, { settle: gone, counts: gone });
  const last = await bench.ended(progress);
  assert.equal(last.state, 'failed');
  assert.equal(last.why, 'The disk is full.');
  assert.equal(bench.lockLog.at(-1), 'release');
});

CrawlBench.test(
  'LocalCrawls tells in the last snapshot that its indexing is gone, and ends',
  HANGING,
  async (bench) => {
    bench.site.routes['/hangs'] = page('at last');
    const gone = async () => {
      throw new Fault('internal', 'The thread has ended.');
    };
    Object.assign(bench.indexer, { drain: gone, trouble: gone });
    const last = await bench.crawl();
    assert.deepEqual([last.state, last.why], ['failed', 'The thread has ended.']);
    assert.equal(bench.lockLog.at(-1), 'release');
  },
);

CrawlBench.test(
  'LocalCrawls.start() gives the index what an earlier run has left, though the site answers nothing',
  { ...HANGING, '/hangs': page('at last') },
  async (bench) => {
    await bench.crawl();
    await bench.clock.advance(10_000); // the indexer sleeps
    await bench.index.apply([{ kind: 'delete', url: `${bench.site.url}/a` }]);
    await bench.store.requeueAll();
    for (const path of bench.asked) bench.site.routes[path] = { misbehaves: 'stall' };
    const { id } = await bench.start();
    while ((await bench.found('alpha')).length === 0) await bench.clock.advance(10);
    await bench.during(bench.crawls.stop(id));
  },
);

CrawlBench.test('LocalCrawls runs crawls of two sites at once, newest first in the list', HANGING, async (bench) => {
  bench.site.routes['/docs/'] = page('docs');
  const first = await bench.start();
  const second = await bench.crawl({ seeds: [`${bench.site.url}/docs/`] });
  assert.equal(second.state, 'done');
  assert.deepEqual(
    bench.crawls.list().map(({ id }) => id),
    [second.id, first.id],
  );
  await bench.during(bench.crawls.stop(first.id));
});

CrawlBench.test(
  'LocalCrawls.catchUp() gives the index what it lacks, and keeps the lock for as long as it or a crawl needs it',
  HANGING,
  async (bench) => {
    bench.site.routes['/hangs'] = page('at last');
    await bench.crawl();
    await bench.index.apply([{ kind: 'delete', url: `${bench.site.url}/a` }]);
    await bench.store.requeueAll();
    bench.lockLog.length = 0;
    await bench.during(bench.crawls.catchUp(() => undefined));
    assert.deepEqual(await bench.found('alpha'), ['/a']);
    assert.ok(bench.lockLog.includes('acquire'));
    assert.equal(bench.lockLog.at(-1), 'release');

    bench.site.routes['/'] = { misbehaves: 'stall' };
    const { id } = await bench.start();
    await bench.during(bench.crawls.catchUp(() => undefined));
    assert.notEqual(bench.lockLog.at(-1), 'release', 'the crawl runs');
    await bench.during(bench.crawls.stop(id));
    assert.equal(bench.lockLog.at(-1), 'release');
  },
);

CrawlBench.test(
  'LocalCrawls.catchUp() tells how many pages are left while the index is away',
  HANGING,
  async (bench) => {
    bench.site.routes['/hangs'] = page('at last');
    await bench.crawl();
    await bench.store.requeueAll();
    const apply = bench.index.apply.bind(bench.index);
    bench.index.apply = async () => {
      throw new Fault('index-unavailable', 'away');
    };
    const waiting: number[] = [];
    const caughtUp = bench.crawls.catchUp((pages) => {
      waiting.push(pages);
      bench.index.apply = apply;
    });
    await bench.during(caughtUp);
    assert.deepEqual([...new Set(waiting)], [3]);
  },
);

CrawlBench.test('LocalCrawls.catchUp() fills the index also when nobody can be told of it', HANGING, async (bench) => {
  bench.site.routes['/hangs'] = page('at last');
  await bench.crawl();
  await bench.store.requeueAll();
  const apply = bench.index.apply.bind(bench.index);
  let isAway = true;
  bench.index.apply = async (...args) => {
    if (isAway) throw new Fault('index-unavailable', 'away');
    return apply(...args);
  };
  const counts = bench.store.counts.bind(bench.store);
  bench.store.counts = async (siteId) => {
    if (!isAway) return counts(siteId);
    isAway = false;
    throw new Fault('store-failed', 'locked');
  };
  await bench.during(bench.crawls.catchUp(() => assert.fail('told')));
  assert.equal((await bench.store.changes(10)).length, 0);
});
