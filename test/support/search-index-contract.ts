import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { familyOf } from '../../src/index/page-family.ts';
import type {
  CandidateQuery,
  Field,
  IndexChange,
  PageDocument,
  SearchIndex,
  SectionDocument,
} from '../../src/index/search-index.ts';

export interface SearchIndexFixture {
  /** A new, empty index. */
  open(): Promise<SearchIndex>;
  /** Closes the index and opens what it stored. */
  reopen(index: SearchIndex): Promise<SearchIndex>;
  /** Another reader of the same index, as another thread or program would have. */
  openReader(index: SearchIndex): Promise<SearchIndex>;
  /** How many random corpora to compare with brute force. */
  runs: number;
}

const NO_TERMS: Record<Field, string> = { symbols: '', title: '', headings: '', body: '', code: '', anchors: '' };

export function sectionDocument(
  terms: Partial<Record<Field, string>>,
  rest: Partial<SectionDocument> = {},
): SectionDocument {
  return {
    anchor: '',
    heading: '',
    path: [],
    symbols: [],
    text: '',
    code: '',
    ...rest,
    terms: { ...NO_TERMS, ...terms },
  };
}

export function pageDocument(url: string, sections: SectionDocument[], rest: Partial<PageDocument> = {}): PageDocument {
  return {
    url,
    site: 'docs.example',
    lang: 'en',
    type: 'page',
    prior: 1,
    family: familyOf({ url, title: '', lang: '' }),
    title: '',
    crawledAt: 0,
    words: '',
    ...rest,
    sections,
  };
}

const put = (url: string, ...bodies: string[]): IndexChange => ({
  kind: 'put',
  page: pageDocument(
    url,
    bodies.map((body) => sectionDocument({ body })),
  ),
});
const words = (url: string, words: string): IndexChange => ({ kind: 'put', page: pageDocument(url, [], { words }) });
const remove = (url: string): IndexChange => ({ kind: 'delete', url });
const A = 'https://docs.example/a';
const B = 'https://docs.example/b';

function anyOf(...terms: string[]): CandidateQuery {
  return { groups: terms.map((term) => ({ terms: [term] })), match: 'any', limit: 100 };
}

function allOf(...terms: string[]): CandidateQuery {
  return { ...anyOf(...terms), match: 'all' };
}

/** What is found, as `url number`, in an order that does not depend on scores. */
async function found(index: SearchIndex, query: CandidateQuery): Promise<string[]> {
  const { candidates } = await index.candidates(query);
  return candidates.map((candidate) => `${new URL(candidate.url).pathname} ${candidate.ordinal}`).sort();
}

/** The promises of the port SearchIndex, for every adapter. */
export function searchIndexContract(name: string, fixture: SearchIndexFixture): void {
  describe(`${name} keeps the contract of SearchIndex`, () => {
    const withIndex = async (changes: IndexChange[], use: (index: SearchIndex) => Promise<void>) => {
      const index = await fixture.open();
      try {
        await index.apply(changes);
        await use(index);
      } finally {
        await index.close();
      }
    };
    changePromises(withIndex, fixture);
    matchPromises(withIndex);
    orderPromises(withIndex);
    readingPromises(withIndex);
    oraclePromises(fixture);
  });
}

type WithIndex = (changes: IndexChange[], use: (index: SearchIndex) => Promise<void>) => Promise<void>;

