import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it, test } from 'node:test';
import { ElasticsearchSearchIndex } from '../../src/index/elasticsearch/elasticsearch-search-index.ts';
import { systemClock } from '../../src/model/clock.ts';
import { ENGINE_KINDS, ENGINES, startEngine, stopEngine } from '../../tools/engines.ts';
import { page } from '../support/crawl-bench.ts';
import { startFakeSite } from '../support/fake-site.ts';
import { pageDocument, sectionDocument } from '../support/search-index-contract.ts';
import { Spindex } from '../support/spindex.ts';

const clock = { ...systemClock, sleep: async () => undefined };
/** A keyword that no engine takes: longer than 32,766 bytes. */
const TOO_LONG = 'x'.repeat(40_000);

for (const kind of ENGINE_KINDS) {
  const engine = await startEngine(kind);
  if (engine === undefined) {
    test(`faults of ${kind}`, (t) => t.skip(`no ${kind} here: see the line above`));
    continue;
  }
  const { url } = engine;
  const names: string[] = [];
  const open = async (what: string) => {
    const name = `faults-${process.pid}-${what}`;
    names.push(name);
    return { name, index: await ElasticsearchSearchIndex.open({ nodes: [url], name, clock }) };
  };
  const send = async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    assert.ok(answer.ok, text);
    return JSON.parse(text);
  };
  /** As a broken disk does: the engine finds nothing to open. False where its disk is not here. */
  const loseShards = async (indexName: string) => {
    const { nodes } = await send('GET', '/_nodes/_local/settings');
    const known = await send('GET', `/${indexName}/_settings`);
    const { uuid } = known[indexName].settings.index;
    const [node] = Object.values<{ settings: { path: { data: string | string[] } } }>(nodes);
    const [folder = ''] = [node?.settings.path.data ?? ''].flat();
    if (!existsSync(folder)) return false;
    const lost = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.includes(`${uuid}/0/index/segments_`), // the list of its files
    );
    assert.equal(lost.length, 1);
    for (const file of lost) rmSync(join(folder, file));
    return true;
  };
  const put = (path: string, body: string, rest: { type?: string } = {}) => ({
    kind: 'put' as const,
    page: pageDocument(`https://docs.example/${path}`, [sectionDocument({ body }), sectionDocument({ body })], rest),
  });

  describe(`faults of ${kind}`, () => {
    after(async () => {
      for (const name of names) {
        const known: object = JSON.parse(await (await fetch(`${url}/spindex-${name}`)).text());
        for (const index of Object.keys(known).filter((key) => key.startsWith(`spindex-${name}`)))
          await fetch(`${url}/${index}`, { method: 'DELETE' });
      }
      if (engine.isStarted) await stopEngine(kind);
    });

    it('a page that the engine refuses is named in its words, leaves the index, and stops no other', async () => {
      const { index } = await open('mapping');
      await index.apply([put('a', 'apple'), put('b', 'apple')]);
      const refusals = await index.apply([put('a', 'pear', { type: TOO_LONG }), put('c', 'apple')]);
      assert.deepEqual(
        refusals.map((refusal) => refusal.url),
        ['https://docs.example/a'],
      );
      assert.match(refusals[0]?.why ?? '', /immense term/);
      assert.ok((refusals[0]?.why.length ?? 0) < 400, 'what is quoted is cut');
      assert.deepEqual(await index.frequencies([{ terms: ['apple'] }, { terms: ['pear'] }]), {
        sections: 4,
        matches: [4, 0],
      });
      assert.equal((await index.stats()).pages, 2);
      assert.deepEqual(await index.apply([put('a', 'plum')]), [], 'once it is well, it is taken');
      assert.equal((await index.stats()).pages, 3);
      await index.close();
    });

    for (const [what, on, off] of [
      [
        'blocked',
        ['PUT', '/_settings', { 'index.blocks.write': true }],
        ['PUT', '/_settings', { 'index.blocks.write': false }],
      ],
      ['closed', ['POST', '/_close'], ['POST', '/_open']],
    ] as const)
      it(`an index that is ${what} only delays, and no page is blamed`, async () => {
        const { index, name } = await open(what);
        const tell = async ([method, path, body]: typeof on | typeof off) =>
          send(method, `/spindex-${name}${path}`, body);
        await index.apply([put('a', 'apple')]);
        await tell(on);
        await assert.rejects(index.apply([put('b', 'apple')]), { code: 'index-unavailable' });
        await tell(off);
        assert.deepEqual(await index.apply([put('b', 'apple')]), []);
        assert.equal((await index.stats()).pages, 2);
        await index.close();
      });

    it('a lost shard: searches say so at once, no page is taken for unknown, and reindex builds beside it', async (t) => {
      const spindex = new Spindex(t);
      const site = await startFakeSite({ '/': page('quokka', '/a'), '/a': page('wombat') });
      t.after(() => site.close());
      const { name, index } = await open('red');
      const place = ['--index', `${url}/${name}`];
      assert.equal((await spindex.run('crawl', `${site.url}/`, '--rps', '0', ...place)).code, 0);
      await send('POST', `/spindex-${name}/_flush`);
      await send('POST', `/spindex-${name}/_close`);
      if (!(await loseShards(`spindex-${name}-v1`))) return t.skip('SKIPPED: the disk of the engine is not here');
      await send('POST', `/spindex-${name}/_open?wait_for_active_shards=0`);
      await assert.rejects(index.apply([put('a', 'apple')]), { code: 'index-unavailable', message: /shard/ });
      const search = await spindex.run('search', 'quokka', ...place);
      assert.equal(search.code, 1, search.output);
      assert.match(search.output, /shard/);
      const reindex = await spindex.run('reindex', ...place);
      assert.match(reindex.output, /2 pages indexed again/);
      assert.match((await spindex.run('search', 'quokka', ...place)).output, /quokka/);
      assert.equal((await spindex.run('status', '--verify', ...place)).code, 0);
      await index.close();
    });

    it('an engine without memory for more answers 429 to everything: it only delays', async () => {
      const { index } = await open('breaker');
      const limit = (value: string | null) =>
        send('PUT', '/_cluster/settings', { transient: { 'indices.breaker.total.limit': value } });
      await limit('1mb');
      try {
        await assert.rejects(index.apply([put('a', 'apple')]), { code: 'index-unavailable', message: /429/ });
      } finally {
        await limit(null);
      }
      await index.apply([put('a', 'apple')]);
      assert.equal((await index.stats()).pages, 1);
      await index.close();
    });

    it('a command that starts before the engine says so, or waits for it with --wait-index', {
      timeout: 200_000,
    }, async (t) => {
      const port = ENGINES[kind].port + Number(process.env['SPINDEX_ENGINES_OFFSET'] ?? 0) + 7;
      t.after(() => stopEngine(kind, { port }));
      const site = await startFakeSite({ '/': page('quokka') });
      t.after(() => site.close());
      const spindex = new Spindex(t);
      const args = ['crawl', `${site.url}/`, '--rps', '0', '--index', `http://127.0.0.1:${port}/late`];
      const { code, output } = await spindex.run(...args);
      assert.equal(code, 1);
      assert.match(output, /The search engine at http:\/\/127\.0\.0\.1:\d+ does not answer/);
      const waiting = spindex.start(...args, '--wait-index', '3m');
      await waiting.printed(/Waiting for the index, \d+ s more: /);
      await startEngine(kind, { port });
      const ended = await waiting.ended;
      assert.equal(ended.code, 0, ended.output);
      assert.match(ended.output, /1 {2}pages indexed/);
    });
  });
}
