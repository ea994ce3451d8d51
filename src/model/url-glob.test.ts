import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileGlob } from './url-glob.ts';

test('compileGlob() matches * within a segment, ** across, ? one character', () => {
  const matches: [string, string][] = [
    ['/docs/**', '/docs/'],
    ['/docs/**', '/docs/a/b?x=/'],
    ['/a/*/b', '/a/x/b'],
    ['/a/*', '/a/b?x=1'],
    ['/a/**/b', '/a/b'],
    ['/a/**/b', '/a/x/y/b'],
    ['/a?b', '/a?b'],
    ['**/*.pdf', 'https://h.example/a/b.pdf'],
    ['http*://h.example/**', 'https://h.example/'],
    ['/кни*', '/%D0%BA%D0%BD%D0%B8%D0%B3%D0%B0'],
    ['/a.b', '/a.b'],
  ];
  for (const [glob, text] of matches) assert.ok(compileGlob(glob)(text), `${glob} ${text}`);
});

test('compileGlob() matches the whole text or not at all', () => {
  const apart: [string, string][] = [
    ['/docs/**', '/docs'],
    ['/docs/', '/docs/a'],
    ['/a/*/b', '/a/x/y/b'],
    ['/a/**/b', '/a/xb'],
    ['/a?b', '/a/b'],
    ['/a?b', '/ab'],
    ['/a.b', '/axb'],
    ['/*.pdf', '/a.pdf?x'],
    ['/ab*ba', '/aba'],
  ];
  for (const [glob, text] of apart) assert.ok(!compileGlob(glob)(text), `${glob} ${text}`);
});

test('compileGlob() throws a TypeError that names a glob that could match nothing', () => {
  for (const glob of ['', ' ', 'docs/*', '.pdf', '/{old,new}/**', `/${'a'.repeat(2000)}`]) {
    assert.throws(
      () => compileGlob(glob),
      (error) => error instanceof TypeError && error.message.includes(`"${glob}"`),
    );
  }
});

test('compileGlob() agrees with the regular expression of the same meaning', () => {
  const glob = fc
    .array(fc.constantFrom('a', 'b', '/', '*', '**', '/**/', '?'), { maxLength: 7 })
    .map((parts) => `/${parts.join('')}`);
  const text = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 9 }).map((parts) => `/${parts.join('')}`);
  fc.assert(
    fc.property(glob, text, (pattern, candidate) => {
      const source = pattern.replace(/(?<=\/)\*\*+\/|\*+|\?/g, (part) => {
        if (part === '?') return '[^/]';
        if (part === '*') return '[^/]*';
        return part.endsWith('/') ? '(?:.*/)?' : '.*';
      });
      assert.equal(compileGlob(pattern)(candidate), new RegExp(`^${source}$`).test(candidate));
    }),
    { numRuns: 3000 },
  );
});

test('compileGlob() answers where a backtracking matcher would never end', () => {
  const text = `/${'a'.repeat(1990)}`;
  assert.ok(!compileGlob(`/${'*a'.repeat(40)}b*`)(text));
  assert.ok(!compileGlob(`/${'**a'.repeat(40)}b**`)(text));
});
