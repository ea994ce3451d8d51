import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { smallIndex } from '../../test/support/small-index.ts';
import { toPageDocument } from '../index/page-document.ts';
import type { SearchIndex } from '../index/search-index.ts';
import { SqliteSearchIndex } from '../index/sqlite/sqlite-search-index.ts';
import type { Section } from '../model/page.ts';
import type { SearchRequest } from './response.ts';
import { search } from './search.ts';
import { WEIGHTS } from './weights.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-search-'));
const opened: SearchIndex[] = [];
after(async () => {
  for (const index of opened) await index.close();
  rmSync(directory, { recursive: true });
});

interface Sketch {
  path: string;
  title: string;
  trail?: string[];
  lang?: string;
  /** What several links call the page. */
  linkNames?: string[];
  sections: (Partial<Section> & { text: string })[];
}

const CRAWLED_AT = Date.UTC(2026, 0, 2);

async function indexOf(sketches: Sketch[]): Promise<SearchIndex> {
  const index = SqliteSearchIndex.open({ path: join(directory, `${opened.length}.sqlite`) });
  opened.push(index);
  const pages = sketches.map(({ path, title, trail = [], lang = 'en', sections }) => ({
    url: `https://docs.example${path}`,
    title,
    trail,
    description: '',
    lang,
    sections: sections.map((section) => ({
      anchor: '',
      heading: '',
      path: [],
      kind: 'heading' as const,
      symbols: [],
      code: '',
      ...section,
    })),
  }));
  await index.apply(
    pages.map((page, i) => {
      const linkNames = new Map([['', sketches[i]?.linkNames ?? []]]);
      const about = { site: 'docs.example', crawledAt: CRAWLED_AT, anchorTexts: linkNames, linkNames };
      return { kind: 'put', page: toPageDocument(page, about) };
    }),
  );
  return index;
}

const entry = (symbol: string, text: string) => ({
  anchor: symbol,
  heading: `${symbol}(x)`,
  kind: 'definition' as const,
  symbols: [symbol],
  text,
});

const MANUAL: Sketch[] = [
  {
    path: '/asyncio.html',
    title: 'Coroutines and Tasks',
    sections: [
      { text: 'This part is about asyncio tasks.' },
      { anchor: 'running', heading: 'Running Tasks Concurrently', text: 'Several tasks at once.' },
      {
        ...entry('asyncio.gather', 'Run awaitable objects concurrently. '.repeat(9)),
        path: ['Running Tasks Concurrently'],
      },
      entry('asyncio.Timeout', 'A context manager.'),
      entry('asyncio.timeout', 'Makes a context manager that limits the time. See asyncio.gather and gather again.'),
    ],
  },
  {
    path: '/gathering.html',
    title: 'Gathering mushrooms',
    sections: [{ text: 'How to gather mushrooms: gather, gather, gather with asyncio.' }],
  },
  {
    path: '/changelog.html',
    title: 'Changelog',
    sections: [{ text: 'asyncio.gather was mended. gather. Running Tasks Concurrently is new.' }],
  },
  { path: '/for.html', title: 'The for statement', sections: [{ text: 'Loops.' }] },
  {
    path: '/statements.html',
    title: 'Statements',
    sections: [{ text: 'A statement is a statement. Statement. The for statement is one of them.' }],
  },
  {
    path: '/uk/search.html',
    title: 'Повнотекстовий покажчик',
    lang: 'uk',
    sections: [{ text: 'Цей розділ описує пошук сторінок у покажчику та їхній порядок.' }],
  },
  {
    path: '/ru/search.html',
    title: 'Поиск по страницам',
    lang: 'ru',
    sections: [{ text: 'Этот раздел описывает поиск страниц и их порядок в ответе.' }],
  },
];

const manual = await indexOf(MANUAL);
const ask = (q: string, rest: Partial<SearchRequest> = {}, index = manual) =>
  search(index, { q, limit: 10, offset: 0, ...rest });
const paths = async (q: string, rest: Partial<SearchRequest> = {}) =>
  (await ask(q, rest)).results.map((result) => new URL(result.url).pathname + new URL(result.url).hash);

const pagesFor = async (q: string, index: SearchIndex) =>
  (await ask(q, {}, index)).results.map(({ pageUrl }) => new URL(pageUrl).pathname);

