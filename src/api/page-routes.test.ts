import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  fakeAnswer,
  fakeCrawl,
  fakeParts,
  fakeResult,
  fakeSite,
  stateCounts,
} from '../../test/support/fake-server-parts.ts';
import { Fault } from '../model/errors.ts';
import type { SearchRequest, SearchResponse } from '../search/response.ts';
import { buildServer } from './server.ts';

type Changes = Parameters<typeof fakeParts>[0];
type State = Parameters<typeof fakeParts>[1];

async function open(url: string, changes: Changes = {}, state: State = {}) {
  const parts = fakeParts(changes, state);
  const answer = await (await buildServer(parts)).inject({ url, headers: { accept: 'text/html' } });
  return { parts, answer, body: answer.body };
}

const answering = (changes: Partial<SearchResponse>) => ({
  search: async (request: SearchRequest) => fakeAnswer(request, changes),
});
const TWO_SITES = [fakeSite('docs.example.com'), fakeSite('handbook.example.org', 2)];
const SITE_IN_LETTERS = 'довідка.укр/ук';
const HOSTILE = `"><script>alert('1')</script><img src=x onerror=alert(1)>`;

describe('GET / and GET /search with a query', () => {
  it('show the same results, as links with anchors in an ordered list', async () => {
    const { answer, body } = await open('/search?q=asyncio.gather');
    assert.equal(answer.statusCode, 200);
    assert.match(String(answer.headers['content-type']), /^text\/html; charset=utf-8/);
    assert.equal((await open('/?q=asyncio.gather')).body, body);
    assert.match(body, /<ol class="results" start="1">/);
    assert.match(body, /href="https:\/\/docs\.example\.com\/3\/library\/asyncio-task\.html#asyncio\.gather"/);
    assert.match(body, /<mark>awaitable<\/mark> objects in the aws sequence concurrently; if 1 &lt; 2 &amp; so on\./);
    assert.match(body, /<span class="badge">reference<\/span>/);
    assert.match(body, /1 page, 2\.1 ms/);
  });

  it('keep query and filters in the title, the box and the links', async () => {
    const { body, parts } = await open(
      '/search?q=a%26b&site=docs.example.com&lang=en&offset=20',
      answering({ total: 42, results: [fakeResult()] }),
      {
        sites: TWO_SITES,
      },
    );
    assert.match(body, /<title>a&amp;b - docs\.example\.com<\/title>/);
    assert.match(body, /name="q" type="search" value="a&amp;b"/);
    assert.match(body, /<option value="docs\.example\.com" selected>/);
    assert.match(body, /<input type="hidden" name="lang" value="en">/);
    assert.match(body, /rel="prev" href="\/search\?q=a%26b&amp;site=docs\.example\.com&amp;lang=en&amp;offset=10"/);
    assert.match(body, /rel="next" href="\/search\?q=a%26b&amp;site=docs\.example\.com&amp;lang=en&amp;offset=30"/);
    assert.equal(parts.searched.length, 0);
  });

  it('are called after the only site, and after Spindex when there are several', async () => {
    const title = async (sites: typeof TWO_SITES) =>
      /<title>.*<\/title>/.exec((await open('/search?q=a', {}, { sites })).body);
    assert.equal((await title([fakeSite('docs.example.com')]))?.[0], '<title>a - docs.example.com</title>');
    assert.equal((await title(TWO_SITES))?.[0], '<title>a - Spindex</title>');
  });

  it('let a site be chosen where there are several, and choose none by themselves', async () => {
    const chosen = async (url: string) =>
      (await open(url, {}, { sites: TWO_SITES })).body.match(/<option[^>]* selected>/g);
    assert.deepEqual(await chosen('/search?q=a&site=docs.example.com'), ['<option value="docs.example.com" selected>']);
    assert.equal(await chosen('/search?q=a'), null);
    const { body } = await open('/search?q=a');
    assert.doesNotMatch(body, /<select|type="hidden"/);
  });

  it('tell each filter that is set, with a link that leaves only that one out', async () => {
    const filters = async (url: string) =>
      (await open(url)).body.match(/(?<=<li><a )href="[^"]*" aria-label="Remove [^"]*"/g) ?? [];
    assert.deepEqual(await filters('/search?q=a&lang=en&type=guide'), [
      'href="/search?q=a&amp;type=guide" aria-label="Remove the filter Language: en"',
      'href="/search?q=a&amp;lang=en" aria-label="Remove the filter Type: guide"',
    ]);
    assert.deepEqual(await filters('/search?q=a&lang=en'), [
      'href="/search?q=a" aria-label="Remove the filter Language: en"',
    ]);
    assert.deepEqual(await filters('/search?q=a'), []);
  });

  it('offer no page of results that does not exist', async () => {
    assert.doesNotMatch(
      (await open('/search?q=a', answering({ total: 10, results: [fakeResult()] }))).body,
      /rel="(next|prev)"/,
    );
    const last = (await open('/search?q=a&offset=10', answering({ total: 20, results: [fakeResult()] }))).body;
    assert.doesNotMatch(last, /rel="next"/);
    assert.match(last, /rel="prev" href="\/search\?q=a"/);
    const first = (await open('/search?q=a', answering({ total: 20, results: [fakeResult()] }))).body;
    assert.match(first, /rel="next"/);
    assert.doesNotMatch(first, /rel="prev"/);
  });

  it('offer the next page of results while their number is not known and this one is full', async () => {
    const results = Array.from({ length: 10 }, () => fakeResult());
    const asked = async (few: typeof results) =>
      (await open('/search?q=a', answering({ total: 10, totalRelation: 'atLeast', results: few }))).body;
    assert.match(await asked(results), /rel="next"/);
    assert.doesNotMatch(await asked(results.slice(1)), /rel="next"/);
  });

  it('name the site of a result only when there are several', async () => {
    assert.doesNotMatch((await open('/search?q=a')).body, /class="site-name"/);
    assert.match(
      (await open('/search?q=a', {}, { sites: TWO_SITES })).body,
      /class="site-name" dir="ltr">docs\.example\.com/,
    );
  });

  it('name the other versions of a result by version and language', async () => {
    const versions = ['3.10', '', ''].map((version, i) => ({
      url: i === 2 ? 'javascript:alert(1)' : `https://a.example/v${i}`,
      pageUrl: 'https://a.example/',
      version,
      lang: i === 1 ? 'ru' : 'en',
    }));
    const { body } = await open('/search?q=a', answering({ total: 1, results: [fakeResult({ versions })] }));
    assert.match(
      body,
      /Also: <a href="https:\/\/a\.example\/v0">3\.10<\/a> <a href="https:\/\/a\.example\/v1">ru<\/a>/,
    );
    assert.match(body, /the same elsewhere/);
    assert.doesNotMatch(body, /javascript:/);
  });

  it('show at most three sections below a result', async () => {
    const sections = [1, 2, 3, 4].map((n) => ({ url: `https://a.example/#s${n}`, heading: `Part ${n}`, snippet: 'x' }));
    const { body } = await open('/search?q=a', answering({ total: 1, results: [fakeResult({ sections })] }));
    assert.match(body, /href="https:\/\/a\.example\/#s3">Part 3/);
    assert.doesNotMatch(body, /Part 4/);
  });

  it('offer a suggestion without replacing the text', async () => {
    const { body } = await open('/search?q=asynco', answering({ suggestion: 'asyncio' }));
    assert.match(body, /Did you mean <a href="\/search\?q=asyncio">asyncio<\/a>/);
    assert.match(body, /value="asynco"/);
  });

  it('lead back from behind the last result', async () => {
    const { body } = await open('/search?q=luck&type=guide&offset=40', answering({ total: 12, results: [] }));
    assert.match(body, /There are no more results\. <a href="\/search\?q=luck&amp;type=guide">Back to the first</);
    assert.match(body, /rel="prev" href="\/search\?q=luck&amp;type=guide&amp;offset=10"/);
    assert.doesNotMatch(body, /Nothing found/);
    const full = await open('/search?q=luck&offset=40', answering({ total: 10, results: [] }));
    assert.match(full.body, /rel="prev" href="\/search\?q=luck"/);
  });

  it('help when nothing was found', async () => {
    const { body } = await open('/search?q=no+luck&type=guide', answering({}));
    assert.match(body, /Nothing found for “no luck”/);
    assert.match(body, /Searched with type guide/);
    assert.match(body, /href="\/search\?q=no\+luck">Search without filters/);
    assert.match(body, /href="\/search\?q=no&amp;type=guide">no</);
    assert.doesNotMatch((await open('/search?q=luck', answering({}))).body, /fewer words|without filters/);
    assert.match(body, /42 pages, crawled <time datetime="2026-11-21T04:00:00\.000Z">Nov 21, 2026/);
  });

  it('say of an instance without a site that nothing has been crawled', async () => {
    const { body } = await open('/search?q=luck', answering({ results: [], total: 0 }), { sites: [] });
    assert.match(body, /Nothing has been crawled yet\. <a href="\/">Crawl a site<\/a>/);
    assert.doesNotMatch(body, /Searchable here/);
  });

  it('say in words that the index is away, with a way to try again', async () => {
    for (const code of ['index-unavailable', 'index-refused'] as const) {
      const search = async () => Promise.reject(new Fault(code, 'at 10.0.0.1'));
      const { answer, body } = await open('/search?q=a', { search });
      assert.equal(answer.statusCode, 503);
      assert.match(body, /Search is not available right now/);
      assert.match(body, /href="\/search\?q=a">Try again/);
      assert.doesNotMatch(body, /10\.0\.0\.1/);
    }
  });

  it('tell only a request id when the server fails', async () => {
    const { answer, body } = await open('/search?q=a', { search: async () => Promise.reject(new Error('secret')) });
    assert.equal(answer.statusCode, 500);
    assert.doesNotMatch(body, /secret/);
    assert.match(body, /Request id: <code>[0-9a-f-]{36}/);
  });

  it('refuse what the API refuses, as a page that keeps the text', async () => {
    const { answer, body } = await open('/search?q=kept&offset=-1');
    assert.equal(answer.statusCode, 400);
    assert.match(body, /<li>offset must be a whole number from 0 to 10000; you sent -1\.<\/li>/);
    assert.doesNotMatch(body, /`errors`|Request id/);
    assert.match(body, /value="kept"/);
  });

  it('say the name of a page once, with the number of its heading or without', async () => {
    const result = fakeResult({ title: 'Arrays', breadcrumb: ['Topics', 'Arrays'], heading: 'Chapter 27. Arrays' });
    const { body } = await open('/search?q=arrays', answering({ total: 1, results: [result] }));
    assert.match(body, />Arrays<\/a>/);
    assert.doesNotMatch(body, /Chapter 27/);
  });

  it('show hostile queries, titles and snippets as text', async () => {
    const result = fakeResult({
      url: 'javascript:alert(1)',
      title: HOSTILE,
      heading: HOSTILE,
      breadcrumb: [`${HOSTILE}!`, HOSTILE],
      snippet: HOSTILE,
      type: HOSTILE,
      site: HOSTILE,
      lang: HOSTILE,
      highlighted: { title: HOSTILE, heading: HOSTILE },
      sections: [
        { url: 'data:text/html,x', heading: HOSTILE, snippet: `<mark>${HOSTILE}</mark>`, highlighted: HOSTILE },
      ],
    });
    const changes = answering({ total: 1, suggestion: HOSTILE, results: [result] });
    const { body } = await open(
      `/search?q=${encodeURIComponent(HOSTILE)}&lang=${encodeURIComponent(HOSTILE)}`,
      changes,
      {
        sites: [fakeSite(HOSTILE), fakeSite('b.example', 2)],
        progress: [fakeCrawl({ site: HOSTILE, id: HOSTILE })],
      },
    );
    assert.doesNotMatch(body, /<img src=x|<script>|javascript:|data:text/);
    assert.equal(body.match(/<script/g)?.length, 3, 'our own three scripts');
  });
});

