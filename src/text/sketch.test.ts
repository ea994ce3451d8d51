import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { resemblance, sketchSize, sketchText } from './sketch.ts';

const words = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `word${from + i}`).join(' ');

test('sketchText() is equal for equal words, and never longer than 512 bytes', () => {
  assert.deepEqual(sketchText('One two, THREE four.'), sketchText('one\n two three -- four'));
  assert.equal(sketchText(words(0, 5_000)).length, 512);
  assert.equal(sketchSize(sketchText('one')), 1);
  assert.equal(sketchSize(sketchText(' ... ')), 0);
});

test('resemblance() is exact for short texts', () => {
  const exact = (a: string, b: string) => {
    const runs = (text: string) => {
      const list = text.split(' ');
      return new Set(list.slice(2).map((word, i) => `${list[i]} ${list[i + 1]} ${word}`));
    };
    const [x, y] = [runs(a), runs(b)];
    return [...x].filter((run) => y.has(run)).length / new Set([...x, ...y]).size;
  };
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 3, maxLength: 40 })
    .map((list) => list.join(' '));
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.equal(resemblance(sketchText(a), sketchText(b)), exact(a, b));
    }),
    { numRuns: 200 },
  );
});

test('resemblance() comes near the truth for long texts, in both directions', () => {
  for (const [shared, truth] of [
    [0, 0],
    [1_000, 1 / 3],
    [1_600, 2 / 3],
    [2_000, 1],
  ] as const) {
    const [a, b] = [sketchText(words(0, 2_000)), sketchText(words(2_000 - shared, 4_000 - shared))];
    assert.ok(Math.abs(resemblance(a, b) - truth) < 0.15, `${resemblance(a, b)} for ${truth}`);
    assert.equal(resemblance(a, b), resemblance(b, a));
  }
});

test('resemblance() of a text without words is 0', () => {
  assert.equal(resemblance(sketchText(''), sketchText('')), 0);
});
