import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printedFrom, urlTwins } from './url-twins.ts';

test('urlTwins() names scheme, www, default page and slash, in every combination', () => {
  const twins = urlTwins('https://example.org/a/');
  for (const url of [
    'http://example.org/a/',
    'https://www.example.org/a/',
    'https://example.org/a',
    'https://example.org/a/index.html',
    'http://www.example.org/a/index.php',
  ])
    assert.ok(twins.includes(url), url);
});

test('urlTwins() is symmetric, never names the URL itself and keeps the query', () => {
  for (const url of [
    'https://example.org/',
    'http://www.example.org/index.html?x=1',
    'https://h.example/a/b',
    'http://127.0.0.1:8080/a/index.htm',
  ]) {
    const twins = urlTwins(url);
    assert.ok(!twins.includes(url));
    assert.equal(new Set(twins).size, twins.length);
    for (const twin of twins) {
      assert.ok(urlTwins(twin).includes(url), `${twin} of ${url}`);
      assert.equal(new URL(twin).search, new URL(url).search);
    }
  }
});

test('urlTwins() keeps the scheme beside a port, and gives addresses and plain names no www', () => {
  const scheme = (url: string) => new URL(url).origin;
  assert.deepEqual([...new Set(urlTwins('http://127.0.0.1:8080/a').map(scheme))], ['http://127.0.0.1:8080']);
  assert.deepEqual([...new Set(urlTwins('http://intranet/a').map(scheme))], ['https://intranet', 'http://intranet']);
});

test('printedFrom() names the page that a URL says to be the printed form of', () => {
  for (const path of [
    '/news/7.html?print=Y',
    '/news/print/7.html',
    '/print/news/7.html',
    '/news/7.html?version=print',
    '/news/7-print.html',
    '/news/7.html?printable',
  ])
    assert.equal(printedFrom(`https://example.org${path}`), 'https://example.org/news/7.html', path);
  assert.equal(printedFrom('https://example.org/p?id=7&view=printer-friendly&c=2'), 'https://example.org/p?id=7&c=2');
  assert.equal(printedFrom('https://example.org/oak/print/?page=2'), 'https://example.org/oak/?page=2');
  for (const path of [
    '/',
    '/print',
    '/print/',
    '/prints/oak',
    '/printing?id=7',
    '/blueprint.html',
    '/oak?q=prints',
    '/print?q=oak',
  ])
    assert.equal(printedFrom(`https://example.org${path}`), undefined, path);
});
