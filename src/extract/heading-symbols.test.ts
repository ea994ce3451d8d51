import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headingSymbols } from './heading-symbols.ts';

test('headingSymbols() knows what kinds of things are labelled', () => {
  const none = { id: '', leadingCode: '', ids: [] };
  const kinds = ['class', 'struct', 'enum', 'interface', 'type', 'module', 'namespace', 'macro'];
  for (const kind of [...kinds, 'Class', 'function', 'method', 'property'])
    assert.deepEqual(headingSymbols(`${kind}: pile`, none), ['pile'], kind);
  assert.deepEqual(headingSymbols('Every class: pile', none), []);
});

test('headingSymbols() takes module ids, whole code and explained code, and no code that is part of a phrase', () => {
  const cases: [string, string, string, string[]][] = [
    ['os — Interfaces', 'module-os', '', ['os']],
    ['asyncio.Queue', 'queue', 'asyncio.Queue', ['asyncio.Queue']],
    ['json.dumps(obj)', 'dumps', 'json.dumps(obj)', ['json.dumps']],
    ['path — Joining', 'x', 'path', ['path']],
    ['for Statements', 'for', 'for', []],
    ['fn is_ok(&self) -> bool', 'method.is_ok', '', ['is_ok']],
    ['Methods', 'method-list', '', []],
    ['PutThing Directive', 'putthing', '', ['PutThing']],
    ['put Directive', 'put-grammar', 'put', ['put']],
    ['Search function', 'search-function', '', []],
    ['Type conversion', 'type-conversion', '', []],
    ['Class: Pile', 'class-pile', '', ['Pile']],
    ['Macro PILE_SIZE', 'PILE_SIZE', '', ['PILE_SIZE']],
    ['pile_put ()', 'pile-put', '', ['pile_put']],
    ['pile_size', 'pile_size', '', ['pile_size']],
    ['Shelf::put', 'shelf.put', '', ['Shelf::put', 'put']],
    ['shelf.put', 'shelf.put', '', ['shelf.put', 'put']],
    ['Shelf.js', 'shelfjs', '', []],
    ['#put(thing) ⇒ Pile', 'put-instance_method', '', ['put']],
    ['-c name, --conditions=name', '-c-name', '-c name', ['-c', '--conditions']],
    ['put(thing, pile)', 'put/2', '', ['put/2', 'put']],
    ['-put-on thing{,pile}', 'put-on', '', ['-put-on']],
    ['-p, --put thing', 'opt_p', '', ['-p', '--put']],
    ['--put', 'put', '', ['--put']],
    ['-put-', 'notes', '', []],
  ];
  for (const [heading, id, leadingCode, symbols] of cases)
    assert.deepEqual(headingSymbols(heading, { id, ids: [id], leadingCode }), symbols, heading);
});

test('headingSymbols() takes what any id of the place marks, unless that is only the wording of the heading', () => {
  const cases: [heading: string, ids: string[], symbols: string[]][] = [
    ['Applications', ['applications', 'module-django.apps', 's-applications'], ['django.apps']],
    ['translate template tag', ['translate-template-tag', 'std-templatetag-trans'], ['trans']],
    ['Module index', ['module-index'], []],
    ['Modules', ['module-a list of them'], []],
  ];
  for (const [heading, ids, symbols] of cases)
    assert.deepEqual(headingSymbols(heading, { id: ids[0] ?? '', ids, leadingCode: '' }), symbols, heading);
});

test('headingSymbols() takes an abbreviation for no function because its meaning stands in brackets behind it', () => {
  const symbolsOf = (heading: string) => headingSymbols(heading, { id: '', ids: [], leadingCode: '' });
  for (const heading of ['VPN(가상 개인 네트워크)', 'DNS(система доменных имён)'])
    assert.deepEqual(symbolsOf(heading), [], heading);
  for (const heading of ['LEFT(Текст; Количество)', 'LEFT(텍스트)', 'left(text count)'])
    assert.deepEqual(
      symbolsOf(heading).map((symbol) => symbol.toLowerCase()),
      ['left'],
      heading,
    );
});

test('headingSymbols() gives all the names that a heading lists', () => {
  const symbolsOf = (heading: string) => headingSymbols(heading, { id: '', ids: [], leadingCode: '' });
  assert.deepEqual(symbolsOf('shelf::put, shelf::put_all'), ['shelf::put', 'shelf::put_all', 'put', 'put_all']);
  assert.deepEqual(symbolsOf('shelf::put, take and others'), []);
  assert.deepEqual(symbolsOf('oak, ash'), []);
});