function changePromises(withIndex: WithIndex, fixture: SearchIndexFixture): void {
  it('apply() makes a page visible to the next query', () =>
    withIndex([put(A, 'apple')], async (index) => assert.deepEqual(await found(index, anyOf('apple')), ['/a 0'])));

  it('apply() twice leaves the same index', () =>
    withIndex([put(A, 'apple', 'apple pie'), put(B, 'apple')], async (index) => {
      const before = { answer: await index.candidates(anyOf('apple')), pages: (await index.stats()).pages };
      await index.apply([put(A, 'apple', 'apple pie'), put(B, 'apple')]);
      assert.deepEqual({ answer: await index.candidates(anyOf('apple')), pages: (await index.stats()).pages }, before);
    }));

  it('apply() replaces all of a page, also when it has fewer sections', () =>
    withIndex([put(A, 'apple', 'pear', 'plum')], async (index) => {
      await index.apply([put(A, 'cherry')]);
      assert.deepEqual(await found(index, anyOf('apple', 'pear', 'plum', 'cherry')), ['/a 0']);
      assert.deepEqual(await index.stats().then(({ pages, sections }) => ({ pages, sections })), {
        pages: 1,
        sections: 1,
      });
    }));

  it('apply() renews what is shown when the terms are the same', () =>
    withIndex(
      [{ kind: 'put', page: pageDocument(A, [sectionDocument({ body: 'apple' })], { title: 'Old', prior: 1 }) }],
      async (index) => {
        await index.apply([
          {
            kind: 'put',
            page: pageDocument(A, [sectionDocument({ body: 'apple' })], { title: 'New', prior: 0.5, crawledAt: 7 }),
          },
        ]);
        const { candidates } = await index.candidates(anyOf('apple'));
        assert.deepEqual(
          candidates.map(({ title, prior, crawledAt }) => ({ title, prior, crawledAt })),
          [{ title: 'New', prior: 0.5, crawledAt: 7 }],
        );
      },
    ));

  it('apply() of new links changes the class of a page, and a put of the same page leaves it so', () => {
    const page = pageDocument(A, [sectionDocument({ body: 'apple' }), sectionDocument({ body: 'pear' })]);
    const linked: IndexChange = {
      kind: 'links',
      url: A,
      linkClass: 5,
      readPage: () => ({ ...page, linkClass: 5 }),
    };
    return withIndex([{ kind: 'put', page: { ...page, linkClass: 2 } }], async (index) => {
      for (const change of [linked, linked, { kind: 'put', page: { ...page, linkClass: 5 } } as const]) {
        await index.apply([change]);
        const { candidates } = await index.candidates(anyOf('apple', 'pear'));
        assert.deepEqual(
          candidates.map(({ linkClass }) => linkClass),
          [5, 5],
        );
      }
      await index.apply([{ kind: 'put', page: { ...page, linkClass: 1 } }]);
      assert.equal((await index.candidates(anyOf('apple'))).candidates[0]?.linkClass, 1);
    });
  });

  it('apply() of new links puts a page that is not there, if it can still be read', () =>
    withIndex([], async (index) => {
      const page = pageDocument(A, [sectionDocument({ body: 'apple' })], { linkClass: 3 });
      await index.apply([
        { kind: 'links', url: A, linkClass: 3, readPage: () => page },
        { kind: 'links', url: B, linkClass: 3, readPage: () => undefined },
      ]);
      const { candidates } = await index.candidates(anyOf('apple'));
      assert.deepEqual(
        candidates.map(({ url, linkClass }) => ({ url, linkClass })),
        [{ url: A, linkClass: 3 }],
      );
    }));

  it('apply() renews the time of the crawl when nothing else has changed', () =>
    withIndex([put(A, 'apple')], async (index) => {
      await index.apply([
        { kind: 'put', page: pageDocument(A, [sectionDocument({ body: 'apple' })], { crawledAt: 9 }) },
      ]);
      assert.equal((await index.candidates(anyOf('apple'))).candidates[0]?.crawledAt, 9);
    }));

  it('apply() deletes a page, and deleting an unknown one is no fault', () =>
    withIndex([put(A, 'apple'), put(B, 'apple')], async (index) => {
      await index.apply([remove(A), remove('https://docs.example/unknown')]);
      assert.deepEqual(await found(index, anyOf('apple')), ['/b 0']);
      assert.equal((await index.candidates(anyOf('apple'))).pages, 1);
    }));

  it('apply() lets the last change of a URL win', () =>
    withIndex([put(A, 'apple'), put(B, 'apple'), put(A, 'pear'), remove(B)], async (index) => {
      assert.deepEqual(await found(index, anyOf('apple', 'pear')), ['/a 0']);
      assert.deepEqual(await found(index, anyOf('pear')), ['/a 0']);
    }));

  it('apply() that fails leaves nothing of its batch', () =>
    withIndex([put(A, 'apple')], async (index) => {
      const broken = { ...pageDocument(B, [sectionDocument({ body: 'pear' })]) };
      Object.defineProperty(broken, 'title', {
        get: () => {
          throw new TypeError('no title');
        },
        enumerable: true,
      });
      await assert.rejects(index.apply([put(A, 'pear'), { kind: 'put', page: broken }]));
      assert.deepEqual(await found(index, anyOf('apple', 'pear')), ['/a 0']);
      assert.deepEqual(await found(index, anyOf('pear')), []);
    }));

  it('apply() of a page that grows to hundreds of sections and shrinks again leaves its neighbours alone', () =>
    withIndex([put(A, 'apple'), put(B, 'apple')], async (index) => {
      const many = Array.from({ length: 300 }, () => 'apple');
      const every = { ...anyOf('apple'), limit: 1000 };
      await index.apply([put(A, ...many)]);
      assert.deepEqual(await found(index, every), [...many.map((_, i) => `/a ${i}`), '/b 0'].sort());
      assert.equal((await index.candidates(every)).pages, 2);
      const { candidates, pages } = await index.candidates({ ...every, limit: 50, perPage: 2 });
      assert.deepEqual([candidates.length, pages], [3, 2]);
      const ofA = await index.candidates({ ...every, filter: { inPath: '/a' } });
      assert.deepEqual([ofA.candidates.length, ofA.pages], [300, 1]);
      await index.apply([put(B, ...many), put(A, 'apple', 'pear')]);
      assert.deepEqual(await found(index, every), ['/a 0', ...many.map((_, i) => `/b ${i}`)].sort());
      await index.apply([remove(B)]);
      assert.deepEqual(await found(index, every), ['/a 0']);
      assert.deepEqual(await index.frequencies([{ terms: ['apple'] }]), { sections: 2, matches: [1] });
    }));

  it('a page without sections is counted and matches nothing', () =>
    withIndex([{ kind: 'put', page: pageDocument(A, []) }], async (index) =>
      assert.equal((await index.stats()).pages, 1),
    ));

  it('what was applied is there after closing and opening again', async () => {
    const index = await fixture.open();
    await index.apply([put(A, 'apple'), put(B, 'apple pie')]);
    const before = await index.candidates(anyOf('apple'));
    const again = await fixture.reopen(index);
    assert.deepEqual(await again.candidates(anyOf('apple')), before);
    await again.close();
  });

  it('another reader sees whole batches, and sees them when apply() has resolved', () =>
    withIndex([put(A, 'old', 'old'), put(B, 'old')], async (index) => {
      const reader = await fixture.openReader(index);
      const batch = Array.from({ length: 50 }, (_, i) => put(`https://docs.example/${i}`, 'new', 'new'));
      const applied = index.apply([...batch, put(A, 'new', 'new'), put(B, 'new')]);
      const during = await reader.candidates({ ...anyOf('old', 'new'), limit: 1000 });
      assert.ok([2, 52].includes(during.pages), `${during.pages} pages: part of a batch`);
      await applied;
      assert.equal((await reader.candidates(anyOf('new'))).pages, 52);
      assert.equal((await reader.candidates(anyOf('old'))).pages, 0);
      await reader.close();
    }));
}

