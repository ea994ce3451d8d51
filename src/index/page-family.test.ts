import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { familyOf } from './page-family.ts';

describe('familyOf()', () => {
  const HOST = 'https://docs.example';
  /** Alternates as `en /install`. */
  const declared = (...lines: string[]) =>
    lines.map((line) => {
      const [lang = '', path = ''] = line.split(' ');
      return { lang: lang === 'x-default' ? '' : lang, url: path.startsWith('/') ? HOST + path : path };
    });
  const family = (path: string, lang: string, ...alternates: string[]) =>
    familyOf({ url: path.startsWith('/') ? HOST + path : path, title: '', lang, alternates: declared(...alternates) });
  const ALL = ['en /en/install', 'de /de/installation', 'x-default /install'];

  it('is one for pages that declare one another, in any order', () => {
    const english = family('/en/install', 'en', ...ALL);
    assert.equal(family('/de/installation', 'de', ...ALL.toReversed()), english);
    assert.equal(family('/install', 'en', ...ALL), english, 'the default is one of them');
    assert.notEqual(family('/en/install', 'en'), english);
  });

  it('is that of the address when alternates differ only in their language or version', () => {
    const plain = family('/install', 'en');
    assert.equal(family('/en/install', 'en', 'en /en/install', 'ru /ru/install', 'x-default /install'), plain);
    assert.equal(family('/3.11/install', 'en'), plain);
    assert.equal(
      family('/3.11/de/installation', 'de', 'en /3.11/en/install'),
      family('/de/installation', 'de', 'en /en/install'),
    );
  });

  it('is the same with and without a slash at the end, and with the name of an index page', () => {
    const slashed = ['en /en/install/', 'de /de/installation/'];
    assert.equal(family('/en/install', 'en', ...slashed), family('/de/installation/', 'de', ...slashed));
    assert.equal(family('/en/install/index.html', 'en', ...slashed), family('/de/installation', 'de', ...slashed));
  });

  it('is not shared by a page that names others and is not named by them', () => {
    assert.notEqual(family('/en/news', 'en', ...ALL), family('/en/install', 'en', ...ALL));
    assert.notEqual(
      family('/en/news', 'en', 'de /de/installation'),
      family('/de/installation', 'de', 'en /en/install'),
    );
  });

  it('takes a list with two pages in one language for nothing, and one with two regions for what it says', () => {
    const list = ['en /a', 'en /b', 'de /c'];
    assert.equal(family('/a', 'en', ...list), family('/a', 'en'));
    const regions = ['en-us /us/a', 'en-gb /gb/a'];
    assert.equal(family('/us/a', 'en', ...regions), family('/gb/a', 'en', ...regions));
  });

  it('takes the home pages that a template names on every page for nothing', () => {
    for (const home of ['de /de/', 'de /', 'de https://example.de/', 'x-default /'])
      assert.equal(family('/en/install', 'en', 'en /en/install', home), family('/install', 'en'), home);
    assert.equal(
      family('/en/', 'en', 'en /en/', 'de https://example.de/'),
      family('https://example.de/', 'de', 'en /en/', 'de https://example.de/'),
    );
  });

  it('takes the language of an alternate from what is said of it, not from the page', () =>
    assert.equal(
      family('/no/install', 'nb', 'en /en/install', 'no /no/install'),
      family('/en/install', 'en', 'en /en/install', 'no /no/install'),
    ));

  it('keeps home pages of several hosts apart', () => {
    const home = (host: string) =>
      familyOf({
        url: `https://${host}/no/`,
        title: '',
        lang: 'nb',
        alternates: [
          { url: `https://${host}/no/`, lang: 'no' },
          { url: `https://${host}/`, lang: 'en' },
        ],
      });
    assert.notEqual(home('a.example'), home('b.example'));
    assert.equal(home('a.example'), familyOf({ url: 'https://a.example/', title: '', lang: 'en' }));
  });

  it('is the same on a copy of the site under another host', () => {
    const copy = (path: string, lang: string) =>
      family(
        `http://127.0.0.1:9000${path}`,
        lang,
        'en https://docs.example/en/install',
        'de https://docs.example/de/installation',
      );
    assert.equal(copy('/en/install', 'en'), copy('/de/installation', 'de'));
    assert.notEqual(copy('/en/install', 'en'), family('/en/install', 'en', ...ALL));
  });

  it('is that of the translation when a page is not translated yet', () => {
    const untranslated = (path: string) => familyOf({ url: HOST + path, title: '', lang: 'en', declaredLang: 'ru' });
    assert.equal(untranslated('/ru/install'), family('/en/install', 'en'));
    assert.equal(untranslated('/en/install'), family('/install', 'en'), 'the declaration is wrong');
  });

  it('is that of the translation when a page that is not translated yet stands in the directory of its locale', () => {
    const undeclared = (path: string) => familyOf({ url: HOST + path, title: '', lang: 'en', declaredLang: '' });
    assert.equal(undeclared('/book/ko-KR/install'), family('/book/en-US/install', 'en'));
    assert.notEqual(undeclared('/book/cs/install'), family('/book/en-US/install', 'en'));
  });

  it('takes any address', () => {
    const alternates = [{ url: 'https://a.example/b', lang: 'de' }];
    for (const url of ['x', 'http://[', '/'])
      assert.ok(Number.isSafeInteger(familyOf({ url, title: '', lang: 'en', alternates })));
  });
});
