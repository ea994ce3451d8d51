import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  calledName,
  endingsOf,
  headingKey,
  headingKeys,
  memberKeys,
  type SectionText,
  sectionTerms,
  symbolTerms,
  termsOf,
} from './document-terms.ts';

const section: SectionText = { heading: 'Running tasks', path: ['Guide'], symbols: [], text: '', code: '' };

describe('termsOf()', () => {
  it('keeps names out of the running words, so that phrases go through them', () => {
    assert.equal(termsOf('call asyncio.gather now', 'en'), 'call asyncio gather now =asyncio.gather');
  });

  it('leaves operators out of code', () => {
    assert.equal(termsOf('a = b', 'en', { operators: false }), 'a b');
    assert.equal(termsOf('a = b', 'en'), 'a b ==');
  });
});

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
  });

  it('makes no term with a blank of a name that has one', () =>
    assert.deepEqual(symbolTerms('CREATE TABLE'), ['=createtable', '==create_table']));
});

describe('memberKeys()', () => {
  it('are those of the name of the page and the name', () => {
    assert.deepEqual(memberKeys('map(F, L)', 'lists'), [headingKey('lists map')]);
    assert.deepEqual(memberKeys('lists', 'lists'), []);
  });

  it('are none for operators, which would be called as their page is', () =>
    assert.deepEqual(memberKeys('||', 'Operators'), []));
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

describe('headingKeys()', () => {
  it('take numbering and case away', () => {
    assert.equal(headingKey('4.2. The for Statement'), headingKey('the FOR statement'));
    for (const numbered of [
      'F.23.2. The for Statement',
      'Chapter 8. The for Statement',
      'Appendix F. The for Statement',
    ])
      assert.equal(headingKey(numbered), headingKey('the for statement'));
    assert.equal(headingKey('2to3 fixers'), '==2to3_fixers');
    assert.equal(headingKey('Python 3 is here'), '==python_3_is_here');
    assert.equal(headingKey('***'), '');
  });

  it('are the same for all apostrophes within a word, and for hyphens that are not seen', () => {
    const [key] = headingKeys("Об'єкти");
    for (const written of ['Об’єкти', 'Обʼєкти', 'Обєкти']) assert.deepEqual(headingKeys(written), [key]);
    assert.deepEqual(headingKeys('Daten\u00adbank'), headingKeys('Datenbank'));
  });

  it('stand also for what is before a subtitle', () => {
    assert.deepEqual(headingKeys('argparse — Parser for options'), ['==argparse_parser_for_options', '==argparse']);
    assert.deepEqual(headingKeys('Plain'), ['==plain']);
    assert.deepEqual(headingKeys('GIT-REBASE(1)'), ['==git_rebase_1', '==git_rebase']);
    assert.deepEqual(headingKeys(''), []);
  });
});

describe('sectionTerms()', () => {
  it('makes a key of each usual link text that is no name of the section', () => {
    const section = { symbols: ['asyncio.gather'], heading: 'gather(*aws)', path: [], text: '', code: '' };
    const names = [
      'gather() (in module asyncio)',
      'asyncio.gather()',
      'gather (function)',
      'run all at once',
      'gather(RESULTS)',
    ];
    const context = { title: 'T', lang: 'en', isFirst: false, anchorTexts: [], linkNames: names };
    assert.equal(sectionTerms(section, context).anchors, '==run_all_at_once ==gather_results');
  });

  it('puts the key of the title into the first section only', () => {
    const context = { title: 'The guide', lang: 'en', anchorTexts: [] };
    assert.equal(sectionTerms(section, { ...context, isFirst: true }).title, 'the guid ==the_guide ==guide');
    assert.equal(sectionTerms(section, { ...context, isFirst: false }).title, 'the guid');
  });

  it('fills every field from its own source', () => {
    const full = { ...section, symbols: ['a.b'], text: 'Some text', code: 'x = 1' };
    assert.deepEqual(sectionTerms(full, { title: 'T', lang: 'en', isFirst: false, anchorTexts: ['see here'] }), {
      symbols: 'a b =a.b =a.b =b ==a_b',
      title: 't',
      headings: 'run task guid ==running_tasks',
      body: 'some text',
      code: 'x 1',
      anchors: 'see here',
    });
  });
});