describe('search()', () => {
  it('puts the exact symbol first, by its full name or its end, with its anchor', async () => {
    for (const q of ['asyncio.gather', 'gather', 'Asyncio.Gather', 'asyncio.gather()', 'asyncio gather'])
      assert.equal((await paths(q))[0], '/asyncio.html#asyncio.gather', q);
  });

  it('looks for a function that is pasted as it is called', async () => {
    for (const q of ['gather(first, second)', "gather('mushrooms', 5)"])
      assert.equal((await paths(q, { limit: 1 }))[0], '/asyncio.html#asyncio.gather', q);
  });

  it('takes a few words with grammar among them as they are typed: in a name, and in a text', async () => {
    const index = await indexOf([
      {
        path: '/alter.html',
        title: 'Alter group',
        sections: [{ text: 'Groups are altered: alter a group, or each group.' }],
      },
      {
        path: '/select.html',
        title: 'Select',
        sections: [
          { text: 'Reads rows.' },
          { anchor: 'g', heading: 'Group by clause', text: 'Rows of a kind are one.' },
        ],
      },
      {
        path: '/other.html',
        title: 'Of rows',
        sections: [{ text: 'Whoever has to group by kind, says so. All other rows stay.' }],
      },
    ]);
    const found = await search(index, { q: 'group by', limit: 10, offset: 0, explain: true });
    assert.deepEqual(
      found.results.map(({ pageUrl, explain }) => {
        const { phraseInName, phrase } = explain?.parts ?? {};
        return [new URL(pageUrl).pathname, phraseInName, phrase];
      }),
      [
        ['/select.html', WEIGHTS.phraseInName, undefined],
        ['/alter.html', undefined, undefined],
        ['/other.html', undefined, WEIGHTS.phrase],
      ],
    );
    const [signs] = (await search(index, { q: '== kind', limit: 1, offset: 0, explain: true })).results;
    assert.equal(signs?.explain?.parts['phrase'], undefined, 'a sign is no grammar');
    const [only] = (await search(index, { q: 'group kind', limit: 1, offset: 0, explain: true })).results;
    assert.equal(only?.explain?.parts['phrase'], undefined, 'without grammar the words may stand apart');
  });

  it('shows the beginning of what defines the name that is typed, not where that is named again', async () => {
    const says = `Sets what a shelf is. ${'It takes all that is given. '.repeat(20)}Other shells have setshelf too.`;
    const index = await indexOf([
      { path: '/a.html', title: 'Builtins', sections: [{ ...entry('setshelf', says), code: 'setshelf oak' }] },
      { path: '/b.html', title: 'Uses', sections: [{ text: `${says} And so on.` }] },
    ]);
    const { results } = await ask('setshelf', {}, index);
    assert.match(
      results[0]?.snippet ?? '',
      /^Sets what a shelf is\. It takes .*… Other shells have <mark>setshelf<\/mark> too\.$/,
    );
    assert.match(results[1]?.snippet ?? '', /Other shells have <mark>setshelf<\/mark> too\./);
  });

  it('finds a function by a call whose arguments many other pages have', async () => {
    const uses = Array.from({ length: 60 }, (_, i) => ({
      path: `/${i}.html`,
      title: `Lesson ${i}`,
      sections: [{ text: 'To print hello world is easy.' }],
    }));
    const reference = { path: '/print.html', title: 'Functions', sections: [entry('print', 'Writes to a stream.')] };
    assert.equal((await pagesFor('print("hello world")', await indexOf([...uses, reference])))[0], '/print.html');
  });

  it('tells symbols apart by capitals', async () => {
    assert.equal((await paths('Timeout'))[0], '/asyncio.html#asyncio.Timeout');
    assert.equal((await paths('timeout'))[0], '/asyncio.html#asyncio.timeout');
  });

  it('puts an exact title first, stop words included', async () => {
    assert.equal((await paths('the for statement'))[0], '/for.html');
    assert.equal((await paths('coroutines and tasks'))[0], '/asyncio.html');
  });

  it('puts an exact heading above a changelog that says the same', async () =>
    assert.equal((await paths('running tasks concurrently'))[0], '/asyncio.html#running'));

  it('finds the page whose title has all words among hundreds of short entries that have them', async () => {
    const entries = Array.from({ length: 30 }, (_, i) => ({
      url: `https://docs.example/shelf-${i}`,
      title: `Shelf number ${i}`,
      sections: Array.from({ length: 4 }, (__, at) => ({
        anchor: `e${at}`,
        heading: `Board:oak-class-${at}`,
        path: ['Veneers', 'Veneers of Board'],
        text: 'One of its oak classes.',
      })),
    }));
    const filler = 'This chapter says in many words how boards are cut, glued and polished. '.repeat(20);
    const guide = {
      url: 'https://docs.example/veneers',
      title: 'Shelf 4.0: Shelf Oak Veneers',
      text: `A shelf wears oak veneers. ${filler}`,
    };
    const index = await smallIndex([...entries, guide]);
    const { results } = await search(index, { q: 'oak veneers', limit: 10, offset: 0 });
    assert.equal(results[0]?.url, guide.url);
  });

  it('gives each page once, with at most three further sections', async () => {
    const { results, total } = await ask('asyncio');
    assert.equal(new Set(results.map((result) => result.pageUrl)).size, results.length);
    assert.equal(total, results.length);
    assert.equal(results.find((result) => result.pageUrl.endsWith('/asyncio.html'))?.sections.length, 3);
  });

  it('finds words in every form, in the language of the page', async () => {
    assert.equal((await paths('страницу'))[0], '/ru/search.html');
    assert.equal((await paths('сторінка'))[0], '/uk/search.html');
    assert.equal((await paths('mushroom'))[0], '/gathering.html');
  });

  it('asks for fewer words when no section has them all', async () => {
    assert.equal((await paths('mushrooms nonexistent'))[0], '/gathering.html');
    assert.deepEqual(await paths('nonexistent'), []);
  });

  it('completes the last word while it is typed', async () => {
    assert.deepEqual(await paths('mushr'), []);
    assert.equal((await paths('mushr', { prefix: true }))[0], '/gathering.html');
    assert.equal((await paths('asyncio.ga', { prefix: true }))[0], '/asyncio.html#asyncio.gather');
    assert.equal((await paths('the for st', { prefix: true }))[0], '/for.html');
    assert.deepEqual(await paths('mushr ', { prefix: true }), []);
  });

  it('completes the name of a page before the names of the many things on it', async () => {
    const items = Array.from({ length: 60 }, (_, i) => entry(`itertools.make_${i}`, 'Makes an iterator.'));
    const index = await indexOf([
      {
        path: '/itertools.html',
        title: 'itertools — Functions that make iterators',
        sections: [{ symbols: ['itertools'], text: 'Fast tools. '.repeat(40) }, ...items],
      },
    ]);
    const { results } = await ask('itert', { prefix: true }, index);
    assert.equal(results[0]?.url, 'https://docs.example/itertools.html');
  });

  it('keeps phrases, unwanted words and filters', async () => {
    assert.deepEqual(await paths('"gather mushrooms"'), ['/gathering.html']);
    assert.equal(
      (await paths('"gather asyncio mushrooms"'))[0],
      '/gathering.html',
      'a phrase that stands nowhere is words',
    );
    assert.ok(!(await paths('gather -mushrooms')).includes('/gathering.html'));
    assert.deepEqual(await paths('asyncio type:changelog'), ['/changelog.html']);
    assert.deepEqual(await paths('asyncio in:gath'), ['/gathering.html']);
    assert.deepEqual(await paths('поиск', { lang: 'uk' }), []);
    assert.deepEqual(await paths('asyncio site:other.example'), []);
    const asWritten = { site: 'DOCS.example/', lang: 'en-US', type: 'Changelog' };
    assert.deepEqual(await paths('asyncio', asWritten), ['/changelog.html']);
  });

  it('looks for an option that the site writes, and shuts out what is none', async () => {
    const index = await indexOf([
      { path: '/start.html', title: 'Starting', sections: [{ text: 'A node has a short name with erl -sname.' }] },
      { path: '/cookies.html', title: 'Cookies', sections: [{ text: 'Each erl has a cookie; sname is in its name.' }] },
    ]);
    const found = async (q: string) =>
      (await search(index, { q, limit: 10, offset: 0 })).results.map(({ title }) => title);
    assert.equal((await found('erl -sname'))[0], 'Starting');
    assert.deepEqual(await found('erl -cookie'), ['Starting']);
    assert.deepEqual(await found('erl -"sname"'), []);
  });

  it('shows each place of a page once, what has no address or heading of its own too', async () => {
    const sections = [
      { heading: 'Table', anchor: 'table', text: 'Of each tide.' },
      { path: ['Table'], anchor: 'table', text: 'Of each tide, the second half.' },
      { heading: 'Spring', path: ['Waters'], text: 'A spring is a tide.' },
      { text: 'What a tide is.' },
    ];
    const { results } = await ask('tide', {}, await indexOf([{ path: '/tides', title: 'Tides', sections }]));
    const headings = results.flatMap((result) => [result, ...result.sections].map(({ heading }) => heading));
    assert.deepEqual(headings.sort(), ['Spring', 'Table', 'Tides']);
  });

  it('answers as the API promises', async () => {
    const response = await ask('asyncio.gather', { limit: 1 });
    const [result] = response.results;
    assert.ok(result !== undefined && response.total > 1 && response.tookMs >= 0);
    const { score, snippet, sections, ...shown } = result;
    assert.deepEqual(shown, {
      url: 'https://docs.example/asyncio.html#asyncio.gather',
      pageUrl: 'https://docs.example/asyncio.html',
      title: 'Coroutines and Tasks',
      breadcrumb: ['Coroutines and Tasks', 'Running Tasks Concurrently'],
      heading: 'asyncio.gather(x)',
      site: 'docs.example',
      lang: 'en',
      type: 'reference',
      crawledAt: '2026-01-02T00:00:00.000Z',
      versions: [],
    });
    assert.ok(score > 0 && snippet.length > 20);
    assert.deepEqual(sections, [], 'a section that only names what is defined elsewhere is no further result');
    assert.deepEqual(
      { query: response.query, limit: response.limit, offset: response.offset, totalRelation: response.totalRelation },
      { query: 'asyncio.gather', limit: 1, offset: 0, totalRelation: 'exact' },
    );
  });

  it('marks the words of the query in names when that is asked for', async () => {
    const pages = [
      {
        url: 'https://docs.example/a',
        title: 'Waits & weaving',
        sections: [
          { heading: 'Waits & weaving', text: 'Of looms.' },
          { anchor: 'b', heading: 'A waiting <loom>', text: 'It waits.' },
          { anchor: 'c', heading: 'Loom.wait()', text: 'Wait.' },
        ],
      },
    ];
    const index = await smallIndex(pages);
    const { results } = await search(index, { q: 'wait', limit: 10, offset: 0, highlight: true });
    const [{ highlighted, sections } = assert.fail()] = results;
    assert.deepEqual(
      [highlighted, ...sections.map((section) => section.highlighted)],
      [
        { title: '<mark>Waits</mark> &amp; weaving', heading: 'Loom.<mark>wait</mark>()' },
        'A <mark>waiting</mark> &lt;loom&gt;',
        '<mark>Waits</mark> &amp; weaving',
      ],
    );
    const plain = await search(index, { q: 'wait', limit: 10, offset: 0 });
    assert.equal(plain.results[0]?.highlighted, undefined);
  });

  it('shows further sections of a page that are nearly as good as its best, at most three', async () => {
    const text = (way: string) => `How to peel a ripe banana ${way}.`;
    const sections = ['one', 'two', 'three', 'four', 'five'].map((way) => ({
      anchor: way,
      heading: way,
      text: text(way),
    }));
    const index = await indexOf([{ path: '/fruit', title: 'Fruit', sections }]);
    const [result] = (await ask('peel banana', {}, index)).results;
    assert.equal(result?.sections.length, 3);
  });

  it('shows no text twice below a page: that of a heading without any is the next section', async () => {
    const text = 'Peel a ripe banana from its end.';
    const sections = [
      { anchor: 'peeling', heading: 'Peeling a banana', text: '' },
      { anchor: 'basics', heading: 'Peel, banana: basics', text },
    ];
    const index = await indexOf([{ path: '/fruit', title: 'Fruit', sections }]);
    const [result] = (await ask('peel banana', {}, index)).results;
    const texts = [result, ...(result?.sections ?? [])].map((shown) => shown?.snippet.replace(/<[^>]*>/g, ''));
    assert.deepEqual(texts, [text]);
  });

  it('names a place once, with its number or without', async () => {
    const heading = 'Chapter 3. Special Fruit';
    const path = [heading];
    const sections = [
      { anchor: 'top', heading, text: 'All of them.' },
      { anchor: 'kiwi', heading: 'Kiwi', path, text: 'How to peel a kiwi.' },
    ];
    const index = await indexOf([{ path: '/fruit', title: 'Special Fruit', trail: ['Basics'], sections }]);
    const [result] = (await ask('peel kiwi', {}, index)).results;
    assert.deepEqual([result?.breadcrumb, result?.heading], [['Basics', 'Special Fruit'], 'Kiwi']);
  });

  it('finds pages by what they are below in their site, and shows that', async () => {
    const text = 'Tells when tables are cleaned.';
    const pages = [
      { path: '/tables', title: 'Tables', sections: [{ heading: 'clean_delay (integer)', text }] },
      {
        path: '/config',
        title: 'Cleaning',
        trail: ['Server Configuration'],
        sections: [{ heading: 'clean_delay (integer)', text }],
      },
    ];
    const index = await indexOf(pages);
    assert.deepEqual(await pagesFor('clean_delay server configuration', index), ['/config', '/tables']);
    const [result] = (await ask('clean_delay configuration', {}, index)).results;
    assert.deepEqual(result?.breadcrumb, ['Server Configuration', 'Cleaning']);
    assert.deepEqual(await pagesFor('server configuration', index), ['/config']);
  });

  it('encodes anchors so that the address opens them', async () => {
    const index = await indexOf([{ path: '/a', title: 'A', sections: [{ anchor: 'ключ "1" 100%', text: 'apple' }] }]);
    const url = (await ask('apple', {}, index)).results[0]?.url ?? '';
    assert.equal(decodeURIComponent(new URL(url).hash), '#ключ "1" 100%');
    assert.doesNotMatch(url, /[\s"]/);
  });

  it('puts what links call so behind what is called so itself, and before what has the words', async () => {
    const pages = [
      { path: '/words', title: 'Tools', sections: [{ text: 'The colour picker is a tool. The colour picker picks.' }] },
      { path: '/linked', title: 'Pipette', linkNames: ['colour picker'], sections: [{ text: 'Takes a colour.' }] },
      { path: '/called', title: 'Dialogs', sections: [{ heading: 'Colour picker', text: 'A dialog.' }] },
    ];
    assert.deepEqual(await pagesFor('colour picker', await indexOf(pages)), ['/called', '/linked', '/words']);
  });

  it('puts the page that its address calls so behind what is called so itself, and before what has the word in a name', async () => {
    const pages = [
      {
        url: 'https://docs.example/unit',
        title: 'Tests',
        text: 'A loom is tested.',
        sections: [{ anchor: 'a', heading: 'assertLoom', text: 'A loom: loom or no loom?', symbols: ['assertLoom'] }],
      },
      {
        url: 'https://docs.example/howto/loom.html',
        title: 'Weaving for beginners',
        text: 'Threads are laid side by side.',
      },
      {
        url: 'https://docs.example/parts',
        title: 'Parts',
        sections: [{ anchor: 'b', heading: 'Loom', text: 'It stands on the floor.' }],
      },
    ];
    const { results } = await search(await smallIndex(pages), { q: 'loom', limit: 10, offset: 0 });
    assert.deepEqual(
      results.map(({ url }) => url),
      ['https://docs.example/parts#b', 'https://docs.example/howto/loom.html', 'https://docs.example/unit#a'],
    );
  });

  it('puts the page first that has an entry for the query in a list, unless another is called so', async () => {
    const list = 'What is read from the environment:\nSTOREROOM is the place.\nSTOREKEY is the key.';
    const pages = [
      { path: '/one', title: 'Beginning', sections: [{ text: 'Set STOREROOM to move it. STOREROOM is read once.' }] },
      { path: '/list', title: 'Variables', sections: [{ text: `${list} ${'There is more to say. '.repeat(30)}` }] },
    ];
    const index = await indexOf(pages);
    assert.deepEqual(await pagesFor('STOREROOM', index), ['/list', '/one']);
    const named = await indexOf([...pages, { path: '/named', title: 'STOREROOM', sections: [{ text: 'A place.' }] }]);
    assert.equal((await pagesFor('STOREROOM', named))[0], '/named');
  });

  it('shows a place once, however many parts of a long section open there', async () => {
    const part = (n: number) => ({ anchor: 'long', path: ['Long'], text: `Part ${n} tells of the quokka.` });
    const index = await indexOf([
      {
        path: '/q.html',
        title: 'Q',
        sections: [{ ...part(1), heading: 'Long' }, part(2), part(3), { anchor: 'b', text: 'quokka here' }],
      },
    ]);
    const [page] = (await search(index, { q: 'quokka', limit: 10, offset: 0 })).results;
    const urls = [page?.url, ...(page?.sections ?? []).map((section) => section.url)];
    assert.deepEqual(urls.toSorted(), ['https://docs.example/q.html#b', 'https://docs.example/q.html#long']);
  });

  it('pages never overlap or skip, also beyond the pages whose order is put right', async () => {
    const index = await indexOf(
      Array.from({ length: 330 }, (_, i) => ({
        path: `/${i}`,
        title: `Page ${i}`,
        sections: [{ text: `apple ${'pear '.repeat(i % 11)}` }, { text: 'apple' }],
      })),
    );
    const all: string[] = [];
    for (let offset = 0; offset < 360; offset += 30) {
      const { results, total } = await ask('apple', { limit: 30, offset }, index);
      assert.equal(total, 330);
      all.push(...results.map((result) => result.pageUrl));
    }
    assert.equal(all.length, 330);
    assert.equal(new Set(all).size, 330);
    const scores = (await ask('apple', { limit: 100 }, index)).results.map((result) => result.score);
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => b - a),
    );
    assert.deepEqual((await ask('apple', { offset: 10_000 }, index)).results, []);
  });

  it('finds nothing in an empty index, and nothing for blanks', async () => {
    const index = await indexOf([]);
    assert.deepEqual((await ask('apple', {}, index)).results, []);
    for (const q of ['', '   ', '\u200b', '"\u200b"', '""'])
      assert.deepEqual([(await ask(q)).total, (await ask(q)).results], [0, []]);
  });

  it('refuses what is out of bounds', async () => {
    for (const rest of [{ limit: 0 }, { limit: 101 }, { offset: -1 }, { offset: 10_001 }, { limit: 1.5 }])
      await assert.rejects(ask('a', rest), RangeError);
    await assert.rejects(ask('x'.repeat(513)), RangeError);
    assert.equal((await ask('🤖'.repeat(512))).total, 0);
  });

  it('answers whatever a person can type', async (t) => {
    const file = fileURLToPath(new URL('../../../shared/eval/search/naughty-strings.json', import.meta.url));
    if (!existsSync(file))
      return t.skip(
        'THE LIST OF NAUGHTY STRINGS IS NOT HERE: shared/eval/search/naughty-strings.json beside the repository',
      );
    const strings: string[] = JSON.parse(readFileSync(file, 'utf8'));
    assert.ok(strings.length > 500);
    for (const q of strings.map((text) => [...text].slice(0, 512).join(''))) {
      await ask(q);
      await ask(q, { prefix: true });
    }
  });
});