function matchPromises(withIndex: WithIndex): void {
  const fields: IndexChange[] = [
    {
      kind: 'put',
      page: pageDocument(A, [
        sectionDocument({ title: 'apple', body: 'pear' }),
        sectionDocument({ code: 'apple', anchors: 'plum' }),
      ]),
    },
    { kind: 'put', page: pageDocument(B, [sectionDocument({ symbols: 'pear', headings: 'plum' })]) },
  ];

  it('match all: groups may match in different fields of one section, not in different sections', () =>
    withIndex(fields, async (index) => {
      assert.deepEqual(await found(index, allOf('apple', 'pear')), ['/a 0']);
      assert.deepEqual(await found(index, allOf('pear', 'plum')), ['/b 0']);
      assert.deepEqual(await found(index, allOf('apple', 'pear', 'plum')), []);
    }));

  it('a group matches by any of its terms', () =>
    withIndex(fields, async (index) =>
      assert.deepEqual(
        await found(index, { groups: [{ terms: ['absent', 'plum'] }, { terms: ['apple'] }], match: 'all', limit: 9 }),
        ['/a 1'],
      ),
    ));

  it('fields narrow the match', () =>
    withIndex(fields, async (index) => {
      assert.deepEqual(await found(index, { ...anyOf('apple'), fields: ['title', 'symbols'] }), ['/a 0']);
      assert.deepEqual(await found(index, { ...allOf('pear', 'plum'), fields: ['symbols'] }), []);
    }));

  it('isInTitle wants all groups in the title, wherever else they stand', () =>
    withIndex(
      [
        {
          kind: 'put',
          page: pageDocument(A, [
            sectionDocument({ title: 'oak shelf' }),
            sectionDocument({ title: 'oak shelf', body: 'oak shelf', headings: 'oak shelf' }),
          ]),
        },
        { kind: 'put', page: pageDocument(B, [sectionDocument({ title: 'oak', body: 'oak shelf shelf' })]) },
      ],
      async (index) =>
        assert.deepEqual(await found(index, { ...allOf('oak', 'shelf'), isInTitle: true }), ['/a 0', '/a 1']),
    ));

  it('phrases want their terms side by side, in order, in one field', () =>
    withIndex(
      [
        put(A, 'red apple pie', 'apple red pie', 'red juicy apple'),
        { kind: 'put', page: pageDocument(B, [sectionDocument({ title: 'red', body: 'apple' })]) },
      ],
      async (index) => {
        assert.deepEqual(await found(index, { groups: [], match: 'all', phrases: [[['red', 'apple']]], limit: 9 }), [
          '/a 0',
        ]);
        assert.deepEqual(await found(index, { ...anyOf('absent'), phrases: [[['red', 'apple']]] }), []);
        assert.deepEqual(
          await found(index, {
            ...anyOf('pie'),
            phrases: [
              [
                ['juicy', 'apple'],
                ['apple', 'red'],
              ],
            ],
          }),
          ['/a 1'],
        );
      },
    ));

  it('without shuts out sections with a term or a phrase', () =>
    withIndex([put(A, 'apple pie', 'apple juice', 'apple sweet pie')], async (index) => {
      assert.deepEqual(await found(index, { ...anyOf('apple'), without: [['pie']] }), ['/a 1']);
      assert.deepEqual(await found(index, { ...anyOf('apple'), without: [['apple', 'pie'], ['juice']] }), ['/a 2']);
      assert.deepEqual(await found(index, { ...anyOf('apple'), fields: ['body'], without: [['absent']] }), [
        '/a 0',
        '/a 1',
        '/a 2',
      ]);
    }));

  it('a NUL in a query is no fault, and stands nowhere', () =>
    withIndex([put(A, 'apple pie')], async (index) => {
      const nul = { terms: ['\0'], prefixes: ['=\0'] };
      assert.deepEqual(await found(index, { groups: [nul], match: 'any', limit: 9 }), []);
      assert.deepEqual(await found(index, { ...anyOf('apple'), phrases: [[['apple', '\0', 'cake']]] }), []);
      assert.deepEqual(await found(index, { ...anyOf('apple'), without: [['\0']] }), ['/a 0']);
      assert.deepEqual((await index.frequencies([nul])).matches, [0]);
    }));

  it('prefixes match every term that begins with them, and the whole term itself', () =>
    withIndex([put(A, 'gather', 'gat', 'ga', 'the gate')], async (index) => {
      assert.deepEqual(await found(index, { groups: [{ terms: [], prefixes: ['gat'] }], match: 'all', limit: 9 }), [
        '/a 0',
        '/a 1',
        '/a 3',
      ]);
      assert.deepEqual(
        await found(index, {
          groups: [{ terms: ['the'] }, { terms: ['x'], prefixes: ['ga'] }],
          match: 'all',
          limit: 9,
        }),
        ['/a 3'],
      );
    }));

  it('any term is matched exactly as given', async () => {
    const strange = [
      '"',
      '""',
      'a"b',
      "'",
      '*',
      'a*',
      '^a',
      '-',
      '-l',
      '+',
      ':',
      'a:b',
      '{a}',
      '(',
      ')',
      '(a)',
      'and',
      'or',
      'not',
      'near',
      '=c++',
      '=.net',
      '==a_b',
      '%',
      '\\',
      '\\"',
      ';',
      '--',
      '中文',
      '🤖',
      'é',
      'ё',
      '…',
      '"x',
      'x'.repeat(128),
    ];
    await withIndex(
      strange.map((term, i) => put(`https://docs.example/${i}`, `filler ${term} end`)),
      async (index) => {
        for (const [i, term] of strange.entries()) {
          assert.deepEqual(await found(index, anyOf(term)), [`/${i} 0`], term);
          assert.deepEqual(
            await found(index, { groups: [], match: 'all', phrases: [[['filler', term]]], limit: 9 }),
            [`/${i} 0`],
            term,
          );
          assert.ok(
            (await found(index, { groups: [{ terms: [], prefixes: [term] }], match: 'all', limit: 99 })).includes(
              `/${i} 0`,
            ),
            term,
          );
        }
      },
    );
  });

  it('filters keep pages of that site and those below it, language, type and path', () =>
    withIndex(
      [
        {
          kind: 'put',
          page: pageDocument('https://one.example/Guide/a', [sectionDocument({ body: 'apple' })], {
            site: 'one',
            lang: 'en',
            type: 'guide',
          }),
        },
        {
          kind: 'put',
          page: pageDocument('https://two.example/ref/a', [sectionDocument({ body: 'apple' })], {
            site: 'two',
            lang: 'uk',
            type: 'reference',
          }),
        },
        {
          kind: 'put',
          page: pageDocument('https://two.example/%D0%94%D0%BE%D0%BA%D0%B8/a', [sectionDocument({ body: 'apple' })], {
            site: 'two/docs',
            lang: 'uk',
            type: 'reference',
          }),
        },
      ],
      async (index) => {
        for (const filter of [
          { site: 'one' },
          { lang: 'en' },
          { type: 'guide' },
          { inPath: 'guide/' },
          { site: 'one', type: 'guide' },
        ]) {
          const answer = await index.candidates({ ...anyOf('apple'), filter });
          assert.deepEqual(
            [answer.pages, answer.candidates.map((candidate) => candidate.site)],
            [1, ['one']],
            JSON.stringify(filter),
          );
        }
        for (const inPath of ['/Доки/', 'доки', '%d0%94%d0%be%D0%BA%D0%B8/a'])
          assert.equal((await index.candidates({ ...anyOf('apple'), filter: { inPath } })).pages, 1, inPath);
        const pagesOf = async (site: string) => (await index.candidates({ ...anyOf('apple'), filter: { site } })).pages;
        assert.deepEqual([await pagesOf('two'), await pagesOf('two/docs')], [2, 1], 'a site with those below it');
        for (const filter of [{ site: 'one', lang: 'uk' }, { site: 'on' }, { inPath: 'example' }, { inPath: '%' }])
          assert.equal((await index.candidates({ ...anyOf('apple'), filter })).pages, 0);
      },
    ));
}

