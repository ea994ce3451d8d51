/**
 * Question: how large is the index in its file beside the text that it holds, and what of it takes the room?
 * Run: node bench/index-size.ts
 * Crawls the corpus and closes; then bytes of the file, by table, over the bytes (UTF-8) of text, code and headings of all sections.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openInstance } from '../src/compose.ts';
import { settingsSchema } from '../src/model/settings.ts';
import { SqliteCrawlStore } from '../src/store/sqlite/sqlite-crawl-store.ts';
import { unpackPage } from '../src/store/stored-page.ts';
import { openCorpus } from './support/corpus.ts';
import { machineLine } from './support/machine.ts';

const READ_PAGES = 32;
/** Smaller tables are not named. */
const NAMED_BYTES = 100_000;

console.log(machineLine());
const corpus = await openCorpus();
const data = await mkdtemp(join(tmpdir(), 'spindex-bench-'));
await crawl();
const { pages, sections, textBytes } = await extracted();
const path = join(data, 'index.sqlite');
const { size } = await stat(path);
console.log(
  `${corpus.name}: ${pages} pages, ${sections} sections; text ${mib(textBytes)}, index ${mib(size)} = ${(size / textBytes).toFixed(3)} x`,
);
for (const { name, bytes, unused } of tables()) console.log(`  ${name}: ${mib(bytes)}, ${mib(unused)} of it unused`);
await rm(data, { recursive: true });
await corpus.close();

async function crawl(): Promise<void> {
  const instance = await openInstance({ data, version: '0.0.0' });
  let progress = await instance.crawls.start({ ...settingsSchema.parse({ rps: 0 }), seeds: [corpus.url] });
  while (progress.endedAt === null) {
    const { id, revision: after } = progress;
    progress = (await instance.crawls.next(id, { after, signal: new AbortController().signal })) ?? progress;
  }
  await instance.close();
}

async function extracted(): Promise<{ pages: number; sections: number; textBytes: number }> {
  const store = SqliteCrawlStore.open({ path: join(data, 'crawl.sqlite') });
  const sums = { pages: 0, sections: 0, textBytes: 0 };
  let after = 0;
  for (let some = await store.pages({ after, limit: READ_PAGES }); some.length > 0; ) {
    for (const { place, extracted: bytes } of some) {
      const page = unpackPage(bytes);
      sums.pages += 1;
      sums.sections += page.sections.length;
      for (const { heading, text, code } of page.sections) sums.textBytes += Buffer.byteLength(heading + text + code);
      after = place;
    }
    some = await store.pages({ after, limit: READ_PAGES });
  }
  await store.close();
  return sums;
}

function tables(): { name: string; bytes: number; unused: number }[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare('SELECT name, sum(pgsize) AS bytes, sum(unused) AS unused FROM dbstat GROUP BY name').all();
  db.close();
  return rows
    .map((row) => ({ name: String(row['name']), bytes: Number(row['bytes']), unused: Number(row['unused']) }))
    .filter(({ bytes }) => bytes >= NAMED_BYTES)
    .sort((a, b) => b.bytes - a.bytes);
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(2)} MiB`;
}
