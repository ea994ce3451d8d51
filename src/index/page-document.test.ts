import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entry, lead, page } from '../../test/support/stored-page.ts';
import { toPageDocument } from './page-document.ts';

const about = { site: 'docs.example', crawledAt: 5 };

describe('toPageDocument()', () => {
  it('keeps what is shown and adds terms', () => {
    const document = toPageDocument(page({ sections: [lead, entry('os.walk')] }), about);
    assert.deepEqual(
      [document.url, document.site, document.crawledAt, document.title, document.lang],
      ['https://docs.example/a/b.html', 'docs.example', 5, 'Title', 'en'],
    );
    assert.deepEqual(
      document.sections.map(({ anchor, symbols }) => ({ anchor, symbols })),
      [
        { anchor: '', symbols: [] },
        { anchor: 'os.walk', symbols: ['os.walk'] },
      ],
    );
    assert.match(document.sections[1]?.terms.symbols ?? '', /(^| )=walk( |$)/);
  });

  it('shows of a heading right above another what that one says, and searches it there only', () => {
    const empty = { ...entry('over'), text: '', code: '' };
    const { sections } = toPageDocument(
      page({ sections: [lead, empty, { ...entry('under'), text: 'Told once.' }, empty] }),
      about,
    );
    assert.deepEqual(
      sections.map(({ text, terms }) => [text, terms.body]),
      [
        [lead.text, 'some text of the page'],
        ['Told once.', ''],
        ['Told once.', 'told onc'],
        ['', ''],
      ],
    );
  });

  it('gives link texts to the section they point at, and those to the page to its first', () => {
    const anchorTexts = new Map([
      ['', ['whole page', 'whole page', '']],
      ['os.walk', ['walking', 'x'.repeat(101)]],
    ]);
    const sections = [{ ...lead, anchor: 'top' }, entry('os.walk')];
    const document = toPageDocument(page({ sections }), { ...about, anchorTexts });
    assert.deepEqual(
      document.sections.map((section) => section.terms.anchors),
      ['whole page', 'walk'],
    );
  });

  it('is the same in whichever order the link texts of a place come', () => {
    const texts = ['walking', 'all files', 'a tree'];
    const documents = [texts, texts.toReversed()].map((ofWalk) =>
      toPageDocument(page({ sections: [lead, entry('os.walk')] }), {
        ...about,
        anchorTexts: new Map([['os.walk', ofWalk]]),
        linkNames: new Map([['os.walk', ofWalk]]),
      }),
    );
    assert.deepEqual(documents[0], documents[1]);
  });

  it('gives link texts to a section by any of its ids', () => {
    const anchorTexts = new Map([
      ['walk', ['old walks', 'walking']],
      ['os.walk', ['walking']],
      ['elsewhere', ['nothing']],
    ]);
    const linkNames = new Map([['walk', ['tree walk']]]);
    const sections = [lead, { ...entry('os.walk'), aliases: ['index-1', 'walk'] }];
    const document = toPageDocument(page({ sections }), { ...about, anchorTexts, linkNames });
    assert.deepEqual(
      document.sections.map(({ anchor, terms }) => [anchor, terms.anchors]),
      [
        ['', ''],
        ['os.walk', 'old walk walk ==tree_walk'],
      ],
    );
  });

  it('gives what several links call a place to its section as a name', () => {
    const linkNames = new Map([['os.walk', ['tree walk', 'tree walk', 'os.walk()']]]);
    const document = toPageDocument(page({ sections: [lead, entry('os.walk')] }), { ...about, linkNames });
    assert.deepEqual(
      document.sections.map((section) => section.terms.anchors),
      ['', '==tree_walk'],
    );
  });

  it('takes what the address calls a page for one more of its names, but no number and no choice of parameters', () => {
    const named = (path: string) =>
      toPageDocument(page({ url: `https://docs.example${path}`, title: 'How it is done' }), about).sections.map(
        ({ terms }) => terms.anchors,
      )[0];
    for (const path of ['/howto/regex.html', '/howto/regex/', '/howto/Regex/index.html'])
      assert.equal(named(path), '==regex', path);
    assert.equal(named('/wiki/%D0%B4%D1%83%D0%B1'), '==дуб');
    for (const path of ['/', '/post-1938.html', '/2024/05/', '/a', '/view.php?id=7'])
      assert.equal(named(path), '', path);
  });

  it('takes the first heading for a title when there is none', () => {
    assert.equal(
      toPageDocument(page({ title: '', sections: [lead, { ...lead, heading: 'First' }] }), about).title,
      'First',
    );
  });

  it('tells the language from the text when none is declared', () => {
    const text = 'Ця сторінка описує, як шукати, і що робити, якщо нічого не знайдено.';
    assert.equal(toPageDocument(page({ lang: '', sections: [{ ...lead, text }] }), about).lang, 'uk');
  });

  it('type and prior may be given', () => {
    const { type, prior } = toPageDocument(page({}), { ...about, type: 'guide', prior: 0.3 });
    assert.deepEqual({ type, prior }, { type: 'guide', prior: 0.3 });
  });
});
