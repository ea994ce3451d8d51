import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const PROSE = `The pile puts things on one another.   It ends when there is no more room for them, and says so.
       Nobody has to wait for it.`;
const headingsOf = (html: string) =>
  extractPage(html, 'https://example.org/man/pile.1.html').sections.map(({ heading }) => heading);

test('extractPage() heads a manual page by what it says of its name', () => {
  const cases = [
    '<h1>PILE</h1><h2>NAME</h2><p>pile, heap - put things on one another</p><h2>SYNOPSIS</h2><p>pile</p>',
    `<pre>PILE(1)          PILE(1)\n\n<b>NAME</b>\n       pile, heap - put things on one another\n\n       ${PROSE}</pre>`,
    '<pre>PILE(1)          PILE(1)\n\n<b>NAME</b>\n       pile, heap - put things on one another\n\n<b>SYNOPSIS</b>\n       pile [-x] {a|b} $C;</pre>',
  ];
  for (const html of cases)
    assert.ok(headingsOf(`<title>Manual</title>${html}`).includes('pile, heap - put things on one another'), html);
  assert.deepEqual(headingsOf('<h1>Іменування</h1><h2>НАЗВА</h2><p>pile — складає речі</p>'), [
    'Іменування',
    'pile — складає речі',
  ]);
  for (const name of ['BEZEICHNUNG', 'NOM', 'JMÉNO', 'İSİM', '名前', '이름', 'НАЗИВ'])
    assert.deepEqual(headingsOf(`<h1>PILE</h1><h2>${name}</h2><p>pile - x y z</p>`).at(-1), 'pile - x y z', name);
});

test('extractPage() leaves a heading NAME to what is no manual page', () => {
  for (const text of [
    'Your name, as it stands in your passport.',
    'as it is known - to all of us',
    'a - b '.repeat(50),
  ])
    assert.deepEqual(headingsOf(`<h1>Sign up</h1><h2>Name</h2><p>${text}</p>`), ['Sign up', 'Name'], text);
});
