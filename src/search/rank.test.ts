import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { candidateAt } from '../../test/support/candidate.ts';
import type { Candidate } from '../index/search-index.ts';
import { queryWords } from './query-words.ts';
import { Ranking } from './rank.ts';
import type { Found } from './retrieve.ts';
import { WEIGHTS } from './weights.ts';

function found(url: string, rest: Partial<Candidate> = {}, stage: Partial<Omit<Found, 'candidate'>> = {}): Found {
  return { candidate: candidateAt(url, rest), engine: 0.5, hasAllWords: true, ...stage };
}

function order(q: string, sections: Found[], isTyping = false): string[] {
  const words = queryWords(q, ['en'], { isTyping });
  return Ranking.of(sections, { texts: [q], words }).pages.map((page) => page.sections[0]?.candidate.url ?? '');
}

describe('Ranking.of()', () => {
  it('puts the obvious first: symbol, title, heading, words in names, text', () => {
    const sections = [
      found('text', {}, { engine: 1 }),
      found('some of the heading', { heading: 'Gather round the fire' }),
      found('heading', { heading: 'Gather' }),
      found('title', { title: 'Gather', ordinal: 0 }),
      found('symbol', { symbols: ['gather'] }),
    ];
    assert.deepEqual(order('gather', sections), ['symbol', 'title', 'heading', 'some of the heading', 'text']);
  });

  it('puts a name that is whole before one that has begun, and this before texts', () => {
    const sections = [
      found('text', {}, { engine: 1 }),
      found('begun', { title: 'Threading', ordinal: 0 }),
      found('whole', { symbols: ['thread'] }),
    ];
    assert.deepEqual(order('thread', sections, true), ['whole', 'begun', 'text']);
  });

  it('takes no whole name for one that has begun', () => {
    const [begun, whole] = [found('begun', { symbols: ['lists'] }), found('whole', { symbols: ['ast.List'] })];
    const words = queryWords('list', ['en'], { isTyping: true });
    const pages = Ranking.of([begun, whole], { texts: ['list'], words }).pages;
    const partsOf = (url: string) =>
      pages.flatMap(({ sections }) => sections).find(({ candidate }) => candidate.url === url)?.parts;
    assert.equal(partsOf('whole')?.symbolEnding, WEIGHTS.symbolEnding);
    assert.ok((partsOf('begun')?.beginning ?? 0) > 0);
  });

  it('lets several typed words escape the prior when a heading begins with them', () => {
    const sections = [
      found('listing', { heading: 'Runtime services of the core', prior: 0.3 }),
      found('text', {}, { engine: 1 }),
    ];
    assert.deepEqual(order('runtime services of', sections, true), ['listing', 'text']);
    assert.deepEqual(order('runtime', sections, true), ['text', 'listing']);
  });

  it('puts a full name before the end of one', () => {
    const sections = [
      found('end', { symbols: ['re.compile', 'compile'] }, { engine: 1 }),
      found('full', { symbols: ['compile'] }),
    ];
    assert.deepEqual(order('compile', sections), ['full', 'end']);
  });

  it('puts a full name before a page that has the end of several', () => {
    const ends = ['dbm.open', 'dbm.gnu.open', 'dbm.ndbm.open'].map((symbol, ordinal) =>
      found('ends', { id: symbol, ordinal, symbols: [symbol] }, { engine: 1 }),
    );
    assert.deepEqual(order('open', [...ends, found('full', { symbols: ['open'] })]), ['full', 'ends']);
  });

  it('prefers what defines a name of the query to a text that has all its words', () => {
    const sections = [
      found('text', { heading: 'The size parameter' }, { engine: 1 }),
      found('definition', { symbols: ['max_wal_size'] }, { hasAllWords: false, hasWholeNames: true }),
    ];
    assert.deepEqual(order('max_wal_size parameter', sections), ['definition', 'text']);
  });

  it('prefers a name as written to its pieces', () => {
    const sections = [
      found('a pieces', {}, { engine: 0.6 }),
      found('b whole', {}, { engine: 0.5, hasWholeNames: true }),
    ];
    assert.deepEqual(order('pg_file_rename', sections), ['b whole', 'a pieces']);
  });

  it('answers a question of many words by the page that has most of it, a short query by the best section', () => {
    const sections = [
      found('deep', { id: '1' }, { engine: 0.9 }),
      ...['2', '3', '4'].map((id) => found('broad', { id }, { engine: 0.8, hasAllWords: false })),
    ];
    assert.deepEqual(order('checksum file', sections), ['deep', 'broad']);
    assert.deepEqual(order('calculate md5 checksum large named file', sections), ['broad', 'deep']);
  });

  it('prefers the spelling that was typed', () => {
    const sections = [
      found('lower', { symbols: ['timeout'] }, { engine: 0.6 }),
      found('upper', { symbols: ['Timeout'] }),
    ];
    assert.deepEqual(order('Timeout', sections), ['upper', 'lower']);
    assert.deepEqual(order('timeout', sections), ['lower', 'upper']);
  });

  it('lets the prior lower a page, but not one whose title was typed', () => {
    const low = { prior: 0.3 };
    assert.deepEqual(
      order('gather', [
        found('low', { ...low, heading: 'Gather' }),
        found('high', { heading: 'Gather' }, { engine: 0.1 }),
      ]),
      ['high', 'low'],
    );
    assert.deepEqual(
      order('licence', [found('other', {}, { engine: 1 }), found('low', { ...low, title: 'Licence', ordinal: 0 })]),
      ['low', 'other'],
    );
  });

  it('lets the type of a page lower a heading the less, the more of its words are typed', () => {
    const changes = (heading: string) => found('changes', { prior: 0.5, heading });
    const text = found('text', { title: 'Evaluation of frames' }, { engine: 1 });
    assert.deepEqual(order('frame', [changes('Frame'), found('text', { heading: 'Frames' }, { engine: 1 })]), [
      'text',
      'changes',
    ]);
    assert.deepEqual(order('a frame evaluation API', [changes('A frame evaluation API'), text]), ['changes', 'text']);
  });

  it('takes a title or heading in other forms or another order of all its words for nearly the same', () => {
    const longer = found('longer', { heading: 'ALTER LARGE OBJECT' }, { engine: 1 });
    const plural = found('plural', { heading: 'Large Objects' });
    assert.deepEqual(order('large object', [longer, plural]), ['plural', 'longer']);
    assert.deepEqual(order('object large', [longer, plural]), ['plural', 'longer']);
    const just = found('just so', { heading: 'Large object', title: 'Concepts' });
    assert.deepEqual(order('large object', [plural, just]), ['just so', 'plural']);
  });

  it('takes the title for the heading of a page that begins without one', () => {
    const sections = [
      found('collection', { title: 'All interfaces', heading: 'Error logging interface' }, { engine: 1 }),
      found('page', { title: 'Error logging interface', ordinal: 0 }),
    ];
    assert.deepEqual(order('Error logging interface', sections), ['page', 'collection']);
  });

  it('takes the last part of the address for another title', () => {
    const at = (url: string) => found(url, { title: 'Chapter 55. Frontend and backend', ordinal: 0 });
    const path = 'https://docs.example/';
    assert.deepEqual(order('protocols', [at(`${path}a`), at(`${path}protocol.html`)]), [
      `${path}protocol.html`,
      `${path}a`,
    ]);
    assert.deepEqual(order('logical replication', [at(`${path}a/`), at(`${path}logical-replication/`)]), [
      `${path}logical-replication/`,
      `${path}a/`,
    ]);
  });

  it('leaves the number of a heading out when it compares the spelling', () => {
    const sections = [found('lower', { heading: 'keywords' }), found('numbered', { heading: '2.3.1. Keywords' })];
    assert.deepEqual(order('Keywords', sections), ['numbered', 'lower']);
  });

  it('prefers a heading to an option that is typed without its hyphens', () => {
    const sections = [found('heading', { heading: 'Time' }), found('option', { symbols: ['--time'] })];
    assert.deepEqual(order('time', sections), ['heading', 'option']);
    assert.deepEqual(order('--time', sections), ['option', 'heading']);
    const uses = [found('some of the heading', { heading: 'Time zones' }), found('option', { symbols: ['--times'] })];
    assert.deepEqual(order('time', uses), ['some of the heading', 'option']);
    const headed = found('option', { heading: '--bisect', symbols: ['--bisect'] });
    const command = found('command', { title: 'git-bisect', ordinal: 0 }, { engine: 0.6 });
    assert.deepEqual(order('bisect', [headed, command]), ['command', 'option']);
    assert.deepEqual(order('--bisect', [headed, command]), ['option', 'command']);
  });

  it('prefers an option that is typed with its hyphens to a page and a heading that are called so without', () => {
    const entry = found('option', { heading: '--key value', symbols: ['--key'] }, { engine: 0.2 });
    const page = found('page', { title: 'Key', heading: 'Key', ordinal: 0 }, { engine: 1 });
    assert.deepEqual(order('--key', [page, entry]), ['option', 'page']);
    assert.deepEqual(order('key', [page, entry]), ['page', 'option']);
  });

  it('puts a text that has the option before what is called so without its hyphens', () => {
    const call = found('call', { heading: 'user(name)', symbols: ['user'] }, { engine: 1 });
    const text = found('text', { heading: 'Alternate installation' }, { engine: 0.3, hasWholeNames: true });
    assert.deepEqual(order('--user', [call, text]), ['text', 'call']);
    assert.deepEqual(order('user', [call, text]), ['call', 'text']);
    assert.deepEqual(order('--user name', [call, text]), ['call', 'text'], 'one word among others');
  });

  it('puts a text that has a name of several pieces before what is called as one of them', () => {
    const piece = found(
      'piece',
      { heading: 'any::reset', symbols: [], title: 'Reset', ordinal: 0 },
      { engine: 1, hasAllWords: false },
    );
    const text = found('text', { heading: 'Constants' }, { engine: 0, hasWholeNames: true });
    assert.deepEqual(order('net_reset', [piece, text]), ['text', 'piece']);
    assert.deepEqual(order('reset', [piece, text]), ['piece', 'text']);
  });

  it('puts what ends as a qualified name before what has pieces of it, and the more of its parts the better', () => {
    const pieces = found('pieces', { heading: 'Fill an array' }, { engine: 0.5 });
    const last = found('last', { symbols: ['shelf.fill'] }, { engine: 0 });
    const more = found('more', { symbols: ['shelf.pile.fill'] }, { engine: 0 });
    assert.deepEqual(order('array.pile.fill', [pieces, last, more]), ['more', 'last', 'pieces']);
  });

  it('puts options before texts also when only their hyphens are typed', () => {
    const option = found('option', { heading: '--help', symbols: ['--help'] }, { engine: 0.3 });
    const text = found('text', { heading: 'Callback example' }, { engine: 0.9 });
    assert.deepEqual(order('--', [text, option], true), ['option', 'text']);
  });

  it('puts the letters of an index at the end of a book below what explains', () => {
    const letter = found('letter', { heading: 'O', path: ['B. Oak index'] }, { engine: 1 });
    const further = found('further part', { heading: '', path: ['B. Oak index', 'O'] }, { engine: 1 });
    const text = found('text', { heading: 'Trees', path: ['Plants'] }, { engine: 0.5 });
    assert.deepEqual(order('oak table', [letter, further, text])[0], 'text');
    const vitamin = found('vitamin', { heading: 'C', path: ['Vitamins'] }, { engine: 1 });
    assert.deepEqual(order('oak table', [vitamin, text])[0], 'vitamin');
  });

  it('finds a heading without its article', () => {
    const sections = [found('word', { heading: 'Statement' }), found('called', { heading: 'The with statement' })];
    assert.deepEqual(order('with statement', sections), ['called', 'word']);
  });

  it('takes what is typed as a call for the name', () => {
    const sections = [found('method', { symbols: ['a.open'] }), found('function', { symbols: ['open'] })];
    for (const q of ['open', 'open()', 'open(file)']) assert.deepEqual(order(q, sections), ['function', 'method'], q);
  });

  it('takes a call among other words for what is called just so, and less for the end of a name', () => {
    const sections = [found('a method', { symbols: ['a.open', 'open'] }), found('function', { symbols: ['open'] })];
    assert.deepEqual(order('open() twice', sections), ['function', 'a method']);
    assert.deepEqual(order('open twice', sections), ['a method', 'function']);
  });

  it('puts what begins with the query first while it is typed, the shorter the better', () => {
    const sections = [
      found('text', {}, { engine: 1 }),
      found('long', { heading: 'Gathering of the clans' }),
      found('short', { symbols: ['asyncio.gather'] }),
    ];
    assert.deepEqual(order('gath', sections, true), ['short', 'long', 'text']);
  });

  it('groups sections by page, best first, ties in page order, equal pages by URL', () => {
    const sections = [
      found('b', { id: 'b2', ordinal: 2 }),
      found('b', { id: 'b1', ordinal: 1 }),
      found('b', { id: 'b3', ordinal: 3, heading: 'Gather' }),
      found('c'),
      found('a'),
    ];
    const words = queryWords('gather', ['en'], { isTyping: false });
    const { pages } = Ranking.of(sections, { texts: ['gather'], words });
    assert.deepEqual(
      pages.map((page) => page.sections.map((section) => section.candidate.id)),
      [['b3', 'b1', 'b2'], ['a'], ['c']],
    );
  });

  it('gives the same order whatever order it is given', () => {
    const sections = ['a', 'b', 'c', 'd'].flatMap((url, i) => [
      found(url, { id: `${url}1`, heading: i % 2 === 0 ? 'Gather' : '' }),
      found(url, { id: `${url}2`, ordinal: 2 }),
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray(sections, { minLength: sections.length }), (shuffled) => {
        assert.deepEqual(order('gather', shuffled), order('gather', sections));
      }),
      { numRuns: 30 },
    );
  });

  it('takes what a definition is called for its name, and not its arguments and results', () => {
    const sections = [
      found('argument', { heading: 'pg_notify ( channel text ) → void', symbols: ['pg_notify'] }, { engine: 0.6 }),
      found('named', { heading: 'The void type' }),
    ];
    assert.deepEqual(order('void', sections), ['named', 'argument']);
    const uses = [
      found('text', {}, { engine: 0.6 }),
      found('argument', { heading: 'run(args, timeout=None)', symbols: ['run'] }),
    ];
    assert.deepEqual(order('timeout', uses), ['argument', 'text']);
  });

  it('lets the newest of pages come first that differ only in a version', () => {
    const sections = ['/new/3.2', '/new/3.11'].map((url) => found(url, { heading: 'Improved modules' }));
    assert.deepEqual(order('improved modules', sections), ['/new/3.11', '/new/3.2']);
  });
});

