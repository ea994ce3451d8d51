import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import type { Instance } from '../../src/cli/world.ts';
import { openInstance } from '../../src/compose.ts';
import type { CrawlProgress } from '../../src/model/events.ts';
import { settingsSchema } from '../../src/model/settings.ts';
import { canonicalizeUrl } from '../../src/model/url.ts';
import type { UrlRow } from '../../src/store/crawl-store.ts';
import { type Corpus, serveCorpora } from '../support/corpora.ts';
import { type Seen, type Walk, walk } from '../support/oracle-walk.ts';

const QUICK = ['python', 'devref-ru', 'xquad-ru-par', 'xquad-en-par', 'xquad-de-par'];
const SLOW = ['postgres', 'cacm', 'xquad-ru-sen', 'xquad-en-sen', 'xquad-de-sen'];
/** SPINDEX_CORPORA=all takes all of them. */
const NAMES = process.env['SPINDEX_CORPORA'] === 'all' ? [...QUICK, ...SLOW] : QUICK;
/** What Spindex reads. */
const PAGE_TYPES = ['text/html', 'text/plain'];

test('of every corpus, the pages in the index are those that an independent walk finds', {
  timeout: 600_000,
}, async (context) => {
  const served = await serveCorpora(NAMES);
  if (served.kind === 'absent') {
    console.log(`THE CORPORA ARE NOT CRAWLED: ${served.why}`);
    return context.skip(served.why);
  }
  context.after(() => served.close());
  assert.deepEqual(new Set(served.corpora.map(({ name }) => name)), new Set(NAMES));
  for (const corpus of served.corpora) await context.test(corpus.name, (inner) => checkCorpus(corpus, inner));
});

async function checkCorpus(corpus: Corpus, context: TestContext): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'spindex-corpus-'));
  const instance = await openInstance({ data, version: '0.0.0' });
  context.after(async () => {
    await instance.close();
    rmSync(data, { recursive: true, force: true });
  });
  const first = await crawl(instance, corpus);
  assert.equal(first.state, 'done', first.why);
  const rows = await rowsOf(instance);
  const walked = await walk(corpus.url);
  assert.deepEqual(unexplained(rows, walked), []);
  const pages = [...rows.values()].filter(({ state }) => state === 'indexed').length;
  assert.equal((await instance.indexStats()).pages, pages);

  const changesBefore = changesSoFar(data);
  assert.ok(changesBefore >= pages, `${changesBefore} changes were counted`);
  const requestsBefore = corpus.requests().length;
  const again = await crawl(instance, corpus);
  assert.deepEqual([again.state, again.number, again.states.unchanged], ['done', 2, pages]);
  assert.equal(changesSoFar(data), changesBefore, 'nothing was written for the index');
  const asked = corpus.requests().slice(requestsBefore);
  const inIndex = asked.filter(({ uri }) => rows.get(new URL(uri, corpus.url).href)?.state === 'indexed');
  assert.deepEqual([inIndex.length, inIndex.filter(({ status }) => status !== 304)], [pages, []]);
  context.diagnostic(`${walked.seen.size} URLs walked, ${pages} pages indexed, ${inIndex.length} of them answered 304`);
}

async function crawl(instance: Instance, { url }: Corpus): Promise<CrawlProgress> {
  let progress = await instance.crawls.start({ ...settingsSchema.parse({ rps: 0 }), seeds: [url] });
  const { signal } = new AbortController();
  while (progress.endedAt === null)
    progress = (await instance.crawls.next(progress.id, { after: progress.revision, signal })) ?? progress;
  return progress;
}

async function rowsOf({ store }: Instance): Promise<Map<string, UrlRow>> {
  const [site] = await store.sites();
  const rows = new Map<string, UrlRow>();
  for (let after = 0; ; ) {
    const batch = await store.urls(site?.id ?? 0, { after, limit: 1_000 });
    for (const row of batch) rows.set(row.url, row);
    const last = batch.at(-1);
    if (!last) return rows;
    after = last.id;
  }
}

type Rows = ReadonlyMap<string, UrlRow>;

/** Lines that say where crawl and walk disagree, or where a reason is not what the walk saw. */
function unexplained(rows: Rows, { seen, nofollowed }: Walk): string[] {
  const bySpelling = new Map([...seen].map(([url, sight]) => [canonicalizeUrl(url) ?? url, sight]));
  const hosts = new Set([...seen.keys()].map((url) => new URL(url).host));
  const isRight = (row: UrlRow) => {
    const sight = bySpelling.get(row.url);
    if (sight !== undefined) return isExplained(row, { sight, seen: bySpelling, rows });
    return row.reason === 'nofollow'
      ? nofollowed.has(row.url)
      : row.reason === 'scope-host' && !hosts.has(new URL(row.url).host);
  };
  const missing = [...bySpelling.keys()].filter((url) => !rows.has(url)).map((url) => `${url} is not known`);
  const wrong = [...rows.values()].filter((row) => !isRight(row));
  return [...missing, ...wrong.map(({ url, state, reason, detail }) => `${url} ${state} ${reason} ${detail}`)];
}

/** Whether the walk saw what the reason says. */
function isExplained(
  { url, state, reason, detail }: UrlRow,
  { sight, seen, rows }: { sight: Seen; seen: ReadonlyMap<string, Seen>; rows: Rows },
): boolean {
  const isPage = sight.status === 200 && PAGE_TYPES.includes(sight.contentType);
  if (state === 'indexed') return isPage && !sight.noindex;
  if (reason === 'gone-404') return sight.status === 404;
  if (reason === 'not-html') return sight.status === 200 && !isPage;
  if (reason === 'noindex-meta') return isPage && sight.noindex;
  if (reason === 'empty-text') return isPage && sight.textHash === '';
  if (reason === 'redirect') return canonicalizeUrl(sight.location ?? '', url) === detail;
  if (reason !== 'duplicate-of') return false;
  const twin = detail ?? '';
  return isPage && rows.get(twin)?.state === 'indexed' && seen.get(twin)?.textHash === sight.textHash;
}

/** Rows that the outbox has ever had: its numbers are never used twice. */
function changesSoFar(data: string): number {
  const db = new DatabaseSync(join(data, 'crawl.sqlite'), { readOnly: true });
  try {
    return Number(db.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'index_changes'`).get()?.['seq']);
  } finally {
    db.close();
  }
}
