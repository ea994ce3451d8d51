/**
 * Question: does a server see at most N requests in any second, and close to N, however slow its answers are?
 * Run: node bench/rate.ts [requests=300] [rps=10]
 */
import os from 'node:os';
import { HttpFetcher } from '../src/fetch/http-fetcher.ts';
import { type FakePage, maxInAnySecond, maxInAnyWindow, startFakeSite } from '../test/support/fake-site.ts';
import { runAtRate } from '../test/support/rate-run.ts';

const [requests = 300, requestsPerSecond = 10] = process.argv.slice(2).map(Number);
const workers = 16;
const servers: Record<string, FakePage> = {
  'answers at once': { body: 'x' },
  'answers after 100 ms': { body: 'x', delayMs: 100 },
  'answers after 600 ms': { body: 'x', delayMs: 600 },
  'answers after 100 ms, connection: close': { body: 'x', delayMs: 100, headers: { connection: 'close' } },
};

console.log(
  `Node ${process.version}, ${os.cpus().length} x ${os.cpus()[0]?.model}, load ${os.loadavg()[0]?.toFixed(1)}`,
);
console.log(`${requests} requests at ${requestsPerSecond}/s, ${workers} workers, all servers at the same time`);
const results = await Promise.all(
  Object.entries(servers).map(async ([name, page]) => {
    const site = await startFakeSite({ '*': page });
    const fetcher = new HttpFetcher({ userAgent: 'spindex-bench', allowAddress: () => true });
    const { arrivalsMs, worstWayMs, failures } = await runAtRate(
      { site, fetcher },
      { requests, requestsPerSecond, workers },
    );
    const seconds = ((arrivalsMs.at(-1) ?? 0) - (arrivalsMs[0] ?? 0)) / 1_000;
    const row = {
      server: name,
      'most in a second': maxInAnySecond(arrivalsMs),
      'most in 100 ms': maxInAnyWindow(arrivalsMs, 100),
      'reached per second': Math.round(((arrivalsMs.length - 1) / seconds) * 1_000) / 1_000,
      connections: site.connections,
      'worst jitter, ms': Math.round(worstWayMs * 10) / 10,
      failures,
    };
    await fetcher.close();
    await site.close();
    return row;
  }),
);
console.table(results);
