import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import { CrawlBench, page } from '../../test/support/crawl-bench.ts';
import type { FakeRequest } from '../../test/support/fake-site.ts';
import { unpackDiscoveries } from '../store/discoveries.ts';
import { readPage } from './page-reading.ts';

/** A word without numbers. */
const wordFor = (n: number) => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
const GOOD = Array.from({ length: 80 }, (_, n) => `/article/${n}`);
const good = Object.fromEntries(GOOD.map((path, n) => [path, page(`Article ${wordFor(n)}`)]));
const parameter = ({ path }: FakeRequest, name: string) => Number(new URL(path, 'http://h').searchParams.get(name));
const link = (href: string) => `<a href="${href}">more</a>`;

const ENTRANCES = GOOD.map((_, n) => `/part-${wordFor(n)}`);
const lists = GOOD.map((_, n) => `/list?tag=${n}&by=date`);

CrawlBench.test(
  'a calendar without end is cut after its empty months, with the template named, and the articles are all there',
  {
    ...good,
    '/': page('home', '/calendar?month=1', ...GOOD),
    '/calendar': (request) =>
      `<title>Month ${parameter(request, 'month')}</title><main><p>There are no events in this month.</p>${link(`/calendar?month=${parameter(request, 'month') + 1}`)}</main>`,
  },
  async (bench) => {
    const progress = await bench.crawl();
    const states = await bench.states();
    assert.equal(progress.state, 'done');
    assert.ok(GOOD.every((path) => states[path] === 'indexed ok'));
    const reasons = Object.values(states);
    assert.equal(reasons.filter((reason) => reason === 'out-of-scope trap-pattern').length, 1);
    assert.ok(bench.site.requests.length < 500, `${bench.site.requests.length} requests`);
    const [cut] = await bench.store.urls(1, { after: 0, limit: 5, reason: 'trap-pattern' });
    assert.match(cut?.detail ?? '', /\/calendar\?month: of its last \d+ pages \d brought something new/);
  },
);

CrawlBench.test(
  'pages of a template that have no text count against it: some are looked at, the others are left out',
  {
    ...good,
    '/': page('home', ...Array.from({ length: 100 }, (_, n) => `/viewer/${n}`), ...GOOD),
    ...Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [
        `/viewer/${n}`,
        '<script src="/viewer.js"></script><div id=viewer></div>',
      ]),
    ),
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    const viewers = Object.keys(states).filter((path) => path.startsWith('/viewer/'));
    const cut = viewers.filter((path) => states[path] === 'out-of-scope trap-pattern');
    assert.deepEqual([viewers.length, cut.length > 30 && cut.length <= 50], [100, true], String(cut.length));
    assert.ok(GOOD.every((path) => states[path] === 'indexed ok'));
  },
);

CrawlBench.test(
  'sort orders of one list are copies: a few are looked at, the others are left out',
  {
    ...good,
    '/': page('home', '/list', ...GOOD),
    '/list': (request) => {
      const orders = Array.from({ length: 40 }, (_, n) => link(`/list?sort=${n}&from=${parameter(request, 'sort')}`));
      return `<title>List</title><main><p>${'All that there is, in some order. '.repeat(30)}</p>${orders.join('')}</main>`;
    },
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.ok(GOOD.every((path) => states[path] === 'indexed ok'));
    assert.ok(bench.site.requests.length < 180, `${bench.site.requests.length} requests`);
    assert.ok(Object.values(states).filter((reason) => reason === 'out-of-scope trap-pattern').length > 100);
  },
);

CrawlBench.test(
  'a list in another order is the same page, short or long',
  {
    '/': page('home', '/short/', '/long/'),
    '/short/': (request) => listing(request, 5),
    '/long/': (request) => listing(request, 60),
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    for (const list of ['/short/', '/long/']) {
      assert.equal(states[list], 'indexed ok');
      for (const order of ['name;down', 'size;up', 'size;down'])
        assert.equal(states[`${list}?by=${order}`], 'duplicate duplicate-of', `${list} ${order}`);
    }
  },
);

