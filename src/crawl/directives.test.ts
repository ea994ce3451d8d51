import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linksOfHeader, readRobotsTag } from './directives.ts';

const asks = (header: string, agent = 'spindex') => {
  const { noindex, nofollow } = readRobotsTag(header, agent);
  return `${noindex ? 'noindex ' : ''}${nofollow ? 'nofollow' : ''}`.trim();
};

test('readRobotsTag() reads directives for everybody, in any case', () => {
  for (const [header, expected] of [
    ['noindex', 'noindex'],
    ['NoIndex, NoFollow', 'noindex nofollow'],
    ['noarchive,nofollow', 'nofollow'],
    ['noindex; nofollow', 'noindex nofollow'],
    ['"noindex", “nofollow”', 'noindex nofollow'],
    ['none', 'noindex nofollow'],
    ['all', ''],
    ['index, follow', ''],
    ['noindexing', ''],
    ['max-snippet: 20, noindex', 'noindex'],
    ['max-image-preview: none', ''],
    ['max-video-preview: -1, noindex', 'noindex'],
    ['', ''],
  ] as const)
    assert.equal(asks(header), expected, header);
});

test('readRobotsTag() obeys what is said to its own name and leaves other agents their own', () => {
  for (const [header, expected] of [
    ['otherbot: noindex', ''],
    ['otherbot: noindex, nofollow', ''],
    ['spindex: noindex', 'noindex'],
    ['Spindex : none', 'noindex nofollow'],
    ['*: noindex', 'noindex'],
    ['nofollow, otherbot: noindex', 'nofollow'],
    ['otherbot: noindex, spindex: nofollow', 'nofollow'],
    ['spindex: nofollow, otherbot: noindex', 'nofollow'],
    ['googlebot: unavailable_after: 1 Jan 2020 00:00:00 GMT', ''],
    ['otherbot: nofollow\nnoindex', 'noindex'],
    ['noindex\notherbot: nofollow', 'noindex'],
    ['spindex/2.0: noindex', 'noindex'],
  ] as const)
    assert.equal(asks(header), expected, header);
  assert.equal(asks('spindex: noindex, acmedocs: nofollow', 'acmedocs'), 'nofollow');
});

test('readRobotsTag() reads the dates of unavailable_after, and takes UTC where no zone is named', () => {
  const at = (text: string) => readRobotsTag(`noarchive, unavailable_after: ${text}`, 'spindex').unavailableAfter;
  const time = Date.UTC(2010, 5, 25, 15);
  for (const text of [
    '25 Jun 2010 15:00:00 GMT',
    '25 Jun 2010 15:00:00',
    'Fri, 25 Jun 2010 15:00:00 GMT',
    'Friday, 25-Jun-10 10:00:00 EST',
    '2010-06-25T15:00:00Z',
    '2010-06-25T17:00:00+02:00',
    '2010-06-25T15:00:00',
    '25 Jun 2010 15:00:00 UTC, nofollow',
  ])
    assert.equal(at(text), time, text);
  assert.equal(at('2010-06-25'), Date.UTC(2010, 5, 25));
  for (const text of ['soon', '', '10', 'Friday', 'Friday, later']) assert.equal(at(text), undefined, text);
  assert.equal(readRobotsTag('otherbot: unavailable_after: 2010-06-25', 'spindex').unavailableAfter, undefined);
  assert.equal(
    readRobotsTag('spindex: unavailable_after: 2010-06-25', 'spindex').unavailableAfter,
    Date.UTC(2010, 5, 25),
  );
});

test('linksOfHeader() finds the link whose relation is canonical, whatever stands around it', () => {
  const url = 'https://h.example/a/b';
  for (const [header, expected] of [
    ['<https://H.example/c>; rel="canonical"', 'https://h.example/c'],
    ['</style.css>; rel=preload; as=style, <../c?x=1,2>; rel=canonical', 'https://h.example/c?x=1,2'],
    ['<c>; title="a, <b>; rel=next"; REL="Canonical shortlink"', 'https://h.example/a/c'],
    ['<file:///c>; rel=canonical, <d>; rel=canonical', 'https://h.example/a/d'],
    [String.raw`<c>; title="\"; rel=next"; rel=canonical`, 'https://h.example/a/c'],
    ['<c>; rel=next; rel=canonical', undefined],
    ['<c>; rel=next; REL=canonical', undefined],
    ['<c>; rel=canonical; anchor="/other"', undefined],
    ['<c>; rel="not-canonical"', undefined],
    ['c; rel=canonical', undefined],
  ] as const)
    assert.equal(linksOfHeader(header, url).headerCanonical, expected, header);
});

test('linksOfHeader() finds alternates with a language', () => {
  const header =
    '</de/b>; rel="alternate"; hreflang="de-AT", <c>; rel=alternate; hreflang=x-default, </feed>; rel=alternate, </d>; rel=alternate; hreflang=fr; anchor="/e"';
  assert.deepEqual(linksOfHeader(header, 'https://h.example/a/b').headerAlternates, [
    { url: 'https://h.example/de/b', lang: 'de-at' },
    { url: 'https://h.example/a/c', lang: '' },
  ]);
});

test('readRobotsTag() and linksOfHeader() take any text', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    ';',
    ',',
    ':',
    '"',
    '\\',
    '=',
    ' ',
    'rel',
    'canonical',
    'alternate',
    'hreflang',
    'noindex',
    'bot',
    '/a',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      readRobotsTag(pieces.join(''), 'spindex');
      linksOfHeader(pieces.join(''), 'https://h.example/');
    }),
  );
});
