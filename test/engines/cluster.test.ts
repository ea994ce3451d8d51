import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ElasticsearchSearchIndex } from '../../src/index/elasticsearch/elasticsearch-search-index.ts';
import { ENGINE_KINDS, ENGINES, type EngineKind, startEngine, stopEngine } from '../../tools/engines.ts';
import { ChangingSite } from '../support/changing-site.ts';
import { Spindex } from '../support/spindex.ts';

const PAGES = 400;
/** Requests that the site has seen by then. */
const KILL_AT = 150;
/** How each family names the nodes that may lead, and a cluster that is not one node alone. */
const WORDS = {
  elasticsearch: { leaders: 'cluster.initial_master_nodes', discovery: 'multi-node' },
  opensearch: { leaders: 'cluster.initial_cluster_manager_nodes', discovery: 'zen' },
} as const satisfies Record<EngineKind, object>;

/** Of the three nodes. */
function portsOf(kind: EngineKind): number[] {
  const first = ENGINES[kind].port + Number(process.env['SPINDEX_ENGINES_OFFSET'] ?? 0) + 20;
  return [first, first + 5, first + 10];
}

/** Three real nodes, of which any may be lost. A node's name is its port. False where none can be run. */
async function startCluster(kind: EngineKind): Promise<boolean> {
  const ports = portsOf(kind);
  const transportOf = (port: number) => port + 1000; // an engine alone takes one between 9300 and 9400
  const settingsOf = (port: number) => ({
    'node.name': port,
    'cluster.name': `spindex-${ports[0]}`,
    'transport.port': transportOf(port),
    'discovery.type': WORDS[kind].discovery,
    'discovery.seed_hosts': ports.map((each) => `127.0.0.1:${transportOf(each)}`).join(','),
    [WORDS[kind].leaders]: ports.join(','),
  });
  const nodes = await Promise.all(ports.map((port) => startEngine(kind, { port, settings: settingsOf(port) })));
  return !nodes.includes(undefined);
}

for (const kind of ENGINE_KINDS)
  describe(`a cluster of ${kind}`, () => {
    it('loses the node that holds the index in the middle of a crawl: no search fails, and nothing is lost', {
      timeout: 400_000,
    }, async (t) => {
      const ports = portsOf(kind);
      t.after(() => Promise.all(ports.map((port) => stopEngine(kind, { port }))));
      if (!(await startCluster(kind))) return t.skip(`no ${kind} here: see the line above`);
      const site = await ChangingSite.start(PAGES);
      t.after(() => site.close());
      const spindex = new Spindex(t);
      const nodes = ports.map((port) => `http://127.0.0.1:${port}`);
      const place = ['--index', nodes.map((url, i) => (i === 0 ? `${url}/lost` : url)).join()];
      const index = await ElasticsearchSearchIndex.open({ nodes, name: 'lost' });
      t.after(() => index.close());
      await ask(`${nodes[0]}/_cluster/health/spindex-lost?wait_for_status=green&timeout=60s`);
      const isKilled = Promise.withResolvers<number>();
      let requests = 0;
      site.onRequest = () => {
        requests += 1;
        if (requests === KILL_AT) killPrimary(kind, nodes).then(isKilled.resolve, isKilled.reject);
      };
      const crawl = spindex.start('crawl', `${site.url}/`, '--rps', '0', ...place);
      const killed = await isKilled.promise;
      let searches = 0;
      for (const ended = crawl.ended.then(() => true); !(await Promise.race([ended, false])); searches += 1)
        await index.candidates({ groups: [{ terms: ['page'] }], match: 'all', limit: 10 });
      assert.equal((await crawl.ended).code, 0, crawl.output());
      assert.equal((await index.stats()).pages, PAGES);
      const { code, output } = await spindex.run('status', '--verify', ...place);
      assert.equal(code, 0, output);
      t.diagnostic(`node ${killed} killed, ${searches} searches answered until the crawl ended`);
    });
  });

/** Resolves with the port of the node that held the index. */
async function killPrimary(kind: EngineKind, nodes: readonly string[]): Promise<number> {
  const shards: { prirep: string; node: string }[] = await ask(`${nodes[0]}/_cat/shards/spindex-lost?format=json`);
  const port = Number(shards.find(({ prirep }) => prirep === 'p')?.node);
  await stopEngine(kind, { port, signal: 'SIGKILL' });
  return port;
}

async function ask(url: string) {
  const answer = await fetch(url);
  const text = await answer.text();
  assert.ok(answer.ok, text);
  return JSON.parse(text);
}