describe('names on the page', () => {
  it('have the words of the query marked', async () => {
    const asked: SearchRequest[] = [];
    const sections = [
      { url: 'https://docs.example.com/a#b', heading: 'Waiting', snippet: '', highlighted: '<mark>Waiting</mark>' },
    ];
    const result = fakeResult({
      title: 'Waits',
      heading: 'wait()',
      sections,
      highlighted: { title: '<mark>Waits</mark>', heading: '<mark>wait</mark>()' },
    });
    const { body } = await open('/search?q=wait', {
      search: async (request) => {
        asked.push(request);
        return fakeAnswer(request, { total: 1, results: [result] });
      },
    });
    assert.deepEqual(
      asked.map(({ highlight }) => highlight),
      [true],
    );
    for (const marked of ['><mark>Waits</mark>', '<mark>wait</mark>()</a>', '><mark>Waiting</mark></a>'])
      assert.ok(body.includes(marked), marked);
  });
});

describe('a query that is too long', () => {
  it('is looked for by its beginning, and the page says so', async () => {
    const asked: SearchRequest[] = [];
    const search = async (request: SearchRequest) => {
      asked.push(request);
      return fakeAnswer(request, { total: 1, results: [fakeResult()] });
    };
    const { answer, body } = await open(`/search?q=${encodeURIComponent('🕷'.repeat(600))}`, { search });
    assert.equal(answer.statusCode, 200);
    assert.deepEqual(
      asked.map(({ q }) => q),
      ['🕷'.repeat(512)],
    );
    assert.match(body, /Only the first 512 characters were looked for\./);
    assert.doesNotMatch((await open(`/search?q=${'x'.repeat(512)}`, { search })).body, /Only the first/);
  });
});

