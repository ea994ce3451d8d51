import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { smallIndex } from '../../test/support/small-index.ts';
import { extractPage } from '../extract/extract-page.ts';
import { toPageDocument } from '../index/page-document.ts';
import { SqliteSearchIndex } from '../index/sqlite/sqlite-search-index.ts';
import { search } from './search.ts';

/** Pages as several generators write them, and one that only mentions all the names. */
const PAGES: Record<string, string> = {
  '/task.html': `<title>Tasks</title><h1>Tasks</h1><dl><dt id="asyncio.gather">awaitable asyncio.gather(*aws)</dt><dd>Runs them at once.</dd>
    <dt id="asyncio.Task.__init__">__init__(coro)</dt><dd>Makes one.</dd></dl>`,
  '/tar.html': `<title>tar</title><h1>tar</h1><dl><dt id="l"><a class="permalink" href="#l"><code>-l</code></a></dt><dd>Stays on one disk.</dd>
    <dt id="dry-run"><code>--dry-run</code></dt><dd>Only says what it would do.</dd></dl>`,
  '/vec.html': `<title>Vec in std::vec - Rust</title><h1>Struct <span>Vec</span> <button id="copy-path">Copy item path</button></h1><p>Grows.</p>
    <section id="method.push"><h4 class="code-header">pub fn <a href="#method.push">push</a>(&amp;mut self, value: T)</h4></section><p>At the end.</p>`,
  '/head.html': `<title>&lt;head&gt;: the metadata element</title><h1 id=head><code>&lt;head&gt;</code>: the metadata element</h1><p>What machines read of a document.</p>`,
  '/cpp.html': '<title>Languages: C++</title><h1>C++</h1><p>Compiled, with classes.</p>',
  '/c.html': '<title>Languages: C</title><h1>C</h1><p>Compiled, without classes.</p>',
  '/net.html': '<title>.NET</title><h1>.NET</h1><p>A runtime and its libraries.</p>',
  '/server.html': `<title>Servers</title><h1>Servers</h1><dl><dt id="http.server.HTTPServer">class http.server.HTTPServer(address)</dt><dd>Serves.</dd></dl>`,
  '/settings.html': `<title>Settings</title><h1>Settings</h1><dl><dt id="GUC-MAX-CONNECTIONS"><code>max_connections</code> (integer)</dt><dd>How many at once.</dd></dl>`,
  '/map.html': `<title>Map (API 2)</title><div>Package&nbsp;org.shelf</div><h1>Interface Map&lt;K,V&gt;</h1><p>Keys and values.</p><h3 id="putAll(M)">putAll</h3><div>void putAll(Map m)</div><h3 id="size()">size</h3><div>int size()</div>`,
  '/lists.html': `<title>lists</title><h1>lists</h1><h3 id="map-2">map(Fun, List) -> List</h3><p>Calls it for each.</p>`,
  '/maps.html': `<title>maps</title><h1>maps</h1><h3 id="map-2">map(Fun, Map) -> Map</h3><p>Calls fun(X) for each of the lists of L: lists, lists and lists.</p>`,
  '/rebase.html': '<title>GIT-REBASE(1)</title><h1>Description</h1><p>Puts commits elsewhere.</p>',
  '/less.html':
    '<title>LESS(1)</title><h1>Options</h1><dl><dt id="i"><code>-i</code></dt><dd>Whatever the HEAD of git says, rebase or not.</dd></dl>',
  '/errors.html': `<title>Errors</title><h1>Errors</h1><h2 id="E0382">E0382</h2><p>A variable was used, which is an error, after its value has moved: nobody may borrow it.</p><h2 id="E0383">E0383</h2><p>A type.</p>`,
  '/moves.html': `<title>Moves</title><h1>Moves</h1><p>An error is E0382: borrow of a moved value. A value is moved, or you borrow it.</p>`,
  '/option.html': `<title>Option</title><h1>Option</h1><h3 id="unwrap">unwrap()</h3><p>Takes the value or else, or else: unwrap or else panics.</p><h3 id="unwrap_or_else">unwrap_or_else(f)</h3><p>Calls f for one.</p>`,
  '/master.html': '<title>master.cf</title><h1>Services</h1><p>Which run.</p>',
  '/debug.html': '<title>Debugging</title><h1>Debugging</h1><p>In /etc/postfix/master.cf, say -v.</p>',
  '/notes.html': `<title>Notes</title><h1>Notes</h1><p>${'About asyncio.gather, gather, __init__, -l, --dry-run, dry run, std::vec::Vec, Vec push, <head>, C++, .NET, HTTPServer, max_connections, Map.putAll and net. '.replaceAll('<', '&lt;').repeat(3)}</p>`,
};