describe('Ranking.isNamed', () => {
  it('says whether the query is what the first page or one of its best sections is called', () => {
    const isNamed = (sections: Found[]) =>
      Ranking.of(sections, { texts: ['gather'], words: queryWords('gather', ['en'], { isTyping: false }) }).isNamed;
    assert.equal(isNamed([found('a', { heading: 'Gather' }), found('b')]), true);
    assert.equal(isNamed([found('a', { symbols: ['asyncio.gather'] })]), true);
    assert.equal(isNamed([found('a', { heading: 'Gather round the fire' })]), false);
    assert.equal(isNamed([]), false);
  });
});

describe('Ranking.with()', () => {
  const words = queryWords('fruit salad', ['en'], { isTyping: false });
  const ranking = Ranking.of(
    ['a', 'b', 'c'].map((url) => found(url)),
    { texts: ['fruit salad'], words },
  );

  it('puts a page in whose text the words stand close before its equals, and leaves out nothing', () => {
    const closeness = new Map([['b', { near: 1, order: 1 }]]);
    const urls = ranking.with(closeness).pages.map((page) => page.sections[0]?.candidate.url);
    assert.deepEqual(urls, ['b', 'a', 'c']);
  });

  it('names what the texts have added, as much less as the page counts', () => {
    const low = Ranking.of([found('low', { prior: 0.5 })], { texts: ['fruit salad'], words });
    const parts = low.with(new Map([['low', { near: 1, order: 0.5 }]])).pages[0]?.sections[0]?.parts;
    assert.deepEqual([parts?.near, parts?.order], [WEIGHTS.near * 0.5, WEIGHTS.order * 0.25]);
  });

  it('puts a page with an entry of a list for the query before its equals', () => {
    const pages = ranking.with(new Map([['c', { isEntry: true }]])).pages;
    assert.deepEqual([pages[0]?.sections[0]?.candidate.url, pages[0]?.sections[0]?.parts.entry], ['c', WEIGHTS.entry]);
  });
});