describe('the crawl on the page', () => {
  it('is told beside usable results, with what live.js needs', async () => {
    const { body } = await open('/search?q=a', {}, { progress: [fakeCrawl()] });
    assert.match(body, /2,140 of at least 5,300 pages searchable/);
    assert.match(body, /data-live="\/api\/v1\/crawls\/docs\.example\.com%233" data-revision="7"/);
    assert.match(body, /<ol class="results"/);
  });

  it('is told until the index has all its pages, and only then loads what keeps it up to date', async () => {
    const finishing = (await open('/', {}, { progress: [fakeCrawl({ state: 'finishing' })] })).body;
    assert.match(finishing, /data-live=/);
    assert.match(finishing, /src="\/assets\/live\.js/);
    assert.doesNotMatch((await open('/')).body, /data-live|live\.js|aria-label="Crawls"/);
  });

  it('has the reason when only pages are left that are to be tried again', async () => {
    const states = stateCounts({ indexed: 5, waiting: 2 });
    assert.match((await open('/', {}, { progress: [fakeCrawl({ states })] })).body, />2 pages to be tried again\.</);
    const busy = stateCounts({ indexed: 5, waiting: 2, ready: 1 });
    assert.doesNotMatch((await open('/', {}, { progress: [fakeCrawl({ states: busy })] })).body, /tried again/);
    const hosts = fakeCrawl().hosts.map((host) => ({ ...host, limitedBy: 'It answers 503.' }));
    assert.match((await open('/', {}, { progress: [fakeCrawl({ states, hosts })] })).body, />It answers 503\.</);
  });

  it('is not told once it is done, and its failure says why', async () => {
    assert.doesNotMatch((await open('/', {}, { progress: [fakeCrawl({ state: 'done' })] })).body, /data-live/);
    const why = '13 of 25 pages would vanish';
    const kept = await open('/', {}, { progress: [fakeCrawl({ state: 'done', keptPages: 13, why })] });
    assert.match(kept.body, /was crawled\. 13 of 25 pages would vanish/);
    const failed = await open('/', {}, { sites: [], progress: [fakeCrawl({ state: 'failed', why: 'no such host' })] });
    assert.match(failed.body, /could not be crawled: no such host/);
    assert.match(failed.body, /<form class="start"/);
  });
});

describe('a crawl that failed', () => {
  const progress = [fakeCrawl({ state: 'failed', why: 'no such host' })];

  it('is not told above results, only where nothing is found', async () => {
    const found = await open('/search?q=gather', {}, { progress });
    assert.match(found.body, /<ol class="results"/);
    assert.doesNotMatch(found.body, /could not be crawled/);
    const nothing = await open('/search?q=gather', answering({ results: [], total: 0 }), { progress });
    assert.match(nothing.body, /could not be crawled: no such host/);
  });
});

describe('a crawl that found nothing', () => {
  const nothing = (changes: Parameters<typeof fakeCrawl>[0]) =>
    fakeCrawl({ state: 'done', searchable: 0, why: 'Every URL in scope has been visited.', ...changes });

  it('says on the page why, and what to do', async () => {
    const { body } = await open('/', {}, { progress: [nothing({ reasons: { dns: 1 } })] });
    assert.match(
      body,
      /was crawled\. No page can be searched: The host name does not resolve\. Check the host name\.</,
    );
  });

  it('says it of what it asked for, not of links elsewhere nor of a redirect', async () => {
    const reasons = { redirect: 1, 'scope-host': 90, 'empty-text': 1 };
    const { body } = await open('/', {}, { progress: [nothing({ reasons })] });
    assert.match(body, /searched: No text was found in it\. A page made by JavaScript only has no text of its own\.</);
    const beyond = await open('/', {}, { progress: [nothing({ reasons: { 'redirect-out-of-scope': 1 } })] });
    assert.match(beyond.body, /searched: Redirects to a URL outside the scope\. Widen --scope/);
  });
});

describe('GET / without a query', () => {
  it('asks an empty instance for one address, and says what will happen', async () => {
    const { body } = await open('/', {}, { sites: [] });
    assert.match(body, /<form class="start" action="\/crawls" method="post">/);
    assert.match(
      body,
      /robots\.txt and obeys it, then fetches the pages below that address, at most 5 requests a second/,
    );
    assert.doesNotMatch(body, /<search>/);
    assert.doesNotMatch(body, /type="password"/);
  });

  it('has the box and the progress on one page while the first crawl runs', async () => {
    const states = stateCounts({ ready: 1 });
    const { body } = await open('/', {}, { sites: [], progress: [fakeCrawl({ states, searchable: 0 })] });
    assert.match(body, /<search>/);
    assert.match(body, /0 of at least 1 pages searchable/);
  });

  it('asks for an address again when no site has a page, and none is being crawled', async () => {
    const form = /<details class="more" open>/;
    const { store } = fakeParts();
    const counts: typeof store.counts = async (site) => ({ ...(await store.counts(site)), pages: 0 });
    assert.match((await open('/', { store: { ...store, counts } })).body, form);
    assert.doesNotMatch((await open('/', { store: { ...store, counts } }, { progress: [fakeCrawl()] })).body, form);
    assert.doesNotMatch((await open('/')).body, form);
  });

  it('is called after the only site, and after Spindex when there are none or several', async () => {
    const title = async (sites: typeof TWO_SITES) =>
      /(?<=<title>).*(?=<\/title>)/.exec((await open('/', {}, { sites })).body)?.[0];
    assert.equal(await title([fakeSite('docs.example.com')]), 'Search docs.example.com');
    assert.deepEqual([await title([]), await title(TWO_SITES)], ['Spindex', 'Spindex']);
  });

  it('names a site that has not been crawled yet, and since when one is crawled', async () => {
    const store = { ...fakeParts().store, lastCrawl: async () => undefined };
    assert.match((await open('/', { store })).body, /docs\.example\.com<\/span> <span class="quiet">42 pages<\/span>/);
    const lastCrawl = async () => ({ number: 1, startedAt: 0, endedAt: null, why: null, resumed: false });
    const { body } = await open('/', { store: { ...store, lastCrawl } });
    assert.match(body, /42 pages, crawl not finished, begun <time datetime="1970-01-01T00:00:00\.000Z">/);
  });

  it('shows the name of a site in the letters of its address, and sends it as it is', async () => {
    const name = 'xn--80adfb4av3o.xn--j1amh/%D1%83%D0%BA';
    const sites = [fakeSite(name), fakeSite('xn--e1afmkfd.example.org:8080', 2)];
    const { body } = await open('/', {}, { sites, progress: [fakeCrawl({ site: name })] });
    assert.ok(body.includes(`<option value="${name}">${SITE_IN_LETTERS}</option>`), body);
    assert.ok(body.includes(`<span class="site-name">${SITE_IN_LETTERS}</span>`));
    assert.ok(body.includes(`<strong>${SITE_IN_LETTERS}</strong>`));
    assert.ok(body.includes('<span class="site-name">пример.example.org:8080</span>'));
    const only = await open('/', {}, { sites: [fakeSite(name)] });
    assert.ok(only.body.includes(`<title>Search ${SITE_IN_LETTERS}</title>`));
    const results = await open('/search?q=a', answering({ results: [fakeResult({ site: name })] }), { sites });
    assert.ok(results.body.includes(`dir="ltr">${SITE_IN_LETTERS}</span>`));
    const nothing = await open(`/search?q=a&site=${encodeURIComponent(name)}`, answering({}), { sites });
    assert.ok(nothing.body.includes(`<title>a - ${SITE_IN_LETTERS}</title>`));
    assert.ok(nothing.body.includes(`Searched with site ${SITE_IN_LETTERS}.`));
  });

  it('is what /search without words shows', async () => {
    assert.equal((await open('/search?q=&site=')).body, (await open('/')).body);
  });
});

describe('POST /crawls', () => {
  const submit = async (
    fields: Record<string, string>,
    changes: Changes = {},
    headers: Record<string, string> = {},
  ) => {
    const parts = fakeParts(changes, { sites: [] });
    const answer = await (await buildServer(parts)).inject({
      method: 'POST',
      url: '/crawls',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers },
      payload: new URLSearchParams(fields).toString(),
    });
    return { parts, answer };
  };

  it('starts the crawl and returns to the page that shows it', async () => {
    const { parts, answer } = await submit({ url: ' https://docs.example.com/ ' });
    assert.deepEqual([answer.statusCode, answer.headers.location], [303, '/']);
    assert.deepEqual(parts.started, [{ ...parts.crawlDefaults, seeds: ['https://docs.example.com/'] }]);
  });

  it('says which rule refused the start, and keeps the address', async () => {
    const start = async () => Promise.reject(new Fault('not-a-url', '"docs" is not an address; write https://docs'));
    const { answer } = await submit({ url: 'docs' }, { crawls: { ...fakeParts().crawls, start } });
    assert.equal(answer.statusCode, 400);
    assert.match(answer.body, /role="alert">&quot;docs&quot; is not an address; write https:\/\/docs</);
    assert.match(answer.body, /value="docs"[^>]* aria-describedby="refusal what-happens" aria-invalid="true"/);
  });

  it('has the form open beside a site when the start was refused, else closed', async () => {
    const start = async () => Promise.reject(new Fault('not-a-url', 'no'));
    const parts = fakeParts({ crawls: { ...fakeParts().crawls, start } });
    const server = await buildServer(parts);
    const answer = await server.inject({ method: 'POST', url: '/crawls', payload: { url: 'docs' } });
    assert.match(answer.body, /<details class="more" open>/);
    assert.match((await server.inject('/')).body, /<details class="more">/);
  });

  it('tells only a request id when the start fails', async () => {
    const start = async () => Promise.reject(new Fault('store-failed', 'disk /home/me is full'));
    const { answer } = await submit({ url: 'https://a.example/' }, { crawls: { ...fakeParts().crawls, start } });
    assert.equal(answer.statusCode, 500);
    assert.match(answer.body, /Request id: <code>/);
    assert.doesNotMatch(answer.body, /home\/me/);
  });

  it('refuses a form of another site with a page', async () => {
    const { parts, answer } = await submit({ url: 'https://a.example/' }, {}, { 'sec-fetch-site': 'cross-site' });
    assert.equal(answer.statusCode, 403);
    assert.match(answer.body, /<h1>Requests from other sites may change nothing<\/h1>/);
    assert.equal(parts.started.length, 0);
  });

  it('refuses fields that are no text', async () => {
    const payload = { url: 5 };
    const headers = { accept: 'text/html' };
    const answer = await (await buildServer(fakeParts())).inject({ method: 'POST', url: '/crawls', headers, payload });
    assert.equal(answer.statusCode, 400);
    assert.match(answer.body, /url must be text; you sent 5/);
  });

  it('leads to the start page whoever loads its address again', async () => {
    const answer = await (await buildServer(fakeParts())).inject('/crawls');
    assert.deepEqual([answer.statusCode, answer.headers.location], [302, '/']);
  });

  it('asks for nothing when bound to the network without a token, and says why', async () => {
    const { body } = await open('/', { address: { host: '0.0.0.0' } }, { sites: [] });
    assert.match(body, /Changes are switched off\. Start the server with --admin-token, or bind it to 127\.0\.0\.1\./);
    assert.doesNotMatch(body, /<form class="start"|type="password"/);
  });

  it('asks for the admin token when bound to the network', async () => {
    const address = { host: '0.0.0.0', adminToken: 'a good token' };
    const wrong = await submit({ url: 'https://a.example/', token: 'guess' }, { address });
    assert.equal(wrong.answer.statusCode, 401);
    assert.match(wrong.answer.body, /name="token" type="password"[^>]* aria-invalid="true"/);
    assert.doesNotMatch(wrong.answer.body, /id="url"[^>]*aria-invalid/);
    assert.equal(wrong.parts.started.length, 0);
    const right = await submit({ url: 'https://a.example/', token: 'a good token' }, { address });
    assert.equal(right.answer.statusCode, 303);
  });
});

