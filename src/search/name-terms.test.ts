import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameTerms, shareOf } from './name-terms.ts';
import { queryWords } from './query-words.ts';

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
