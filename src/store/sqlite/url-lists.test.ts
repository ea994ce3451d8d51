import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { REASONS, type Reason, STATES } from '../../model/reasons.ts';
import { openDatabase } from '../../sqlite/open-database.ts';
import { URL_ORDERS, type UrlQuery, type UrlRow } from '../url-report.ts';
import { CRAWL_STORE_MIGRATIONS } from './schema.ts';
import { SqliteCrawlStore } from './sqlite-crawl-store.ts';
import { SORTABLE, type UrlListFacts, urlListStatement } from './url-list.ts';

const HOST = 'https://docs.example';

interface Given {
  path: string;
  reason: Reason;
  depth?: number;
  fetchedAt?: number;
  detail?: string;
  site?: number;
}

/** A store whose URLs are written directly: ids are places in the list, from 1. */
async function storeWith(
  context: TestContext,
  rows: readonly Given[],
): Promise<{ store: SqliteCrawlStore; path: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'spindex-urls-'));
  const path = join(directory, 'crawl.sqlite');
  const store = SqliteCrawlStore.open({ path });
  context.after(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  for (const name of ['docs.example', 'other.example'])
    await store.openSite({ name, seeds: [`https://${name}/`], scope: 'host', include: [], exclude: [] });
  const db = new DatabaseSync(path);
  const add = db.prepare(
    'INSERT INTO url (site_id, url, state, reason, detail, depth, found_at, fetched_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?)',
  );
  for (const { path: at, reason, depth = 1, fetchedAt, detail, site = 1 } of rows)
    add.run(site, HOST + at, REASONS[reason].state, reason, detail ?? null, depth, fetchedAt ?? null);
  db.close();
  return { store, path };
}

function link(path: string, links: readonly [from: number, to: number, text: string][]): void {
  const db = new DatabaseSync(path);
  const add = db.prepare('INSERT INTO link VALUES (?, ?, ?, ?)');
  for (const [i, [from, to, text]] of links.entries()) add.run(from, to, `f${i}`, text);
  db.close();
}

const KINDS = ['ok', 'found', 'gone-404', 'dns', 'scope-host', 'robots'] as const satisfies Reason[];
const given = fc.record({
  reason: fc.constantFrom(...KINDS),
  path: fc.constantFrom('/a', '/a/b', '/A', '/b%20c', '/x_y', '/x-y'),
  depth: fc.nat(3),
  fetchedAt: fc.option(fc.nat(5), { nil: undefined }),
  site: fc.constantFrom(1, 1, 1, 2),
});
const query = fc.record(
  {
    state: fc.constantFrom(...STATES),
    reason: fc.constantFrom(...KINDS),
    prefix: fc.constantFrom('/a', '/', '/x_', `${HOST}/b`, 'https://nowhere.example/'),
    q: fc.constantFrom('a', '%20', '_', '-', 'EXAMPLE/A', 'nothing', '\\'),
    order: fc.constantFrom(...URL_ORDERS),
  },
  { requiredKeys: [] },
);

/** What a query means, in the plainest way. */
function expected(rows: readonly UrlRow[], { state, reason, prefix, q, order }: Partial<UrlQuery>): number[] {
  const start = prefix?.startsWith('/') ? HOST + prefix : (prefix ?? '');
  return rows
    .filter((row) => (!state || row.state === state) && (!reason || row.reason === reason))
    .filter((row) => row.url.startsWith(start) && row.url.toLowerCase().includes((q ?? '').toLowerCase()))
    .filter((row) => order !== 'fetched' || row.fetchedAt !== null)
    .sort((a, b) => {
      if (order === 'depth') return a.depth - b.depth || a.id - b.id;
      if (order === 'fetched') return (b.fetchedAt ?? 0) - (a.fetchedAt ?? 0) || b.id - a.id;
      return a.id - b.id;
    })
    .map(({ id }) => id);
}

test('CrawlStore.urls() finds what people read in an address, where URLs have it percent-encoded', async (context) => {
  const paths = ['/вікі/Документація', '/вікі/документація_API', '/вікі/Головна', '/wiki/a%20b'];
  const rows = paths.map((path): Given => ({ path: new URL(path, HOST).pathname, reason: 'ok' }));
  const { store } = await storeWith(context, rows);
  const idsOf = async (asked: Partial<UrlQuery>) =>
    (await store.urls(1, { after: 0, limit: 9, ...asked })).map(({ id }) => id);
  assert.deepEqual(await idsOf({ q: 'документація' }), [1, 2]);
  assert.deepEqual(await idsOf({ q: 'ДОКУМЕНТАЦІЯ_api' }), [2]);
  assert.deepEqual(await idsOf({ q: 'a b' }), [4]);
  assert.deepEqual(await idsOf({ prefix: '/вікі/Д' }), [1]);
  assert.deepEqual(await idsOf({ prefix: `${HOST}/вікі/` }), [1, 2, 3]);
});

