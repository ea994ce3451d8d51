import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { smallIndex } from '../../test/support/small-index.ts';
import { toPageDocument } from '../index/page-document.ts';
import { SqliteSearchIndex } from '../index/sqlite/sqlite-search-index.ts';
import type { Section } from '../model/page.ts';
import { suggest } from './suggest.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-suggest-'));
const index = SqliteSearchIndex.open({ path: join(directory, 'index.sqlite') });
after(async () => {
  await index.close();
  rmSync(directory, { recursive: true });
});

const section = (heading: string, symbols: string[] = []): Section => ({
  anchor: symbols[0] ?? heading.toLowerCase().replaceAll(' ', '-'),
  heading,
  path: [],
  kind: symbols.length > 0 ? 'definition' : 'heading',
  symbols,
  text: 'Gather, gather.',
  code: '',
});

const PAGES = [
  { path: 'tasks', title: '4.2. Gathering tasks', sections: [section('Gather tasks', []), section('Examples')] },
  { path: 'asyncio', title: 'asyncio', sections: [section('asyncio'), section('gather(x)', ['asyncio.gather'])] },
  { path: 'options', title: 'Quiz', sections: [section('Options'), section('--quiet-mode', ['--quiet-mode'])] },
  { path: 'changelog', title: 'Changelog', sections: [section('Changelog'), section('Examples')] },
];
await index.apply(
  PAGES.map(({ path, ...page }) => {
    const stored = { url: `https://docs.example/${path}`, description: '', lang: 'en', ...page };
    return { kind: 'put', page: toPageDocument(stored, { site: 'docs.example', crawledAt: 0 }) };
  }),
);

const names = async (q: string, limit = 8) =>
  (await suggest(index, { q, limit })).suggestions.map(({ kind, text, url }) => `${kind} ${text} ${new URL(url).hash}`);

describe('suggest()', () => {
  it('completes titles, headings and symbols, those that begin with the query first', async () =>
    assert.deepEqual(await names('gath'), [
      'heading Gather tasks #gather-tasks',
      'title Gathering tasks ',
      'symbol asyncio.gather #asyncio.gather',
    ]));

  it('keeps filters as people write them', async () => {
    const { suggestions } = await suggest(index, { q: 'gathering', limit: 8, site: 'Docs.example', lang: 'en-GB' });
    assert.deepEqual(
      suggestions.map(({ text }) => text),
      ['Gathering tasks'],
    );
  });

  it('completes over a dot and over a blank', async () => {
    assert.deepEqual(await names('asyncio.g'), ['symbol asyncio.gather #asyncio.gather']);
    assert.deepEqual(await names('Gather T'), ['heading Gather tasks #gather-tasks']);
  });

  it('puts the shorter name first, whatever its title says behind it', async () => {
    const titles = ['Asynchronous', 'asyncio — Asynchronous I/O'];
    const pages = titles.map((title, i) => ({ url: `https://c.example/${i}`, title }));
    const { suggestions } = await suggest(await smallIndex(pages), { q: 'asyn', limit: 8 });
    assert.deepEqual(
      suggestions.map(({ text }) => text),
      titles.toReversed(),
    );
  });

  it('puts what is spelled as typed first for who begins with a sign', async () => {
    assert.deepEqual(await names('--qui'), ['symbol --quiet-mode #--quiet-mode', 'title Quiz ']);
    assert.deepEqual(await names('qui'), ['title Quiz ', 'symbol --quiet-mode #--quiet-mode']);
  });

  it('gives a name once, from the page that matters most', async () => {
    const { suggestions } = await suggest(index, { q: 'exam', limit: 8 });
    assert.deepEqual(
      suggestions.map(({ url }) => url),
      ['https://docs.example/tasks#examples'],
    );
  });

  it('gives a name that every version has from the one that readers want most', async () => {
    const versions = ['3.9', '3.10', 'dev'].map((version) => ({
      url: `https://a.example/${version}/x`,
      title: 'Waiting',
    }));
    const { suggestions } = await suggest(await smallIndex(versions), { q: 'wait', limit: 8 });
    assert.deepEqual(
      suggestions.map(({ url }) => url),
      ['https://a.example/3.10/x'],
    );
  });

  it('gives a name that several pages have from the one that most link to', async () => {
    const pages = ['a', 'b', 'c'].map((path, i) => ({
      url: `https://b.example/${path}`,
      title: path,
      sections: [section('compute()', ['compute'])],
      linkClass: i === 1 ? 3 : 1,
    }));
    const { suggestions } = await suggest(await smallIndex(pages), { q: 'comp', limit: 8 });
    assert.deepEqual(
      suggestions.map(({ url }) => url),
      ['https://b.example/b#compute'],
    );
  });

  it('gives no more than asked for, and only of the site asked for', async () => {
    assert.equal((await names('gath', 1)).length, 1);
    assert.deepEqual((await suggest(index, { q: 'gath', limit: 8, site: 'other' })).suggestions, []);
  });

  it('takes whatever is typed', async () => {
    for (const q of ['"', "'", '*', '==', '=', '🕷', ' ', '__', 'a'.repeat(512)]) assert.ok(await names(q));
    for (const limit of [0, 21]) await assert.rejects(suggest(index, { q: 'a', limit }), RangeError);
  });
});
