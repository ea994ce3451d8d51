import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { entry, lead, page } from '../../test/support/stored-page.ts';
import type { Section } from '../model/page.ts';
import { PAGE_TYPES, pageTypeOf, priorOf } from './page-type.ts';

describe('pageTypeOf()', () => {
  const typeOf = (title: string, url = 'https://docs.example/x') => pageTypeOf(page({ title, url }));

  it('knows changelogs, indexes, search pages and licences by title, in three languages', () => {
    for (const title of [
      'Changelog',
      'Change log',
      "What's New in 3.1",
      'Release notes',
      'Release Notes for 2.0',
      'Changes in 3.1',
      'Changes 10.2',
      'News: Shelf',
      'Change log - Shelf',
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
      'Class Members',
      'shelf::Pile Member List',
      'src/piles Directory Reference',
      'Mail Thread Index',
      'Date Index',
      'The Shelves-users January 2024 Archive by thread',
    ])
      assert.equal(typeOf(title), 'index', title);
    assert.equal(typeOf('The date index of a table'), 'page');
    for (const title of ['pile.h Source File', 'pile.rs - source', 'Source: pile.js', 'Source code for shelf.pile'])
      assert.equal(typeOf(title), 'source', title);
    for (const title of ['Source code', 'Building from source', 'Files and directories', 'List of members'])
      assert.equal(typeOf(title), 'page', title);
    for (const title of ['Search', 'Поиск', 'Пошук']) assert.equal(typeOf(title), 'search', title);
    for (const title of [
      'License',
      'Licence',
      'Licenses for parts',
      'Copyright',
      'Copyright © 2020 Ann',
      'License and Copyright',
      'Privacy policy',
      'Terms & Conditions',
      'Лицензия',
    ])
      assert.equal(typeOf(title), 'legal', title);
  });

  it('knows the parts of an archive, and pages that list others', () => {
    for (const path of [
      '/archives/2023/12/',
      '/archives/2023/page/3/',
      '/blog/2023/12/',
      '/2023/12/31/',
      '/tags/page/2/',
    ])
      assert.equal(typeOf('Whatever', `https://blog.example${path}`), 'listing', path);
    for (const path of ['/2023/', '/2023/12/31/storks/', '/docs/2023/12/', '/page/2/'])
      assert.equal(typeOf('Whatever', `https://blog.example${path}`), 'page', path);
    for (const title of ['Архив: 2023/12', 'Архів: 2023']) assert.equal(typeOf(title), 'listing', title);
    assert.equal(pageTypeOf(page({ isListing: true })), 'listing');
    assert.equal(pageTypeOf(page({ title: 'News', isListing: true })), 'listing');
    assert.equal(pageTypeOf(page({ url: 'https://town.example/news/?page=2', isListing: true })), 'listing');
    assert.equal(pageTypeOf(page({ title: 'Changelog', isListing: true })), 'changelog');
  });

  it('knows them by address', () => {
    for (const [path, type] of [
      ['whatsnew/3.1.html', 'changelog'],
      ['releases/4.2/', 'changelog'],
      ['news/index.html', 'changelog'],
      ['genindex-A.html', 'index'],
      ['doc-index-A.html', 'index'],
      ['tags/crawling/', 'listing'],
      ['en/blog/category/crawling', 'listing'],
      ['archives/2020/', 'listing'],
      ['html/search/functions_1.html', 'search'],
      ['_modules/shelf/pile.html', 'source'],
      ['shelf_2pile_8h_source.html', 'source'],
      ['a00017_source.html', 'source'],
      ['open_source.html', 'page'],
      ['api/shelf/package-tree.html', 'index'],
      ['api/shelf/class-use/Pile.html', 'index'],
      ['api/shelf/package-summary.html', 'page'],
      ['terms', 'legal'],
      ['de/legal/privacy.html', 'legal'],
    ])
      assert.equal(typeOf('A', `https://docs.example/${path}`), type, path);
  });

  it('takes no page for one because it is below a directory called so, or of that name deep in a manual', () => {
    for (const path of [
      'search/query-syntax',
      'archives/1234',
      'docs/tags/div',
      'docs/authors/profile',
      'tag/div.html',
      'contents/chapter-3',
      'news/our-new-office',
      'privacy/encryption',
      'licenses/keys',
      'releases/security',
      'docs/query/terms',
    ])
      assert.equal(typeOf('A', `https://docs.example/${path}`), 'page', path);
  });

  it('knows a search page by how little it says', () => {
    const long = { ...lead, text: 'Which fields are searched, and how their words count. '.repeat(30) };
    const url = 'https://docs.example/docs/search.html';
    assert.equal(typeOf('Full-text', url), 'search');
    assert.equal(pageTypeOf(page({ title: 'Search', url, sections: [long] })), 'page');
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
      'News API',
      'Change log levels',
      'Changes in pressure',
      'Licenses API',
      'Privacy Sandbox',
      'Terms query',
      'Terms',
      'Cookies',
      'Cookies and sessions',
    ])
      assert.equal(typeOf(title), 'page', title);
  });

  it('takes a page of definitions for a reference', () =>
    assert.equal(pageTypeOf(page({ sections: [lead, entry('a'), entry('b')] })), 'reference'));

  it('takes a long list of names for an index', () => {
    const text = Array.from({ length: 300 }, (_, i) => `name_${i}`).join('\n');
    assert.equal(pageTypeOf(page({ mayBeIndex: true, sections: [{ ...lead, text }] })), 'index');
    assert.equal(pageTypeOf(page({ sections: [{ ...lead, text }] })), 'page');
  });

  it('takes what is in the order of letters for an index when it is called so', () => {
    const letters = [...'ABCDEF'].map(
      (letter): Section => ({ ...lead, heading: letter, kind: 'definition', symbols: [letter], text: 'acorn: Oaks' }),
    );
    for (const title of ['64. Option Index', 'E. Oak index', 'Указатель', 'Предметний покажчик'])
      assert.equal(pageTypeOf(page({ title, sections: [lead, ...letters] })), 'index', title);
    assert.notEqual(pageTypeOf(page({ title: 'Letters', sections: [lead, ...letters] })), 'index');
    assert.notEqual(pageTypeOf(page({ title: 'Glycemic index', sections: [lead, ...letters.slice(0, 2)] })), 'index');
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
    for (const title of [
      'Tag: crawling',
      'All posts',
      'Posts by Ann',
      'Категория: поиск',
      'Усі статті',
      'Page 2',
      '3 docs tagged with "a"',
    ])
      assert.equal(typeOf(title), 'listing', title);
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
    const about = { ...lead, text: 'What this module does, and how it does it. '.repeat(3) };
    assert.equal(pageTypeOf(page({ sections: [about, { ...lead, text: licence }] })), 'page');
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

it('docs/relevance.md lists every type of page with its prior', () => {
  const text = readFileSync(new URL('../../docs/relevance.md', import.meta.url), 'utf8');
  const [, table = ''] = /^\| type of page \|.*\n\|[-|]+\n((?:\|.*\n)+)/m.exec(text) ?? [];
  const rows = Array.from(table.matchAll(/^\| ([^|]+) \| ([\d.]+) \|/gm));
  const listed = rows.flatMap(([, names = '', prior]) => names.split(', ').map((name) => [name, Number(prior)]));
  assert.deepEqual(
    listed,
    PAGE_TYPES.map((type) => [type, priorOf(type)]),
  );
});
