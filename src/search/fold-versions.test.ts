import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type PageSketch, smallIndex } from '../../test/support/small-index.ts';
import type { SearchIndex } from '../index/search-index.ts';
import { search } from './search.ts';

const HOST = 'https://docs.example';
const page = (path: string, text: string, rest: Partial<PageSketch> = {}): PageSketch => ({
  url: HOST + path,
  title: 'Gathering',
  text,
  ...rest,
});

/** Each result's path, with those of its other versions. */
async function found(pages: readonly PageSketch[], q: string, rest: { lang?: string } = {}) {
  const answer = await search(await smallIndex(pages), { q, limit: 100, offset: 0, ...rest });
  assert.equal(answer.total, answer.results.length);
  return answer.results.map(({ pageUrl, versions }) => [
    pageUrl.slice(HOST.length),
    ...versions.map((other) => other.pageUrl.slice(HOST.length)).sort(),
  ]);
}

const PROSE = 'Waits for several tasks and gives their results in order.';
const SAMPLE = 'asyncio.gather( first, second ).';
const RUSSIAN = { title: 'Сбор', lang: 'ru' };

describe('search() of several versions', () => {
  const versions = ['/3.9/gather', '/3.10/gather', '/3.11/gather', '/dev/gather'].map((path) => page(path, PROSE));

  it('gives one result, the newest that is released, and names the others', async () =>
    assert.deepEqual(await found(versions, 'several tasks'), [
      ['/3.11/gather', '/3.10/gather', '/3.9/gather', '/dev/gather'],
    ]));

  it('leads to the best place in each', async () => {
    const sections = [
      { anchor: 'a', text: 'Nothing.' },
      { anchor: 'b', text: PROSE },
    ];
    const pages = ['/1.0/x', '/1.1/x'].map((path) => page(path, '', { sections }));
    const { results } = await search(await smallIndex(pages), { q: 'several tasks', limit: 9, offset: 0 });
    assert.deepEqual(
      results.map(({ url, versions: [other] }) => [url, other?.url]),
      [[`${HOST}/1.1/x#b`, `${HOST}/1.0/x#b`]],
    );
  });

  it('says how the address calls the version', async () => {
    const { results } = await search(await smallIndex(versions), { q: 'several tasks', limit: 9, offset: 0 });
    assert.deepEqual(results[0]?.versions.map(({ version }) => version).sort(), ['3.10', '3.9', 'dev']);
  });

  it('shows the older one when the newest hardly answers', async () => {
    const removed = {
      title: 'Gathering',
      sections: [{ text: 'Nothing.' }, { heading: 'Gone', text: 'The loop argument.' }],
    };
    const older = {
      sections: [{ heading: 'The loop argument', anchor: 'loop', text: 'The loop argument says where to run.' }],
    };
    const pages = [page('/3.9/gather', '', older), page('/3.11/gather', '', removed)];
    assert.deepEqual(await found(pages, 'the loop argument'), [['/3.9/gather', '/3.11/gather']]);
  });

  it('finds an old version that is asked for', async () =>
    assert.deepEqual(await found(versions, 'several tasks in:3.9'), [['/3.9/gather']]));

  it('keeps pages apart that only look like versions', async () => {
    const pages = ['/user/7/gather', '/user/8/gather'].map((path) => page(path, `${PROSE} ${path}`));
    assert.equal((await found(pages, 'several tasks')).length, 2);
  });
});

