import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';
import { pageTitle } from './title.ts';

test('pageTitle() leaves the name of the site out where it can be told', () => {
  const cases: [string, string, string, string][] = [
    ['Lists - Foo', 'Lists', '', 'Lists'],
    ['Lists — Foo 3.1 documentation', 'Lists', '', 'Lists'],
    [
      'asyncio — Asynchronous I/O — Python 3 documentation',
      'asyncio — Asynchronous I/O',
      '',
      'asyncio — Asynchronous I/O',
    ],
    ['Foo | Lists', 'Lists', '', 'Lists'],
    ['PostgreSQL: Documentation: 18: SELECT', 'SELECT', '', 'SELECT'],
    ['Networking | Docker Docs', 'Networking in Compose', '', 'Networking'],
    ['Lists - Foo', 'All about lists', 'Foo', 'Lists'],
    ['Foo: Lists - with care', 'All', 'foo', 'Lists - with care'],
    ['Well-known lists', 'Other', '', 'Well-known lists'],
    ['Input - Output', 'Other', '', 'Input - Output'],
    ['Sorting lists', 'Sorting', '', 'Sorting lists'],
    ['', 'Lists', 'Foo', 'Lists'],
    ['Lists', '', '', 'Lists'],
    ['', '', '', ''],
  ];
  for (const [title, heading, siteName, expected] of cases) {
    assert.equal(pageTitle(title, { heading, siteName }), expected, title);
  }
});

test('pageTitle() leaves the end out that stands on the frame of the page, when the address names the beginning', () => {
  const isOnFrame = (text: string) => ['Shelf Server 2', 'Lists'].includes(text);
  const titleOf = (title: string, slug: string) =>
    pageTitle(title, { heading: 'Other', siteName: '', slug, isOnFrame });
  assert.equal(titleOf('core - Shelf Server 2', 'core'), 'core');
  assert.equal(titleOf('core - Shelf Server 2', 'other'), 'core - Shelf Server 2');
  assert.equal(titleOf('Lists - Shelf Server 2', 'lists'), 'Lists - Shelf Server 2');
  assert.equal(titleOf('Lists - Shelf', 'x'), 'Lists - Shelf');
});

test('pageTitle() finds a chapter by its name or number where the heading has both', () => {
  const titleOf = (title: string, heading: string) => pageTitle(title, { heading, siteName: '' });
  assert.equal(titleOf('Piles (Shelf (version 7))', '6.3.1 Piles'), 'Piles');
  assert.equal(titleOf('Shelf 9.0 Manual: Section 4.7', '4.7 Control'), '4.7 Control');
  assert.equal(titleOf('Shelf 9.0 Manual: Section 4.7', '5.1 Control'), 'Shelf 9.0 Manual: Section 4.7');
});

test('pageTitle() takes the part that the address names when the site stands first', () => {
  const title = 'Git - git-commit Documentation';
  assert.equal(pageTitle(title, { heading: 'NAME', siteName: '', slug: 'git-commit' }), 'git-commit');
  assert.equal(pageTitle('Lists - Foo Documentation', { heading: '', siteName: '', slug: 'lists' }), 'Lists');
  const chapter = { heading: 'Basics', siteName: '', slug: 'oak_veneers' };
  assert.equal(pageTitle('Shelf – 4.0: Shelf Oak Veneers', chapter), 'Shelf Oak Veneers');
  assert.equal(pageTitle('Shelf – 4.0: Shelf Oak', chapter), 'Shelf – 4.0: Shelf Oak');
  assert.equal(pageTitle('Foo - Foo Documentation', { heading: '', siteName: '', slug: 'foo' }), 'Foo');
});

test('pageTitle() leaves the manual out of what Texinfo calls a page', () => {
  const titleOf = (title: string, heading: string, generator = 'makeinfo') =>
    pageTitle(title, { heading, siteName: '', generator });
  assert.equal(titleOf('Errors (Shelf (version 7.3.0))', '2.5 How Shelf reports them'), 'Errors');
  assert.equal(titleOf('Errors (f) (Shelf Manual, version 7)', 'Other', 'texi2any'), 'Errors (f)');
  assert.equal(titleOf('Top', 'Other'), 'Top');
  assert.equal(titleOf('Errors (Shelf)', 'Other', 'Hugo 0.1'), 'Errors (Shelf)');
});

test('pageTitle() leaves out what other generators put around the names of all pages', () => {
  const titleOf = (title: string, heading: string, generator = '') =>
    pageTitle(title, { heading, siteName: '', generator });
  assert.equal(titleOf('Stack (Shelf 2 & Pile 3)', 'Class Stack<T>'), 'Stack');
  assert.equal(titleOf('Stack(T) - Shelf 1.6.0', 'class Stack(T)'), 'Stack(T)');
  assert.equal(titleOf('Input - Output', 'The Input'), 'Input - Output');
  assert.equal(titleOf('shelf.pile (Shelf 2 API)', 'Package shelf.pile'), 'shelf.pile');
  assert.equal(titleOf('Stack (data structure)', 'What stacks are'), 'Stack (data structure)');
  assert.equal(titleOf('Shelf: shelf::Stack Class Reference', '', 'Doxygen 1.9.4'), 'shelf::Stack Class Reference');
  assert.equal(
    titleOf('Stack in shelf::piles - Rust', 'Struct shelf::piles::Stack', 'rustdoc'),
    'Stack in shelf::piles',
  );
  assert.equal(titleOf('shelf.piles API documentation', '', 'pdoc 16.0.0'), 'shelf.piles');
  assert.equal(titleOf('Shelf API documentation', ''), 'Shelf API documentation');
});

