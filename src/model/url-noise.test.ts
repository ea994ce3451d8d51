import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { canonicalizeUrl } from './url.ts';
import { POSSIBLE_SESSION_PARAMETERS, SESSION_PARAMETERS, TRACKING_PARAMETERS } from './url-noise.ts';

const canonical = (pathAndQuery: string) =>
  canonicalizeUrl(`https://h.example${pathAndQuery}`)?.slice('https://h.example'.length);

test('withoutNoise() removes tracking parameters and leaves the others in their order', () => {
  assert.equal(canonical('/a?b=2&utm_campaign=x&a=1&FBCLID=y'), '/a?b=2&a=1');
  assert.equal(canonical('/a?utm_x'), '/a');
  assert.equal(canonical('/a?x=utm_source&myutm_source=1'), '/a?x=utm_source&myutm_source=1');
});

test('withoutNoise() removes session ids by name', () => {
  assert.equal(canonical('/a?PHPSESSID=abc&x=1'), '/a?x=1');
  assert.equal(canonical('/a;JSessionID=abc/b;jsessionid=d?x=1;jsessionid=e'), '/a/b?x=1');
  assert.equal(canonical('/a?NewsID=1567539&addressid=2'), '/a?NewsID=1567539&addressid=2');
});

test('withoutNoise() removes a possible session id only when its value looks like one', () => {
  assert.equal(canonical('/a?sid=587fba8f825b05844526519fdb7d75c8'), '/a');
  const content = [
    '/a?sid=xyz',
    '/a?file=587fba8f825b05844526519fdb7d75c8',
    '/a?sid=report-587fba8f825b05844526519fdb7d75c8',
    '/a?sid=587fba8f825b05844526519fdb7d75c8-report',
    '/a?s=asyncio',
    '/a?sid=507f1f77bcf86cd799439011',
    '/a?sessionid=5f0c7a9e-3d41-4c55-9d0e-0c2f6a1b7e88',
  ];
  for (const url of content) assert.equal(canonical(url), url);
});

test('docs/urls.md lists every parameter that is removed, and no other', () => {
  const page = readFileSync(new URL('../../docs/urls.md', import.meta.url), 'utf8');
  const listed = (heading: string) => {
    const section = page.split(`### ${heading}\n`)[1]?.split('\n#')[0] ?? '';
    return [...section.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort();
  };
  assert.deepEqual(listed('Tracking parameters'), ['utm_*', ...TRACKING_PARAMETERS].sort());
  assert.deepEqual(listed('Session parameters'), [...SESSION_PARAMETERS].sort());
  assert.deepEqual(listed('Possible session parameters'), [...POSSIBLE_SESSION_PARAMETERS].sort());
});