test('CrawlStore.urls() pages through exactly what a query means, in its order, whatever the page size', async (context) => {
  const histories = fc.array(given, { maxLength: 25 });
  let n = 0;
  await fc.assert(
    fc.asyncProperty(
      histories,
      fc.array(query, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 7 }),
      async (list, queries, limit) => {
        const rows = list.map((row, i) => ({ ...row, path: `${row.path}${i}` }) as Given);
        const { store } = await storeWith(context, rows);
        n += 1;
        const all = (await store.urls(1, { after: 0, limit: 100 })) satisfies UrlRow[];
        assert.equal(all.length, rows.filter(({ site }) => site === 1).length);
        for (const asked of queries) {
          const found: number[] = [];
          const place: UrlQuery = { ...asked, after: 0, limit };
          for (;;) {
            const page = await store.urls(1, place);
            found.push(...page.map(({ id }) => id));
            const last = page.at(-1);
            if (!last) break;
            place.after = last.id;
            place.afterValue = asked.order === 'depth' ? last.depth : (last.fetchedAt ?? 0);
          }
          assert.deepEqual(found, expected(all, asked), JSON.stringify(asked));
        }
      },
    ),
    { numRuns: 25 },
  );
  assert.ok(n >= 25);
});

test('CrawlStore.coverage() counts the whole site beside the rows of the query', async (context) => {
  const { store } = await storeWith(context, [
    { path: '/', reason: 'ok' },
    { path: '/a', reason: 'ok' },
    { path: '/b', reason: 'dns' },
  ]);
  const { counts, urls } = await store.coverage(1, { after: 0, limit: 10, state: 'failed' });
  assert.deepEqual([counts.found, counts.states.indexed, counts.reasons.dns], [3, 2, 1]);
  assert.deepEqual(
    urls.map(({ url }) => url),
    [`${HOST}/b`],
  );
});

/** Sizes at which a careless plan would read a million rows. */
function largeFacts(asked: Partial<UrlQuery>): UrlListFacts {
  const kinds = KINDS.map((reason) => ({ state: REASONS[reason].state, reason, n: 160_000 }));
  const wanted = kinds.filter(
    ({ state, reason }) => (!asked.state || state === asked.state) && (!asked.reason || reason === asked.reason),
  );
  const prefixes = asked.prefix ? [HOST + asked.prefix] : undefined;
  return { siteId: 1, kinds: wanted, prefixes, isNarrowPrefix: false };
}