/** As file servers make it: the heads of the columns lead to the other orders. */
function listing({ path }: FakeRequest, count: number): string {
  const [, by = 'name', way = 'up'] = /by=(\w+);(\w+)/.exec(path) ?? [];
  const head = (column: string) => link(`?by=${column};${column === by && way === 'up' ? 'down' : 'up'}`);
  const files = Array.from({ length: count }, (_, n) => ({ name: `file-${wordFor(n)}`, size: (n * 7) % count }));
  files.sort((a, b) => (by === 'size' ? a.size - b.size : a.name.localeCompare(b.name)));
  if (way === 'down') files.reverse();
  const rows = files.map(({ name, size }) => `<a href="/doc/${name}.gz">${name}</a>  ${size}K  `);
  return `<title>Index of /</title><h1>Index of /</h1><pre>${head('name')}  ${head('size')}\n${rows.join('\n')}</pre>`;
}

CrawlBench.test(
  'a parameter that adds nothing to the pages of a site is known by some of them; others that say more, in another language or where nothing else does, stay',
  {
    '/': page('home', ...ENTRANCES.map((path) => `${path}?from=0`)),
    ...Object.fromEntries(ENTRANCES.map((path, n) => [path, (request: FakeRequest) => entered(request, n)])),
    '/only': (request) => page(`Only with a number: ${wordFor(parameter(request, 'from'))}`),
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.ok(ENTRANCES.every((path) => states[path] === 'indexed ok'));
    assert.ok(ENTRANCES.every((path) => states[`${path}?tab=more`] === 'indexed ok'));
    assert.ok(ENTRANCES.every((path) => states[`${path}?lang=uk`]?.startsWith('duplicate')));
    assert.equal(states['/only?from=7'], 'indexed ok');
    const asked = bench.asked.filter((path) => path.startsWith('/part') && path.includes('from='));
    assert.ok(asked.length < 160, `${asked.length} of 320`);
    const [cut] = await bench.store.urls(1, { after: 0, limit: 1, reason: 'trap-pattern' });
    assert.match(cut?.detail ?? '', /\/\*\*\?from: of its last \d+ pages \d brought something new/);
  },
);

CrawlBench.test(
  'a parameter that adds nothing but links to other pages stays',
  {
    '/': page('home', ...ENTRANCES),
    ...Object.fromEntries(
      ENTRANCES.map((path, n) => [
        path,
        (request: FakeRequest) =>
          gallery(path, { n, next: request.path === path ? `${path}?page=2` : `/picture/${n}` }),
      ]),
    ),
    ...Object.fromEntries(ENTRANCES.map((_, n) => [`/picture/${n}`, page(`Picture ${wordFor(n)}`)])),
  },
  async (bench) => {
    await bench.crawl();
    await bench.crawl(); // nothing is new now
    const states = await bench.states();
    assert.ok(ENTRANCES.every((path) => states[`${path}?page=2`]?.startsWith('duplicate')));
    assert.ok(ENTRANCES.every((_, n) => states[`/picture/${n}`] === 'unchanged unchanged'));
  },
);

function gallery(path: string, { n, next }: { n: number; next: string }): string {
  const about = `All that was seen of ${wordFor(n)} by those who went there. `.repeat(20);
  return `<title>Gallery ${path}</title><main><p>${about}</p>${link(next)}</main>`;
}

/** Each page has links to itself and its neighbours that tell where they were clicked, a second view, and a translation to come. */
function entered({ path }: FakeRequest, n: number): string {
  const own = ENTRANCES[n] ?? '';
  if (path.endsWith('?tab=more')) return page(`More of part ${wordFor(n)}`);
  const next = ENTRANCES[(n + 1) % ENTRANCES.length];
  const from = [1, 2].map((place) => `${own}?from=${place}`);
  return page(
    `Part ${wordFor(n)}`,
    own,
    ...from,
    `${next}?from=3`,
    `${own}?tab=more`,
    `${own}?lang=uk`,
    '/only?from=7',
  );
}