describe('GET /opensearch.xml', () => {
  it('leads to the search page of this very address', async () => {
    const server = await buildServer(fakeParts());
    const answer = await server.inject({ url: '/opensearch.xml', headers: { host: 'localhost:8080' } });
    assert.match(String(answer.headers['content-type']), /^application\/opensearchdescription\+xml/);
    assert.match(answer.body, /^<\?xml[\s\S]*template="http:\/\/localhost:8080\/search\?q=\{searchTerms\}"/);
  });
});

describe('assets', () => {
  it('are linked by content, may be kept for ever, and are within budget', async () => {
    const server = await buildServer(fakeParts({}, { progress: [fakeCrawl()] }));
    const page = (await server.inject('/')).body;
    const links = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, link = '']) => link);
    assert.deepEqual([...new Set(links.map((link) => link.replace(/\?.*/, '')))].sort(), [
      '/assets/keys.js',
      '/assets/live.js',
      '/assets/logo.svg',
      '/assets/style.css',
      '/assets/suggest.js',
    ]);
    for (const link of links) {
      const answer = await server.inject(link);
      assert.equal(answer.statusCode, 200, link);
      assert.match(String(answer.headers['cache-control']), /immutable/);
      const limit = link.includes('.css') ? 12 * 1024 : 3 * 1024;
      assert.ok(gzipSync(answer.rawPayload).byteLength <= limit, `${link} is larger than ${limit} bytes`);
    }
  });

  it('come whole whatever part is asked for', async () => {
    const server = await buildServer(fakeParts());
    for (const range of ['bytes=0-9', 'bytes=999999-']) {
      const answer = await server.inject({ url: '/assets/style.css', headers: { range } });
      assert.deepEqual([answer.statusCode, answer.headers['accept-ranges']], [200, undefined]);
      assert.ok(answer.rawPayload.byteLength > 1000);
    }
  });

  it('are asked for anew without the hash, and nothing else is served', async () => {
    const server = await buildServer(fakeParts());
    assert.equal((await server.inject('/assets/style.css')).headers['cache-control'], 'no-cache');
    assert.equal((await server.inject('/assets/style.css?v=old')).headers['cache-control'], 'no-cache');
    for (const url of ['/assets/', '/assets/../package.json', '/assets/%2e%2e/package.json', '/assets/none.js']) {
      assert.equal((await server.inject(url)).statusCode, 404, url);
    }
  });
});

