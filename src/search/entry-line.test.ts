import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryLineFinder } from './entry-line.ts';

const begins = (query: string, text: string) => entryLineFinder(query)?.(text);

test('entryLineFinder() finds the entry of a list that the query names, at the beginning of any line', () => {
  const text = 'These variables are read.\nPGUSER is the user.\nPGHOST is the host.\n.* anything\nxmin\nThe identity.';
  for (const query of ['PGUSER', 'PGHOST', ' PGUSER  is ', 'These', 'xmin', '.*', 'xmin '])
    assert.equal(begins(query, text), true, query);
});

test('entryLineFinder() wants the whole of a word as it is spelled, and at the beginning', () => {
  for (const query of ['PGUS', 'pguser', 'user', 'is the', 'GUSER'])
    assert.equal(begins(query, 'PGUSER is the user.'), false, query);
  assert.equal(begins('дата', 'датами называют'), false);
  assert.equal(begins('size', 'size_t is unsigned'), false);
});

test('entryLineFinder() has nothing to look for in an empty query', () => {
  for (const query of ['', '  ']) assert.equal(entryLineFinder(query), undefined);
});