describe('search() of translations', () => {
  const pages = [
    page('/gather', `${PROSE} ${SAMPLE}`),
    page('/ru/gather', `Ждёт нескольких задач и отдаёт их результаты по порядку. ${SAMPLE}`, RUSSIAN),
  ];

  it('gives the one in the language of the query', async () => {
    assert.deepEqual(await found(pages, 'результаты нескольких задач'), [['/ru/gather']]);
    assert.deepEqual(await found(pages, 'several tasks'), [['/gather']]);
  });

  it('gives that of the address without a language for what is the same in both', async () =>
    assert.deepEqual(await found(pages, 'asyncio.gather'), [['/gather', '/ru/gather']]));

  it('gives that in the letters of the query where all addresses name a language', async () => {
    const belarusian = page('/be/gather', `Чакае задач. ${SAMPLE}`, { title: 'Збор', lang: 'be' });
    const all = [page('/en/gather', `Awaits tasks. ${SAMPLE}`, { title: 'Tasks' }), belarusian];
    assert.deepEqual(await found(all, 'asyncio.gather'), [['/en/gather', '/be/gather']]);
  });

  it('gives the one that is asked for', async () =>
    assert.deepEqual(await found(pages, 'asyncio.gather', { lang: 'ru' }), [['/ru/gather']]));

  it('gives the one in the language of the query, also where another has more of it in its title', async () => {
    const korean = page('/ko/vpn', 'VPN.', { title: 'VPN 연결', lang: 'ko' });
    const ukrainian = page('/uk/vpn', 'Робота з VPN.', { title: 'З’єднання із мережею VPN', lang: 'uk' });
    assert.deepEqual(await found([korean, ukrainian], 'приєднати vpn'), [['/uk/vpn', '/ko/vpn']]);
  });

  it('takes a query without letters of its own for Ukrainian by its stop words, and else for neither', async () => {
    const both = [
      page('/ru/vpn', 'VPN.', { title: 'Пароль', lang: 'ru' }),
      page('/uk/vpn', 'VPN і ще слова.', { title: 'Пароль', lang: 'uk' }),
    ];
    assert.deepEqual(await found(both, 'де пароль'), [['/uk/vpn', '/ru/vpn']]);
    assert.deepEqual(await found(both, 'где пароль'), [['/ru/vpn', '/uk/vpn']]);
  });
});

describe('search() of pages that are not translated yet', () => {
  it('gives one result of what stands in the directories of several languages', async () => {
    const pages = ['', '/ru', '/uk'].map((lang) =>
      page(`${lang}/gather`, `${PROSE} ${lang}`, { lang: lang.slice(1) || 'en' }),
    );
    assert.deepEqual(await found(pages, 'several tasks'), [['/gather', '/ru/gather', '/uk/gather']]);
    const linked = pages.map((one, i) => ({ ...one, called: i === 1 ? ['several tasks'] : [] }));
    assert.deepEqual(await found(linked, 'several tasks'), [['/gather', '/ru/gather', '/uk/gather']]);
  });
});

describe('search() of translations that the pages declare', () => {
  const at = (path: string, lang: string) => ({ url: HOST + path, lang });
  const both = [at('/en/gather', 'en'), at('/ru/sbor', 'ru')];
  const english = page('/en/gather', `${PROSE} ${SAMPLE}`, { alternates: both });
  const russian = page('/ru/sbor', `Ждёт нескольких задач и отдаёт их результаты по порядку. ${SAMPLE}`, RUSSIAN);
  const folded = [['/en/gather', '/ru/sbor']];

  it('gives one result for pages that declare one another', async () => {
    assert.deepEqual(await found([english, { ...russian, alternates: both }], 'asyncio.gather'), folded);
    const toOther = [
      { ...english, alternates: both.slice(1) },
      { ...russian, alternates: both.slice(0, 1) },
    ];
    assert.deepEqual(await found(toOther, 'asyncio.gather'), folded, 'also where they do not name themselves');
    const pages = [english, { ...russian, alternates: both }];
    assert.deepEqual(await found(pages, 'результаты нескольких задач'), [['/ru/sbor']]);
    assert.deepEqual(await found(pages, 'asyncio.gather', { lang: 'ru' }), [['/ru/sbor']]);
  });

  it('takes what only one of them says for nothing', async () =>
    assert.equal((await found([english, russian], 'asyncio.gather')).length, 2));

  it('takes one that is not translated yet for what it will be, whatever its title', async () => {
    const untranslated = { ...russian, text: `${PROSE} ${SAMPLE} Not yet.`, alternates: both };
    assert.deepEqual(await found([english, untranslated], 'asyncio.gather'), folded);
    const addresses = [
      page('/en/gather', `${PROSE} ${SAMPLE}`),
      { ...untranslated, url: `${HOST}/ru/gather`, alternates: [] },
    ];
    assert.deepEqual(await found(addresses, 'asyncio.gather'), [['/en/gather', '/ru/gather']]);
  });

  it('keeps versions apart that have other titles', async () => {
    const later = both.map(({ url, lang }) => ({ url: url.replace(HOST, `${HOST}/2.0`), lang }));
    const other = { ...english, url: `${HOST}/2.0/en/gather`, title: 'Something else', alternates: later };
    assert.equal((await found([english, other], 'asyncio.gather')).length, 2);
  });
});

