import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { mustBe } from './issue-text.ts';

const CASES: [schema: z.ZodType, value: unknown, says: string][] = [
  [z.string().min(8), 'short', 'must have at least 8 characters'],
  [z.string().min(1), '', 'must have at least 1 character'],
  [z.array(z.string()).min(1), [], 'must have at least 1 entry'],
  [z.array(z.string()).max(2), ['a', 'b', 'c'], 'must have at most 2 entries'],
  [z.number().min(3), 2, 'must be at least 3'],
  [z.enum(['text', 'json']), 'xml', 'must be one of text, json'],
  [z.object({}), 5, 'must be an object'],
  [z.array(z.string()), 5, 'must be a list'],
  [z.string(), 5, 'must be text'],
  [z.boolean(), 5, 'must be true or false'],
  [z.string().regex(/^a/, 'must begin with a'), 'b', 'must begin with a'],
];
for (const [schema, value, says] of CASES)
  test(`mustBe() says "${says}"`, () => {
    const [issue] = schema.safeParse(value).error?.issues ?? [];
    assert.equal(issue && mustBe({ ...issue }), says);
  });