test('urlListStatement() reads no table from end to end, only the few URLs of a narrow prefix, and sorts only what is few', () => {
  const db = openDatabase({ path: ':memory:', name: 'store', migrations: CRAWL_STORE_MIGRATIONS, cacheKib: 64 });
  const queries: Partial<UrlQuery>[] = [
    ...[
      {},
      { after: 7 },
      { state: 'failed' as const },
      { reason: 'ok' as const },
      { state: 'indexed' as const, q: 'x' },
    ],
    ...[{ prefix: '/a' }, { prefix: '/a', state: 'indexed' as const }, { prefix: '/a', q: 'x' }, { q: 'x' }],
  ];
  for (const order of URL_ORDERS)
    for (const asked of queries)
      for (const isNarrowPrefix of [false, true]) {
        const facts = { ...largeFacts(asked), isNarrowPrefix };
        const { sql, values } = urlListStatement({ after: 0, limit: 100, ...asked, order }, facts);
        const plan = db
          .prepare(`EXPLAIN QUERY PLAN ${sql}`)
          .all(...values)
          .map((row) => String(row['detail']));
        const name = JSON.stringify({ ...asked, order, isNarrowPrefix, plan });
        assert.deepEqual(
          plan.filter((step) => /^SCAN (?!hit|\(subquery)/.test(step)),
          [],
          name,
        );
        assert.ok(
          plan.some((step) => /USING (COVERING )?INDEX url_by_/.test(step)),
          name,
        );
        const isByAddress = plan.some((step) => step.includes('url_by_address'));
        if (asked.prefix && isNarrowPrefix) assert.ok(isByAddress, name);
        const total = facts.kinds.reduce((sum, { n }) => sum + n, 0);
        const isInOrder = order !== 'found' && total > SORTABLE && !(asked.prefix && isNarrowPrefix);
        if (isInOrder)
          assert.ok(
            plan.some((step) => step.includes(order === 'depth' ? 'url_by_depth' : 'url_by_fetch')),
            name,
          );
      }
  db.close();
});

test('CrawlStore.brokenLinks() names the pages and texts that lead to what is gone, by redirects too', async (context) => {
  const { store, path } = await storeWith(context, [
    { path: '/', reason: 'ok' },
    { path: '/gone', reason: 'gone-404' },
    { path: '/old', reason: 'redirect', detail: `${HOST}/older` },
    { path: '/older', reason: 'redirect', detail: `${HOST}/failed` },
    { path: '/failed', reason: 'dns' },
    { path: '/lonely', reason: 'gone-410' },
    { path: '/loop', reason: 'redirect', detail: `${HOST}/loop` },
    { path: '/too-large-for-us', reason: 'too-large' },
    { path: '/refused-by-the-index', reason: 'index' },
  ]);
  link(path, [
    [1, 2, 'to gone'],
    [1, 3, 'to old'],
    [2, 3, 'again'],
    [1, 5, 'straight'],
    [1, 7, 'round'],
    [1, 8, 'there'],
    [1, 9, 'there, too'],
  ]);
  const broken = await store.brokenLinks(1, { after: 0, limit: 10 });
  assert.deepEqual(
    broken.map(({ url, inlinks }) => [url, inlinks.total]),
    [
      [`${HOST}/gone`, 1],
      [`${HOST}/failed`, 3],
    ],
  );
  assert.deepEqual(broken[1]?.inlinks.first, [
    { url: `${HOST}/`, text: 'straight', via: null },
    { url: `${HOST}/`, text: 'to old', via: `${HOST}/old` },
    { url: `${HOST}/gone`, text: 'again', via: `${HOST}/old` },
  ]);
  const first = await store.brokenLinks(1, { after: 0, limit: 1 });
  const second = await store.brokenLinks(1, { after: first[0]?.id ?? 0, limit: 1 });
  assert.deepEqual([...first, ...second], broken);
  assert.deepEqual(await store.brokenLinks(1, { after: second[0]?.id ?? 0, limit: 1 }), []);
});

test('CrawlStore.brokenLinks() looks for as many as it is asked for behind those that nobody links to', async (context) => {
  const gone = Array.from({ length: 9 }, (_, i): Given => ({ path: `/g${i}`, reason: 'gone-404' }));
  const { store, path } = await storeWith(context, [{ path: '/', reason: 'ok' }, ...gone]);
  link(path, [
    [1, 6, 'x'],
    [1, 10, 'y'],
  ]);
  for (const limit of [1, 2, 3]) {
    const broken = await store.brokenLinks(1, { after: 0, limit });
    assert.deepEqual(
      broken.map(({ id }) => id),
      [6, 10].slice(0, limit),
    );
  }
});

test('CrawlStore.story() counts all links and names the first twenty', async (context) => {
  const pages = Array.from({ length: 30 }, (_, i): Given => ({ path: `/p${i}`, reason: 'ok' }));
  const { store, path } = await storeWith(context, [{ path: '/', reason: 'ok' }, ...pages]);
  link(
    path,
    pages.map((_, i) => [i + 2, 1, 'home']),
  );
  const story = await store.story(1, `${HOST}/`);
  assert.deepEqual([story?.inlinks.total, story?.inlinks.first.length], [30, 20]);
  assert.equal(await store.story(2, `${HOST}/`), undefined);
  assert.equal(await store.story(1, `${HOST}/never`), undefined);
});

test('CrawlStore.story() ends where redirects go in a circle', async (context) => {
  const { store, path } = await storeWith(context, [
    { path: '/a', reason: 'redirect', detail: `${HOST}/b` },
    { path: '/b', reason: 'redirect', detail: `${HOST}/a` },
    { path: '/c', reason: 'redirect-loop', detail: `${HOST}/d` },
    { path: '/d', reason: 'redirect-loop', detail: `${HOST}/c` },
  ]);
  link(path, [[1, 2, 'x']]);
  const story = await store.story(1, `${HOST}/a`);
  assert.deepEqual(
    story?.chain.map(({ url }) => url.slice(HOST.length)),
    ['/b', '/a'],
  );
  assert.equal(story?.inlinks.total, 1);
  const failed = await store.story(1, `${HOST}/c`);
  assert.deepEqual(
    failed?.chain.map(({ url }) => url.slice(HOST.length)),
    ['/c', '/d'],
    'those that have failed for it, too',
  );
});
