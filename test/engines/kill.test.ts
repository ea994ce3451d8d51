import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SqliteCrawlStore } from '../../src/store/sqlite/sqlite-crawl-store.ts';
import { ENGINE_KINDS, ENGINES, type EngineKind, startEngine, stopEngine } from '../../tools/engines.ts';
import { ChangingSite } from '../support/changing-site.ts';
import type { Running } from '../support/program.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { Spindex } from '../support/spindex.ts';

/** Kills of the engine, and of the program; ten make it a proof: `SPINDEX_KILLS=10`. */
const KILLS = Number(process.env['SPINDEX_KILLS'] ?? 1);
/** Another site than the changing one of this test, such as a real documentation on loopback. */
const SITE = process.env['SPINDEX_KILL_SITE'];
const PAGES = 400;
const SEED = 20_261_121;
/** Of the program, before it is killed. */
const LONGEST_LIFE_MS = 2_500;
const POLL_MS = 5;
const TIMEOUT_MS = 120_000 + KILLS * 120_000;

interface Bench {
  spindex: Spindex;
  url: string;
  /** Of the index. */
  name: () => string;
  /** Starts the crawl, or continues it, or crawls what has changed. */
  crawl: () => Running;
  /** So that there is something to feed again: pages of the site change; of one that does not, nothing is known any more. */
  change: () => void;
}

async function makeBench(context: TestContext, { url, prefix }: { url: string; prefix: string }): Promise<Bench> {
  const spindex = new Spindex(context);
  const site = SITE === undefined ? await ChangingSite.start(PAGES) : undefined;
  if (site) context.after(() => site.close());
  let round = 0;
  const name = () => `${prefix}-${round}`;
  return {
    spindex,
    url,
    name,
    crawl: () =>
      spindex.start(
        'crawl',
        SITE ?? `${site?.url}/`,
        '--rps',
        '0',
        '--index',
        `${url}/${name()}`,
        '--wait-index',
        '60s',
      ),
    change: () => {
      if (site) {
        site.generation += 1;
        return;
      }
      rmSync(spindex.data, { recursive: true, force: true });
      round += 1;
    },
  };
}

/** Everything that an index holds, by id, as people read it. */
async function contentsOf(url: string, alias: string): Promise<Map<string, string>> {
  const _source = ['kind', 'url', 'ordinal', 'sections', 'title', 'heading', 'text', 'code'];
  const body = JSON.stringify({ size: 100_000, _source, query: { terms: { kind: ['page', 'section'] } } });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/${alias}/_search`, { method: 'POST', headers, body });
  assert.equal(answer.status, 200);
  const { hits }: { hits: { hits: { _id: string; _source: object }[] } } = JSON.parse(await answer.text());
  return new Map(hits.hits.map(({ _id, _source }) => [_id, JSON.stringify(_source)]));
}

/** The index is what a fresh one is that is made from the store alone, and what `status --verify` says that it should be. */
async function assertComplete({ spindex, url, name }: Bench): Promise<number> {
  for (const command of [
    ['status', '--verify', '--index', `${url}/${name()}`],
    ['reindex', '--index', `${url}/${name()}-fresh`],
  ]) {
    const { code, output } = await spindex.run(...command);
    assert.equal(code, 0, output);
  }
  const [contents, fresh] = [
    await contentsOf(url, `spindex-${name()}`),
    await contentsOf(url, `spindex-${name()}-fresh`),
  ];
  const differing = [...fresh].filter(([id, document]) => contents.get(id) !== document);
  const extra = [...contents.keys()].filter((id) => !fresh.has(id));
  assert.deepEqual({ lostOrOld: differing.slice(0, 3), extra: extra.slice(0, 3) }, { lostOrOld: [], extra: [] });
  const urls = await spindex.urls();
  const inIndex = urls.filter(({ state }) => state === 'indexed' || state === 'unchanged').map((row) => row.url);
  const pages = [...contents.values()].map((text) => JSON.parse(text)).filter(({ kind }) => kind === 'page');
  assert.deepEqual(pages.map((page) => page.url).sort(), inIndex.sort());
  return pages.length;
}

/** Pages that wait for the index; 0 before the first crawl has begun. */
async function outboxOf({ data }: Spindex): Promise<number> {
  const store = SqliteCrawlStore.open({ path: join(data, 'crawl.sqlite') });
  const counts = await store
    .sites()
    .then(([site]) => site && store.counts(site.id))
    .finally(() => store.close());
  return counts?.outbox ?? 0;
}

/** Resolves when a batch has just been written, so that the next one is on its way, or when the program has ended. */
async function feeding({ spindex }: Bench, running: Running): Promise<void> {
  let highest = 0;
  for (;;) {
    const outbox = await outboxOf(spindex);
    if (outbox < highest || running.child.exitCode !== null) return;
    highest = outbox;
    await sleep(POLL_MS);
  }
}

async function engineKills(kind: EngineKind, { port, url }: { port: number; url: string }, context: TestContext) {
  const bench = await makeBench(context, { url, prefix: `engine-kill-${process.pid}` });
  let running = bench.crawl();
  for (let kills = 0; kills < KILLS; ) {
    await feeding(bench, running);
    if (running.child.exitCode === null) {
      await stopEngine(kind, { port, signal: 'SIGKILL' });
      await startEngine(kind, { port, keep: true });
      kills += 1;
      continue;
    }
    assert.equal(running.child.exitCode, 0, running.output());
    await assertComplete(bench);
    bench.change();
    running = bench.crawl();
  }
  const { code, output } = await running.ended;
  assert.equal(code, 0, output);
  context.diagnostic(`${KILLS} kills of ${kind}: ${await assertComplete(bench)} pages, each once, as the store has it`);
}

async function programKills(kind: EngineKind, url: string, context: TestContext) {
  const bench = await makeBench(context, { url, prefix: `program-kill-${process.pid}` });
  const next = seededRandom(SEED);
  for (let kills = 0; kills < KILLS; ) {
    const running = bench.crawl();
    const timer = setTimeout(() => running.child.kill('SIGKILL'), 300 + next() * LONGEST_LIFE_MS);
    const { code, output } = await running.ended;
    clearTimeout(timer);
    if (code === null) kills += 1;
    else assert.equal(code, 0, output);
    if (code !== 0) continue;
    await assertComplete(bench);
    bench.change();
  }
  const { code, output } = await bench.crawl().ended;
  assert.equal(code, 0, output);
  context.diagnostic(
    `${KILLS} kills of Spindex on ${kind}: ${await assertComplete(bench)} pages, each once, as the store has it`,
  );
}

for (const kind of ENGINE_KINDS) {
  const port = ENGINES[kind].port + Number(process.env['SPINDEX_ENGINES_OFFSET'] ?? 0) + 5;
  const engine = await startEngine(kind, { port });
  if (engine === undefined) {
    test(`kills on ${kind}`, (t) => t.skip(`no ${kind} here: see the line above`));
    continue;
  }
  const { url } = engine;
  describe(`on ${kind}`, () => {
    after(() => stopEngine(kind, { port }));
    it(`the engine is killed while it is fed (${KILLS} x): nothing is lost, nothing is there twice`, {
      timeout: TIMEOUT_MS,
    }, async (context) => {
      await engineKills(kind, { port, url }, context);
    });
    it(`Spindex is killed while it feeds (${KILLS} x): nothing is lost, nothing is there twice`, {
      timeout: TIMEOUT_MS,
    }, async (context) => {
      await programKills(kind, url, context);
    });
  });
}