CrawlBench.test(
  'views of pages that are noindex and lead nowhere are looked at, and then left out; lists that are noindex lead on',
  {
    '/': page('home', ...Array.from({ length: 120 }, (_, n) => `/page?title=${n}`), ...lists),
    '/page': (request) => {
      const title = parameter(request, 'title');
      if (!request.path.includes('old=')) return page(`Page ${wordFor(title)}`, `/page?title=${title}&old=${title}`);
      return `<meta name="robots" content="noindex,nofollow">${page(`Older ${wordFor(title)}`, '/')}`;
    },
    '/list': (request) => {
      const article = `/article/${parameter(request, 'tag')}`;
      return `<meta name="robots" content="noindex,follow">${page('List', article)}`;
    },
    ...good,
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    const reasonsOf = (part: RegExp) =>
      Object.keys(states)
        .filter((path) => part.test(path))
        .map((path) => states[path]);
    assert.equal(reasonsOf(/title=\d+$/).filter((reason) => reason === 'indexed ok').length, 120);
    assert.ok(bench.asked.filter((path) => path.includes('old=')).length < 70);
    assert.ok(
      reasonsOf(/old=/).every((reason) => reason === 'noindex noindex-meta' || reason === 'out-of-scope trap-pattern'),
    );
    assert.ok(GOOD.every((path) => states[path] === 'indexed ok'));
  },
);

const FILTERS = ['color', 'size', 'brand', 'season'];
const CHOICES = [0, 1, 2, 3];
const PRODUCTS = Array.from({ length: 60 }, (_, n) => `/product/${wordFor(n)}`);
const products = Object.fromEntries(PRODUCTS.map((path, n) => [path, page(`Product ${wordFor(n)}`)]));

/** A list of a shop under these filters (`color-1`), which leads to every list with one filter more. */
function facetted(chosen: readonly string[], urlOf: (filters: readonly string[]) => string): string {
  const names = chosen.map((filter) => filter.split('-')[0]);
  const more = FILTERS.filter((name) => !names.includes(name)).flatMap((name) =>
    CHOICES.map((choice) => urlOf([...chosen, `${name}-${choice}`])),
  );
  const shown = PRODUCTS.filter((_, n) =>
    chosen.every((filter) => {
      const [name = '', choice] = filter.split('-');
      return Math.floor(n / 4 ** FILTERS.indexOf(name)) % 4 === Number(choice);
    }),
  );
  const listed = shown.slice(0, 20).map((path) => `<li><a href="${path}">The fine thing called ${path.slice(9)}</a>`);
  return `<title>Things ${chosen.join(', ')}</title><main><ul>${listed.join('')}</ul></main><nav>${more.map(link).join('')}</nav>`;
}

const queryOf = (filters: readonly string[]) => `/shop?${filters.join('&').replaceAll('-', '=')}`;
const pathOf = (filters: readonly string[]) => `/shop/${filters.join('/')}`;

for (const [kind, urlOf] of [
  ['parameters', queryOf],
  ['segments of the path', pathOf],
] as const)
  CrawlBench.test(
    `the filters of a shop, ${kind} in any order, bring a crawl all products and not all of their combinations`,
    {
      ...products,
      '/': page('home', '/shop'),
      '*': ({ path }) => {
        const [, filters = ''] = /^\/shop[/?]?(.*)$/.exec(path) ?? [];
        return facetted(filters === '' ? [] : filters.replaceAll('=', '-').split(/[&/]/), urlOf);
      },
    },
    async (bench) => {
      const progress = await bench.crawl();
      const states = await bench.states();
      assert.equal(progress.state, 'done');
      assert.ok(PRODUCTS.every((path) => states[path] === 'indexed ok'));
      assert.ok(bench.site.requests.length < 700, `${bench.site.requests.length} requests`);
      assert.ok(FILTERS.every((name) => CHOICES.every((n) => states[urlOf([`${name}-${n}`])] === 'indexed ok')));
    },
  );

const PAPERS = CHOICES.flatMap((brand) =>
  CHOICES.map((season) => `/paper/${wordFor(10 + brand)}/${wordFor(10 + season)}`),
);