test('pageTitle() finds the heading between two separators, and beside the bar of Chinese titles', () => {
  const titleOf = (title: string, heading: string) => pageTitle(title, { heading, siteName: '' });
  assert.equal(titleOf('Shelf - All about piles - Manual 3', 'All about piles'), 'All about piles');
  assert.equal(titleOf('Shelf-all about piles-Manual', 'All about piles'), 'Shelf-all about piles-Manual');
  assert.equal(titleOf('书架_手册', '书架'), '书架');
  assert.equal(titleOf('put_thing', 'put'), 'put_thing');
});

test('pageTitle() takes the heading where the title is the name of the site', () =>
  assert.equal(pageTitle('Shelf Docs', { heading: 'Build a shelf', siteName: 'Shelf docs' }), 'Build a shelf'));

test('extractPage() takes a heading of the main text that the page is shared by for its title, unless that is the name of the site', () => {
  const titleOf = (head: string) =>
    extractPage(
      `${head}<main><h2>Shelves</h2><h1>Oak &amp; ash</h1><p>${'Oak carries more than ash does. '.repeat(9)}</p></main>`,
      'https://example.org/a',
    ).title;
  for (const title of ['example.org', 'Best shelves 2024: oak and ash compared', ''])
    assert.equal(
      titleOf(`<title>${title}</title><meta property="og:title" content="Oak &amp; ash">`),
      'Oak & ash',
      title,
    );
  const site = '<meta property="og:site_name" content="Shelves"><meta property="og:title" content="Shelves">';
  assert.equal(titleOf(`<title>All about wood</title>${site}`), 'All about wood');
  assert.equal(titleOf('<title>All about wood</title><meta property="og:title" content="Wood">'), 'All about wood');
});

test('pageTitle() takes the heading where the title is but what the address calls the page', () => {
  const titleOf = (title: string, heading: string, address = '') =>
    pageTitle(title, { heading, siteName: '', address: `https://x.example${address}` });
  assert.equal(titleOf('техника:паровая_машина [Наша вики]', 'Паровая машина'), 'Паровая машина');
  assert.equal(titleOf('VictoriaAustralia – Our wiki', 'Victoria (Australia)'), 'Victoria (Australia)');
  assert.equal(titleOf('howto:mail [Wiki]', 'Set up your post', '/doku.php?id=howto:mail'), 'Set up your post');
  assert.equal(titleOf('howto:mail [Wiki]', 'Set up your post', '/other'), 'howto:mail [Wiki]');
  assert.equal(titleOf('Oxygen is good', 'Oxygen!'), 'Oxygen is good');
  assert.equal(titleOf('C# [Languages]', 'C'), 'C# [Languages]');
  assert.equal(titleOf('Steam engine [Our wiki]', 'Steam engine'), 'Steam engine');
});

test('extractPage() takes what editors write into new files for no title', () => {
  const titleOf = (title: string) =>
    extractPage(`<title>${title}</title><h1>Oak</h1><p>Oak is a wood.</p>`, 'https://example.org/a').title;
  for (const title of [
    'Untitled Document',
    'untitled',
    'New Page 1',
    'Документ без названия',
    'Новая страница 2',
    'Без назви',
  ])
    assert.equal(titleOf(title), 'Oak', title);
  assert.equal(titleOf('Untitled works of the masters'), 'Untitled works of the masters');
});

test('extractPage() keeps a title of which the first heading and the line below it are the two halves', () => {
  const titleOf = (title: string, below: string) =>
    extractPage(
      `<title>${title}</title><div class="header"><div class="title"><h1>Our shelves</h1>${below}</div></div><div class="content"><p>${'Oak carries more than ash does. '.repeat(9)}</p></div>`,
      'https://example.org/doc/trunk/woods.md',
    ).title;
  assert.equal(titleOf('Our shelves: Kinds of wood', 'Kinds of wood'), 'Our shelves: Kinds of wood');
  assert.equal(titleOf('Our shelves: Example', 'By Ann'), 'Our shelves');
  assert.equal(titleOf('Our shelves - Example', 'Example'), 'Our shelves');
});

test('pageTitle() leaves the manual out before a name that the heading says with the word for what it is', () => {
  const titleOf = (title: string, heading: string) => pageTitle(title, { heading, siteName: '' });
  assert.equal(titleOf('Shelf user guide : Shelf.Pile', 'Module Shelf.Pile'), 'Shelf.Pile');
  assert.equal(titleOf('Shelf user guide : Shelf.Make', 'Functor Shelf.Make'), 'Shelf.Make');
  assert.equal(titleOf('Shelf user guide : Shelf.Pile', 'About Shelf.Pile'), 'Shelf user guide : Shelf.Pile');
});
