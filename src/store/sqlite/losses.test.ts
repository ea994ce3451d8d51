import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedLosses } from './losses.ts';

for (const [pages, allowed] of [
  [0, 0],
  [1, 0],
  [2, 1],
  [5, 2],
  [20, 10],
  [100, 10],
  [526, 52],
] as const)
  test(`allowedLosses() lets ${allowed} of ${pages} pages vanish`, () => assert.equal(allowedLosses(pages), allowed));
