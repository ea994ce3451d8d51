import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseIndexAddress } from './index-address.ts';

test('parseIndexAddress() reads nodes and name', () => {
  assert.deepEqual(parseIndexAddress('http://127.0.0.1:9200'), { nodes: ['http://127.0.0.1:9200'], name: 'default' });
  assert.deepEqual(parseIndexAddress('https://me:secret@one.example/docs, https://two.example'), {
    nodes: ['https://me:secret@one.example/docs', 'https://two.example'],
    name: 'docs',
  });
});

test('parseIndexAddress() refuses what no engine would take', () => {
  for (const text of [
    '',
    'index.sqlite',
    'ftp://host',
    'http://',
    'http://host/Docs',
    'http://host/a/b',
    'http://host/_all',
    'http://host,other',
  ])
    assert.equal(parseIndexAddress(text), undefined, text);
});
