import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFakeSite } from '../support/fake-site.ts';
import { Spindex } from '../support/spindex.ts';

const ROUTES = {
  '/': '<title>Fruit</title><h1>Fruit</h1><p>All about <a href="/a">the round red ones</a> and <a href="/p">pears</a>.',
  '/a': '<title>Apples</title><h1>Apples</h1><p>Round and red ones they are.<h2 id="peel">Peeling</h2><p>With a knife.',
  '/p': '<title>Pears</title><h1>Pears</h1><p>They are green.',
};

test('spindex eval judges the names of a site, and fails on a fall below the baseline', {
  timeout: 120_000,
}, async (t) => {
  const site = await startFakeSite(ROUTES);
  t.after(() => site.close());
  const spindex = new Spindex(t);
  await spindex.run('crawl', `${site.url}/`, '--rps', '0');
  const requests = site.requests.length;

  const json = JSON.parse((await spindex.run('eval', '--json')).output);
  assert.deepEqual(json.all, { queries: 5, mrr: 1, hit1: 1, hit10: 1 });
  assert.deepEqual(Object.keys(json.kinds), ['title', 'heading', 'anchor']);
  assert.deepEqual([json.worst, json.comparison], [[], null]);

  const first = await spindex.run('eval', '--baseline', 'base.json');
  assert.equal(first.code, 0, first.output);
  assert.match(first.output, /^kind +queries +MRR@10 +Hit@1 +Hit@10\ntitle +3 +1\.000 /m);
  assert.match(first.output, /Written to base\.json/);
  const same = await spindex.run('eval', '--baseline', 'base.json');
  assert.deepEqual([same.code, /no fall of more than 0\.01/.test(same.output)], [0, true], same.output);

  const path = join(spindex.directory, 'base.json');
  const before = readFileSync(path, 'utf8');
  assert.notEqual((await spindex.run('eval', '--baseline', 'base.json', '--sample', '8')).code, 0, 'another sample');
  assert.equal(readFileSync(path, 'utf8'), before, 'a baseline is never written over');
  const better = { ...JSON.parse(before), all: { queries: 5, mrr: 1.1, hit1: 1, hit10: 1 } };
  writeFileSync(path, JSON.stringify(better));
  const fallen = await spindex.run('eval', '--baseline', 'base.json');
  assert.equal(fallen.code, 1);
  assert.match(fallen.output, /FALLEN all: MRR@10 1\.100 before, 1\.000 now/);
  writeFileSync(path, '{}');
  const none = await spindex.run('eval', '--baseline', 'base.json');
  assert.deepEqual(
    [none.code, none.output],
    [2, 'spindex: base.json is no baseline of spindex eval. Name another file.\n'],
  );
  assert.equal(site.requests.length, requests, 'the site is not asked');
});
