import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startFakeSite } from '../test/support/fake-site.ts';
import { crawl, Fault, openSearch } from './index.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-library-'));
after(() => rmSync(directory, { recursive: true, force: true }));
const data = join(directory, 'data');

/** What JavaScript may be called with, whatever the types say. */
const wrong = (value: unknown) => value as never;

test('crawl() says of seeds what they have to be', async () => {
  for (const seeds of ['https://docs.example/', undefined, [new URL('https://docs.example/')], [5]])
    await assert.rejects(crawl({ seeds: wrong(seeds), data }), {
      name: 'TypeError',
      message: /^seeds must be an array of URLs, each a string; got /,
    });
});

test('crawl() and openSearch() name a setting that there is not', async () => {
  const message = 'Unrecognized key: "rsp"';
  const isRefused = (cause: unknown) =>
    cause instanceof Fault && cause.code === 'settings-invalid' && cause.message === message;
  await assert.rejects(crawl(wrong({ seeds: ['https://docs.example/'], data, rsp: 5 })), isRefused);
  await assert.rejects(openSearch(wrong({ data, rsp: 5 })), isRefused);
});

test('crawl() leaves no listener at the signal, also when onProgress throws', async (context) => {
  const site = await startFakeSite({ '/': '<title>Start</title><p>A page of words.' });
  context.after(() => site.close());
  const { signal } = new AbortController();
  const onProgress = () => {
    throw new Error('the disk of the log is full');
  };
  const crawled = crawl({ seeds: [`${site.url}/`], data: join(directory, 'throws'), rps: 0, signal, onProgress });
  await assert.rejects(crawled, /the disk of the log is full/);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('openSearch().search() takes options that are undefined for left out, and names what is wrong', async () => {
  const site = await startFakeSite({ '/': '<title>Piles</title><p>A pile of things.' });
  await crawl({ seeds: [`${site.url}/`], rps: 0, data });
  await site.close();
  const docs = await openSearch({ data });
  const { limit, offset, results } = await docs.search(wrong({ q: 'pile', limit: undefined, offset: undefined }));
  assert.deepEqual([limit, offset, results.length], [10, 0, 1]);
  await assert.rejects(docs.search(wrong({})), { name: 'TypeError', message: 'q must be a string, got undefined' });
  await assert.rejects(docs.search({ q: 'pile', limit: 0 }), RangeError);
  await docs.close();
  await assert.rejects(docs.search({ q: 'pile' }), { name: 'TypeError', message: /closed/ });
});
