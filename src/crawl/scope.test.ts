import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { REASONS } from '../model/reasons.ts';
import { makeScope, type ScopeSettings } from './scope.ts';

const judge = (settings: Partial<ScopeSettings>, url: string) => {
  const verdict = makeScope({
    seeds: ['https://h.example/3/'],
    scope: 'prefix',
    include: [],
    exclude: [],
    ...settings,
  }).judge(url);
  return verdict.inScope ? 'in' : verdict.reason;
};

test("Scope.judge() admits by prefix what lies under the seed's directory", () => {
  for (const seed of ['https://h.example/3/', 'https://h.example/3/index.html', 'https://h.example/3/a?b=/c/d']) {
    assert.equal(judge({ seeds: [seed] }, 'https://h.example/3/library/a.html?x=1'), 'in');
    assert.equal(judge({ seeds: [seed] }, 'http://h.example/3/'), 'in');
    assert.equal(judge({ seeds: [seed] }, 'https://h.example/3.12/'), 'scope-prefix');
    assert.equal(judge({ seeds: [seed] }, 'https://h.example/3/../4/'), 'scope-prefix');
    assert.equal(judge({ seeds: [seed] }, 'https://h.example:8443/3/'), 'scope-host');
  }
  assert.equal(judge({ seeds: ['https://h.example'] }, 'https://h.example/any/where'), 'in');
});

test('Scope.judge() admits by host the same host and port, on http and https', () => {
  const settings = { scope: 'host', seeds: ['http://h.example:8080/a/b/'] } as const;
  assert.equal(judge({ ...settings, seeds: [...settings.seeds] }, 'https://h.example:8080/'), 'in');
  assert.equal(judge({ ...settings, seeds: [...settings.seeds] }, 'http://h.example/a/b/'), 'scope-host');
  assert.equal(judge({ scope: 'host', seeds: ['http://h.example/'] }, 'https://h.example/'), 'in');
  assert.equal(judge({ scope: 'host', seeds: ['http://h.example/'] }, 'https://www.h.example/'), 'scope-host');
});

test('Scope.judge() admits by domain the registrable domain, private suffixes respected', () => {
  const scope = 'domain';
  assert.equal(judge({ scope, seeds: ['https://docs.example.co.uk/'] }, 'https://example.co.uk/'), 'in');
  assert.equal(judge({ scope, seeds: ['https://docs.example.co.uk/'] }, 'http://www.example.co.uk:8080/'), 'in');
  assert.equal(judge({ scope, seeds: ['https://docs.example.co.uk/'] }, 'https://other.co.uk/'), 'scope-host');
  assert.equal(judge({ scope, seeds: ['https://a.github.io/'] }, 'https://b.github.io/'), 'scope-host');
  assert.equal(judge({ scope, seeds: ['https://a.github.io/'] }, 'https://x.a.github.io/'), 'in');
});

test('Scope.judge() takes an address or a single label for its own domain, port included', () => {
  for (const host of ['127.0.0.1', '[::1]', 'localhost', 'github.io']) {
    const seeds = [`http://${host}:8080/`];
    assert.equal(judge({ scope: 'domain', seeds }, `http://${host}:8080/a`), 'in');
    assert.equal(judge({ scope: 'domain', seeds }, `http://${host}:9090/a`), 'scope-host');
  }
  assert.equal(judge({ scope: 'domain', seeds: ['http://127.0.0.1/'] }, 'http://126.0.0.1/'), 'scope-host');
});

test('Scope.judge() admits what any seed admits', () => {
  const seeds = ['https://h.example/a/', 'https://h.example/b/', 'https://i.example/'];
  const verdicts = ['https://h.example/b/c', 'https://i.example/c', 'https://h.example/c', 'https://j.example/'];
  assert.deepEqual(
    verdicts.map((url) => judge({ seeds }, url)),
    ['in', 'in', 'scope-prefix', 'scope-host'],
  );
});

