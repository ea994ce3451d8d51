import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Section, StoredPage } from '../model/page.ts';
import { toPageDocument } from './page-document.ts';
import { pageTypeOf, priorOf } from './page-type.ts';

const lead: Section = {
  anchor: '',
  heading: '',
  path: [],
  kind: 'lead',
  symbols: [],
  text: 'Some text of the page.',
  code: '',
};
const entry = (name: string): Section => ({
  ...lead,
  anchor: name,
  heading: name,
  kind: 'definition',
  symbols: [name],
});
const page = (rest: Partial<StoredPage>): StoredPage => ({
  url: 'https://docs.example/a/b.html',
  title: 'Title',
  description: '',
  lang: 'en',
  sections: [lead],
  ...rest,
});
const about = { site: 'docs.example', crawledAt: 5 };

describe('toPageDocument()', () => {
  it('keeps what is shown and adds terms', () => {
    const document = toPageDocument(page({ sections: [lead, entry('os.walk')] }), about);
    assert.deepEqual(
      [document.url, document.site, document.crawledAt, document.title, document.lang],
      ['https://docs.example/a/b.html', 'docs.example', 5, 'Title', 'en'],
    );
    assert.deepEqual(
      document.sections.map(({ anchor, symbols }) => ({ anchor, symbols })),
      [
        { anchor: '', symbols: [] },
        { anchor: 'os.walk', symbols: ['os.walk'] },
      ],
    );
    assert.match(document.sections[1]?.terms.symbols ?? '', /(^| )=walk( |$)/);
  });

  it('gives link texts to the section they point at, and those to the page to its first', () => {
    const anchorTexts = new Map([
      ['', ['whole page', 'whole page', '']],
      ['os.walk', ['walking', 'x'.repeat(101)]],
    ]);
    const sections = [{ ...lead, anchor: 'top' }, entry('os.walk')];
    const document = toPageDocument(page({ sections }), { ...about, anchorTexts });
    assert.deepEqual(
      document.sections.map((section) => section.terms.anchors),
      ['whole page', 'walk'],
    );
  });

  it('takes the first heading for a title when there is none', () => {
    assert.equal(
      toPageDocument(page({ title: '', sections: [lead, { ...lead, heading: 'First' }] }), about).title,
      'First',
    );
  });

  it('tells the language from the text when none is declared', () => {
    const text = 'Ця сторінка описує, як шукати, і що робити, якщо нічого не знайдено.';
    assert.equal(toPageDocument(page({ lang: '', sections: [{ ...lead, text }] }), about).lang, 'uk');
  });

  it('type and prior may be given', () => {
    const { type, prior } = toPageDocument(page({}), { ...about, type: 'guide', prior: 0.3 });
    assert.deepEqual({ type, prior }, { type: 'guide', prior: 0.3 });
  });
});

describe('pageTypeOf()', () => {
  const typeOf = (title: string, url = 'https://docs.example/x') => pageTypeOf(page({ title, url }));

  it('knows changelogs, indexes, search pages and licences by title, in three languages', () => {
    for (const title of [
      'Changelog',
      'Change log',
      "What's New in 3.1",
      'Release notes',
      'Release Notes for 2.0',
      'Список изменений',
      'Що нового',
    ])
      assert.equal(typeOf(title), 'changelog', title);
    for (const title of [
      'Index',
      'General Index',
      'Index – A',
      'Python Module Index',
      'Содержание',
      'Алфавітний покажчик',
    ])
      assert.equal(typeOf(title), 'index', title);
    for (const title of ['Search', 'Поиск', 'Пошук']) assert.equal(typeOf(title), 'search', title);
    for (const title of ['License', 'Licence', 'Copyright', 'Privacy policy', 'Лицензия'])
      assert.equal(typeOf(title), 'legal', title);
  });

  it('knows them by address', () => {
    assert.equal(typeOf('3.1', 'https://docs.example/whatsnew/3.1.html'), 'changelog');
    assert.equal(typeOf('A', 'https://docs.example/genindex-A.html'), 'index');
  });

  it('does not take a page about such things for one', () => {
    for (const title of [
      'Search algorithms',
      'Index types',
      'Changing passwords',
      'Copying files',
      'Indexes',
      'Contents of a wheel',
      'Поиск по сайту',
    ])
      assert.equal(typeOf(title), 'page', title);
  });

  it('takes a page of definitions for a reference', () =>
    assert.equal(pageTypeOf(page({ sections: [lead, entry('a'), entry('b')] })), 'reference'));

  it('takes a long list of names for an index', () => {
    const text = Array.from({ length: 300 }, (_, i) => `name_${i}`).join('\n');
    assert.equal(pageTypeOf(page({ sections: [{ ...lead, text }] })), 'index');
  });

  it('knows guides', () => assert.equal(typeOf('Getting started'), 'guide'));
});

describe('priorOf()', () => {
  it('puts pages that mention below pages that explain', () => {
    for (const type of ['changelog', 'index', 'search', 'legal'] as const)
      assert.ok(priorOf(type) < priorOf('page'), type);
  });
});
