import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFakeSite } from '../support/fake-site.ts';
import { Spindex } from '../support/spindex.ts';

const ROUTES = {
  '/': '<title>Start</title><h1>Start</h1><p>See <a href="/kube">clusters</a>.',
  '/kube': '<title>Kubernetes</title><h1>Kubernetes</h1><p>Containers are run in clusters.',
};

test('synonyms of spindex.json are in force without crawling again', { timeout: 60_000 }, async (t) => {
  const site = await startFakeSite(ROUTES);
  t.after(() => site.close());
  const spindex = new Spindex(t);
  await spindex.run('crawl', `${site.url}/`, '--rps', '0');
  const requests = site.requests.length;
  assert.match((await spindex.run('search', 'k8s')).output, /^0 pages/);

  const file = join(spindex.directory, 'spindex.json');
  writeFileSync(file, JSON.stringify({ synonyms: ['k8s = kubernetes'] }));
  assert.match((await spindex.run('search', 'k8s')).output, /^1 pages? for "k8s".*\n\n1\. Kubernetes\n/);

  writeFileSync(file, JSON.stringify({ synonyms: ['k8s'] }));
  const wrong = await spindex.run('search', 'k8s');
  assert.deepEqual([wrong.code, wrong.output.split('\n').length], [2, 2]);
  assert.match(wrong.output, /^spindex: "synonyms" in spindex\.json: must be wordings with = between them/);
  assert.equal(site.requests.length, requests);
});
