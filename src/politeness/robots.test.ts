import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseRobots } from './robots.ts';

const robots = (text: string) => parseRobots(Buffer.from(text, 'utf8'));
const AGENT = 'Spindex/0.1 (+https://example.org)';

test('Robots.isAllowed() chooses the group by the product token, without case, of a full user agent', () => {
  const { isAllowed } = robots('User-agent: *\nDisallow: /\n\nUser-agent: SPINDEX/2.0\nDisallow: /private/\n');
  assert.ok(isAllowed('https://h.example/a', AGENT));
  assert.ok(!isAllowed('https://h.example/private/a', 'spindex'));
  assert.ok(!isAllowed('https://h.example/a', 'SpindexImages'));
  assert.ok(!isAllowed('https://h.example/a', 'Mozilla/5.0 (compatible; Spindex/0.1)'));
});

test('Robots.isAllowed() merges all groups of an agent', () => {
  const { isAllowed } = robots(
    'User-agent: Spindex\nDisallow: /a\nUser-agent: x\nDisallow: /x\nUser-agent: Spindex\nDisallow: /b',
  );
  const paths = ['/a', '/b', '/x'].map((path) => isAllowed(`https://h.example${path}`, AGENT));
  assert.deepEqual(paths, [false, false, true]);
});

test('Robots.decide() names the longest rule with its line, Allow before Disallow', () => {
  const { decide } = robots('User-agent: *\r\nDisallow: /a\r\n\r\nAllow: /a/b # but this\r\ndisallow: /a/b\r\n');
  assert.deepEqual(decide('https://h.example/a/b?c', AGENT), { allowed: true, rule: 'Allow: /a/b', line: 4 });
  assert.deepEqual(decide('https://h.example/a/c', AGENT), { allowed: false, rule: 'Disallow: /a', line: 2 });
  assert.deepEqual(decide('https://h.example/b', AGENT), { allowed: true });
});

test('Robots.isAllowed() always allows robots.txt itself', () => {
  const { isAllowed } = robots('User-agent: *\nDisallow: /');
  assert.ok(isAllowed('https://h.example/robots.txt', AGENT));
  assert.ok(!isAllowed('https://h.example/robots.txt?x', AGENT));
});

test('Robots.isAllowed() compares escapes in normal form', () => {
  const { isAllowed } = robots(
    'User-agent: *\nDisallow: /%7euser\nDisallow: /à\nDisallow: /*?f[a]=\nDisallow: /a b\nDisallow: /%2a$',
  );
  const refused = ['/~user', '/%C3%A0', '/à', '/x?f%5Ba%5D=1', '/a%20b', '/*'];
  for (const path of refused) assert.ok(!isAllowed(`https://h.example${path}`, AGENT), path);
  for (const path of ['/%2Fuser', '/x', '/**']) assert.ok(isAllowed(`https://h.example${path}`, AGENT), path);
});

test('Robots.isAllowed() matches octets of files that are not UTF-8', () => {
  const { isAllowed } = parseRobots(Buffer.from('User-agent: *\nDisallow: /\xe9t\xe9', 'latin1'));
  assert.ok(!isAllowed('https://h.example/%E9t%E9/a', AGENT));
});

test('parseRobots() reads UTF-8 and UTF-16 with byte order marks', () => {
  const text = '\ufeffUser-agent: *\nDisallow: /\u00e9\nSitemap: /\u00e9.xml';
  const utf16 = Buffer.from(text, 'utf16le');
  for (const body of [Buffer.from(text), utf16, Buffer.from(utf16).swap16()]) {
    const { isAllowed, sitemaps } = parseRobots(body);
    assert.ok(!isAllowed('https://h.example/%C3%A9', AGENT));
    assert.deepEqual(sitemaps, ['/\u00e9.xml']);
  }
});

test('parseRobots() reads 500 KiB and drops the line that the limit cuts', () => {
  const rule = 'Disallow: /private\n';
  const filler = `#${'x'.repeat(512_000 - 'User-agent: *\n'.length - rule.length)}\n`;
  const { isAllowed } = robots(`User-agent: *\n${filler}${rule}`);
  assert.ok(isAllowed('https://h.example/private', AGENT));
  assert.ok(isAllowed('https://h.example/p', AGENT));
  assert.ok(!robots(`User-agent: *\n${filler.slice(2)}${rule}`).isAllowed('https://h.example/private', AGENT));
  const oldLines = `User-agent: *\rDisallow: /first\r${filler}`.replaceAll('\n', '\r');
  assert.ok(!robots(oldLines).isAllowed('https://h.example/first', AGENT));
});

