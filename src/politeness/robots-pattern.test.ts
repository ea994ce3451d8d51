import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { robotsPattern, robotsTarget } from './robots-pattern.ts';

test('robotsPattern() agrees with the regular expression of the same meaning', () => {
  const pattern = fc
    .tuple(fc.constantFrom('/', '*'), fc.array(fc.constantFrom('a', 'b', '*', '/'), { maxLength: 7 }))
    .map(([first, parts]) => first + parts.join(''));
  const path = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 9 }).map((parts) => `/${parts.join('')}`);
  fc.assert(
    fc.property(pattern, fc.boolean(), path, (text, anchored, target) => {
      const expected = new RegExp(`^${text.replaceAll('*', '.*')}${anchored ? '$' : ''}`).test(target);
      assert.equal(robotsPattern(anchored ? `${text}$` : text)?.matches(target), expected);
    }),
    { numRuns: 3000 },
  );
});

test('robotsPattern() is undefined for what can match no path', () => {
  for (const value of ['', 'a', '$', 'https://h.example/']) assert.equal(robotsPattern(value), undefined);
});

test('robotsPattern() takes a dollar sign inside for itself', () => {
  assert.ok(robotsPattern('/a$b')?.matches(robotsTarget('https://h.example/a$bc')));
  assert.ok(!robotsPattern('/a$b')?.matches(robotsTarget('https://h.example/a')));
});

test('robotsTarget() is path and query, and / for what is no URL', () => {
  assert.equal(robotsTarget('https://u:p@h.example:8080/a/../b?c=%7e#d'), '/b?c=~');
  assert.equal(robotsTarget('https://h.example/a?#b?'), '/a?');
  assert.equal(robotsTarget('https://h.example/a#b?'), '/a');
  assert.equal(robotsTarget('https://'), '/');
});

test('robotsPattern() answers where a backtracking matcher would never end', () => {
  assert.ok(!robotsPattern(`/${'*a'.repeat(60)}b`)?.matches(`/${'a'.repeat(2000)}`));
});