describe('search() with typos', () => {
  const site = indexOf([
    {
      path: '/tasks.html',
      title: 'Coroutines and tasks',
      sections: [entry('asyncio.gather', 'Run awaitable objects.'), entry('TaskGroup', 'Waits for all.')],
    },
    { path: '/deadlock.html', title: 'Deadlock', sections: [{ text: 'A deadlock of generators.' }] },
    {
      path: '/lists.html',
      title: 'List comprehensions',
      sections: [{ text: 'A comprehension makes a list. Flask? Flank. Put into lists.' }],
    },
    {
      path: '/de.html',
      title: 'Größe',
      lang: 'de',
      sections: [{ text: 'Die Größe der Fenster, und wie sie zu ändern ist.' }],
    },
    { path: '/ru.html', title: 'Объект', lang: 'ru', sections: [{ text: 'Каждый объект имеет тип, и это важно.' }] },
  ]);
  const mended = async (q: string, rest: Partial<SearchRequest> = {}) => {
    const { suggestion, isMended, results } = await ask(q, rest, await site);
    return [suggestion, isMended, results[0] && new URL(results[0].pageUrl).pathname];
  };
  const sure = [
    ['corotuines', 'coroutines', '/tasks.html'],
    ['asyncio.gahter', 'asyncio.gather', '/tasks.html'],
    ['taskgruop', 'taskgroup', '/tasks.html'],
    ['TasGkroup', 'taskgroup', '/tasks.html'],
    ['eDadlock', 'deadlock', '/deadlock.html'],
    ['deadlcko', 'deadlock', '/deadlock.html'],
    ['фынтсшщ', 'asyncio', '/tasks.html'],
    ['j,]trn', 'объект', '/ru.html'],
    ['j,]trnf[ тип', 'объектах тип', '/ru.html'],
    ['deadlosk list', 'deadlock list', '/deadlock.html'],
    ['Groesse', 'grösse', '/de.html'],
    ['Groese', 'größe', '/de.html'],
    ['dead lock', 'deadlock', '/deadlock.html'],
    ['listcomprehension', 'list comprehension', '/lists.html'],
    ['"awaitable objcets" site:docs.example', '"awaitable objects" site:docs.example', '/tasks.html'],
  ] as const;
  for (const [q, meant, path] of sure)
    it(`mends ${q}`, async () => assert.deepEqual(await mended(q), [meant, true, path]));

  it('only offers two words of which one may be a prefix, unless nothing else is found', async () => {
    assert.deepEqual(await mended('intolist deadlock'), ['into list deadlock', false, '/deadlock.html']);
    assert.deepEqual(await mended('intolist'), ['into list', true, '/lists.html']);
  });

  it('never touches a word that stands somewhere', async () =>
    assert.deepEqual(await mended('flank list'), [null, false, '/lists.html']));

  it('only offers a doubtful word while the others find something', async () => {
    assert.deepEqual(await mended('flanc deadlock'), ['flank deadlock', false, '/deadlock.html']);
    assert.deepEqual(await mended('flanc'), ['flank', true, '/lists.html']);
  });

  it('suggests nothing that finds nothing', async () =>
    assert.deepEqual(await mended('corotuines', { lang: 'ru' }), [null, false, undefined]));

  it('mends the last word while it is typed only when nothing begins with it', async () => {
    assert.deepEqual(await mended('coro', { prefix: true }), [null, false, '/tasks.html']);
    assert.deepEqual(await mended('corotuines', { prefix: true }), ['coroutines', true, '/tasks.html']);
  });

  it('has nothing to mend a strange word with', async () =>
    assert.deepEqual(await mended('zzyzxqq'), [null, false, undefined]));
});

