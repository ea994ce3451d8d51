import assert from 'node:assert/strict';
import { test } from 'node:test';
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

test('pageTitle() takes the part that the address names when the site stands first', () => {
  const title = 'Git - git-commit Documentation';
  assert.equal(pageTitle(title, { heading: 'NAME', siteName: '', slug: 'git-commit' }), 'git-commit');
  assert.equal(pageTitle('Lists - Foo Documentation', { heading: '', siteName: '', slug: 'lists' }), 'Lists');
  assert.equal(pageTitle('Foo - Foo Documentation', { heading: '', siteName: '', slug: 'foo' }), 'Foo');
});
