import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { headingKey } from './heading-keys.ts';
import { calledName, endingsOf, memberKeys, memberNames, symbolTerms } from './symbol-terms.ts';

describe('endingsOf()', () => {
  it('gives every ending that people type', () => {
    assert.deepEqual(endingsOf('xml.etree.parse'), ['xml.etree.parse', 'etree.parse', 'parse']);
    assert.deepEqual(endingsOf('std::vec::Vec'), ['std::vec::Vec', 'vec::Vec', 'Vec']);
    assert.deepEqual(endingsOf('gather'), ['gather']);
  });

  it('leaves names with a separator at an end alone', () => {
    for (const name of ['.net', '/', 'a.', '::', '']) assert.deepEqual(endingsOf(name), [name]);
  });
});

describe('symbolTerms()', () => {
  it('finds a symbol by its full name and by its endings, with or without brackets', () => {
    assert.deepEqual(symbolTerms('asyncio.gather()'), ['=asyncio.gather', '=gather', '==asyncio_gather']);
    assert.deepEqual(symbolTerms('-l'), ['=-l', '==l']);
    assert.deepEqual(symbolTerms('a.put_on'), ['=a.put_on', '=put_on', '==a_put_on', '==puton']);
    assert.deepEqual(symbolTerms('__init__'), ['=__init__', '==__init__']);
  });

  it('makes no term with a blank of a name that has one', () =>
    assert.deepEqual(symbolTerms('CREATE TABLE'), ['=createtable', '==create_table']));
});

describe('memberKeys()', () => {
  it('are those of the name of the page and the name', () => {
    assert.deepEqual(memberKeys('map(F, L)', 'lists'), [headingKey('lists map')]);
    assert.deepEqual(memberKeys('lists', 'lists'), []);
    for (const title of ['Pile(K, V)', 'Pile<T>']) assert.deepEqual(memberKeys('put', title), [headingKey('Pile put')]);
    assert.deepEqual(memberKeys('put', 'Piles (of things)'), []);
  });

  it('are none for operators, which would be called as their page is', () =>
    assert.deepEqual(memberKeys('||', 'Operators'), []));
});

describe('memberNames()', () => {
  it('are the endings of a qualified name', () => {
    assert.deepEqual(memberNames('pile.shelf.getSize'), ['shelf.getSize', 'getSize']);
    assert.deepEqual(memberNames('string::clear'), ['clear']);
  });

  it('are none of files, hosts, numbers and what is not qualified', () => {
    for (const text of ['pile.json', 'docs.example.org', '/pile/size', 'pile.1', '.net', 'size', 'pile.size of it'])
      assert.deepEqual(memberNames(text), [], text);
  });
});

describe('calledName()', () => {
  it('is the name of a call, whatever it is given', () => {
    for (const call of ['open()', 'open(', "open('a b.txt', 'r')", 'open("(', 'open(read(x), y)'])
      assert.equal(calledName(call), 'open');
  });

  it('is the name of a macro, a statement and a type, too', () => {
    for (const [text, name] of [
      ['println!("{}", x);', 'println'],
      ['vec![1, 2]', 'vec'],
      ['Map<K, List<V>>', 'Map'],
      ['os.environ["HOME"]', 'os.environ'],
    ] as const)
      assert.equal(calledName(text), name);
    for (const text of ['operator[]', '[dependencies]', '<head>', 'a<b']) assert.equal(calledName(text), text);
  });

  it('is all of a text of several calls', () => {
    for (const text of ['int(x) or float(x)', 'connection().close()']) assert.equal(calledName(text), text);
    assert.equal(calledName('print(sorted(map(str, x)), end())'), 'print');
  });

  it('is all of a text that is no call', () => {
    for (const text of ['file(s)', 'class(es)', 'file(s) of a site', 'timeout (seconds)', 'SQL(ite) databases', '(a)'])
      assert.equal(calledName(text), text);
  });
});