describe('search() over many languages', () => {
  it('finds the forms of a word in each of them', async () => {
    const others = ['ar', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'fa', 'fi', 'fr', 'hu', 'it', 'ja', 'ko'];
    const index = await indexOf([
      ...others.map((lang) => ({ path: `/${lang}`, title: lang, lang, sections: [{ text: lang }] })),
      { path: '/tr', title: 'Kurulum', lang: 'tr', sections: [{ text: 'Paketlerin ve paketin listesi burada.' }] },
    ]);
    const { results } = await search(index, { q: 'paketler', limit: 10, offset: 0 });
    assert.deepEqual(
      results.map(({ title }) => title),
      ['Kurulum'],
    );
  });
});

describe('search() where words are not spaced', () => {
  const pages = [
    ['/a', 'ディスク'],
    ['/b', 'ディスクの空き容量を調べます。'],
    ['/c', '光学ディスクドライブ'],
    ['/d', '空き容量を調べます。'],
  ] as const;
  const urlsOf = async (q: string) => {
    const index = await indexOf(pages.map(([path, text]) => ({ path, title: path, lang: 'ja', sections: [{ text }] })));
    const { results } = await search(index, { q, limit: 10, offset: 0 });
    return results.map(({ url }) => new URL(url).pathname).sort();
  };

  it('finds a word whatever follows it, alone and in quotation marks', async () => {
    for (const q of ['ディスク', '"ディスク"']) assert.deepEqual(await urlsOf(q), ['/a', '/b', '/c'], q);
  });

  it('finds a lone character wherever it stands', async () => assert.deepEqual(await urlsOf('空'), ['/b', '/d']));
});