function orderPromises(withIndex: WithIndex): void {
  const many = Array.from({ length: 40 }, (_, i) =>
    put(`https://docs.example/${i}`, `apple ${'pear '.repeat(i % 7)}`.trim(), 'apple'),
  );

  it('candidates() come best first, and a smaller limit gives the beginning of the same list', () =>
    withIndex(many, async (index) => {
      const ids = async (query: CandidateQuery) =>
        (await index.candidates(query)).candidates.map((candidate) => candidate.id);
      const { candidates } = await index.candidates(anyOf('apple', 'pear'));
      const scores = candidates.map((candidate) => candidate.score);
      assert.deepEqual(
        scores,
        [...scores].sort((a, b) => b - a),
      );
      for (const limit of [1, 2, 10, 39, 79])
        assert.deepEqual(
          await ids({ ...anyOf('apple', 'pear'), limit }),
          candidates.slice(0, limit).map((candidate) => candidate.id),
        );
      for (const limit of [1, 10, 39]) {
        const onePerPage = await ids({ ...anyOf('apple', 'pear'), perPage: 1, limit: 40 });
        assert.deepEqual(await ids({ ...anyOf('apple', 'pear'), perPage: 1, limit }), onePerPage.slice(0, limit));
      }
    }));

  it('perPage keeps the best sections of each page', () =>
    withIndex(
      [put(A, 'apple apple apple', 'apple pear plum cherry', 'apple apple'), put(B, 'apple')],
      async (index) => {
        const { candidates, pages } = await index.candidates({ ...anyOf('apple'), perPage: 1 });
        assert.equal(pages, 2);
        assert.deepEqual(candidates.map((candidate) => candidate.url).sort(), [A, B]);
        const all = await index.candidates(anyOf('apple'));
        assert.equal(
          candidates.find((candidate) => candidate.url === A)?.id,
          all.candidates.find((candidate) => candidate.url === A)?.id,
        );
      },
    ));

  it('pages counts all that match, not only those returned', () =>
    withIndex(many, async (index) => {
      const answer = await index.candidates({ ...anyOf('apple'), limit: 3 });
      assert.deepEqual([answer.candidates.length, answer.pages], [3, 40]);
    }));

  it('a term in a symbol or heading outweighs the same term in running text', () =>
    withIndex(
      [
        {
          kind: 'put',
          page: pageDocument('https://docs.example/body', [sectionDocument({ body: 'gather and more words' })]),
        },
        {
          kind: 'put',
          page: pageDocument('https://docs.example/symbol', [
            sectionDocument({ symbols: 'gather', body: 'and more words' }),
          ]),
        },
        put('https://docs.example/other', 'nothing here'),
        put('https://docs.example/another', 'nothing here'),
      ],
      async (index) =>
        assert.equal((await index.candidates(anyOf('gather'))).candidates[0]?.url, 'https://docs.example/symbol'),
    ));

  it('limits out of range and queries for nothing are misuse', () =>
    withIndex([put(A, 'apple')], async (index) => {
      for (const limit of [0, 20_001]) await assert.rejects(index.candidates({ ...anyOf('apple'), limit }), RangeError);
      await assert.rejects(index.candidates({ groups: [], match: 'all', limit: 1 }), RangeError);
    }));
}