test('Scope.judge() looks at the parsed host, however the URL is spelt', () => {
  const seeds = ['https://good.example/', 'https://bücher.example/'];
  for (const url of [
    'HTTPS://GOOD.example',
    'https://good.example./a',
    'https://u:p@good.example/',
    'https://xn--bcher-kva.example/a',
  ]) {
    assert.equal(judge({ seeds }, url), 'in', url);
  }
  for (const url of [
    'https://good.example@evil.example/',
    'https://good.example:x@evil.example/',
    'https://evil.example/https://good.example/',
    'https://evil.example\\@good.example/',
    'https://good.example.evil.example/',
    'https://evilgood.example/',
    'https://evil.example#@good.example/',
  ]) {
    assert.equal(judge({ seeds }, url), 'scope-host', url);
  }
});

test('Scope.judge() lets exclude beat include, and names the pattern', () => {
  const scope = makeScope({
    seeds: ['https://h.example/'],
    scope: 'host',
    include: ['/docs/**', 'https://h.example/blog/*'],
    exclude: ['/docs/old/**', '**/*.pdf'],
  });
  assert.deepEqual(scope.judge('https://h.example/docs/a'), { inScope: true });
  assert.deepEqual(scope.judge('https://h.example/blog/a'), { inScope: true });
  assert.deepEqual(scope.judge('https://h.example/docs/old/a'), {
    inScope: false,
    reason: 'excluded',
    detail: '/docs/old/**',
  });
  assert.deepEqual(scope.judge('https://h.example/docs/a.pdf'), {
    inScope: false,
    reason: 'excluded',
    detail: '**/*.pdf',
  });
  assert.deepEqual(scope.judge('https://h.example/blog/a/b'), {
    inScope: false,
    reason: 'excluded',
    detail: 'no include pattern matches',
    isUnwanted: true,
  });
});

test('Scope.judge() asks a seed for no include pattern, but lets exclude refuse it', () => {
  const seeds = ['https://h.example/start?a'];
  assert.equal(judge({ seeds, include: ['/docs/**'] }, 'https://h.example/start?a#top'), 'in');
  assert.equal(judge({ seeds, include: ['/docs/**'] }, 'https://h.example/start'), 'excluded');
  assert.equal(judge({ seeds, exclude: ['/start*'] }, 'https://h.example/start?a'), 'excluded');
});

test('Scope.judge() refuses what is no http(s) URL or too long', () => {
  for (const url of ['mailto:a@h.example', 'ftp://h.example/3/', 'nonsense', ''])
    assert.equal(judge({}, url), 'not-http');
  const url = `https://h.example/3/${'a'.repeat(1980)}`;
  assert.equal(url.length, 2000);
  assert.equal(judge({}, url), 'in');
  assert.equal(judge({}, `${url}a`), 'url-too-long');
});

test('Scope.judge() keeps out of spaces without end, but not a seed that looks like one', () => {
  assert.equal(judge({}, 'https://h.example/3/a/b/a/b/a/b'), 'trap-path');
  const many = `https://h.example/3/?${'abcdefghijklm'.split('').join('&')}`;
  assert.equal(judge({}, many), 'trap-query');
  assert.equal(judge({ seeds: [many] }, many), 'in');
});

test('Scope.judge() keeps out of addresses that change something, but not of a seed that looks like one', () => {
  const url = 'https://h.example/3/?page=a&action=delete';
  assert.equal(judge({}, url), 'action');
  assert.equal(judge({ seeds: [url] }, url), 'in');
});

test('makeScope() throws a TypeError that names a bad pattern or seed', () => {
  const named = (name: string) => (error: unknown) => error instanceof TypeError && error.message.includes(`"${name}"`);
  assert.throws(() => judge({ include: [''] }, ''), named(''));
  assert.throws(() => judge({ exclude: ['docs/*'] }, ''), named('docs/*'));
  assert.throws(() => judge({ seeds: ['nonsense'] }, ''), named('nonsense'));
});

test('Scope.judge() never throws, and its reasons are out-of-scope rows of the table', () => {
  const scope = makeScope({
    seeds: ['https://h.example/3/'],
    scope: 'domain',
    include: ['/3/**'],
    exclude: ['/3/x/**'],
  });
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (url) => {
      const verdict = scope.judge(url);
      if (!verdict.inScope) assert.equal(REASONS[verdict.reason].state, 'out-of-scope');
    }),
  );
});
