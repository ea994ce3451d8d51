import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shapeTrap } from './url-shape.ts';

const trap = (path: string) => shapeTrap(`https://example.org${path}`)?.reason;

describe('shapeTrap()', () => {
  it('lets the URLs of real sites pass', () => {
    for (const path of [
      '/',
      '/3/library/asyncio-task.html',
      '/docs/docs/intro',
      '/en/v2/en/v2/guide',
      '/2011/11/11/11/post',
      '/1/1/1/1',
      '/search?q=a&lang=en&page=2&sort=date',
      '/javase/21/docs/api/java.base/java/util/concurrent/locks/Lock.html',
    ])
      assert.equal(trap(path), undefined, path);
  });

  it('sees links that add to their own path', () => {
    assert.equal(trap('/help/help/help'), 'trap-path');
    assert.equal(trap('/start/a/b/a/b/a/b/page.html'), 'trap-path');
    assert.equal(trap('/start/2/b/2/b/2/b'), 'trap-path');
  });

  it('names the run that repeats', () => {
    assert.equal(shapeTrap('https://example.org/x/a/b/a/b/a/b')?.detail, '/a/b again and again');
  });

  it('bounds segments and parameters, to the last one allowed', () => {
    const deep = (n: number) => Array.from({ length: n }, (_, i) => `/s${i}`).join('');
    assert.equal(trap(deep(20)), undefined);
    assert.equal(trap(deep(21)), 'trap-path');
    const query = (n: number) => `/list?${Array.from({ length: n }, (_, i) => `p${i}=1`).join('&')}`;
    assert.equal(trap(query(12)), undefined);
    assert.equal(trap(query(13)), 'trap-query');
  });
});
