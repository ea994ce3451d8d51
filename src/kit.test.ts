import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { analyze, decodeHtml, extractPage, parseRobots, parseSitemap } from './kit.ts';

/** What JavaScript may be called with, whatever the types say. */
const wrong = (value: unknown) => value as never;

test('the kit names the argument that is of another type, and what it got', () => {
  const calls: [() => unknown, string][] = [
    [() => parseRobots(wrong('User-agent: *')), 'body must be a Uint8Array, got string'],
    [() => parseSitemap(wrong(undefined), 'https://docs.example/'), 'body must be a Uint8Array, got undefined'],
    [() => decodeHtml(wrong(new ArrayBuffer(1))), 'body must be a Uint8Array, got ArrayBuffer'],
    [() => extractPage(wrong(new Uint8Array()), 'https://docs.example/'), 'html must be a string, got Uint8Array'],
    [() => extractPage('', wrong(null)), 'url must be a string, got null'],
    [() => analyze(wrong(Object.create(null)), 'en'), 'text must be a string, got object'],
    [() => analyze('text', wrong(undefined)), 'lang must be a string, got undefined'],
  ];
  for (const [call, message] of calls) assert.throws(call, { name: 'TypeError', message });
});

test('the kit takes bytes of another realm', () => {
  assert.equal(decodeHtml(vm.runInNewContext('new Uint8Array([97])')).text, 'a');
});
