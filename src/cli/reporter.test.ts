import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeCrawl, stateCounts } from '../../test/support/fake-server-parts.ts';
import type { HostRate } from '../model/events.ts';
import { duration, progressLine, summaryText } from './progress-view.ts';
import { Reporter } from './reporter.ts';

function printer(isTerminal: boolean) {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  const out = { write, isLost: false, isTerminal, columns: 80 };
  return { out, text: () => text };
}

const ERASE = '\r\x1b[2K';

test('Reporter in a pipe prints a line now and then, without control characters', () => {
  const { out, text } = printer(false);
  const reporter = new Reporter(out, { log: 'text' });
  for (const now of [0, 100, 4_999, 5_000, 9_000]) reporter.progress(fakeCrawl(), now);
  assert.equal(text().split('\n').length - 1, 2);
  assert.ok(!text().includes('\x1b') && !text().includes('\r'));
});

test('progressLine() counts of a crawl with a limit no more pages as known than it will visit', () => {
  const states = stateCounts({ ready: 900, taken: 20, indexed: 50, duplicate: 7 });
  const line = (maxPages: number | null) => progressLine(fakeCrawl({ states, maxPages }), { columns: undefined });
  assert.match(line(null), /: 57 of 977 pages/);
  assert.match(line(100), /: 57 of 107 pages/);
});

test('progressLine() leaves out the bar rather than a number where a terminal is narrow', () => {
  const progress = fakeCrawl({ etaMs: null });
  const numbers = progressLine(progress, { columns: undefined }).replace(`${progress.site}: `, '');
  assert.ok(progressLine(progress, { columns: 200 }).endsWith(`] ${numbers}`));
  assert.equal(progressLine(progress, { columns: numbers.length + 1 }), numbers);
  assert.equal(progressLine(progress, { columns: 30 }), `${numbers.slice(0, 28)}…`);
});

test('progressLine() says why a crawl that runs is waiting', () => {
  const why = '10,000 pages wait for the index.';
  assert.ok(progressLine(fakeCrawl({ why }), { columns: undefined }).endsWith(` | ${why}`));
  assert.doesNotMatch(progressLine(fakeCrawl({ state: 'finishing', why }), { columns: undefined }), /wait/);
});

test('progressLine() and summaryText() say what keeps pages out of the index', () => {
  const progress = fakeCrawl({ outbox: 1200, indexTrouble: 'Nobody answers.' });
  const says = '1,200 pages wait for the index: Nobody answers.';
  assert.ok(progressLine(progress, { columns: undefined }).endsWith(` | ${says}`));
  assert.ok(summaryText(progress).includes(`\n${says}\n`));
  assert.match(summaryText({ ...progress, outbox: 1 }), /^1 page waits for the index: Nobody answers\.$/m);
  assert.match(summaryText({ ...progress, outbox: 0 }), /^Index: Nobody answers\.$/m);
  assert.doesNotMatch(summaryText(fakeCrawl({ outbox: 1200 })), /wait for the index/);
});

test('Reporter on a terminal draws one bar in place, and removes it before a message', () => {
  const { out, text } = printer(true);
  const reporter = new Reporter(out, { log: 'text' });
  reporter.progress(fakeCrawl(), 0);
  reporter.progress(fakeCrawl(), 1);
  assert.equal(text().split(ERASE).length - 1, 2);
  assert.ok(!text().includes('\n'));
  assert.ok(
    text()
      .split(ERASE)
      .every((line) => line.length < 80),
  );
  reporter.message('x', { text: 'words' });
  assert.ok(text().endsWith(`${ERASE}words\n`));
  reporter.message('x', { text: 'more' });
  assert.ok(text().endsWith('words\nmore\n'));
});

test('Reporter with log json prints objects only, on a terminal too', () => {
  const { out, text } = printer(true);
  const reporter = new Reporter(out, { log: 'json' });
  reporter.message('start', { text: 'words', id: 'a#1' });
  reporter.progress(fakeCrawl(), 0);
  reporter.summary(fakeCrawl({ state: 'done' }));
  const events = text()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    events.map(({ event }) => event),
    ['start', 'progress', 'summary'],
  );
  assert.deepEqual([events[0].message, events[0].id, events[2].state], ['words', 'a#1', 'done']);
});

