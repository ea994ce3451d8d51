import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalizeUrl, urlHost, urlPath } from './url.ts';

/** Rows of the evaluation pack beside the repository; it belongs to others and is not part of it. */
const evalFolder = new URL('../../../shared/eval/url/', import.meta.url);
const withoutPack = existsSync(evalFolder) ? false : 'EVALUATION PACK ABSENT: nothing is checked against url/*.jsonl';

interface Row {
  id: string;
  a: string;
  b: string;
  href: string;
  base?: string;
  expected: string | null;
  topic: string;
}

function rows(name: string): Row[] {
  const lines = readFileSync(new URL(name, evalFolder), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): Row => JSON.parse(line));
}

/** Text made of the pieces that canonicalisation turns on, in any order. */
const nastyUrl = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '%',
        '%2',
        '%36%31',
        '%2e',
        '%2E%2e',
        '%2F',
        '%c3%a9',
        '%%',
        '/',
        '//',
        '\\',
        '/..',
        '/.',
        '.',
        '?',
        '&',
        '=',
      ),
      fc.constantFrom(
        ';jsessionid=',
        ';',
        'utm_source=',
        'sid=',
        'PHPSESSID=1',
        '0123456789abcdef0123456789abcdef',
        '#',
        '@',
        ':',
      ),
      fc.constantFrom(
        ':80',
        ':443',
        ':8080',
        'a',
        'B',
        'xn--',
        'é',
        '\ud800',
        ' ',
        '\t',
        '[',
        ']',
        '^',
        '|',
        "'",
        '*',
        '$',
        '1',
      ),
      fc.string({ maxLength: 3, unit: 'binary' }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));
const anyHref = fc.oneof(
  nastyUrl,
  nastyUrl.map((rest) => `http://h.example${rest}`),
  nastyUrl.map((rest) => `https://h.example/${rest}`),
);

test('canonicalizeUrl() merges spellings of one URL', () => {
  const same: [string, string][] = [
    ['HTTP://User@EXAMPLE.com:80', 'http://User@example.com/'],
    ['https://example.org./a', 'https://example.org/a'],
    ['https://example.org.:8443/a', 'https://example.org:8443/a'],
    ['https://example.org/%7ea%2fb#c', 'https://example.org/~a%2Fb'],
    ['https://example.org/100%', 'https://example.org/100%25'],
    ['https://example.org/?a[]=1|2', 'https://example.org/?a%5B%5D=1%7C2'],
    ['https://example.org/?&a=1&&b=2&', 'https://example.org/?a=1&b=2'],
    ['https://example.org/a?', 'https://example.org/a'],
    ['https://example.org/a?utm_source=x&Utm_Medium=y&gclid=z', 'https://example.org/a'],
    ['https://example.org/a;jsessionid=1A2B.n1?x=1', 'https://example.org/a?x=1'],
  ];
  for (const [a, b] of same) assert.equal(canonicalizeUrl(a), b);
});

test('canonicalizeUrl() keeps apart what may differ', () => {
  const canonical = [
    'https://example.org/a',
    'https://example.org/a/',
    'https://example.org//a',
    'https://example.org/A',
    'https://example.org/index.html',
    'https://www.example.org/a',
    'http://example.org/a',
    'https://example.org:8443/a',
    'https://example.org/a?b',
    'https://example.org/a?b=',
    'https://example.org/a?b=1&a=1',
    'https://example.org/a?a=1&b=1',
    'https://example.org/a;v=1',
    'https://example.org/a?sid=12',
    'https://example.org/a?ref=home',
    'https://user@example.org/a',
    'http://intranet./a',
    'http://intranet/a',
  ];
  for (const url of canonical) assert.equal(canonicalizeUrl(url), url);
});

test('canonicalizeUrl() makes no dot segment by removing a session id', () => {
  assert.equal(canonicalizeUrl('https://h.example/a/..;jsessionid=1/b'), 'https://h.example/a/..;jsessionid=1/b');
});

test('canonicalizeUrl() resolves an absolute link although the base is no URL', () => {
  assert.equal(canonicalizeUrl('https://H.example/a', 'nonsense'), 'https://h.example/a');
  assert.equal(canonicalizeUrl('a', 'nonsense'), undefined);
});

test('canonicalizeUrl() is undefined for what is not http(s)', () => {
  for (const href of [
    'mailto:a@example.org',
    'javascript:void 0',
    'data:,x',
    'ftp://h.example/',
    'file:///a',
    'a b',
    '',
    'http://',
  ]) {
    assert.equal(canonicalizeUrl(href), undefined);
  }
});

