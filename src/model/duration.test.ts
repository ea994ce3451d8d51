import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDurationMs } from './duration.ts';

for (const [text, ms] of [
  ['60s', 60_000],
  ['1m', 60_000],
  ['30m', 1_800_000],
  [' 6h ', 21_600_000],
  ['7d', 604_800_000],
  ['0m', 0],
  ['6', undefined],
  ['h', undefined],
  ['-1h', undefined],
  ['1.5h', undefined],
  ['6 hours', undefined],
  ['', undefined],
] as const)
  test(`parseDurationMs() reads ${JSON.stringify(text)} as ${ms} ms`, () => assert.equal(parseDurationMs(text), ms));
