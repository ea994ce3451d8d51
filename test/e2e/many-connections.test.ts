import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { crawl } from '../../src/index.ts';

/** Both ends of each connection are in this process, and some systems allow it 1,024 open files. */
const PAGES = 400;

test('a crawl has as many requests in flight as it is asked to', { timeout: 120_000 }, async (t) => {
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    const path = request.url ?? '';
    if (path === '/')
      response.end(Array.from({ length: PAGES }, (_, page) => `<a href="/page/${page}">${page}</a>`).join(' '));
    else if (path.startsWith('/page/')) {
      held.push(response);
      if (held.length === PAGES)
        for (const [i, one] of held.entries()) one.end(`<h1>Page</h1><p>The page that came as number ${i}.</p>`);
    } else response.writeHead(404).end();
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: PAGES });
  await new Promise((resolve) => server.once('listening', resolve));
  const data = await mkdtemp(join(tmpdir(), 'spindex-many-'));
  t.after(async () => {
    server.close();
    await rm(data, { recursive: true });
  });
  const { port } = server.address() as AddressInfo;
  const progress = await crawl({ seeds: [`http://127.0.0.1:${port}/`], data, rps: 0, concurrency: PAGES });
  assert.equal(progress.why, 'Every URL in scope has been visited.');
  assert.equal(held.length, PAGES);
  assert.equal(progress.searchable, PAGES + 1);
});
