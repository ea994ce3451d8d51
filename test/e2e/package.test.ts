import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFakeSite } from '../support/fake-site.ts';
import { ROOT, run, start } from '../support/program.ts';

const USES_BOTH_EXPORTS = `
import { crawl, openSearch } from 'spindex';
import { canonicalizeUrl, decodeHtml, extractPage, parseRobots, parseSitemap, analyze } from 'spindex/kit';
const [seed] = process.argv.slice(2);
const progress = await crawl({ seeds: [seed], rps: 0, data: 'library-data' });
const docs = await openSearch({ data: 'library-data' });
const { results } = await docs.search({ q: 'zebra' });
await docs.close();
const bytes = new TextEncoder().encode('User-agent: *\\nDisallow: /x');
console.log(JSON.stringify({
  indexed: progress.states.indexed, url: results[0]?.url, canonical: canonicalizeUrl('HTTP://Example.ORG:80/a/../b#c'),
  encoding: decodeHtml(new Uint8Array()).encoding, title: extractPage('<title>T</title><p>text', 'http://e.org/').title,
  allowed: parseRobots(bytes).isAllowed('http://e.org/x', 'Spindex'), pages: parseSitemap(bytes, 'http://e.org/').pages.length, terms: analyze('runs', 'en').length,
}));
`;

const TYPE_CHECKED = `
import { crawl, type CrawlProgress } from 'spindex';
import { analyze, canonicalizeUrl, extractPage, type ExtractedPage } from 'spindex/kit';
const progress: Promise<CrawlProgress> = crawl({ seeds: ['http://127.0.0.1/'], rps: 1 });
const page: ExtractedPage = extractPage('', canonicalizeUrl('http://e.org') ?? '');
console.log(progress, page.sections, analyze('a', 'en'));
`;

test('the packed package, installed in an empty folder, crawls, searches, serves, and has both exports with types', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'spindex-package-'));
  const site = await startFakeSite({
    '/': '<title>Home</title><p>Welcome. <a href="/zebra.html">zebra</a>',
    '/zebra.html': '<title>Zebra</title><h1>Zebra</h1><p>A zebra has stripes.',
  });
  t.after(async () => {
    await site.close();
    await rm(folder, { recursive: true });
  });
  const ok = async (command: string, args: string[], cwd = folder) => {
    const { code, output } = await run(command, args, { cwd });
    assert.equal(code, 0, `${command} ${args.join(' ')}\n${output}`);
    return output;
  };

  await ok('npm', ['pack', '--pack-destination', folder], ROOT);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  await writeFile(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }');
  // The Node that runs this test is there already, so the optional one need not be fetched again.
  await ok('npm', ['install', '--omit=optional', '--no-audit', '--no-fund', `./${tarball}`]);

  assert.match(await ok('npx', ['spindex', '--version']), /^\d+\.\d+\.\d+\s*$/m);
  assert.match(await ok('npx', ['spindex', 'crawl', `${site.url}/`, '--rps', '0']), /2 {2}pages indexed/);
  assert.match(await ok('npx', ['spindex', 'search', 'zebra']), /zebra\.html/);

  await writeFile(join(folder, 'use.js'), USES_BOTH_EXPORTS);
  const used = JSON.parse((await ok(process.execPath, ['use.js', `${site.url}/`])).trim().split('\n').at(-1) ?? '');
  const { url, ...rest } = used;
  assert.equal(url, `${site.url}/zebra.html`);
  assert.deepEqual(rest, {
    indexed: 2,
    canonical: 'http://example.org/b',
    encoding: 'windows-1252',
    title: 'T',
    allowed: false,
    pages: 0,
    terms: 1,
  });

  await writeFile(join(folder, 'use.ts'), TYPE_CHECKED);
  await ok(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2024',
    '--skipLibCheck',
    '--types',
    '',
    'use.ts',
  ]);

  const server = start(join(folder, 'node_modules/.bin/spindex'), ['serve', '--port', '0'], { cwd: folder });
  t.after(() => server.child.kill('SIGKILL'));
  const [, address] = await server.printed(/Search page and API at (http:\S+)/);
  const page = await (await fetch(`${address}/?q=zebra`)).text();
  assert.match(page, /stripes/);
  assert.equal((await fetch(`${address}/assets/style.css`)).status, 200);
  server.child.kill('SIGTERM');
  await server.ended;
});