CrawlBench.test(
  'filters that bring nothing in one part of a site have their chances in another, where all is found by them',
  {
    ...products,
    ...Object.fromEntries(PAPERS.map((path) => [path, page(`Paper ${path.slice(7)}`)])),
    '/': page('home', '/shop', '/archive', ...PRODUCTS),
    '/archive': page('archive', '/archive/older'),
    '/archive/older': page('older', '/archive/oldest'),
    '/archive/oldest': page('oldest', '/papers'),
    '*': ({ path }) => {
      const [, part, filters = ''] = /^\/(shop|papers)\??(.*)$/.exec(path) ?? [];
      const chosen = filters === '' ? [] : filters.replaceAll('=', '-').split('&');
      if (part === 'shop') return facetted(chosen, queryOf);
      const [brand, season] = ['brand', 'season'].map(
        (name) => chosen.find((one) => one.startsWith(name))?.split('-')[1],
      );
      const paper =
        brand && season
          ? `<li><a href="${PAPERS[4 * Number(brand) + Number(season)]}">The only paper of this kind</a>`
          : '';
      const more = ['brand', 'season']
        .filter((name) => !filters.includes(name))
        .flatMap((name) => CHOICES.map((choice) => `/papers?${filters}&${name}=${choice}`.replace('?&', '?')));
      return `<title>Papers ${filters}</title><main><ul>${paper}</ul></main><nav>${more.map(link).join('')}</nav>`;
    },
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.ok(PAPERS.every((path) => states[path] === 'indexed ok'));
    assert.ok(bench.site.requests.length < 500, `${bench.site.requests.length} requests`);
  },
);

CrawlBench.test(
  'pages of an application that one parameter chooses are not left out for its addresses that bring nothing',
  {
    '/': page('home', '/app?q=node/0'),
    '*': ({ path }) => {
      const n = Number(/\d+/.exec(path)?.[0]);
      if (path.includes('reply')) return page('Log in to reply', '/');
      const replies = Array.from({ length: 30 }, (_, reply) => `/app?q=comment/reply/${n}/${reply}`);
      return page(`Article ${wordFor(n)}`, ...replies, ...(n < 39 ? [`/app?q=node/${n + 1}`] : []));
    },
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.ok(GOOD.slice(0, 40).every((_, n) => states[`/app?q=node/${n}`] === 'indexed ok'));
    const replies = bench.asked.filter((path) => path.includes('reply'));
    assert.ok(replies.length < 80, `${replies.length} requests`);
  },
);

const SECTIONS = Array.from({ length: 10 }, (_, n) => n);
const LAST_PAGE = 9;
/** Four of each page of each section. */
const newsOf = (section: number, at: number) => CHOICES.map((n) => `/news/${wordFor(1_000 * section + 10 * at + n)}`);
const allPages = SECTIONS.flatMap((section) =>
  Array.from({ length: LAST_PAGE }, (_, at) => ({
    section,
    news: newsOf(section, at + 1),
    isLast: at + 1 === LAST_PAGE,
  })),
);
const allNews = allPages.flatMap(({ news }) => news);

CrawlBench.test(
  'the further pages of each section of a list are visited to the last one, also where all but that show what is known',
  {
    '/': page('home', '/news', ...allPages.filter(({ isLast }) => !isLast).flatMap(({ news }) => news)),
    ...Object.fromEntries(allNews.map((path) => [path, page(`News ${path.slice(6)}`)])),
    '/news': (request) => {
      const [section, at] = [parameter(request, 'section'), Math.max(1, parameter(request, 'page'))];
      if (!request.path.includes('section='))
        return page(
          `News ${at}`,
          ...SECTIONS.map((n) => `/news?section=${n}`),
          ...(at < LAST_PAGE ? [`/news?page=${at + 1}`] : []),
        );
      const listed = newsOf(section, at).map((path) => `<li><a href="${path}">What happened to ${path.slice(6)}</a>`);
      const next = at < LAST_PAGE ? link(`/news?section=${section}&page=${at + 1}`) : '';
      return `<title>Section ${section}, page ${at}</title><main><ul>${listed.join('')}</ul>${next}</main>`;
    },
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    assert.ok(allNews.every((path) => states[path] === 'indexed ok'));
  },
);