test('parseRobots() honours misspelt fields and a missing colon', () => {
  for (const line of ['Dissalow: /x', 'disallow /x', 'Disallow : /x', '\tDISALLOW:\t/x']) {
    assert.ok(!robots(`useragent: *\n${line}`).isAllowed('https://h.example/x', AGENT), line);
  }
  assert.ok(robots('User-agent: *\ndisallow all of /x').isAllowed('https://h.example/all', AGENT));
});

test('Robots.crawlDelaySeconds() is that of the agent group, the largest when there are several', () => {
  const { crawlDelaySeconds } = robots(
    'User-agent: a\nCrawl-delay: 2.5\nDisallow: /x\nUser-agent: *\nCrawl-delay: 7 # slow\nUser-agent: A\nCrawl-delay: 1\nUser-agent: b\nDisallow:\n',
  );
  assert.equal(crawlDelaySeconds('a/1'), 2.5);
  assert.equal(crawlDelaySeconds('b'), undefined);
  assert.equal(crawlDelaySeconds(AGENT), 7);
});

test('Robots.crawlDelaySeconds() does not spread a delay to agents named below it', () => {
  const { crawlDelaySeconds, isAllowed } = robots('User-agent: slow\nCrawl-delay: 60\nUser-agent: *\nDisallow: /x');
  assert.equal(crawlDelaySeconds(AGENT), undefined);
  assert.equal(crawlDelaySeconds('slow'), 60);
  assert.ok(!isAllowed('https://h.example/x', 'slow'));
});

test('Robots.crawlDelaySeconds() is one above all agents for those that have none of their own', () => {
  const { crawlDelaySeconds } = robots(
    'Crawl-delay: 30\n\nUser-agent: fast\nCrawl delay: 1\n\nUser-agent: *\nDisallow: /x',
  );
  assert.equal(crawlDelaySeconds(AGENT), 30);
  assert.equal(crawlDelaySeconds('fast'), 1);
  assert.equal(robots('Crawldelay: 30').crawlDelaySeconds(AGENT), 30);
});

test('Robots.crawlDelaySeconds() ignores what is no number of seconds', () => {
  for (const value of ['', '-1', 'soon', '9'.repeat(400)]) {
    assert.equal(robots(`User-agent: *\nCrawl-delay: ${value}`).crawlDelaySeconds(AGENT), undefined);
  }
});

test('Robots.sitemaps lists addresses as written, wherever they stand', () => {
  const { sitemaps } = robots('Sitemap: /a.xml\nUser-agent: *\nsitemap: https://h.example/b.xml?x=1 # old\nSitemap:\n');
  assert.deepEqual(sitemaps, ['/a.xml', 'https://h.example/b.xml?x=1']);
});

test('parseRobots() and its answers never throw', () => {
  const line = fc.tuple(
    fc.constantFrom('User-agent:', 'Disallow:', 'Allow:', 'Crawl-delay:', 'Sitemap:', ''),
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('*', '/', '/*$', '%', '/%C3$', 'a')),
  );
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.array(line, { maxLength: 8 }).map((lines) => Buffer.from(lines.map((parts) => parts.join(' ')).join('\n'))),
  );
  fc.assert(
    fc.property(body, fc.webUrl({ withQueryParameters: true }), fc.string(), (bytes, url, agent) => {
      const parsed = parseRobots(bytes);
      for (const any of [url, agent, '']) assert.equal(parsed.isAllowed(any, agent), parsed.decide(any, agent).allowed);
      parsed.crawlDelaySeconds(agent);
    }),
  );
});

test('parseRobots() takes linear time for many agents with many rules', () => {
  const agents = Array.from({ length: 15_000 }, (_, i) => `User-agent: a${i}\nCrawl-delay: 1`).join('\n');
  const rules = 'Disallow: /x\n'.repeat(15_000);
  // Agents times rules would be 225 million steps: minutes, not a fraction of a second.
  assert.ok(!robots(`${agents.slice(0, 250_000)}\n${rules}`).isAllowed('https://h.example/x', 'a7'));
});
