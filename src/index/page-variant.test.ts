import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { areVariants, variantOf } from './page-variant.ts';

const at = (path: string, { title = 'Installing', lang = 'en' } = {}) =>
  variantOf({ url: `https://docs.example${path}`, title, lang });
const variants = (a: string, b: string, rest: { title?: string; lang?: string } = {}) =>
  areVariants(at(a), at(b, rest));

describe('areVariants()', () => {
  const same: [a: string, b: string][] = [
    ['/3.11/library/os.html', '/3.12/library/os.html'],
    ['/3/library/os.html', '/3.12/library/os.html'],
    ['/docs/16/sql-select.html', '/docs/current/sql-select.html'],
    ['/guide/install', '/v2/guide/install'],
    ['/project/v1.x/install', '/project/v2.0-rc1/install'],
    ['/en/stable/install', '/en/latest/install'],
    ['/en/1.0/install', '/install'],
    ['/release-1.2/a', '/main/a'],
    ['/3.11/install/', '/3.12/install/index.html'],
    ['/3.11/install', '/3.12/install/'],
    ['/en/', '/3.12/index.html'],
  ];
  for (const [a, b] of same) it(`${a} and ${b} are one page`, () => assert.ok(variants(a, b)));

  const different: [a: string, b: string, why: string][] = [
    ['/3.11/library/os.html', '/3.12/library/re.html', 'another file'],
    ['/articles/12/edit', '/articles/13/edit', 'numbers of articles'],
    ['/blog/page/2/x', '/blog/page/3/x', 'pages of a list'],
    ['/2023/schedule', '/2024/schedule', 'years'],
    ['/releases/1.2', '/releases/1.3', 'the version is what the page is about'],
    ['/releases/1.2/', '/releases/1.3/', 'the same as a directory'],
    ['/a?id=1.2', '/a?id=1.3', 'a parameter'],
    ['/go/install', '/js/install', 'no languages of these pages'],
  ];
  for (const [a, b, why] of different) it(`${a} and ${b} are two: ${why}`, () => assert.ok(!variants(a, b)));

  it('wants the same title within a language, version numbers aside', () => {
    const pair = (a: string, b: string) => areVariants(at('/1.0/x', { title: a }), at('/2.0/x', { title: b }));
    assert.ok(pair('Manual of Tool 1.0', 'Manual of Tool v2.0'));
    assert.ok(!pair('Installing', 'Upgrading'));
    assert.ok(!pair('', ''));
  });

  it('takes pages in two languages for translations when an address says so', () => {
    const ru = { title: 'Установка', lang: 'ru' };
    assert.ok(variants('/en/install', '/ru/install', ru));
    assert.ok(variants('/install', '/ru/install', ru));
    assert.ok(variants('/install', '/pt-br/install', { title: 'Instalar', lang: 'pt' }));
    assert.ok(variants('/install', '/install?hl=ru', ru));
    assert.ok(variants('/install?page=2', '/install?page=2&lang=ru', ru));
    assert.ok(variants('/install.html', '/install.ru.html', ru));
    assert.ok(variants('/install.html.en', '/install.html.ru', ru));
    assert.ok(areVariants(at('/install'), variantOf({ url: 'https://ru.docs.example/install', ...ru })));
    assert.ok(!variants('/install', '/install', ru), 'neither names a language');
    assert.ok(!variants('/install?page=1', '/install?page=2&lang=ru', ru));
    assert.ok(!variants('/en/install', '/ru/update', ru));
    assert.ok(!variants('/en/install', '/ru/install', { title: 'Something else' }), 'the page is not in Russian');
  });

  it('never takes pages of two hosts for one', () => {
    const other = variantOf({ url: 'https://other.example/2.0/install', title: 'Installing', lang: 'en' });
    assert.ok(!areVariants(at('/1.0/install'), other));
  });
});

describe('variantOf()', () => {
  it('names the version as the address does', () => {
    assert.deepEqual(
      ['/3.12/a', '/en/v2/a', '/a', '/Latest/a'].map((path) => at(path).version),
      ['3.12', 'v2', '', 'Latest'],
    );
  });

  it('takes an address that is none as it is', () =>
    assert.equal(variantOf({ url: 'x', title: 'X', lang: '' }).version, ''));
});