test('search() finds names as they are typed, whole, by part and by case, where they are defined', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'spindex-symbols-'));
  const index = SqliteSearchIndex.open({ path: join(directory, 'index.sqlite') });
  t.after(async () => {
    await index.close();
    rmSync(directory, { recursive: true });
  });
  await index.apply(
    Object.entries(PAGES).map(([path, html]) => {
      const url = `https://docs.example${path}`;
      return {
        kind: 'put',
        page: toPageDocument({ ...extractPage(html, url), url, lang: 'en' }, { site: 'docs.example', crawledAt: 1 }),
      };
    }),
  );
  for (const [q, expected] of [
    ['asyncio.gather', '/task.html#asyncio.gather'],
    ['gather', '/task.html#asyncio.gather'],
    ['asyncio gather', '/task.html#asyncio.gather'],
    ['tasks.gather', '/task.html#asyncio.gather'],
    ['self.unwrap_or_else()', '/option.html#unwrap_or_else'],
    ['__init__', '/task.html#asyncio.Task.__init__'],
    ['Task.__init__', '/task.html#asyncio.Task.__init__'],
    ['-l', '/tar.html#l'],
    ['tar -l', '/tar.html#l'],
    ['--dry-run', '/tar.html#dry-run'],
    ['dry-run', '/tar.html#dry-run'],
    ['std::vec::Vec', '/vec.html'],
    ['Vec', '/vec.html'],
    ['Vec::push', '/vec.html#method.push'],
    ['std::vec::Vec::push', '/vec.html#method.push'],
    ['<head>', '/head.html#head'],
    ['C++', '/cpp.html'],
    ['c++', '/cpp.html'],
    ['C', '/c.html'],
    ['.NET', '/net.html'],
    ['.net', '/net.html'],
    ['HTTPServer', '/server.html#http.server.HTTPServer'],
    ['httpserver', '/server.html#http.server.HTTPServer'],
    ['max_connections', '/settings.html#GUC-MAX-CONNECTIONS'],
    ['max connections', '/settings.html#GUC-MAX-CONNECTIONS'],
    ['Map.putAll', '/map.html#putAll(M)'],
    ['org.shelf.Map', '/map.html'],
    ['putAll()', '/map.html#putAll(M)'],
    ['unwrapOrElse', '/option.html#unwrap_or_else'],
    ['lists map', '/lists.html#map-2'],
    ['lists:map(fun(X) -> X end, L)', '/lists.html#map-2'],
    ['Vec<T>', '/vec.html'],
    ['git rebase -i HEAD~3', '/rebase.html'],
    ['error[E0382]: borrow of moved value', '/errors.html#E0382'],
    ['/etc/postfix/master.cf', '/master.html'],
  ] as const) {
    const { results } = await search(index, { q, limit: 3, offset: 0 });
    assert.equal(results[0]?.url.replace(/:~:text=.*/, '').replace(/#$/, ''), `https://docs.example${expected}`, q);
  }
});

test('search() finds a class whose name is written apart before the places that use it', async () => {
  const uses = ['of', 'now', 'plus', 'minus', 'with', 'parse'].map((heading) => ({
    heading,
    anchor: heading,
    symbols: [`time.LocalDateTime.${heading}`],
    text: 'A local date and time.',
  }));
  const declared = {
    heading: 'Class LocalDateTime',
    symbols: ['time.LocalDateTime', 'LocalDateTime'],
    text: 'Immutable, as all of this package are, and without a zone. '.repeat(40),
  };
  const index = await smallIndex([
    { url: '/class', title: 'LocalDateTime', sections: [{ text: 'Package time' }, declared, ...uses] },
    {
      url: '/user',
      title: 'Chronology',
      sections: [
        {
          heading: 'localDateTime',
          symbols: ['Chronology.localDateTime', 'localDateTime'],
          text: 'A local date-time.',
        },
      ],
    },
  ]);
  const { results } = await search(index, { q: 'local date time', limit: 2, offset: 0 });
  assert.deepEqual(
    results.map(({ pageUrl, heading }) => [pageUrl, heading]),
    [
      ['/class', 'Class LocalDateTime'],
      ['/user', 'localDateTime'],
    ],
  );
});

test('search() finds a function that is typed as a call among other words, though it lacks these', async () => {
  const texts = Array.from({ length: 12 }, (_, i) => ({
    url: `/text/${i}`,
    title: `Chapter ${i}`,
    sections: [{ text: 'To lay it down twice is to do all of it.' }],
  }));
  const declared = { heading: 'all(pile)', symbols: ['all'], text: 'Takes what is there.' };
  const index = await smallIndex([...texts, { url: '/functions', title: 'Functions', sections: [declared] }]);
  const { results } = await search(index, { q: 'all() twice', limit: 1, offset: 0 });
  assert.equal(results[0]?.pageUrl, '/functions');
});
