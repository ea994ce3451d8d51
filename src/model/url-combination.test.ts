import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addedTo, combinationOf } from './url-combination.ts';

const at = (path: string) => `https://shop.example${path}`;
const among = (...paths: string[]) => {
  const urls = new Set(paths.map(at));
  return { has: (url: string) => urls.has(url), isFilter: () => false };
};

it('combinationOf() knows filters by the pages that do without each of them', () => {
  const known = among('/list?color=red', '/list?size=m', '/forum?board=1');
  const combined = combinationOf(at('/list?color=red&size=m'), known);
  assert.deepEqual(combined, {
    kind: { pattern: 'shop.example/**?color&size', place: 'shop.example/list?color&size' },
    family: 'shop.example/**?',
    fewer: [
      { pattern: 'shop.example/**?size', place: 'shop.example/list?size' },
      { pattern: 'shop.example/**?color', place: 'shop.example/list?color' },
    ],
    isOfPath: false,
    filters: ['?color', '?size'],
  });
  assert.equal(combinationOf(at('/forum?board=1&topic=7'), known), undefined);
  assert.equal(combinationOf(at('/list?color=red'), known), undefined);
});

it('combinationOf() wants three filters where segments of the path are among them, none of them a language or a version', () => {
  const known = among(
    '/shoes/red/m/',
    '/shoes/red/wool/',
    '/shoes/m/wool/',
    '/about/',
    '/docs/',
    '/docs/about/',
    '/2.1/docs/',
  );
  assert.equal(combinationOf(at('/shoes/red/m/wool/'), known)?.kind.pattern, 'shop.example/*/*/*/**?');
  assert.equal(combinationOf(at('/docs/about/'), known), undefined);
  assert.equal(combinationOf(at('/2.1/docs/about/'), among('/2.1/docs/', '/2.1/about/', '/docs/about/')), undefined);
});

it('combinationOf() knows filters by others of their host, when there is a page without all of them', () => {
  const known = {
    has: (url: string) => url === at('/list'),
    isFilter: (part: string) => ['?color', '?size'].includes(part),
  };
  assert.deepEqual(combinationOf(at('/list?size=m&color=red'), known)?.filters, ['?size', '?color']);
  assert.equal(combinationOf(at('/list?size=m&color=red&id=7'), known), undefined);
  assert.equal(combinationOf(at('/other?size=m&color=red'), known), undefined);
});

it('combinationOf() takes the number of a page for no filter', () => {
  const known = among('/list?color=red', '/list?size=m', '/list?page=2', '/list?PAGEN_1=2');
  assert.equal(combinationOf(at('/list?color=red&page=2'), known), undefined);
  assert.equal(combinationOf(at('/list?size=m&PAGEN_1=2'), known), undefined);
  assert.deepEqual(combinationOf(at('/list?color=red&page=7&size=m'), known)?.filters, ['?color', '?size']);
  assert.deepEqual(addedTo(at('/list?color=red&page=3'), at('/list?color=red&page=2')), []);
});

it('addedTo() names what one URL has that the other has not', () => {
  assert.deepEqual(addedTo(at('/list?color=red&size=m'), at('/list?color=red&size=s')), ['?size']);
  assert.deepEqual(addedTo(at('/list/red/m'), at('/list/red?page=2')), ['/m']);
});