test('progressLine() says on an ordinary terminal what holds a crawl up, and leaves out the bar for it', () => {
  const limitedBy = 'robots.txt asks for a Crawl-delay: 0.02/s.';
  const progress = fakeCrawl({ hosts: fakeCrawl().hosts.map((host) => ({ ...host, now: 0, limitedBy })) });
  assert.equal(progressLine(progress, { columns: 80 }), `2,140 of 5,300 pages | 0/s of 5 | ${limitedBy}`);
  assert.match(progressLine(progress, { columns: 200 }), /^\[#.*still discovering.*Crawl-delay/);
  assert.match(progressLine(progress, { columns: 60 }), /^2,140 of .* \| robots\.txt.*…$/);
});

test('progressLine() counts what is done of what is known, and leaves out what is out of scope', () => {
  const states = stateCounts({
    ready: 30,
    waiting: 5,
    taken: 5,
    indexed: 20,
    unchanged: 4,
    redirected: 4,
    refused: 4,
    noindex: 4,
    duplicate: 4,
    gone: 10,
    failed: 10,
    'out-of-scope': 900,
  });
  const line = progressLine(fakeCrawl({ states, etaMs: 90_000 }), { columns: undefined });
  assert.match(line, /: 60 of 100 pages .*errors 20 .*1 min 30 s left/);
  assert.match(progressLine(fakeCrawl({ states }), { columns: 200 }), /^\[#{14}\.{10}\] /);
});

test('progressLine() has nothing to say of a rate before the first request', () => {
  assert.match(progressLine(fakeCrawl({ hosts: [] }), { columns: undefined }), / pages \| 0\/s \| errors 0 /);
});

test('progressLine() tells the rate of all hosts together, and the name of the one that is slow', () => {
  const limitedBy = 'robots.txt asks for a Crawl-delay: 0.1/s.';
  const hosts = ['a', 'b'].map((host) => ({ host, now: 2, cap: 5, maxInAnySecond: 4, limitedBy: null }));
  const rate = { hosts: 1_200, now: 310.5, maxInAnySecond: 5 };
  const progress = fakeCrawl({
    hosts: [...hosts, { ...fakeCrawl().hosts[0], host: 'c', limitedBy } as HostRate],
    rate,
  });
  assert.match(
    progressLine(progress, { columns: undefined }),
    / \| 310\.5\/s from 1,200 hosts, of 5 each \| .* \| c: robots/,
  );
  assert.match(summaryText(progress), / at most 5 in one second from one of 1,200 hosts \(cap 5\)/);
});

test('progressLine() says that it cannot tell the time left, and what slows a host', () => {
  const limitedBy = 'robots.txt asks for a Crawl-delay: 0.1/s.';
  const hosts = [{ host: 'a', now: 0.1, cap: 5, maxInAnySecond: 1, limitedBy }];
  const line = progressLine(fakeCrawl({ etaMs: null, hosts }), { columns: undefined });
  assert.match(line, /still discovering/);
  assert.ok(line.endsWith(limitedBy));
});

test('summaryText() accounts for every URL: what is indexed and every other reason with its number', () => {
  const reasons = { ok: 3, unchanged: 2, 'gone-404': 4, excluded: 10 };
  const states = stateCounts({ indexed: 3, unchanged: 2, gone: 4, 'out-of-scope': 10 });
  const text = summaryText(fakeCrawl({ state: 'done', states, reasons, found: 19, searchable: 5 }));
  assert.match(text, /5 +pages indexed, 2 of them unchanged, of 19 URLs found/);
  assert.ok(text.indexOf('excluded') < text.indexOf('gone-404'), 'the most frequent first');
  const numbers = [...text.matchAll(/^ +(\d+) {2}/gm)].map(([, n]) => Number(n));
  assert.equal(
    numbers.reduce((sum, n) => sum + n, 0),
    19,
  );
});

test('progressLine() says when all that is left is to be tried again', () => {
  const states = stateCounts({ waiting: 2, indexed: 62 });
  assert.match(
    progressLine(fakeCrawl({ states }), { columns: undefined }),
    /62 of 64 pages .* 2 pages to be tried again/,
  );
});

test('summaryText() counts each request once, in the time of this run', () => {
  const requests = { pages: 80, redirects: 20, robots: 1, sitemaps: 19, retries: 5 };
  const says = summaryText(fakeCrawl({ state: 'done', requests, elapsedMs: 50_000, resumed: true }));
  assert.match(says, / gone; in this run 50 s; 100 requests, 2\.0\/s,/);
});

test('summaryText() tells how many pages are searchable that the crawl could not judge', () => {
  const failed = { state: 'done', states: stateCounts({ failed: 5 }), found: 5 } as const;
  assert.match(
    summaryText(fakeCrawl({ ...failed, searchable: 4 })),
    / 0 {2}pages indexed, of 5 URLs found; 4 of earlier crawls stay searchable\n/,
  );
  assert.match(summaryText(fakeCrawl({ ...failed, searchable: 0 })), /of 5 URLs found\n/);
});

test('progressLine() and summaryText() tell the trouble with sitemaps in one line, and nothing where there are none', () => {
  const troubles = [{ url: 'https://a.example/map.xml', why: 'answers with status 404' }];
  const crawl = fakeCrawl({ state: 'done', sitemaps: { read: 2, listed: 1_200, troubled: 3, troubles } });
  assert.match(progressLine(crawl, { columns: undefined }), /\| trouble with 3 sitemaps$/);
  const says =
    '2 sitemaps read, 1,200 addresses listed; trouble with 3 sitemaps: https://a.example/map.xml answers with status 404; and 2 more';
  assert.ok(summaryText(crawl).split('\n').includes(says));
  assert.doesNotMatch(progressLine(fakeCrawl(), { columns: undefined }) + summaryText(fakeCrawl()), /sitemap/);
});

test('duration() is short and in units that people use', () => {
  assert.deepEqual([1_234, 12_345, 61_000, 3_600_000 * 2 + 60_000].map(duration), [
    '1.2 s',
    '12 s',
    '1 min 1 s',
    '2 h 1 min',
  ]);
});
