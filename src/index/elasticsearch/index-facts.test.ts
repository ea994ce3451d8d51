import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { IndexFacts } from './index-facts.ts';

/** Sections that each word is in, of a hundred, and how often each clause was asked for. */
function bench(counts: Record<string, number>) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const state = { version: 1, isBroken: false };
  const search = async (what: string, body: object): Promise<unknown> => {
    asked.push(what);
    if (what === 'tell its state') return { hits: { hits: [{ fields: { _index: ['i'] }, _version: state.version }] } };
    if (state.isBroken) throw new Error('too busy');
    const word = /"value":"(\w+)"/.exec(JSON.stringify(body))?.[1];
    return { hits: { total: { value: word === undefined ? 100 : (counts[word] ?? 0) } } };
  };
  return { facts: new IndexFacts({ search }, clock), clock, asked, state, counts };
}

const group = (...terms: string[]) => ({ terms });

describe('IndexFacts', () => {
  it('frequencies() are asked for once as long as the index does not change', async () => {
    const { facts, clock, asked } = bench({ apple: 7 });
    for (let i = 0; i < 5; i += 1) {
      assert.deepEqual(await facts.frequencies([group('apple')]), { sections: 100, matches: [7] });
      await clock.advance(600);
    }
    assert.equal(asked.filter((what) => what === 'count').length, 2);
    assert.ok(asked.filter((what) => what === 'tell its state').length <= 3);
  });

  it('frequencies() are counted again a second after another program has changed the index', async () => {
    const { facts, clock, state, counts } = bench({ apple: 7 });
    await facts.frequencies([group('apple')]);
    counts['apple'] = 8;
    state.version = 2;
    await clock.advance(1000);
    assert.deepEqual((await facts.frequencies([group('apple')])).matches, [8]);
  });

  it('forget() makes a change of our own seen at once', async () => {
    const { facts, counts } = bench({ apple: 7 });
    await facts.frequencies([group('apple')]);
    counts['apple'] = 8;
    facts.forget();
    assert.deepEqual((await facts.frequencies([group('apple')])).matches, [8]);
  });

  it('what could not be read is not remembered', async () => {
    const { facts, state } = bench({ apple: 7 });
    state.isBroken = true;
    await assert.rejects(facts.frequencies([group('apple')]), /too busy/);
    state.isBroken = false;
    assert.deepEqual((await facts.frequencies([group('apple')])).matches, [7]);
  });

  it('mostMatches() is no less than what can match: of words that are all wanted the rarest, of others all together', async () => {
    const { facts, asked } = bench({ rare: 1, common: 40, other: 30 });
    const groups = [group('common'), group('rare', 'other')];
    const bounds = { limit: 10 };
    assert.equal(await facts.mostMatches({ ...bounds, groups, match: 'all' }), 31);
    assert.equal(await facts.mostMatches({ ...bounds, groups, match: 'any' }), 71);
    const typed = { terms: ['rare'], prefixes: ['r'] };
    assert.equal(await facts.mostMatches({ ...bounds, groups: [typed], match: 'all' }), Number.POSITIVE_INFINITY);
    const before = asked.length;
    assert.equal(await facts.mostMatches({ ...bounds, groups, match: 'any', fields: ['title'] }), 0);
    assert.equal(asked.length, before);
  });

  it('weights() leave a rare term as it is and take nearly all from one in most sections; frequencies() has counted them', async () => {
    const { facts, asked } = bench({ rare: 1, common: 40, everywhere: 90 });
    await facts.frequencies([group('rare', 'common', 'everywhere')]);
    const before = asked.length;
    const weightOf = await facts.weights(['rare', 'common', 'everywhere']);
    assert.equal(asked.length, before);
    assert.ok(weightOf('rare') > 0.99 && weightOf('rare') <= 1);
    assert.ok(weightOf('common') < 0.5 && weightOf('common') > 0.2);
    assert.ok(weightOf('everywhere') > 0 && weightOf('everywhere') < 0.001);
    assert.equal(weightOf('unasked'), 1);
  });
});