describe('search() of very many versions', () => {
  const VARIANTS = ['1.0', '2.0', '3.0'].flatMap((version) => ['en', 'ru'].map((lang) => ({ version, lang })));
  /** A page: its variants, how often each says the word, and whether its addresses are translated, too. */
  const sketch = fc.record({
    variants: fc.subarray(VARIANTS, { minLength: 1 }),
    times: fc.integer({ min: 1, max: 9 }),
    isTranslated: fc.boolean(),
  });
  interface Sketch {
    variants: typeof VARIANTS;
    times: number;
    isTranslated: boolean;
  }

  const pathOf = (
    { version, lang }: (typeof VARIANTS)[number],
    { i, isTranslated }: { i: number; isTranslated: boolean },
  ) => `/${lang}/${version}/${isTranslated && lang === 'ru' ? 'stranica' : 'page'}-${i}`;

  function pagesOf({ variants, times, isTranslated }: Sketch, i: number): PageSketch[] {
    return variants.map((variant) => {
      const path = pathOf(variant, { i, isTranslated });
      const alternates = VARIANTS.filter(({ version }) => version === variant.version).map((other) => ({
        url: HOST + pathOf(other, { i, isTranslated }),
        lang: other.lang,
      }));
      const text = `${'apple '.repeat(times)} ${path}`;
      return page(path, text, { title: `Page ${i} ${variant.lang}`, lang: variant.lang, alternates });
    });
  }

  /** All results, read page by page, with what each answer said of their number. */
  async function walked(index: SearchIndex, limit: number, q = 'apple') {
    const results: string[] = [];
    const totals: { total: number; totalRelation: string; read: number }[] = [];
    for (let offset = 0; ; offset += limit) {
      const answer = await search(index, { q, limit, offset });
      results.push(...answer.results.map(({ pageUrl }) => pageUrl));
      totals.push({ total: answer.total, totalRelation: answer.totalRelation, read: results.length });
      if (answer.results.length < limit) return { results, totals };
    }
  }

  it('gives each page once on the way through all results, and never a wrong total', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sketch, { minLength: 1, maxLength: 120, size: 'max' }),
        fc.integer({ min: 5, max: 40 }),
        async (sketches, limit) => {
          const index = await smallIndex(sketches.flatMap(pagesOf));
          const { results, totals } = await walked(index, limit);
          const numbers = results.map((url) => url.slice(url.lastIndexOf('-') + 1));
          assert.deepEqual(numbers.toSorted(), sketches.map((_, i) => String(i)).sort());
          for (const { total, totalRelation, read } of totals) {
            if (totalRelation === 'exact') assert.equal(total, sketches.length);
            else
              assert.ok(
                total >= read && total <= sketches.length,
                `${read} read, total ${total} of ${sketches.length}`,
              );
          }
          assert.equal(totals.at(-1)?.totalRelation, 'exact', 'at the end it is known');
        },
      ),
      { numRuns: 8 },
    );
  });

  it('counts and shows pages that only define a name of the query, wherever they come', async () => {
    for (const both of [9, 12, 30, 150]) {
      const defining = Array.from({ length: 5 }, (_, i) =>
        page(`/define/${i}`, '', {
          title: `Definition ${i}`,
          sections: [{ symbols: ['max_apple'], text: `What it is, ${i}.` }],
        }),
      );
      const using = Array.from({ length: both }, (_, i) =>
        page(`/use/${i}`, `max_apple and the pear ${'pear '.repeat(i % 7)} ${i}`),
      );
      const { results, totals } = await walked(await smallIndex([...defining, ...using]), 7, 'max_apple pear');
      assert.equal(new Set(results).size, results.length);
      assert.ok(results.length >= both + 5, `${results.length} of ${both + 5}`);
      for (const { total, totalRelation } of totals)
        assert.ok(
          totalRelation === 'exact' ? total === results.length : total <= results.length,
          `${totalRelation} ${total}`,
        );
    }
  });

  it('knows the total of pages that are alone without reading them all', async () => {
    const index = await smallIndex(Array.from({ length: 300 }, (_, i) => page(`/en/1.0/${i}`, `apple ${i}`)));
    const { total, totalRelation } = await search(index, { q: 'apple', limit: 10, offset: 0 });
    assert.deepEqual([total, totalRelation], [300, 'exact']);
  });
});
