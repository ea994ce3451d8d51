/**
 * Question: does a server see at most N requests in any second, and close to N, however slow its answers are?
 * Run: node bench/rate.ts [rps=10] [requests=30 seconds' worth] [strict]
 *
 * What can be reached: N, less 2.4 % for the margin; in strict mode N/(1 s + time to first byte).
 */
import os from 'node:os';
import { HttpFetcher } from '../src/fetch/http-fetcher.ts';
import { type FakePage, maxInAnySecond, maxInAnyWindow, startFakeSite } from '../test/support/fake-site.ts';
import { runAtRate } from '../test/support/rate-run.ts';

const numbers = process.argv.slice(2).map(Number).filter(Number.isFinite);
const [requestsPerSecond = 10, requests = 30 * requestsPerSecond] = numbers;
const strict = process.argv.includes('strict');
/** Enough that slow answers do not hold the rate down (Little's law), with a fifth to spare. */
const workersFor = ({ delayMs = 0 }: FakePage) =>
  Math.max(16, Math.ceil((1.2 * requestsPerSecond * (delayMs + 100)) / 1_000));
const servers: Record<string, FakePage> = {
  'answers at once': { body: 'x' },
  'answers after 100 ms': { body: 'x', delayMs: 100 },
  'answers after 600 ms': { body: 'x', delayMs: 600 },
  'answers after 100 ms, connection: close': { body: 'x', delayMs: 100, headers: { connection: 'close' } },
};

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

console.log(
  `Node ${process.version}, ${os.cpus().length} x ${os.cpus()[0]?.model}, load ${os.loadavg()[0]?.toFixed(1)}`,
);
console.log(
  `${requests} requests at ${requestsPerSecond}/s${strict ? ' in strict mode' : ''}, one server after the other`,
);
const rows: Record<string, string | number>[] = [];
for (const [name, page] of Object.entries(servers)) {
  const workers = workersFor(page);
  const site = await startFakeSite({ '*': page });
  const fetcher = new HttpFetcher({
    userAgent: 'spindex-bench',
    allowAddress: () => true,
    maxConnectionsPerOrigin: workers,
  });
  const { arrivalsMs, worstWayMs, failures } = await runAtRate(
    { site, fetcher },
    { requests, requestsPerSecond, strict, workers },
  );
  const seconds = ((arrivalsMs.at(-1) ?? 0) - (arrivalsMs[0] ?? 0)) / 1_000;
  const reached = (arrivalsMs.length - 1) / seconds;
  const possible = strict ? requestsPerSecond / (1 + (page.delayMs ?? 0) / 1_000) : requestsPerSecond;
  rows.push({
    server: name,
    'most in a second': maxInAnySecond(arrivalsMs),
    'most in 100 ms': maxInAnyWindow(arrivalsMs, 100),
    'reached per second': reached.toFixed(2),
    [strict ? 'of N/(1 + TTFB)' : 'of N']: percent(reached / possible),
    connections: site.connections,
    'worst jitter, ms': worstWayMs.toFixed(1),
    failures,
  });
  await fetcher.close();
  await site.close();
}
console.table(rows);