describe('naughty strings', () => {
  const file = new URL('../../../shared/eval/search/naughty-strings.json', import.meta.url);

  it('are valid queries or refused, and shown as text', async (t) => {
    if (!existsSync(file)) return t.skip(`SKIPPED: the naughty strings are not at ${file.pathname}`);
    const strings: unknown = JSON.parse(await readFile(file, 'utf8'));
    assert.ok(Array.isArray(strings));
    const server = await buildServer(fakeParts(answering({})));
    const tags = (body: string) => body.replace(/(href|value)="[^"]*"/g, '').match(/<[^>]*>/g);
    const plain = tags((await server.inject('/search?q=word')).body);
    for (const string of strings) {
      const query = `q=${encodeURIComponent(String(string).toWellFormed())}`;
      const api = await server.inject(`/api/v1/search?${query}`);
      assert.ok([200, 400].includes(api.statusCode), `${string}: ${api.statusCode}`);
      const page = await server.inject({ url: `/search?${query}&lang=`, headers: { accept: 'text/html' } });
      assert.ok([200, 400].includes(page.statusCode), `${string}: ${page.statusCode}`);
      if (page.statusCode === 200 && page.body.includes('Nothing found')) {
        const own = tags(page.body)?.filter((tag) => !/^<(\/?li|\/?a)\b/.test(tag));
        assert.deepEqual(
          own,
          plain?.filter((tag) => !/^<(\/?li|\/?a)\b/.test(tag)),
          String(string),
        );
      }
    }
  });
});
