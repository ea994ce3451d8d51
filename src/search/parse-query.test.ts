import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { optionName, parseQuery, possibleOptions } from './parse-query.ts';

describe('parseQuery()', () => {
  it('takes words, phrases, unwanted words and filters apart', () => {
    assert.deepEqual(
      parseQuery('fast "full text" -slow -"very slow" site:Docs.Example/Web lang:UK-ua type:guide in:/Library/ index'),
      {
        text: 'fast index',
        phrases: ['full text'],
        without: ['slow', 'very slow'],
        filter: { site: 'docs.example/Web', lang: 'uk', type: 'guide', inPath: '/Library/' },
        endsInWord: true,
      },
    );
  });

  it('looks for flags and negative numbers instead of shutting them out', () => {
    for (const q of ['-l', '--dry-run', 'grep -r', 'x -1', '- a'])
      assert.deepEqual([parseQuery(q).text, parseQuery(q).without], [q, []]);
  });

  it('looks for what is known to be an option', () => {
    const { text, without } = parseQuery('erl -sname -slow -std=c99', ['-sname', '-std=c99']);
    assert.deepEqual([text, without], ['erl -sname -std=c99', ['slow']]);
  });

  it('takes operators with nothing to look for as words', () => {
    for (const q of ['site:docs.example', '-word', 'in:x lang:en', '""', '"']) assert.equal(parseQuery(q).text, q);
  });

  it('takes what only looks like a filter as a word', () => {
    for (const q of ['std:vec', 'type:ignore x', 'lang: x', 'site:', 'lang:english x', 'https://docs.example'])
      assert.deepEqual([parseQuery(q).text, parseQuery(q).filter], [q, {}]);
  });

  it('closes a phrase that is still being typed', () =>
    assert.deepEqual(parseQuery('a "full te').phrases, ['full te']));

  it('takes the quotation marks of a pasted sentence, of a setting and of an option for its own', () => {
    for (const q of ['NumberFormatException: For input string: "abc"', '"strict": true', 'git commit -m "fix bug"'])
      assert.deepEqual([parseQuery(q).text.replace(' : ', ': '), parseQuery(q).phrases], [q, []]);
    assert.deepEqual(parseQuery('print "event loop" 3.11 C++ ...').phrases, ['event loop']);
  });

  it('keeps phrases behind an unwanted word and beside a comma', () => {
    for (const q of ['-slow "full text"', '"full text", -slow', 'fast, "full text" -slow']) {
      const { phrases, without } = parseQuery(q);
      assert.deepEqual([phrases, without], [['full text'], ['slow']], q);
    }
    assert.deepEqual(parseQuery('"full text", "thread pool"').phrases, ['full text', 'thread pool']);
    assert.deepEqual(parseQuery('erl -sname "a b"', ['-sname']).phrases, []);
  });

  it('knows whether the last word is finished', () => {
    assert.equal(parseQuery('asyncio.ga').endsInWord, true);
    assert.equal(parseQuery('asyncio ').endsInWord, false);
    assert.equal(parseQuery('"a b"').endsInWord, false);
  });

  it('never throws and keeps something to look for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (q) => {
        const { text, phrases } = parseQuery(q);
        assert.equal(text !== '' || phrases.length > 0, q.trim() !== '');
      }),
    );
  });
});

describe('possibleOptions()', () => {
  it('gives what may be options, called without their values', () => {
    const pieces = possibleOptions('erl -sname -l --flag -"bad luck" -не x-y -std=c99');
    assert.deepEqual(pieces.map(optionName), ['-sname', '-std']);
  });
});