const PER_LIST = 5;
CrawlBench.test(
  'what a combination of parameters alone leads to, or says, is found however many others bring nothing',
  {
    '/': page('home', '/shop', ...CHOICES.map((n) => `/shop?of=${n}`), ...CHOICES.map((n) => `/shop?page=${n}`)),
    '/shop': (request) => {
      const [of, at] = [parameter(request, 'of'), parameter(request, 'page')];
      if (request.path.includes('id=')) return page(`Thing ${wordFor(parameter(request, 'id'))}`);
      if (!request.path.includes('of=')) return page(`Page ${wordFor(at)} of all`);
      const things = Array.from({ length: PER_LIST }, (_, n) => `/shop?of=${of}&id=${of * 1_000 + at * PER_LIST + n}`);
      const sorts = CHOICES.flatMap((n) => [`/shop?of=${of}&sort=${n}`, `/shop?of=${of}&page=${at}&sort=${n}`]);
      const next = at < 8 ? [`/shop?of=${of}&page=${at + 1}`] : [];
      return `<title>Of ${of}: ${request.path}</title><main>${[...things, ...next, ...sorts].map(link).join('')}</main>`;
    },
  },
  async (bench) => {
    await bench.crawl();
    const states = await bench.states();
    for (const of of CHOICES)
      for (let n = 0; n < 9 * PER_LIST; n++) assert.equal(states[`/shop?of=${of}&id=${of * 1_000 + n}`], 'indexed ok');
  },
);

CrawlBench.test(
  'pages that one parameter chooses ask each for itself to be left out: the others are visited',
  {
    '/': page('home', '/more', ...GOOD.map((_, n) => `/shop?item=${n}`)),
    '/more': page('more', '/shop?item=100'),
    '/shop': (request) => {
      const item = parameter(request, 'item');
      return `${item < 100 ? '<meta name="robots" content="noindex,nofollow">' : ''}${page(`Item ${wordFor(item)}`)}`;
    },
  },
  async (bench) => {
    await bench.crawl();
    assert.equal((await bench.states())['/shop?item=100'], 'indexed ok');
  },
);

CrawlBench.test(
  'parts of an application that bring nothing are none of those that answer at the same path',
  {
    '/': page('home', '/news', ...GOOD.map((_, n) => `/index.php?mod=users&id=${n}`)),
    '/news': page('news', ...GOOD.map((_, n) => `/index.php?mod=news&id=${n}`)),
    '/index.php': (request) => {
      if (request.path.includes('mod=users')) return `<meta name="robots" content="noindex,nofollow">${page('User')}`;
      return page(`News ${wordFor(parameter(request, 'id'))}`);
    },
  },
  async (bench) => {
    const { reasons } = await bench.crawl();
    const states = await bench.states();
    assert.ok(GOOD.every((_, n) => states[`/index.php?mod=news&id=${n}`] === 'indexed ok'));
    assert.ok((reasons['trap-pattern'] ?? 0) > 10, 'those of the users are still cut');
  },
);

CrawlBench.test(
  'pages of a template that brings little come after the others, so that a limit cuts them off',
  {
    '/': page('home', ...Array.from({ length: 40 }, (_, n) => `/list?sort=${n}`), ...GOOD.slice(0, 20)),
    ...good,
    '/list': page('the one list'),
  },
  async (bench) => {
    await bench.crawl({ maxPages: 22, concurrency: 1 });
    const states = await bench.states();
    assert.ok(GOOD.slice(0, 20).every((path) => states[path] === 'indexed ok'));
    const lists = bench.asked.filter((path) => path.startsWith('/list'));
    assert.equal(lists.length, 10, 'so many tell that there is but one');
    await bench.crawl({ concurrency: 1 });
    assert.equal(Object.values(await bench.states()).filter((why) => why.endsWith('duplicate-of')).length, 39);
  },
);

CrawlBench.test(
  'a cut template is looked at again by the next crawl, and comes back when its pages say something',
  {
    '/': page('home', ...Array.from({ length: 60 }, (_, n) => `/item?id=${n}`)),
    '/item': '<title>Item</title><main>Sold out.</main>',
  },
  async (bench) => {
    await bench.crawl();
    const cut = () =>
      bench.states().then((all) => Object.values(all).filter((reason) => reason.endsWith('trap-pattern')));
    assert.ok((await cut()).length > 0);
    bench.site.routes['/item'] = (request) => page(`Item ${wordFor(parameter(request, 'id'))}`);
    await bench.crawl();
    assert.equal((await cut()).length, 0);
  },
);