function readingPromises(withIndex: WithIndex): void {
  it('candidates() show the section as it was put', () => {
    const section = sectionDocument(
      { body: 'apple' },
      { anchor: 'a b', heading: 'H "1"', path: ['P', 'ё'], symbols: ['x.y'] },
    );
    const page = pageDocument(A, [sectionDocument({ body: 'pear' }), section], {
      title: 'T',
      trail: ['R "2"', 'ґ'],
      lang: 'uk',
      type: 'guide',
      prior: 0.5,
      linkClass: 4,
      family: 2 ** 48 - 1,
      crawledAt: 1_700_000_000_000,
    });
    return withIndex([{ kind: 'put', page }], async (index) => {
      const [candidate] = (await index.candidates(anyOf('apple'))).candidates;
      assert.ok(candidate !== undefined && candidate.score > -Infinity && candidate.id !== '');
      const { id: _id, score: _score, ...shown } = candidate;
      assert.deepEqual(shown, {
        url: A,
        anchor: 'a b',
        title: 'T',
        trail: ['R "2"', 'ґ'],
        heading: 'H "1"',
        path: ['P', 'ё'],
        symbols: ['x.y'],
        ordinal: 1,
        site: 'docs.example',
        lang: 'uk',
        type: 'guide',
        prior: 0.5,
        linkClass: 4,
        family: 2 ** 48 - 1,
        crawledAt: 1_700_000_000_000,
      });
    });
  });

  it('candidates() count the families of all pages that match, read or not', () => {
    const pages = Array.from({ length: 400 }, (_, i): IndexChange => {
      const sections = [sectionDocument({ body: i % 2 === 0 ? 'apple' : 'apple pear' })];
      return { kind: 'put', page: pageDocument(`https://docs.example/${i}`, sections, { family: i >> 2 }) };
    });
    return withIndex(pages, async (index) => {
      const totals = async (query: CandidateQuery) => {
        const { pages: matching, families } = await index.candidates(query);
        return [matching, families];
      };
      assert.deepEqual(await totals({ ...anyOf('apple'), limit: 1 }), [400, 100]);
      assert.deepEqual(await totals({ ...anyOf('apple'), limit: 1000 }), [400, 100]);
      assert.deepEqual(await totals({ ...anyOf('apple'), filter: { inPath: '/399' }, limit: 1 }), [1, 1]);
      await index.apply([
        { kind: 'put', page: pageDocument('https://docs.example/1', [sectionDocument({ body: 'pear' })]) },
      ]);
      assert.deepEqual(await totals({ ...anyOf('pear'), limit: 1 }), [200, 101]);
      assert.deepEqual(await totals(anyOf('absent')), [0, 0]);
    });
  });

  it('passages() give text and code of each section, whole, and leave out what is gone', () => {
    const texts = Array.from({ length: 60 }, (_, i) => ({
      text: `text ${i} ${'ї '.repeat(i * 20)}`,
      code: i % 3 === 0 ? `code(${i})` : '',
    }));
    const page = pageDocument(
      A,
      texts.map((text) => sectionDocument({ body: 'apple' }, text)),
    );
    return withIndex([{ kind: 'put', page }, put(B, 'apple')], async (index) => {
      const { candidates } = await index.candidates(anyOf('apple'));
      await index.apply([remove(B)]);
      const passages = await index.passages(candidates.map((candidate) => candidate.id));
      const ofA = candidates.filter((candidate) => candidate.url === A);
      assert.deepEqual(
        passages,
        ofA.map(({ id, ordinal }) => ({ id, ...texts[ordinal] })),
      );
      assert.deepEqual(await index.passages([]), []);
    });
  });

  it('frequencies() count the sections that match each group', () =>
    withIndex([put(A, 'apple', 'apple pie'), put(B, 'pear')], async (index) => {
      const groups = [
        { terms: ['apple'] },
        { terms: ['pie', 'pear'] },
        { terms: ['absent'] },
        { terms: [], prefixes: ['p'] },
        { terms: [] },
      ];
      assert.deepEqual(await index.frequencies(groups), { sections: 3, matches: [2, 2, 0, 2, 0] });
      await index.apply([remove(B)]);
      assert.deepEqual(await index.frequencies(groups), { sections: 2, matches: [2, 1, 0, 1, 0] });
    }));

  it('languages() lists those of the pages that are there', () =>
    withIndex(
      [
        { kind: 'put', page: pageDocument(A, [], { lang: 'uk' }) },
        { kind: 'put', page: pageDocument(B, [], { lang: 'en' }) },
      ],
      async (index) => {
        assert.deepEqual(await index.languages(), ['en', 'uk']);
        await index.apply([remove(A), { kind: 'put', page: pageDocument('https://docs.example/c', [], { lang: '' }) }]);
        assert.deepEqual(await index.languages(), ['', 'en']);
      },
    ));

  it('vocabulary() counts the pages of each word, most first, and forgets those of pages that are gone', () =>
    withIndex([words(A, 'gather tasks'), words(B, 'tasks timeout')], async (index) => {
      const counted = async (limit = 9) => (await index.vocabulary(limit)).map(({ word, pages }) => `${word} ${pages}`);
      assert.deepEqual(await counted(), ['tasks 2', 'gather 1', 'timeout 1']);
      assert.deepEqual(await counted(1), ['tasks 2']);
      await index.apply([words(A, 'gather'), remove(B)]);
      assert.deepEqual(await counted(), ['gather 1']);
      assert.equal(await index.vocabulary(9), await index.vocabulary(9));
    }));

  it('stats() counts pages, sections and bytes', () =>
    withIndex([put(A, 'apple', 'pear'), put(B, 'plum')], async (index) => {
      const { pages, sections, bytes } = await index.stats();
      assert.deepEqual({ pages, sections }, { pages: 2, sections: 3 });
      assert.ok(bytes > 0);
    }));

  it('close() twice is no fault', () => withIndex([], async (index) => index.close()));
}

