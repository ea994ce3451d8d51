import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyze } from './analyze.ts';

const terms = (text: string, lang = 'en') => analyze(text, lang).map((token) => token.term);
const same = (a: string, b: string, lang = 'en') => assert.deepEqual(terms(a, lang), terms(b, lang), `${a} / ${b}`);

describe('analyze()', () => {
  it("stems words of the text's language", () => {
    assert.deepEqual(terms('Running tasks, generated (queries)!'), ['run', 'task', 'generat', 'queri']);
    for (const form of ['connection', 'connections', 'connected', 'connecting']) same('connect', form);
    for (const form of ['страницы', 'страницам', 'Страницу']) same('страница', form, 'ru');
    for (const form of ['сторінки', 'сторінками', 'Сторінку']) same('сторінка', form, 'uk');
  });

  it('takes words of another script for English, Russian or Ukrainian', () => {
    same('indexes', 'index', 'ru');
    same('страницы', 'страница', 'en');
    same('сторінки', 'сторінка', '');
  });

  it('takes spellings of a word for one', () => {
    same('ёлка ЁЛКА', 'елка елка', 'ru');
    same("м'ята м’ята мʼята", 'мята мята мята', 'uk');
    same('за́мок', 'замок', 'ru');
    same('café naïve', 'cafe naive');
    same('ﬁle Ｆｕｌｌ', 'file full');
    same('long\u00adword zero\u200bwidth', 'longword zerowidth');
    same("Python's Python’s", 'python python');
    same("don't don’t", 'dont dont');
    same('λόγος', 'ΛΟΓΟΣ', 'el');
    same('łódź Đường ørsted cœur', 'lodz duong orsted coeur', 'vi');
    same('KIRMIZI kırmızı', 'kirmizi kirmizi', 'vi');
    same('ґрунт', 'грунт', 'uk');
    same('كتاب ۱۲', 'کتاب 12', 'fa');
    assert.notDeepEqual(terms('й', 'uk'), terms('и', 'uk'));
    assert.notDeepEqual(terms('їжа', 'uk'), terms('іжа', 'uk'));
  });

  it('parts French elisions', () => assert.deepEqual(terms("l'homme d’accord", 'fr'), ['l', 'homm', 'd', 'accord']));

  it('keeps names whole and in parts', () => {
    assert.deepEqual(terms('asyncio.gather()'), ['=asyncio.gather', 'asyncio', 'gather']);
    assert.deepEqual(terms('std::vec::Vec'), ['=std::vec::vec', 'std', 'vec', 'vec']);
    assert.deepEqual(terms('max_connections'), ['=max_connections', 'max', 'connect']);
    assert.deepEqual(terms('HTTPServer getURL2 UTF8Decoder'), [
      '=httpserver',
      'http',
      'server',
      '=geturl2',
      'get',
      'url2',
      '=utf8decoder',
      'utf8',
      'decod',
    ]);
    assert.deepEqual(terms('__init__'), ['=__init__', 'init']);
    assert.deepEqual(terms('(-l) --dry-run'), ['=-l', 'l', '=--dryrun', 'dry', 'run']);
    assert.deepEqual(terms('C++, C#. .NET'), ['=c++', 'c', '=c#', 'c', '=.net', 'net']);
    assert.deepEqual(terms('<head> @property $libdir #include'), [
      '=<head>',
      'head',
      '=@property',
      'properti',
      '=$libdir',
      'libdir',
      '=#include',
      'includ',
    ]);
    assert.deepEqual(terms('3.11'), ['=3.11', '3', '11']);
  });

  it('ends a name before the signs of a sentence', () =>
    assert.deepEqual(terms('call gather. (os.path), "x-y"'), [
      'call',
      'gather',
      '=os.path',
      'os',
      'path',
      '=xy',
      'x',
      'y',
    ]));

  it('takes an exact name for one with and without accents', () =>
    assert.equal(terms('naïve.größe')[0], '=naive.grosse'));

  it('takes f-string and fstring for one exact name', () => assert.equal(terms('f-string')[0], '=fstring'));

  it('keeps operators that stand alone', () =>
    assert.deepEqual(terms('a := b -> || (*) $'), ['a', '=:=', 'b', '=->', '=||', '=*', '=$']));

  it('makes pairs where words are not spaced', () => {
    assert.deepEqual(terms('日本語', 'ja'), ['日本', '本語', '語']);
    assert.deepEqual(terms('ไทย', 'th'), ['ไท', 'ทย', 'ย']);
  });

  it('numbers words by their place, a whole name where its first part is', () => {
    const positions = analyze('see asyncio.gather now', 'en').map((token) => [token.term, token.position]);
    assert.deepEqual(positions, [
      ['see', 0],
      ['=asyncio.gather', 1],
      ['asyncio', 1],
      ['gather', 2],
      ['now', 3],
    ]);
  });

  it('says where in the text a token stands', () => {
    const text = '  The ＨＴＴＰServer, ёлка.';
    assert.deepEqual(
      analyze(text, 'ru').map(({ start, end }) => text.slice(start, end)),
      ['The', 'ＨＴＴＰServer', 'ＨＴＴＰ', 'Server', 'ёлка'],
    );
  });

  it('gives terms that every index takes, from any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 })),
        fc.constantFrom('en', 'ru', 'ja', ''),
        (text, lang) => {
          for (const { term, start, end } of analyze(text, lang)) {
            assert.match(term, /^[^\s\p{Cc}]{1,128}$/u);
            assert.ok(start >= 0 && start < end && end <= text.length);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives a chunk the same tokens wherever it stands', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w.:'’-]{1,12}$/), fc.stringMatching(/^[\w.:'’-]{1,12}$/), (a, b) =>
        assert.deepEqual(terms(`${a} ${b}`), [...terms(a), ...terms(b)]),
      ),
      { numRuns: 300 },
    );
  });

  it('reads a long run without blanks in one go', () => {
    assert.ok(analyze('x'.repeat(100_000), 'en').every((token) => token.term.length <= 128));
    assert.ok(analyze('aB'.repeat(20_000), 'en').length > 0);
    assert.ok(analyze('a.'.repeat(20_000), 'en').length > 0);
    assert.ok(analyze('-'.repeat(100_000), 'en').length === 0);
  });

  it('answers for long runs without blanks where time that grows with the square would never end', () => {
    const million = (text: string) => text.repeat(1_000_000 / text.length);
    assert.deepEqual(analyze(`${million('"')}€`, 'en'), []);
    assert.equal(analyze(million('ок'), 'uk').length, 1);
    assert.equal(analyze(`x${million('y')}`, 'de').length, 1);
  });

  it('takes any number of characters of a script without blanks', () => {
    assert.equal(analyze('中'.repeat(300_000), 'zh').length, 300_000);
  });
});
