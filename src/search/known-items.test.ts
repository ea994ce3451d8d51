import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toPageDocument } from '../index/page-document.ts';
import type { Section, StoredPage } from '../model/page.ts';
import { KnownItems } from './known-items.ts';

function page(path: string, title: string, sections: Partial<Section>[] = []): StoredPage {
  const blank: Section = { anchor: '', heading: '', path: [], kind: 'heading', symbols: [], text: '', code: '' };
  const filled = sections.map((section) => ({ ...blank, ...section }));
  return { url: `https://docs.example${path}`, title, description: '', lang: 'en', sections: filled };
}

/** Queries as `kind query > paths`, of pages with the texts of the links that lead to them. */
function queriesOf(pages: readonly [StoredPage, ...string[]][], sample = 100): string[] {
  const items = new KnownItems({ sample });
  for (const [one, ...texts] of pages)
    items.add({ page: one, inlinks: texts.map((text) => ({ source: 'https://docs.example/', text })) });
  return items
    .queries()
    .map(({ kind, q, pages: right }) => `${kind} ${q} > ${right.map((url) => new URL(url).pathname).join(' ')}`)
    .sort();
}

describe('KnownItems', () => {
  it('sees a page in the language in which the index has it, which its headings alone may tell', () => {
    const tasks = { ...page('/tasks', 'gather', [{ heading: 'Как собрать задачи', text: 'gather()' }]), lang: '' };
    const items = new KnownItems({ sample: 4 });
    items.add({ page: tasks, inlinks: [] });
    const { lang } = toPageDocument(tasks, { site: '', crawledAt: 0 });
    assert.deepEqual([lang, ...new Set(items.queries().map((item) => item.lang))], ['ru', 'ru']);
  });

  it('asks for titles, headings, symbols, and what other pages call a page', () => {
    const tasks = page('/tasks', '4.2. Coroutines and Tasks', [
      { heading: 'Running tasks' },
      { kind: 'definition', heading: 'asyncio.gather(*aws)', symbols: ['asyncio.gather(*aws)'] },
    ]);
    assert.deepEqual(queriesOf([[tasks, 'how to wait']]), [
      'anchor how to wait > /tasks',
      'heading Running tasks > /tasks',
      'symbol asyncio.gather > /tasks',
      'title Coroutines and Tasks > /tasks',
    ]);
  });

  it('never asks for a page by a text that says what the page itself says, or what is the name of another', () => {
    const a = page('/a', 'Apples', [{ heading: 'Peeling', symbols: ['peel'] }]);
    const b = page('/b', 'Pears', [{ heading: 'Apples' }]);
    const asked = queriesOf([
      [a, 'apples', 'PEELING', 'peel', 'Pears', 'Section 12.10', 'Table A3', '[3]'],
      [b, 'peel'],
    ]);
    assert.deepEqual(
      asked.filter((query) => query.startsWith('anchor') || query.startsWith('heading')),
      ['heading Peeling > /a'],
    );
  });

  it('takes every page that has a name for right, and a name that many have for none', () => {
    const pages = ['/1', '/2', '/3', '/4'].map((path): [StoredPage, string] => [
      page(path, `Page ${path}`, [{ heading: 'Examples' }, ...(path < '/3' ? [{ heading: 'Twice' }] : [])]),
      'next',
    ]);
    assert.deepEqual(
      queriesOf(pages).filter((query) => !query.startsWith('title')),
      ['heading Twice > /1 /2'],
    );
  });

  it('counts the versions of a page as one', () => {
    const versions = ['1.0', '1.1', '2.0', '2.1'].map((version): [StoredPage] => [page(`/${version}/tasks`, 'Tasks')]);
    assert.deepEqual(queriesOf(versions), ['title Tasks > /1.0/tasks /1.1/tasks /2.0/tasks /2.1/tasks']);
  });

  it('takes a text that many pages link with for navigation', () => {
    const items = new KnownItems({ sample: 100 });
    const from = (n: number, text: string) =>
      Array.from({ length: n }, (_, i) => ({ source: `https://docs.example/${i}`, text }));
    items.add({ page: page('/a', ''), inlinks: [...from(10, 'where to begin'), ...from(11, 'start here')] });
    const asked = items.queries().map(({ q, sources }) => [q, sources.length]);
    assert.deepEqual(asked, [['where to begin', 10]]);
  });

  it('leaves the entries of an index out, not those of a glossary', () => {
    const index = page('/genindex', 'Index', [{ heading: 'gather', symbols: ['gather'] }]);
    const glossary = page('/glossary', 'Glossary', [{ heading: 'coroutine', symbols: ['coroutine'] }]);
    const queries = queriesOf([[index], [glossary]]);
    assert.ok(queries.includes('symbol coroutine > /glossary'), queries.join('; '));
    assert.ok(!queries.some((query) => query.startsWith('symbol gather')), queries.join('; '));
  });

  it('leaves the headings of changelogs out, not their titles', () => {
    const changelog = page('/changelog', 'Changelog', [{ heading: 'Faster gathering' }]);
    assert.deepEqual(queriesOf([[changelog]]), ['title Changelog > /changelog']);
  });

  it('gives the same queries in any order of the pages, bounded, each with all its pages', () => {
    const pages = Array.from({ length: 400 }, (_, i): [StoredPage] => [
      page(`/${i}`, `Title ${i}`, [{ heading: `Heading ${i % 200}` }]),
    ]);
    const asked = queriesOf(pages, 40);
    assert.equal(asked.length, 20, 'ten titles and ten headings');
    assert.deepEqual(queriesOf(pages.toReversed(), 40), asked);
    for (const query of asked.filter((one) => one.startsWith('heading')))
      assert.equal(query.split(' > ')[1]?.split(' ').length, 2);
  });

  it('keeps most queries when the site grows', () => {
    const pages = Array.from({ length: 440 }, (_, i): [StoredPage] => [page(`/${i}`, `Title ${i}`)]);
    const before = new Set(queriesOf(pages.slice(0, 400), 200));
    const kept = queriesOf(pages, 200).filter((query) => before.has(query));
    assert.ok(kept.length >= 35, `${kept.length} of 50`);
  });

  it('refuses a sample of nothing', () => {
    assert.throws(() => new KnownItems({ sample: 0 }), RangeError);
  });
});
