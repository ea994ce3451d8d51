import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SqliteSearchIndex } from '../../src/index/sqlite/sqlite-search-index.ts';
import { page } from '../support/crawl-bench.ts';
import { type FakeRoutes, startFakeSite } from '../support/fake-site.ts';
import { ROOT, run } from '../support/program.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { Spindex } from '../support/spindex.ts';

const PAGES = 200;
/** Too small for the crawl store, large enough to begin; and large enough for the store, too small for the index beside it. */
const SMALL = ['3m', '20m'];
const LARGE = '256m';
const WORDS_A_PAGE = 600;
/** The default. */
const CONCURRENCY = 8;

/** A volume in memory that nobody else sees: crawled full, then made larger, then crawled again. */
const steps = (small: string) => `
set -u
mount -t tmpfs -o size=${small} none "$VOLUME" || exit 1
cd "$VOLUME"
"$NODE" "$MAIN" crawl "$SITE" --rps 0 > "$OUT/full.txt" 2>&1; echo $? > "$OUT/full.code"
mount -o remount,size=${LARGE} "$VOLUME"
"$NODE" "$MAIN" crawl "$SITE" --rps 0 > "$OUT/again.txt" 2>&1; echo $? > "$OUT/again.code"
cp -r data "$OUT"
`;

function routes(): FakeRoutes {
  const next = seededRandom(7);
  const words = () => Array.from({ length: WORDS_A_PAGE }, () => Math.floor(next() * 36 ** 6).toString(36)).join(' ');
  const paths = Array.from({ length: PAGES - 1 }, (_, n) => `/p${n + 1}`);
  return Object.fromEntries([['/', page('home', ...paths)], ...paths.map((path) => [path, page(words())])]);
}

/** Runs the steps in a namespace of their own; what they leave is in the directory of `spindex`. Undefined, with a loud line, where that is refused. */
async function runSteps(
  spindex: Spindex,
  { siteUrl, small }: { siteUrl: string; small: string },
): Promise<{ full: Ended; again: Ended } | undefined> {
  const { directory } = spindex;
  const volume = join(directory, 'volume');
  const script = join(directory, 'steps.sh');
  mkdirSync(volume);
  writeFileSync(script, steps(small));
  const paths = { VOLUME: volume, OUT: directory, NODE: process.execPath, MAIN: join(ROOT, 'src/main.ts') };
  const env = { ...paths, SITE: siteUrl, SPINDEX_DATA: join(volume, 'data') };
  const { code, output } = await run('unshare', ['--user', '--map-root-user', '--mount', 'sh', script], {
    cwd: directory,
    env,
  }).catch((cause: unknown) => ({ code: 1, output: String(cause) }));
  if (code !== 0) {
    console.log(`NO VOLUME IS FILLED, for lack of a mount of our own: ${output.trim()}`);
    return undefined;
  }
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  return {
    full: { code: read('full.code').trim(), output: read('full.txt') },
    again: { code: read('again.code').trim(), output: read('again.txt') },
  };
}

interface Ended {
  code: string;
  output: string;
}

for (const small of SMALL)
  test(`a full volume (${small}) stops the crawl with a clear fault; with room again the same command ends it, nothing lost`, {
    timeout: 60_000,
  }, async (context) => {
    const site = await startFakeSite(routes());
    context.after(() => site.close());
    const spindex = new Spindex(context);
    const ended = await runSteps(spindex, { siteUrl: `${site.url}/`, small });
    if (ended === undefined) return context.skip('no mount namespace');
    const { full, again } = ended;
    assert.equal(full.code, '1', full.output);
    assert.match(full.output, /failed\. The (crawl store|index) cannot be written \(.*full\)/);
    assert.doesNotMatch(full.output, /\n +at /, 'no stack');
    assert.equal(again.code, '0', again.output);
    assert.match(again.output, /^Continuing /);
    const rows = await spindex.urls();
    assert.deepEqual([rows.length, rows.filter(({ state }) => state === 'indexed').length], [PAGES, PAGES]);
    const index = SqliteSearchIndex.open({ path: join(spindex.data, 'index.sqlite'), readOnly: true });
    const { pages } = await index.stats().finally(() => index.close());
    assert.equal(pages, PAGES);
    const asked = site.requests.filter(({ path }) => path !== '/robots.txt' && path !== '/sitemap.xml').length;
    assert.ok(asked <= PAGES + CONCURRENCY, `${asked} requests: only what was in flight is asked again`);
  });