const TERMS = ['a', 'b', 'c', 'ab', 'abc', '=b'];

function oraclePromises(fixture: SearchIndexFixture): void {
  const term = fc.constantFrom(...TERMS);
  const text = fc.array(term, { maxLength: 4 });
  const section = fc.record({ title: text, body: text });
  const corpus = fc.array(fc.array(section, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 });
  const query = fc.record({
    groups: fc.array(
      fc.record({
        terms: fc.array(term, { minLength: 1, maxLength: 2 }),
        prefixes: fc.array(fc.constantFrom('a', 'ab', '='), { maxLength: 1 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    match: fc.constantFrom('all' as const, 'any' as const),
    phrases: fc.array(fc.array(fc.array(term, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }), {
      maxLength: 1,
    }),
    without: fc.array(fc.array(term, { minLength: 1, maxLength: 2 }), { maxLength: 1 }),
  });

  it('candidates() agree with a search through every section', async () => {
    await fc.assert(
      fc.asyncProperty(corpus, fc.array(query, { minLength: 1, maxLength: 4 }), async (pages, queries) => {
        const index = await fixture.open();
        await index.apply(
          pages.map((sections, i) => ({
            kind: 'put' as const,
            page: pageDocument(
              `https://docs.example/${i}`,
              sections.map(({ title, body }) => sectionDocument({ title: title.join(' '), body: body.join(' ') })),
            ),
          })),
        );
        for (const wanted of queries) {
          const answer = await index.candidates({ ...wanted, limit: 100 });
          const expected = pages.flatMap((sections, i) =>
            sections.flatMap((fields, ordinal) => (matches(Object.values(fields), wanted) ? [`/${i} ${ordinal}`] : [])),
          );
          assert.deepEqual(
            answer.candidates.map((candidate) => `${new URL(candidate.url).pathname} ${candidate.ordinal}`).sort(),
            expected.sort(),
          );
          assert.equal(answer.pages, new Set(expected.map((place) => place.split(' ')[0])).size);
        }
        await index.close();
      }),
      { numRuns: fixture.runs },
    );
  });
}

/** The port's contract in its plainest form. */
function matches(
  fields: string[][],
  { groups, match, phrases = [], without = [] }: Omit<CandidateQuery, 'limit'>,
): boolean {
  const has = (test: (term: string) => boolean) => fields.some((field) => field.some(test));
  const runs = (phrase: readonly string[]) =>
    fields.some((field) => field.some((_, at) => phrase.every((term, i) => field[at + i] === term)));
  const groupMatches = groups.map((group) =>
    has((term) => group.terms.includes(term) || (group.prefixes ?? []).some((prefix) => term.startsWith(prefix))),
  );
  const words = match === 'all' ? groupMatches.every(Boolean) : groupMatches.some(Boolean);
  return words && phrases.every((wordings) => wordings.some(runs)) && !without.some(runs);
}
