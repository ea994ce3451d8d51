import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressName, nameTerms, shareOf } from './name-terms.ts';
import { queryWords } from './query-words.ts';

describe('addressName()', () => {
  it('gives the words of the last part, without its ending', () => {
    assert.equal(addressName('https://docs.example/sql/create-table.html'), 'create table');
    assert.equal(addressName('https://docs.example/library/os.path.html?highlight=join/split'), 'os path');
    assert.equal(addressName('https://docs.example/wiki/Big%20data'), 'Big data');
  });

  it('takes no dot in a name for an ending', () => {
    const named = ['/docs/3.11/', '/release/v2.10', '/wiki/Node.js', '/a/Main.PHP'];
    assert.deepEqual(
      named.map((path) => addressName(`https://docs.example${path}`)),
      ['3 11', 'v2 10', 'Node js', 'Main'],
    );
  });

  it('calls the page of a directory by the directory', () => {
    assert.equal(addressName('https://docs.example/guide/'), 'guide');
    assert.equal(addressName('https://docs.example/guide/index.html'), 'guide');
  });

  it('gives nothing for the top of a host', () => {
    for (const path of ['', '/', '/index.html']) assert.equal(addressName(`https://docs.example${path}`), '');
  });

  it('leaves escapes alone that are none', () => {
    assert.equal(addressName('https://docs.example/%E4%FF'), '%E4%FF');
  });
});

describe('shareOf()', () => {
  const share = (q: string, name: string, { lang = 'en', isTyping = false } = {}) => {
    const [word = assert.fail('no word')] = queryWords(q, [lang], { isTyping });
    return Math.round(shareOf(word, nameTerms(name, lang)) * 100) / 100;
  };

  it('counts a word as it is typed in full, in any capitals, also between signs', () => {
    assert.equal(share('generators', 'How Generators work'), 1);
    assert.equal(share('gather', 'asyncio.gather'), 1);
    assert.equal(share('specific', 'Port-Specific Changes'), 1);
    assert.equal(share('os.path', 'os.path — Pathnames'), 1);
    assert.equal(share('字符', '字符', { lang: 'zh' }), 1);
  });

  it('counts another form of the word, or a piece of a longer one, for less', () => {
    assert.equal(share('generators', 'Generate temporary files'), 0.8);
    assert.equal(share('http', 'HTTPServer'), 0.8);
    assert.equal(share('страница', 'Страницы', { lang: 'ru' }), 0.8);
  });

  it('takes a word for any form while it is typed', () =>
    assert.equal(share('generat', 'Generators', { isTyping: true }), 1));

  it('counts parts of a name for less than the name', () => assert.equal(share('os.path', 'Path of a file'), 0.3));
});