CrawlBench.test(
  'links that add to their own path, the same segments or ever new ones, end',
  {
    '/': page('home', '/loop/', '/deep/', '/filter'),
    '/filter': page(
      'filter',
      ...Array.from(
        { length: 20 },
        (_, n) =>
          `/filter?${'abcdefghijklmnopqrst'
            .slice(0, n + 1)
            .split('')
            .map((name) => `${name}=1`)
            .join('&')}`,
      ),
    ),
    '*': ({ path }) =>
      path.startsWith('/loop/') ? page(`Loop ${path}`, 'again/') : page(`Deep ${path}`, `${wordFor(path.length)}/`),
  },
  async (bench) => {
    const progress = await bench.crawl();
    const states = Object.entries(await bench.states());
    assert.equal(progress.state, 'done');
    assert.equal(
      states.filter(([path, why]) => path.startsWith('/loop/') && why === 'out-of-scope trap-path').length,
      1,
    );
    assert.equal(
      states.filter(([path, why]) => path.startsWith('/deep/') && why === 'out-of-scope trap-path').length,
      1,
    );
    assert.equal(states.filter(([, why]) => why === 'out-of-scope trap-query').length, 8);
    assert.ok(bench.site.requests.length < 50, `${bench.site.requests.length} requests`);
  },
);

CrawlBench.test(
  'a session id in every link makes no new pages when its name is known, and is cut as a template when not',
  {
    '/': page('home', '/shop?PHPSESSID=0123456789abcdef0123456789abcdef', '/visit?walk=0'),
    '/shop': ({ path }) =>
      page(
        'Shop',
        `/shop?PHPSESSID=${'0123456789abcdef'.repeat(2)}`,
        `/shop?PHPSESSID=${path.length}${'f'.repeat(31)}`,
      ),
    '/visit': (request) => page('Visit', ...[1, 2, 3].map((n) => `/visit?walk=${parameter(request, 'walk') * 3 + n}`)),
  },
  async (bench) => {
    const progress = await bench.crawl();
    const asked = (start: string) => bench.asked.filter((path) => path.startsWith(start)).length;
    assert.equal(progress.state, 'done');
    assert.equal(asked('/shop'), 1);
    assert.ok(asked('/visit') <= 60, `${asked('/visit')} requests`);
    const cut = Object.values(await bench.states()).filter((why) => why === 'out-of-scope trap-pattern');
    assert.ok(cut.length > 0);
  },
);

test('readPage() keeps the alternates of head and headers, and stores none of a page without any', () => {
  const scope = { seeds: ['https://h.example/'], scope: 'host' as const, include: [], exclude: [] };
  const read = (head: string, headerAlternates: { url: string; lang: string }[]) => {
    const body = new TextEncoder().encode(`${head}${page('one of many')}`);
    const asked = { body, scope, headerAlternates, depth: 0, maxDepth: undefined, headerCanonical: undefined };
    const input = {
      ...asked,
      url: 'https://h.example/here',
      contentType: 'text/html',
      agent: 'spindex',
      nofollow: false,
    };
    return JSON.parse(zstdDecompressSync(readPage(input).page.extracted).toString());
  };
  const german = { url: 'https://h.example/hier', lang: 'de' };
  const french = { url: 'https://h.example/ici', lang: 'fr' };
  assert.deepEqual(read('<link rel=alternate hreflang=de href=/hier>', [french]).alternates, [german, french]);
  assert.ok(!('alternates' in read('', [])));
});

test('readPage() follows no row of pages for ever: beyond a thousand links from the seeds a link is left out', () => {
  const body = new TextEncoder().encode(page('one of many', '/next'));
  const url = 'https://h.example/here';
  const scope = { seeds: ['https://h.example/'], scope: 'host' as const, include: [], exclude: [] };
  const input = { url, body, contentType: 'text/html', maxDepth: undefined, scope, agent: 'spindex', nofollow: false };
  const linkAt = (depth: number) =>
    unpackDiscoveries(readPage({ ...input, depth, headerCanonical: undefined, headerAlternates: [] }).discovered)[0]
      ?.reason;
  assert.deepEqual([linkAt(999), linkAt(1_000)], ['found', 'trap-chain']);
});