test('canonicalizeUrl() is idempotent, and its result is a URL without fragment, for any text', () => {
  fc.assert(
    fc.property(anyHref, fc.option(anyHref, { nil: undefined }), (href, base) => {
      const url = canonicalizeUrl(href, base);
      if (url === undefined) return;
      assert.equal(canonicalizeUrl(url), url);
      assert.equal(canonicalizeUrl(url, base), url);
      assert.ok(!url.includes('#'));
      assert.equal(new URL(url).href, url);
    }),
    { numRuns: 3000 },
  );
});

test('canonicalizeUrl() returns what is plainly canonical as the whole procedure would', () => {
  const plain = fc
    .tuple(
      fc.stringMatching(/^[a-z0-9.-]{1,12}(?::[1-9][0-9]{0,5})?$/),
      fc.stringMatching(/^\/[\w/.~!$&'()*+,:=@-]{0,12}$/),
    )
    .map(([host, path]) => `http://${host}${path}`);
  fc.assert(
    fc.property(plain, (url) => {
      // A fragment keeps the cheap path from being taken.
      assert.equal(canonicalizeUrl(url), canonicalizeUrl(`${url}#`));
    }),
    { numRuns: 3000 },
  );
});

test('urlHost() is the same with and without user information, as it is the key of the rate', () => {
  assert.equal(urlHost('https://me:secret@h.example:8443/a@b'), 'h.example:8443');
});

test('urlHost() and urlPath() split a canonical URL as the URL standard does', () => {
  fc.assert(
    fc.property(anyHref, (href) => {
      const canonical = canonicalizeUrl(href);
      if (canonical === undefined) return;
      const { host, pathname, search } = new URL(canonical);
      assert.deepEqual([urlHost(canonical), urlPath(canonical)], [host, pathname + search]);
    }),
  );
});

test('canonicalizeUrl() merges what must be merged (evaluation pack)', { skip: withoutPack }, () => {
  for (const { id, a, b } of rows('must-merge.jsonl')) assert.equal(canonicalizeUrl(a), canonicalizeUrl(b), id);
});

test('canonicalizeUrl() keeps apart what must not be merged (evaluation pack)', { skip: withoutPack }, () => {
  for (const { id, a, b } of rows('must-not-merge.jsonl')) assert.notEqual(canonicalizeUrl(a), canonicalizeUrl(b), id);
});

for (const name of ['resolve.jsonl', 'wpt.jsonl']) {
  test(`canonicalizeUrl() resolves as ${name} says (evaluation pack)`, { skip: withoutPack }, () => {
    for (const { id, href, base, expected } of rows(name)) {
      const canonical = expected === null ? undefined : canonicalizeUrl(expected);
      assert.equal(canonicalizeUrl(href, base), canonical, id);
      assert.equal(canonical === undefined, expected === null, id);
    }
  });
}

/** How many pairs of each topic are merged: the choices that docs/urls.md explains. */
const POLICY: Record<string, { merged: number; apart: number }> = {
  'which characters to escape in the query': { merged: 4, apart: 1 },
  'double slash': { merged: 0, apart: 8 },
  'empty query or empty query part': { merged: 5, apart: 4 },
  'stray percent sign': { merged: 5, apart: 0 },
  'trailing dot of the host': { merged: 1, apart: 0 },
  'order of query keys': { merged: 0, apart: 5 },
  'key without value': { merged: 0, apart: 2 },
  'session id': { merged: 13, apart: 1 },
  'default page': { merged: 0, apart: 32 },
};

test('canonicalizeUrl() follows the documented policy (evaluation pack)', { skip: withoutPack }, () => {
  const found: typeof POLICY = {};
  for (const { topic, a, b } of rows('policy.jsonl')) {
    const tally = found[topic] ?? { merged: 0, apart: 0 };
    tally[canonicalizeUrl(a) === canonicalizeUrl(b) ? 'merged' : 'apart']++;
    found[topic] = tally;
  }
  assert.deepEqual(found, POLICY);
});

test('canonicalizeUrl() takes no address that is longer than servers take, as written or in its canonical form', () => {
  const https = (path: string) => `https://h.example/${path}`;
  const longest = https('a'.repeat(8_000 - https('').length));
  assert.equal(canonicalizeUrl(longest), longest);
  assert.equal(canonicalizeUrl(`${longest}a`), undefined);
  assert.equal(canonicalizeUrl('ж'.repeat(2_000), https('')), undefined);
});
