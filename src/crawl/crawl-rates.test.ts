import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { CrawlRates } from './crawl-rates.ts';
import { Hosts } from './hosts.ts';

/** A crawl of at most two requests a second to each host. */
function twoASecond() {
  const clock = new FakeClock();
  const rate = { requestsPerSecond: 2, strict: false };
  const rates = new CrawlRates(new Hosts(clock), { rate, prime: false, clock });
  const write = async (url: string) => {
    const permit = rates.acquire(url, () => undefined)(new AbortController().signal);
    let isGranted = false;
    permit.then(() => {
      isGranted = true;
    });
    while (!isGranted) await clock.advance(5);
    (await permit).written();
  };
  return { clock, rates, write };
}

test('CrawlRates.snapshot() tells of the hosts asked last, and counts all', async () => {
  const { clock, rates, write } = twoASecond();
  for (let host = 0; host < 60; host++) await write(`https://h${host}.example/`);
  await write('https://h3.example/again');
  await clock.advance(1_000);
  const { hosts, rate } = rates.snapshot(clock.monotonic());
  assert.deepEqual(
    hosts.map(({ host }) => host),
    ['h3.example', ...Array.from({ length: 49 }, (_, back) => `h${59 - back}.example`)],
  );
  assert.deepEqual([rate.hosts, rate.maxInAnySecond], [60, 2]);
  assert.ok(rate.now > 2, 'of all hosts together');
});

test('CrawlRates.snapshot() never shows more than a cap that is kept: three requests in 1.1 s are no 2.7 a second', async () => {
  const { clock, rates, write } = twoASecond();
  rates.snapshot(clock.monotonic());
  for (let i = 0; i < 3; i++) await write(`https://docs.example/${i}`);
  rates.snapshot(clock.monotonic());
  const [host] = rates.snapshot(clock.monotonic()).hosts;
  assert.equal(host?.now, 2);
});
