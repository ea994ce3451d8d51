import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { queryWords } from './query-words.ts';
import { snippet } from './snippet.ts';

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

function plain(html: string): string {
  return html.replace(/<\/?mark>/g, '').replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}

function cut(text: string | string[], q: string, options: { lang?: string; isTyping?: boolean } = {}): string {
  const { lang = 'en', isTyping = false } = options;
  return snippet([text].flat(), { words: queryWords(q, [lang], { isTyping }), lang });
}

describe('snippet()', () => {
  it("marks all forms of the query's words", () => {
    assert.equal(
      cut('It runs a task; running tasks is fun.', 'run task'),
      'It <mark>runs</mark> a <mark>task</mark>; <mark>running</mark> <mark>tasks</mark> is fun.',
    );
    assert.equal(
      cut('На странице есть ёлка и Ёлки.', 'елка страницы', { lang: 'ru' }),
      'На <mark>странице</mark> есть <mark>ёлка</mark> и <mark>Ёлки</mark>.',
    );
    assert.equal(cut('Росте м’ята.', "м'ята", { lang: 'uk' }), 'Росте <mark>м’ята</mark>.');
  });

  it('marks a name whole when it was asked for, its part when only that was', () => {
    assert.equal(cut('Use asyncio.gather() here.', 'asyncio.gather'), 'Use <mark>asyncio.gather</mark>() here.');
    assert.equal(cut('Use asyncio.gather() here.', 'gather'), 'Use asyncio.<mark>gather</mark>() here.');
  });

  it('marks the parts of a name that stand together as one', () => {
    assert.equal(cut('Owns std::unique_ptr<T>.', 'unique_ptr'), 'Owns std::<mark>unique_ptr</mark>&lt;T&gt;.');
    assert.equal(cut('A sf::VertexArray of points.', 'vertex array'), 'A sf::<mark>VertexArray</mark> of points.');
    assert.equal(cut('A std::vector of it.', 'std vector'), 'A <mark>std::vector</mark> of it.');
    assert.equal(cut('An array, vertices.', 'vertex array'), 'An <mark>array</mark>, <mark>vertices</mark>.');
  });

  it('looks at no part of a word, however far it looks', () => {
    const options = { words: queryWords('тестирование', ['ru'], { isTyping: false }), lang: 'ru' };
    const text = 'Ошибки из тестируемого выпуска.';
    const maxScannedChars = text.indexOf('емого');
    assert.equal(snippet([text], { ...options, maxScannedChars }), 'Ошибки из <mark>тестируемого</mark> выпуска.');
  });

  it('marks no fragments of words where words are not spaced', () => {
    assert.equal(
      cut('リストとツール。インストールを始めます。', 'インストール', { lang: 'ja' }),
      'リストとツール。<mark>インストール</mark>を始めます。',
    );
    assert.equal(cut('Debian のツール。', 'Debian インストール', { lang: 'ja' }), '<mark>Debian</mark> のツール。');
    assert.equal(cut('配件。文件。', '文件', { lang: 'zh' }), '配件。<mark>文件</mark>。');
    assert.equal(cut('硬盘符号', '盘', { lang: 'zh' }), '硬<mark>盘</mark>符号');
  });

  it('marks words as short as the shortest that was asked for where words are not spaced', () => {
    assert.equal(cut('いぬがいる。', 'いぬ', { lang: 'ja' }), '<mark>いぬ</mark>がいる。');
    for (const q of ['プログラム リスト', 'リスト プログラム'])
      assert.equal(cut('リストです。', q, { lang: 'ja' }), '<mark>リスト</mark>です。');
  });

  it('marks a word wherever it stands in a long text that lacks another', () => {
    for (let before = 480; before < 520; before++) {
      const shown = cut(`${'Salad. '.repeat(99).slice(-before)}banana bread. ${'Salad. '.repeat(99)}`, 'banana absent');
      assert.match(shown, /<mark>banana<\/mark> bread\. /, `after ${before} characters`);
    }
  });

  it('shows the passage with the whole word where words are not spaced, not one with many pieces of it', () => {
    const text = `${'スト、トール、ンス、ール、イン。'.repeat(20)}ここでインストールします。${'次の章をご覧ください。'.repeat(20)}`;
    assert.match(cut(text, 'インストール', { lang: 'ja' }), /<mark>インストール<\/mark>します/);
  });

  it('is cut between words where words are not spaced, and not at a blank far before', () => {
    const text = `在 U 盘上安装。${'请选择目标磁盘进行分区'.repeat(40)}`;
    const shown = plain(cut(text, '安装', { lang: 'zh' }));
    assert.ok(shown.length > 150, shown);
    const thai = 'และวิธีการติดตั้งโปรแกรมลงในเครื่องคอมพิวเตอร์ของคุณเพื่อใช้งานต่อไปในอนาคต'.repeat(8);
    const end = cut(thai, 'โปรแกรม', { lang: 'th' }).replace(/<[^>]*>|…/g, '').length;
    const start = thai.indexOf(cut(thai, 'โปรแกรม', { lang: 'th' }).replace(/<[^>]*>|…/g, ''));
    const boundaries = Array.from(
      new Intl.Segmenter('th', { granularity: 'word' }).segment(thai),
      ({ index }) => index,
    );
    assert.ok(boundaries.includes(start) && boundaries.includes(start + end));
  });

  it('marks words that the typed beginning stands for', () => {
    assert.equal(cut('All coroutines end.', 'corou', { isTyping: true }), 'All <mark>coroutines</mark> end.');
    assert.equal(cut('All coroutines end.', 'corou'), 'All coroutines end.');
  });

  it('leaves stop words alone when there are others', () =>
    assert.equal(cut('the end of the list', 'the list'), 'the end of the <mark>list</mark>'));

  it('escapes markup', () =>
    assert.equal(
      cut('<b>"a" & \'list\'</b>', 'list'),
      '&lt;b&gt;&quot;a&quot; &amp; &#39;<mark>list</mark>&#39;&lt;/b&gt;',
    ));

  it('shows the passage with most of the words', () => {
    const filler = 'Nothing to see in this sentence at all. '.repeat(20);
    const shown = cut(`apple first. ${filler}Here an apple pie is baked. ${filler}`, 'apple pie');
    assert.match(shown, /^…Here an <mark>apple<\/mark> <mark>pie<\/mark> is baked\. .*…$/);
  });

  it('shows rather another word than one many times, and rather one twice than once', () => {
    const filler = 'Nothing to see in this sentence at all. '.repeat(20);
    const often = 'apple '.repeat(15);
    assert.match(cut(`${often}. ${filler}An apple pie. ${filler}`, 'apple pie'), /^…An <mark>apple<\/mark> <mark>pie/);
    assert.match(cut(`An apple. ${filler}Apple by apple. ${filler}`, 'apple pie'), /^…<mark>Apple<\/mark> by <mark>/);
  });

  it('begins with the sentence or the line of what it shows, when that is near', () => {
    const before = 'Nothing to see in these words at all, '.repeat(4);
    for (const end of ['. ', '? ', '\n', '。'])
      assert.match(cut(`${before}end${end}Here an apple lies.`, 'apple'), /^…Here an <mark>apple/, end);
  });

  it('takes the beginning when no word is in the text', () =>
    assert.equal(cut('One two.\nThree.', 'absent'), 'One two. Three.'));

  it('takes the text in which a word stands, else the first that is not blank', () => {
    assert.equal(cut(['text', 'some code'], 'code'), 'some <mark>code</mark>');
    assert.equal(cut(['', 'some code'], 'absent'), 'some code');
    assert.equal(cut(['', ' '], 'absent'), '');
  });

  it('cuts between words, near 190 characters', () => {
    const text = 'word '.repeat(400);
    const shown = plain(cut(text, 'absent'));
    assert.match(shown, /^(word )+word…$/);
    assert.ok(shown.length > 150 && shown.length <= 192, String(shown.length));
  });

  it('sets the ellipsis off from the end of a sentence', () => {
    const sentence = `${'word '.repeat(37)}end.`;
    assert.match(cut(`${sentence} ${sentence}`, 'absent'), /word end\. …$/);
  });

  it('never cuts a character in two', () => assert.ok(cut('🤖'.repeat(300), 'absent').isWellFormed()));

  it('cuts a word that is longer than a snippet', () =>
    assert.equal(cut('x'.repeat(300), 'absent'), `${'x'.repeat(190)}…`));

  it('is no longer for a word that was asked for and goes on behind it', () => {
    const name = 'x'.repeat(300);
    const shown = plain(cut(`run ${'a '.repeat(70)}${name} ${'a '.repeat(70)}`, `run ${name}`));
    assert.ok(shown.length <= 192, String(shown.length));
  });

  it('says what the text says, up to white space and ellipses, with no markup but marks', () => {
    const word = fc.constantFrom(
      'run',
      'running',
      'asyncio.gather',
      '<b>',
      '&amp;',
      '"',
      "'",
      '</mark>',
      '.',
      '\n',
      '🤖',
      'é',
      '日本語',
      'x'.repeat(250),
      ' ',
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 120 }),
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (words, q, isTyping) => {
          const text = words.join(' ');
          const shown = cut(text, q.join(' '), { isTyping });
          const squeezed = text.replace(/\s+/g, ' ');
          assert.ok(squeezed.includes(plain(shown).replace(/^…|…$/g, '')), shown);
          assert.doesNotMatch(shown.replace(/<mark>[^<>]+<\/mark>/g, ''), /[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        },
      ),
      { numRuns: 300 },
    );
  });
});
