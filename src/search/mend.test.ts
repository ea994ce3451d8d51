import assert from 'node:assert/strict';
import { it } from 'node:test';
import { smallIndex } from '../../test/support/small-index.ts';
import { toPageDocument } from '../index/page-document.ts';
import { mend } from './mend.ts';
import { parseQuery } from './parse-query.ts';
import { queryWords, weighed } from './query-words.ts';
import { search } from './search.ts';

it('mend() takes a piece of a name for the word that makes it a name of the site, however short or rare that is', async () => {
  const index = await smallIndex([
    { url: 'https://docs.example/a', title: 'Tasks', text: 'Call asyncio.wait here. It was done in asyncio.' },
    { url: 'https://docs.example/b', title: 'More', text: 'What was, was.' },
  ]);
  const mended = async (q: string) => {
    const words = await weighed(queryWords(q, ['en'], { isTyping: false }), index);
    return mend(index, { q, query: { parsed: parseQuery(q), words, texts: [q], langs: ['en'] } });
  };
  assert.equal((await mended('asyncio.wat'))?.sure, 'asyncio.wait');
  assert.equal((await mended('asyncio.hre'))?.sure, 'asyncio.hre', 'no name of the site');
  assert.equal((await mended('wat'))?.sure, 'wat', 'as a word of its own it may be another one');
});

it('mend() knows the words of a page within half a minute after it has come into the index', async () => {
  const index = await smallIndex([{ url: 'https://docs.example/a', title: 'Tasks', text: 'Nothing but tasks.' }]);
  const q = 'corotuines';
  const mendedAt = async (nowMs: number) => {
    const words = await weighed(queryWords(q, ['en'], { isTyping: false }), index);
    return (await mend(index, { q, nowMs, query: { parsed: parseQuery(q), words, texts: [q], langs: ['en'] } }))?.sure;
  };
  assert.equal(await mendedAt(0), undefined);
  const section = { anchor: '', heading: '', path: [], kind: 'heading' as const, symbols: [], text: '', code: '' };
  const page = { url: 'https://docs.example/b', title: 'Coroutines', description: '', lang: 'en', alternates: [] };
  const document = { ...page, sections: [section] };
  const whole = toPageDocument(document, { site: 'docs.example', crawledAt: 0, anchorTexts: new Map(), linkClass: 0 });
  await index.apply([{ kind: 'put', page: whole }]);
  assert.equal(await mendedAt(30_000), 'coroutines');
});

it('mend() tries the other layouts of a name once, however many parts it has', async () => {
  let asked = 0;
  const index = {
    vocabulary: async () => [{ word: 'tasks', pages: 1 }],
    frequencies: async (groups: readonly unknown[]) => {
      asked += 1;
      return { sections: 1, matches: groups.map(() => 0) };
    },
  };
  const q = 'qzx-'.repeat(127);
  const words = await weighed(queryWords(q, ['en'], { isTyping: false }), index);
  asked = 0;
  assert.equal(await mend(index, { q, query: { parsed: parseQuery(q), words, texts: [q], langs: ['en'] } }), undefined);
  assert.ok(asked <= 3, `${asked} times for one name`);
});

it('search() finds words with accents that are typed without them, also where the stemmer takes a bare ending for another', async () => {
  const sites = [
    { lang: 'es', text: 'Configuración de la energía. Las configuraciones.', queries: ['energia', 'configuracion'] },
    { lang: 'cs', text: 'Změna hesla, upozornění.', queries: ['upozorneni', 'zmena hesla'] },
    { lang: 'pl', text: 'Zmienić kolory dokumentów.', queries: ['zmienic', 'dokumentow'] },
  ];
  for (const { lang, text, queries } of sites) {
    const index = await smallIndex([{ url: 'https://docs.example/a', title: 'A', lang, text }]);
    for (const q of queries) {
      const { results, isMended } = await search(index, { q, limit: 1, offset: 0 });
      assert.deepEqual([results.length, isMended], [1, true], q);
    }
  }
});

it('mend() takes no word for one with another prefix, which means another thing', async () => {
  const sites = [
    {
      lang: 'ru',
      text: 'Попадает писать подсчитать использовать презентация сохранить',
      others: ['пропадает', 'вписать', 'посчитать'],
    },
    { lang: 'uk', text: "Від'єднати переписати підказки", others: ["під'єднати", 'записати'] },
  ];
  for (const { lang, text, others } of sites) {
    const index = await smallIndex([{ url: 'https://docs.example/a', title: 'A', lang, text }]);
    const mended = async (q: string) => {
      const words = await weighed(queryWords(q, [lang], { isTyping: false }), index);
      return mend(index, { q, query: { parsed: parseQuery(q), words, texts: [q], langs: [lang] } });
    };
    for (const q of others) assert.equal((await mended(q))?.sure ?? q, q);
    if (lang !== 'ru') continue;
    assert.equal((await mended('вписать'))?.likely, 'писать', 'it may be offered');
    for (const [q, meant] of [
      ['изпользовать', 'использовать'],
      ['призентация', 'презентация'],
      ['сохранть', 'сохранить'],
    ] as const)
      assert.equal((await mended(q))?.sure, meant, 'a slip');
  }
});
