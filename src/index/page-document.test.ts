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

  it('gives what several links call a place to its section as a name', () => {
    const linkNames = new Map([['os.walk', ['tree walk', 'tree walk', 'os.walk()']]]);
    const document = toPageDocument(page({ sections: [lead, entry('os.walk')] }), { ...about, linkNames });
    assert.deepEqual(
      document.sections.map((section) => section.terms.anchors),
      ['', '==tree_walk'],
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

  it('knows tutorials, guides and references by the words of title and address', () => {
    for (const title of ['Your first site', 'Quickstart', 'Учебник', 'Початок роботи'])
      assert.equal(typeOf(title), 'tutorial', title);
    for (const title of ['How to sort', 'Admin guide', 'Руководство администратора', 'Посібник'])
      assert.equal(typeOf(title), 'guide', title);
    for (const title of ['API reference', 'Справочник']) assert.equal(typeOf(title), 'reference', title);
    assert.equal(typeOf('Widgets', 'https://docs.example/tutorial/widgets/'), 'tutorial');
  });

  it('knows glossaries, listings and pages that are missing, in three languages', () => {
    for (const title of ['Glossary', 'Глоссарий', 'Словник термінів']) assert.equal(typeOf(title), 'glossary', title);
    for (const title of ['Tag: crawling', 'All posts', 'Posts by Ann', 'Категория: поиск', 'Усі статті', 'Page 2'])
      assert.equal(typeOf(title), 'listing', title);
    assert.equal(typeOf('Crawling', 'https://docs.example/tags/crawling/'), 'listing');
    for (const title of ['404', 'Page not found', 'Ошибка 404', 'Сторінку не знайдено'])
      assert.equal(typeOf(title), 'missing', title);
    const long = { ...lead, text: 'What the code 404 means and when a server sends it. '.repeat(20) };
    assert.equal(pageTypeOf(page({ title: '404 Not Found', sections: [long] })), 'page');
  });

  it('tells changelogs, glossaries, tutorials and licences by their shape', () => {
    const headed = (...headings: string[]) =>
      pageTypeOf(page({ sections: headings.map((heading): Section => ({ ...lead, heading, kind: 'heading' })) }));
    assert.equal(headed('Versions', '2.1.0 (2024-05-01)', 'v2.0.0', '[1.9.3] - 2023-01-31'), 'changelog');
    assert.equal(headed('3.1. Numbers', '3.2. Text', '3.3. Lists'), 'page');
    assert.equal(headed('Widgets', 'Step 1: Cut', 'Step 2: Fold', 'Step 3. Glue'), 'tutorial');
    const terms = Array.from({ length: 12 }, (_, i) => ({ ...entry(`a term ${i}`), symbols: [] }));
    assert.equal(pageTypeOf(page({ sections: [lead, ...terms] })), 'glossary');
    const licence = 'Permission is hereby granted, free of charge, to any person';
    assert.equal(pageTypeOf(page({ sections: [{ ...lead, text: licence }] })), 'legal');
  });

  it('takes a page whose headings are names for a reference', () => {
    const member = (name: string): Section => ({ ...lead, heading: name, kind: 'heading', symbols: [name] });
    assert.equal(pageTypeOf(page({ sections: [lead, member('put'), member('take')] })), 'reference');
  });

  it('knows guides', () => assert.equal(typeOf('Introduction'), 'guide'));
});

describe('priorOf()', () => {
  it('puts pages that mention below pages that explain', () => {
    for (const type of ['changelog', 'index', 'search', 'legal'] as const)
      assert.ok(priorOf(type) < priorOf('page'), type);
  });
});
