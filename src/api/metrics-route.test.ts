import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fakeCrawl, fakeParts } from '../../test/support/fake-server-parts.ts';
import { buildServer } from './server.ts';

/** Values by metric and labels, as the text format has them. */
async function valuesOf(server: Awaited<ReturnType<typeof buildServer>>): Promise<Map<string, number>> {
  const { body, headers, statusCode } = await server.inject('/metrics');
  assert.equal(statusCode, 200);
  assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/);
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('GET /metrics', () => {
  it('tells URLs by state, what waits, the running crawl, its rate and the index', async () => {
    const parts = fakeParts({}, { progress: [fakeCrawl()] });
    const values = await valuesOf(await buildServer(parts));
    const [site] = await parts.store.sites();
    assert.ok(site);
    const { states, outbox } = await parts.store.counts(site.id);
    assert.equal(values.get(`spindex_urls{site="${site.name}",state="indexed"}`), states.indexed);
    assert.equal(values.get(`spindex_outbox_pages{site="${site.name}"}`), outbox);
    assert.equal(values.get(`spindex_crawl_running{site="${site.name}"}`), 1);
    const [host] = fakeCrawl().hosts;
    assert.equal(values.get(`spindex_host_requests_per_second_limit{host="${host?.host}"}`), host?.cap);
    assert.equal(values.get(`spindex_host_requests_per_second{host="${host?.host}"}`), host?.now);
    assert.equal(values.get('spindex_index_up'), 1);
    assert.equal(values.get('spindex_index_pages'), 42);
    assert.ok((values.get('process_resident_memory_bytes') ?? 0) > 0);
  });

  it('tells no rate of a host any more whose crawl has ended', async () => {
    const parts = fakeParts({}, { progress: [fakeCrawl()] });
    const server = await buildServer(parts);
    const names = async () => [...(await valuesOf(server)).keys()].filter((name) => name.startsWith('spindex_host_'));
    assert.equal((await names()).length, 2);
    parts.progress = [fakeCrawl({ state: 'done', endedAt: 0 })];
    assert.deepEqual(await names(), []);
    assert.equal((await valuesOf(server)).get('spindex_crawl_running{site="docs.example.com"}'), 0);
  });

  it('says that the index is down, and answers', async () => {
    const server = await buildServer(fakeParts({ indexStats: async () => Promise.reject(new Error('gone')) }));
    const values = await valuesOf(server);
    assert.equal(values.get('spindex_index_up'), 0);
  });

  it('counts requests by route and status, never by address', async () => {
    const server = await buildServer(fakeParts());
    await server.inject('/api/v1/search?q=one');
    await server.inject('/api/v1/search?q=two');
    await server.inject('/api/v1/search');
    await server.inject('/nowhere');
    const values = await valuesOf(server);
    const count = (labels: string) => values.get(`spindex_http_request_duration_seconds_count{${labels}}`);
    assert.equal(count('method="GET",route="/api/v1/search",status="200"'), 2);
    assert.equal(count('method="GET",route="/api/v1/search",status="400"'), 1);
    assert.equal(count('method="GET",route="none",status="404"'), 1);
  });

  it('has the process once, whatever number of servers there is', async () => {
    await valuesOf(await buildServer(fakeParts()));
    const { body } = await (await buildServer(fakeParts())).inject('/metrics');
    assert.equal(body.match(/^process_resident_memory_bytes /gm)?.length, 1);
  });
});
