import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Fault } from '../../model/errors.ts';
import type { Engine } from './engine.ts';
import { MultiSearch } from './multi-search.ts';

/** An engine that answers every search with its own text; one for `broken` with a refusal. */
function bench() {
  const requests: object[][] = [];
  const engine: Engine = {
    name: 'fake',
    close: async () => undefined,
    send: async (_method, path, { lines = [] } = {}) => {
      assert.equal(path, '/a/_msearch');
      const bodies = lines.filter((_, i) => i % 2 === 1);
      requests.push(bodies);
      const responses = bodies.map((asked) =>
        'broken' in asked ? { status: 429, error: { reason: 'too much' } } : { status: 200, hits: asked },
      );
      return { status: 200, body: { responses } };
    },
  };
  return { searches: new MultiSearch(engine, 'a'), engine, requests };
}

describe('MultiSearch', () => {
  it('search() sends what is asked for in one turn as one request, and gives each its own answer', async () => {
    const { searches, requests } = bench();
    const later = Promise.resolve().then(() => searches.search('search', { n: 3 }));
    const answers = await Promise.all([
      searches.search('search', { n: 1 }),
      searches.search('search', { n: 2 }),
      later,
    ]);
    assert.deepEqual(
      answers,
      [1, 2, 3].map((n) => ({ status: 200, hits: { n } })),
    );
    assert.equal(requests.length, 1);
    await searches.search('search', { n: 4 });
    assert.deepEqual(requests[1], [{ n: 4 }]);
  });

  it('search() that is refused rejects alone, with what was asked for in its words', async () => {
    const { searches } = bench();
    const [bad, good] = await Promise.allSettled([
      searches.search('count', { broken: true }),
      searches.search('search', { n: 1 }),
    ]);
    assert.equal(good?.status, 'fulfilled');
    assert.ok(bad?.status === 'rejected' && bad.reason instanceof Fault);
    assert.match(bad.reason.message, /cannot count now: 429 too much/);
  });

  it('search() rejects when nobody answers, and when an answer is missing', async () => {
    const { searches, engine } = bench();
    engine.send = async () => ({ status: 200, body: { responses: [] } });
    await assert.rejects(searches.search('search', {}), { code: 'index-unavailable' });
    engine.send = () => Promise.reject(new Fault('index-unavailable', 'gone'));
    await assert.rejects(Promise.all([searches.search('search', {}), searches.search('count', {})]), /gone/);
  });
});
