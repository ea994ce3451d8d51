import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Section } from '../model/page.ts';
import { extractPage } from './extract-page.ts';

const URL_OF_PAGE = 'https://example.org/docs/page.html';
const extract = (html: string) => extractPage(html, URL_OF_PAGE);
const outlineOf = (html: string) => extract(html).sections.map(({ anchor, heading }) => `${anchor}|${heading}`);

test('extractPage() takes for a heading what says that it is one', () => {
  const html = `<main><div role=heading aria-level=1>Returns</div><p>All about them.</p>
    <div role=heading aria-level=3 id=late><button aria-expanded=false>May I return it late?</button></div><p>Within 30 days.</p>
    <p role=heading id=cost>What does it cost?</p><p>Nothing, <span role=heading>mostly</span>.</p></main>`;
  assert.deepEqual(outlineOf(html), ['|Returns', 'late|May I return it late?', 'cost|What does it cost?']);
  assert.deepEqual(section(html, 'What does it cost?').text, 'Nothing, mostly.');
});

function section(html: string, heading: string): Section {
  const found = extract(html).sections.find((one) => one.heading === heading);
  assert.ok(found, `no section ${heading}`);
  return found;
}

test('extractPage() gives every heading the address that opens the page there', () => {
  const cases: [string, string][] = [
    ['<h2 id=own>T</h2>', 'own'],
    ['<h2><a id=child></a>T</h2>', 'child'],
    ['<h2><a name=child href="#child">T</a></h2>', 'child'],
    ['<section id=around><h2>T</h2></section>', 'around'],
    ['<section id=around><span id=label></span><h2>T</h2></section>', 'label'],
    ['<div class=section id=around><h2>T</h2></div>', 'around'],
    ['<div id=X class=sect1><div class=titlepage><div><div><h2 class=title>T</h2></div></div></div></div>', 'X'],
    ['<div class=sect1><div class=titlepage><h2 class=title><a id=X></a>T</h2></div></div>', 'X'],
    ['<a name=before></a><h2>T</h2>', 'before'],
    ['<p><a name=before></a></p>\n<h2>T</h2>', 'before'],
    ['<section id=around><p>text</p><h2>T</h2></section>', ''],
    ['<a name=before></a><p>text</p><h2>T</h2>', ''],
    ['<div id=content><h2>T</h2></div>', ''],
    ['<div id=book-content><h2>T</h2></div>', ''],
    ['<div><span id=icon></span></div><main><h2>T</h2></main>', ''],
    ['<h1 id=top>A</h1><h2>T</h2>', ''],
    ['<h1 id=top>A</h1><div id=main><p>text</p><h2>T</h2></div>', ''],
    ['<h1 id=top>A</h1><div id=chosen><p>text</p><h2>T</h2></div>', 'chosen'],
    ['<h1 id=top>A</h1><h2 id=part>B</h2><h3>T</h3>', 'part'],
    ['<h1 id=top>A</h1><h1 id=chapter>B</h1><h2>T</h2>', 'chapter'],
    ['<h2><span id=inside></span>T</h2>', 'inside'],
    ['<section id=around><h2>T<span id=inside></span></h2></section>', 'around'],
    ['<p>text\n<a name=behind></a>\n<h2>T</h2>', 'behind'],
    ['<p>text <a name=behind></a></p><h2 id=own>T</h2>', 'own'],
    ['<p>te<a name=inside></a>xt<h2>T</h2>', ''],
    ['<p>text <a name=behind></a></p><p>more</p><h2>T</h2>', ''],
    ['<div><a id=class_list_link href="list.html"><svg></svg></a></div><h2>T</h2>', ''],
    ['<a name=place href="list.html"></a><h2>T</h2>', 'place'],
    ['<a id=place href="/docs/page.html#place"></a><h2>T</h2>', 'place'],
    ['<a id=place href=""></a><h2>T</h2>', 'place'],
  ];
  for (const [html, anchor] of cases) assert.equal(section(html, 'T').anchor, anchor, html);
});

test('extractPage() prefers an id that somebody chose to one made of the heading, and that to a counted one', () => {
  const cases: [string, string][] = [
    ['<section id=the-title><span id=chosen></span><h2>The title</h2></section>', 'chosen'],
    ['<section id=the-title><span id=title></span><span id=chosen></span><h2>The title</h2></section>', 'chosen'],
    ['<section id=the-title><span id=id3></span><h2>The title</h2></section>', 'the-title'],
    ['<section id=module-json><span id=json-the-title></span><h2>json the title</h2></section>', 'module-json'],
    ['<a name=chosen></a><h2 id=the-title-1>The title</h2>', 'chosen'],
    ['<a name=skip-to-content></a><h2 id=the-title>The title</h2>', 'the-title'],
    ['<h2 id=chosen>The title</h2>', 'chosen'],
    ['<h2><span id=ghlink-the-title-id17></span><a id=the-title></a>The title</h2>', 'the-title'],
  ];
  for (const [html, anchor] of cases) assert.equal(extract(html).sections.at(-1)?.anchor, anchor, html);
});

test('extractPage() reads a table row that opens at an anchor with code as a definition', () => {
  const rows = `<h1>P</h1><h2 id=h>H</h2><table><tr><th>Name<th>About</tr>
    <tr id=f><td><code>m.f</code> (x)<td>makes x</tr>
    <tr><td><p><a id=g></a><code>g</code> ( y ) → text</p><p>makes y</p></td></tr>
    <tr><td><a id=op></a><code>text</code> || <code>text</code></td><td>joins</td></tr>
    <tr><td><code>plain</code><td>about plain</tr>
    <tr><td>words<td><a id=z></a><code>z</code></tr></table><p>after`;
  assert.deepEqual(
    extract(rows)
      .sections.filter(({ kind }) => kind === 'definition')
      .map(({ anchor, symbols, path, text }) => [anchor, symbols.join(' '), path.join('>'), text]),
    [
      ['f', 'm.f f', 'H', 'makes x'],
      ['g', 'g', 'H', 'makes y'],
    ],
  );
  const rest = section(rows, 'H').text;
  for (const text of ['text || text', 'joins', 'plain', 'words', 'after']) assert.ok(rest.includes(text), text);
});

test('extractPage() leaves permalink signs out of headings', () => {
  const indented = `\n${' '.repeat(40)}¶\n${' '.repeat(40)}`;
  for (const sign of ['¶', '#', '§', 'Permalink', 'Link to this heading', '\u200b', indented]) {
    assert.deepEqual(outlineOf(`<h2 id=a>T<a class=x href="#a" title="Permalink">${sign}</a></h2>`), ['a|T'], sign);
  }
  assert.deepEqual(outlineOf('<h2 id=a><a href="#a">T</a></h2>'), ['a|T']);
  assert.deepEqual(outlineOf('<h2 id=a>C<a href="#note">#</a>1</h2>'), ['a|C1']);
});

test('extractPage() takes the address that a permalink promises only when the page has it', () => {
  const named = '<h1 id=top>All</h1><h2>T<a href="#t">¶</a></h2><dl><dt><code>f()</code><dd>makes y</dl><p';
  assert.deepEqual(outlineOf(`${named} id=t>text`), ['top|All', 't|T', 't|f()']);
  assert.deepEqual(outlineOf(`${named}>text`), ['top|All', '|T', '|f()']);
});

test('extractPage() takes a chapter for the title that the document names first, not the name of the book above it', () => {
  const html = `<title>Piles - The Shelf Book</title><div class=menu-bar><h1 class=menu-title>The Shelf Book</h1></div><main><h2 id=piles>Piles</h2><p>They fall.</p></main>`;
  assert.equal(extract(html).title, 'Piles');
});

test('extractPage() takes no site for a title, nor the heading NAME of manual pages', () => {
  const body = `<main><h1>All About It</h1>${'<p>What the page is about is said here in so many words.</p>'.repeat(8)}</main>`;
  assert.equal(extract(`<title>page - Shelf Server</title><header><p>Shelf Server</p></header>${body}`).title, 'page');
  assert.equal(
    extract(
      `<title>S: s::Pile Class Reference</title><nav>S</nav><div class=title>s::Pile Class Reference</div><h2>Types</h2>`,
    ).title,
    's::Pile Class Reference',
  );
  assert.equal(
    extract('<title></title><h1>NAME</h1><p>pile - makes one</p><h1>SYNOPSIS</h1>').title,
    'pile - makes one',
  );
});

test('extractPage() sets parts of a heading apart that only styles set apart, but not in code', () => {
  assert.deepEqual(outlineOf('<h4 id=a><div><span><span>amount</span></span><span>integer</span></div></h4>'), [
    'a|amount integer',
  ]);
  assert.deepEqual(outlineOf('<h4 id=a><code><span>get</span><span>All</span></code></h4>'), ['a|getAll']);
  assert.deepEqual(outlineOf('<h4 id=a><span>put</span><span>(x)</span></h4>'), ['a|put(x)']);
  assert.equal(extract('<p><span>no</span><span>thing</span></p>').text, 'nothing');
});

test('extractPage() leaves out signs of paragraphs and ways back', () => {
  assert.equal(
    extract('<p>Mended (A. Writer) <a href="https://example.org/c/1">§</a> <a href="/x">\u00b6</a></p>').text,
    'Mended (A. Writer)',
  );
  assert.deepEqual(
    outlineOf('<h2><a id=NAME href="#NAME"></a>NAME &nbsp; <a href="#top_of_page"><span>top</span></a></h2>'),
    ['NAME|NAME'],
  );
  assert.equal(extract('<p>Kept <a href="/x"><img alt="§"></a></p>').text, 'Kept');
  assert.deepEqual(outlineOf('<h2>Plain <a href="#page-top">top</a></h2>'), ['|Plain']);
});

test('extractPage() puts headings above into the path, without the page title', () => {
  const html = '<title>A - Site</title><h1>A</h1><h2>B</h2><h4>C</h4><h3>D</h3><h2>E</h2>';
  const paths = extract(html).sections.map(({ heading, path }) => [heading, ...path].join('<'));
  assert.deepEqual(paths, ['A', 'B', 'C<B', 'D<B', 'E']);
});

test('extractPage() makes a section of each definition entry and gives it the text of its description', () => {
  const html = `<title>Page</title><h2 id=h>H</h2><p>before</p><dl>
    <dt id="m.C">class m.<b>C</b>(x)<a class=headerlink href="#m.C">¶</a></dt>
    <dd><p>about C</p><dl><dt id="m.C.f">f()</dt><dd>about f</dd></dl><p>more of C</p></dd>
    <dt><a id=opt name=opt></a>plain</dt><dd>about plain</dd>
    <dt>no address</dt><dd>loose</dd></dl><p>after</p>`;
  const { sections } = extract(html);
  assert.deepEqual(
    sections.map(({ kind, anchor, heading, path, text }) => ({ kind, anchor, heading, path: path.join('>'), text })),
    [
      { kind: 'heading', anchor: 'h', heading: 'H', path: '', text: 'before\nno address\nloose\nafter' },
      { kind: 'definition', anchor: 'm.C', heading: 'class m.C(x)', path: 'H', text: 'about C\nmore of C' },
      { kind: 'definition', anchor: 'm.C.f', heading: 'f()', path: 'H>m.C', text: 'about f' },
      { kind: 'definition', anchor: 'opt', heading: 'plain', path: 'H', text: 'about plain' },
    ],
  );
});

test('extractPage() takes the address of a term from the group that holds it and its description', () => {
  const html =
    '<dl><div id=put><dt><pre>proc <a href="x.html#put">put</a>(x: int)</pre></dt><dd>Puts.</dd></div><div><dt>none</dt><dd>x</dd></div></dl>';
  assert.deepEqual(outlineOf(html), ['put|proc put(x: int)', '|']);
});

test('extractPage() gives terms in a row a section each, and all of them the beginning of the description that they share', () => {
  const long = 'word '.repeat(250).trim();
  const html = `<dl><dt id=a>A</dt><dt id=b>B</dt><dt>also B</dt><dd><p id=p>both<p>${long}</dd><dt id=c>C</dt></dl>`;
  assert.deepEqual(
    extract(html).sections.map(({ anchor, path, text, aliases = [] }) => [anchor, path.length, text, ...aliases]),
    [
      ['a', 0, 'also B\nboth'],
      ['b', 0, `also B\nboth\n${long}`, 'p'],
      ['c', 0, ''],
    ],
  );
});

test('extractPage() makes one entry of the forms of a function, though each has an id', () => {
  const html = `<dl><dt id=index-put><code>put</code> (thing)</dt><dt id=index-put-1><code>put</code> (thing, place)</dt>
    <dt id=take><code>take</code> ()</dt><dd>Moves.</dd></dl>`;
  assert.deepEqual(
    extract(html).sections.map(({ anchor, aliases, heading, text }) => [anchor, aliases?.join(), heading, text]),
    [
      ['index-put', 'index-put-1', 'put (thing)', 'put (thing, place)\nMoves.'],
      ['take', undefined, 'take ()', 'Moves.'],
    ],
  );
});

test('extractPage() makes an entry of a term without an id that names an option or a function, at the address of its section', () => {
  const html = `<h2 id=opts>Options</h2><p>All of them:</p><dl><dt class=hdlist1>-a</dt><dt class=hdlist1>--all</dt><dd>Takes all.</dd>
    <dt><code>-d <var>place</var></code></dt><dd>Where.<dl><dt><code>max_size</code></dt><dd>inner</dd></dl></dd>
    <dt><code>CASCADE</code></dt><dd>a word</dd><dt><em class=replaceable><code>file_name</code></em></dt><dd>a value</dd>
    <dt><code>fill(pile)</code></dt><dd>Fills it.</dd></dl><p>after</p>`;
  assert.deepEqual(
    extract(html).sections.map(({ anchor, heading, symbols, text }) => [anchor, heading, symbols.join(' '), text]),
    [
      ['opts', 'Options', '', 'All of them:\nCASCADE\na word\nfile_name\na value\nafter'],
      ['opts', '-a --all', '-a --all', 'Takes all.'],
      ['opts', '-d place', '-d', 'Where.\nmax_size\ninner'],
      ['opts', 'fill(pile)', 'fill', 'Fills it.'],
    ],
  );
});

test('extractPage() leaves out lines that lead to the pages beside this one, and to the same in other languages', () => {
  const lines = [
    '<p>Next: <a href=b rel=next>Creating piles</a>, Up: <a href=. rel=up>Piles</a> [<a href=c>Contents</a>]</p>',
    '<p>Available Languages: <a href=de hreflang=de rel=alternate> de </a> | <a href=fr hreflang=fr rel=alternate> fr </a></p>',
    '<table><tr><td>[<a href=a>&lt;&lt;</a>]<td>[<a href=.>Up</a>]<td>[<a href=c>Contents</a>]<td>[<a href=d>&gt;&gt;</a>]</tr></table>',
  ];
  for (const line of lines)
    assert.equal(extract(`<main>${line}${PARAGRAPH}${line}</main>`).text, extract(PARAGRAPH).text, line);
  const top = `<head><link rel=next href=b><link rel=up href=.></head>`;
  const end = '<p>Next: <a href=b>Creating piles</a>, Up: <a href=.>Piles</a></p>';
  assert.equal(extract(`${top}<main>${PARAGRAPH}${end}</main>`).text, extract(PARAGRAPH).text);
  const contents = '<ul><li><a href=b>Creating piles</a></li></ul>';
  assert.match(extract(`${top}<main>${PARAGRAPH}${contents}</main>`).text, /Creating piles/);
  const sentence =
    '<p>What the parts of it are is said in full, one after the other, <a href=b rel=next>further on</a>.</p>';
  assert.match(extract(`<main>${PARAGRAPH}${sentence}</main>`).text, /further on/);
});

test('extractPage() keeps the header of a section, and sets apart what an empty element in a heading does', () => {
  const html = `<header><h1>Site</h1></header><section id=main><header><h3>Method</h3><h1><a href=s>Shelf</a><span class=sep></span>put</h1></header>${PARAGRAPH}</section>`;
  assert.deepEqual(outlineOf(html), ['|Method', '|Shelf put']);
});

test('extractPage() leaves out the list of its places that a page begins with, unless it is most of the page', () => {
  const contents = '<h1>T</h1><ul><li><a href="#a">First part</a></li><li><a href="#b">Second part</a></li></ul>';
  const table = '<h1>T</h1><table><tr><td><a href="#a">First</a><br>&nbsp;<a href="#b">Second</a></td></tr></table>';
  for (const html of [contents, table])
    assert.equal(extract(`${html}${PARAGRAPH}`).text, extract(`<h1>T</h1>${PARAGRAPH}`).text, html);
  assert.match(extract(`<main>${contents}<p>Few words.</p></main>`).text, /First part/);
  assert.match(extract(`<main>${contents.replaceAll('"#', '"b#')}${PARAGRAPH}</main>`).text, /First part/);
});

test('extractPage() leaves out a date alone right below the heading of the page, and keeps others', () => {
  assert.doesNotMatch(extract(`<main><h1>T</h1><p><time>15 Dec, 2025</time></p>${PARAGRAPH}</main>`).text, /2025/);
  assert.match(extract(`<main><h1>T</h1>${PARAGRAPH}<h2>1.2</h2><p>15 Dec, 2025</p></main>`).text, /2025/);
});

test('extractPage() takes the text body however its name is spelled', () => {
  for (const name of ['docContent', 'doc-content', 'doc_content'])
    assert.doesNotMatch(
      extract(`<div><p>Supported versions: 1 / 2</p><div id=${name}>${PARAGRAPH}</div></div>`).text,
      /1 \/ 2/,
      name,
    );
});

test('extractPage() takes the anchor before a list for its first entry that has none', () => {
  assert.deepEqual(outlineOf('<span id=func-dict></span><dl><dt>class dict</dt><dd>x</dd></dl>'), [
    'func-dict|class dict',
  ]);
});

test('extractPage() takes the address of an entry from before it, not from the name of a link to elsewhere inside it', () => {
  assert.deepEqual(outlineOf('<a id="put(x)"></a><h4>def put(x: <a href=Any name=scala.Any>Any</a>)</h4>'), [
    'put(x)|def put(x: Any)',
  ]);
});

test('extractPage() leaves out the colon behind a kind that is not named', () => {
  const html =
    '<dl><dt id="index-put"><span>: </span><span><em>pile</em> = <strong>putOn</strong> <em>(thing)</em></span></dt><dd>Puts.</dd></dl>';
  assert.deepEqual(outlineOf(html), ['index-put|pile = putOn (thing)']);
});

test('extractPage() starts no section at a footnote or at the title of a note', () => {
  const html =
    '<h2 id=h>H</h2><div class="admonition note"><h3>Note</h3><p>careful</p></div><p>on</p><dl><dt id=fn1>[1]</dt><dd>foot</dd></dl>';
  assert.deepEqual(outlineOf(html), ['h|H']);
  assert.equal(section(html, 'H').text, 'Note\ncareful\non\n[1]\nfoot');
});

test('extractPage() shortens a signature beyond 300 characters and keeps the rest as text', () => {
  const long = `f(${'argument, '.repeat(60)}last)`;
  const [entry] = extract(`<dl><dt id=f>${long}</dt><dd>about</dd></dl>`).sections;
  assert.match(entry?.heading ?? '', /^f\(.{200,297}argument,$/);
  assert.equal(`${entry?.heading}${entry?.text}`.replace(/\s/g, ''), `${long}about`.replace(/\s/g, ''));
});

test('extractPage() cuts no word in two where a heading is longer than 300 characters', () => {
  const said = 'Members across different social networks engage with others. '.repeat(10).trim();
  const [first] = extract(`<h3>${said}</h3>`).sections;
  assert.equal(`${first?.heading} ${first?.text}`, said);
  assert.equal(extract(`<h3>${'\u6728'.repeat(400)}</h3>`).sections[0]?.heading.length, 300, 'no blank to cut at');
});

test('extractPage() keeps code as written and apart from text', () => {
  const html =
    '<p>Use <code>x</code>:</p><pre>\n&gt;&gt;&gt; a  =  1\n  <b>b</b>\n\n</pre><pre><span>c</span><br><div>d</div></pre><p>done</p>';
  const [lead] = extract(html).sections;
  assert.equal(lead?.text, 'Use x:\ndone');
  assert.equal(lead?.code, '>>> a  =  1\n  b\n\nc\nd');
});

test('extractPage() leaves line numbers out of code', () => {
  const table =
    '<table class=highlighttable><tr><td class=linenos><pre>1\n2</pre></td><td class=code><pre>a\nb</pre></td></tr></table>';
  const inline = '<pre><span class=lineno>1 </span>a\n<span class=lineno>2 </span>b</pre>';
  for (const html of [table, inline]) assert.equal(extract(`<p>text</p>${html}`).sections[0]?.code, 'a\nb', html);
});

test('extractPage() keeps code whose element asks for line numbers, and puts lines apart that only styles put apart', () => {
  const codeOf = (html: string) => extract(`<p>text</p>${html}`).sections[0]?.code;
  assert.equal(codeOf('<pre class="line-numbers language-js"><code>a</code></pre>'), 'a');
  assert.equal(codeOf('<pre><code><span class=line>a</span><span class=line><b>b</b></span></code></pre>'), 'a\nb');
  assert.equal(codeOf('<pre><span class=line>a</span>\n<span class=line>b</span>\n</pre>'), 'a\nb');
  assert.equal(
    codeOf('<pre><div>1</div><div>a</div><div>2</div><div>b</div><div>3</div><div>c</div></pre>'),
    'a\nb\nc',
  );
  assert.equal(codeOf('<pre>1\n2\n3</pre>'), '1\n2\n3');
  assert.equal(codeOf('<pre><span class="linenumber x">1</span>a\n<span class=ln>2</span>b</pre>'), 'a\nb');
});

test('extractPage() separates blocks by newlines and cells by blanks, and squeezes white space', () => {
  const html =
    '<p>a\n  b&nbsp;c<br>d</p><table><tr><td>1<td>2<tr><td>3</table><ul><li>x<li>y</ul>so\u00adft zero\u200bwidth';
  assert.equal(extract(html).sections[0]?.text, 'a b c d\n1 2\n3\nx\ny\nsoft zerowidth');
});

test('extractPage() takes the main region and drops what is set aside', () => {
  const main =
    'The main text is here and it is long enough to be believed by everybody who reads it, also when many links stand beside it and say little.';
  const cases = [
    `<nav>menu</nav><main><p>${main}</p></main><footer>foot</footer>`,
    `<header>head</header><div role=main><p>${main}</p><div class=breadcrumbs>you are here</div></div>`,
    `<div class=sphinxsidebar><ul><li>side</ul></div><article><p>${main}</p><aside>aside</aside></article>`,
    `<body><div id=footer>foot</div><p>${main}</p><div class=site-nav>nav</div><p hidden>secret</p><script>code()</script>`,
    `<div><a href=/a>one link of many</a> <a href=/b>another</a></div><p>${main}</p>`,
    `<ul>${'<li><a href=/a>one link of many</a>'.repeat(26)}</ul><p>${main}</p>`,
    `<p>${main}<span aria-hidden=true>icon</span><button>Copy</button></p><p>Was this page helpful?</p>`,
  ];
  for (const html of cases) assert.equal(extract(html).text, main, html);
});

test('extractPage() keeps hidden tabs and folds of the main text', () => {
  assert.match(extract('<main><p>shown</p><div role=tabpanel hidden><p>other tab</p></div></main>').text, /other tab/);
  assert.match(extract('<main><p>shown</p><div hidden="until-found"><p>an answer</p></div></main>').text, /an answer/);
  assert.doesNotMatch(extract('<main><p>shown</p><div hidden><p>an answer</p></div></main>').text, /an answer/);
});

const PARAGRAPH = `<p>${'What the page is about is said here in so many words. '.repeat(12)}</p>`;

test('extractPage() keeps tools out of headings, links dressed as buttons, and who wrote it when', () => {
  const furniture = [
    '<h2 id=t>Title<div class=tooltip>Save this page</div></h2>',
    '<h2 id=t>Title<span hidden>hidden</span></h2>',
    '<h2 id=t>Title</h2><p><a class="btn btn-primary" href=/x>Get it now</a></p>',
    '<h2 id=t>Title</h2><p>Published March 3, 2024 10:39AM</p><p>Written by Ann B. Writer</p>',
    '<h2 id=t>Title</h2><p>Last updated on 3 March 2024 by somebody: a commit message (1f3a5c7)</p>',
  ];
  for (const html of furniture)
    assert.equal(
      extract(`<main>${html}${PARAGRAPH}</main>`).text,
      extract(`<main><h2>Title</h2>${PARAGRAPH}</main>`).text,
      html,
    );
});

test('extractPage() keeps out when a page was last changed, in three languages, but not a sentence about changes', () => {
  for (const line of [
    'Последнее изменение: 2026/11/22 17:40 — admin',
    'howto/mail.txt \u00b7 Last modified: 2026/11/22 17:40 by Ann',
    'история/норманны.txt \u00b7 Последнее изменение: 2026/11/22 17:40 — admin',
    'поради/пошта.txt \u00b7 Остання зміна: 2026/11/22 17:40 повз Олена',
    'Последнее изменение этой страницы: 01:20, 8 июня 2022.',
    'Останнє оновлення 12.05.2022',
    'Последнее обновление — 12 мая 2022 года',
  ])
    assert.doesNotMatch(extract(`<main><h1>Title</h1>${PARAGRAPH}<p>${line}</p></main>`).text, /202[26]/, line);
  for (const line of [
    'Последнее, что изменили в 2026 году, — дверь.',
    'Остання змінна має значення 2026.',
    'Последнее обновление системы вышло в 2026 году и принесло новое меню.',
  ])
    assert.match(extract(`<main><h1>Title</h1>${PARAGRAPH}<p>${line}</p></main>`).text, /2026/, line);
});

test('extractPage() keeps sections whose headings only look like furniture', () => {
  for (const heading of [
    'Comments',
    'Responses',
    'Loading',
    'Copy',
    'Sign up for an account and get a key',
    'Subscribe to events',
  ])
    assert.match(
      extract(`<main>${PARAGRAPH}<h2>${heading}</h2><p>They begin with a sign.</p></main>`).text,
      new RegExp(`${heading}\nThey`),
      heading,
    );
  assert.doesNotMatch(extract(`<main>${PARAGRAPH}<h2>3 comments</h2><p>Nice!</p></main>`).text, /Nice/);
});

test('extractPage() does not read a meaning into the signs that build tools add to names', () => {
  for (const name of ['table_root__adKqa', 'box_wrap__Zx9ad', 'layout sidebar-enabled--false', 'newsletter-post'])
    assert.match(extract(`<main>${PARAGRAPH}<article class="${name}"><p>kept</p></article></main>`).text, /kept/, name);
  assert.doesNotMatch(extract(`<main>${PARAGRAPH}<div class="nav_root__adKqa"><p>menu</p></div></main>`).text, /menu/);
  assert.doesNotMatch(
    extract(`<main>${PARAGRAPH}<div id=docs-top-navigation-container>menu</div></main>`).text,
    /menu/,
  );
  assert.match(extract(`<main>${PARAGRAPH}<div id=navigation-guards>kept</div></main>`).text, /kept/);
});

test('extractPage() keeps the heading of the page that stands before the region of its text', () => {
  const html = `<header><h1>Site</h1></header><main><div><h1 id=top>Title</h1><div class=actions>x</div></div><article>${PARAGRAPH}</article></main>`;
  assert.deepEqual(outlineOf(html), ['top|Title']);
});

test('extractPage() leaves out a top heading that is the name of the site and leads home, where the page has its own', () => {
  const site = '<div class=page><h1><a href=/>Foo 3 docs</a></h1>';
  const own = extract(
    `<title>Forms — Foo 3 docs</title>${site}<div><h1>Forms<a href="#forms">¶</a></h1><p>Text of it.</p></div>`,
  );
  assert.equal(own.title, 'Forms');
  assert.doesNotMatch(own.text, /Foo 3/);
  const linked = extract(
    '<h1><a href="/p/1">First story</a></h1><p>One.</p><h1><a href="/p/2">Second</a></h1><p>Two.</p>',
  );
  assert.match(linked.text, /First story/);
});

test('extractPage() leaves out the announcements of other articles, unless they are what the page is for', () => {
  const teasers = '<article><h3><a href=/b>Other</a></h3><p>Another story in short.</p></article>'.repeat(3);
  assert.doesNotMatch(extract(`<main>${PARAGRAPH}${teasers}</main>`).text, /Another story/);
  assert.match(extract(`<main><h1>Stories</h1>${teasers}</main>`).text, /Another story/);
  const part = '<article><h2>Method</h2><p>Stir it.</p><h3><a href=/cook>A cook</a></h3></article>';
  assert.match(extract(`<main>${PARAGRAPH}${part}</main>`).text, /Stir it/);
});

test('extractPage() leaves out forms to fill in, unless they hold the page', () => {
  const form = '<form><label>First name</label><p>All are required.</p></form>';
  assert.doesNotMatch(extract(`<main>${PARAGRAPH}${form}</main>`).text, /required/);
  assert.match(extract(`<form>${PARAGRAPH}<p>All of it.</p></form>`).text, /All of it/);
});

test('extractPage() leaves out notices of the main text that nothing opens', () => {
  const notice = extract(
    `<main>${PARAGRAPH}<div hidden><p>Sign in first</p></div><div hidden id=more><p>more</p></div></main>`,
  );
  assert.doesNotMatch(notice.text, /Sign in/);
  assert.match(notice.text, /more/);
});

test('extractPage() takes everything back rather than lose the page', () => {
  const words = 'words of a page that says nothing helpful about itself '.repeat(10);
  for (const html of [
    `<div class=sidebar><p>${words}</p></div>`,
    `<nav><p>${words}</p>`,
    `<main></main><div><p>${words}</p></div>`,
    `<div class=popup hidden><p>${words}</p></div>`,
  ]) {
    assert.match(extract(html).text, /nothing helpful/, html);
  }
});

test('extractPage() reads the text for those without scripts when scripts make all of the page', () => {
  const topic = `<header><a href="/">Forum</a></header><div role="main"><h1>Oak</h1>${PARAGRAPH}<a href="/t/2">Ash</a></div>`;
  const head = '<title>Oak - Forum</title><noscript><meta http-equiv="refresh" content="0; url=/old"></noscript>';
  const page = extract(`${head}<body><noscript>${topic}</noscript><div id="app"></div>`);
  assert.match(page.text, /What the page is about/);
  assert.equal(page.title, 'Oak');
  assert.equal(page.refreshUrl, undefined);
  assert.ok(page.outlinks.some(({ url }) => url.endsWith('/t/2')));
  assert.equal(extract('<body><noscript>You need JavaScript for this.</noscript><div id="app"></div>').text, '');
  assert.doesNotMatch(
    extract(`<p>${'Said by all. '.repeat(20)}</p><noscript>${topic}</noscript>`).text,
    /What the page/,
  );
});

test('extractPage() leaves out lines of links before the first heading, and those that lead from page to page', () => {
  const ways =
    '<table><tr><td><a href="/">Home</a><td><a href="/libs">Libraries</a><td><a href="/more">More</a></table>';
  const turn =
    '<div>&lt;-<a href="/4">previous</a><a href="/toc">Table of Contents</a><a href="/6">next</a>-&gt;</div>';
  const said = 'A smart pointer that counts what refers to its object.';
  const { text } = extract(`${ways}<h1>intrusive_ptr</h1><p>${said}</p>${turn}`);
  assert.equal(text, `intrusive_ptr\n${said}`);
  assert.match(extract(`<p><a href="/b">Boost</a></p><p>${said}</p>`).text, /^Boost/, 'no heading follows');
  const steps = (last: string) =>
    `<div class="path"><a href="/">Home</a> \u2192 <a href="/libs">Libraries</a> \u2192 ${last}</div>`;
  assert.equal(extract(`${steps('Pointers')}<h1>Pointers</h1><p>${said}</p>`).text, `Pointers\n${said}`);
  assert.match(extract(`${steps('News of today')}<h1>Pointers</h1><p>${said}</p>`).text, /News of today/);
});

test('extractPage() reads a table row that begins with an anchor around its name as a definition, to the end of the row', () => {
  const row = (name: string) =>
    `<tr><td><center><a name=${name}><b>${name}</b></a></center></td><td>thing</td><td><p>About ${name}.</p></td></tr>`;
  const layout = '<table><tr><td><p>One.</p><a name=put>put</a><p>About it.</p><h2>Next</h2><p>More.</table>';
  const sectionsOf = (html: string) => extract(html).sections.map(({ anchor, text }) => `${anchor}: ${text}`);
  const rows = sectionsOf(`<h1>H</h1><table>${row('putOn')}${row('takeOff')}</table><p>After.`);
  assert.deepEqual(rows, [': After.', 'putOn: thing\nAbout putOn.', 'takeOff: thing\nAbout takeOff.']);
  assert.deepEqual(section(`<h1>H</h1>${layout}`, 'Next').path, [], 'not part of a row');
});

test('extractPage() leaves out what Publican puts above and below a page', () => {
  const turn = (way: string) =>
    `<ul class="docnav ${way}"><li><a accesskey=p href=/a><b>Prev</b></a><li>The Book of Oaks<li><a accesskey=n href=/c><b>Next</b></a></ul>`;
  assert.equal(extract(`${turn('top')}<h2>Acorns</h2><p>They fall.</p>${turn('')}`).text, 'Acorns\nThey fall.');
});

test('extractPage() reads a line or two before the heading of the page as part of what the heading begins', () => {
  const sectionsOf = (html: string) => extract(html).sections.map(({ heading, text }) => `${heading}: ${text}`);
  const lines = '<div>Module wood</div><div>Package wood.oak</div>';
  const rest = '<p>It holds acorns.</p><h2>Fields</h2><p>None.</p>';
  const [first, ...others] = sectionsOf(`<title>Pile</title>${lines}<h1>Class Pile&lt;T></h1>${rest}`);
  assert.equal(first, 'Class Pile<T>: Module wood\nPackage wood.oak\nIt holds acorns.');
  assert.deepEqual(others, ['Fields: None.']);
  assert.equal(sectionsOf(`<title>Oak</title>${lines}<h2>Oak</h2>${rest}`).length, 2, 'headed by its title');
  assert.equal(sectionsOf(`<title>Oak</title>${lines}<h2>Elm</h2>${rest}`).length, 3);
  assert.equal(sectionsOf(`<title>Oak</title>${lines}<h1>Elm</h1>${rest}<h1>Ash</h1>`).length, 4, 'chapters');
  const long = `<p>${'An introduction to oaks. '.repeat(10)}</p>`;
  assert.equal(sectionsOf(`<title>Oak</title>${long}<h1>Oak</h1>${rest}`).length, 3);
});

test('extractPage() leaves out lines that name the page before or after, as archives of lists and blogs do', () => {
  const other = '<strong><a href="/8">Re: [shelves] How is ash put together, and what does it carry?</a></strong>';
  for (const label of [
    'Prev by Date:',
    'Next by thread: ',
    '\u2190 Previous post: ',
    'Next:',
    'Предыдущая запись: ',
    'Наступна стаття:',
  ])
    assert.equal(extract(`${PARAGRAPH}<ul><li>${label} ${other}</li></ul>`).text, extract(PARAGRAPH).text, label);
  for (const said of [
    `Next: sand ${other} and oil it, with a brush or with a rag`,
    'Next by thread: sand it',
    `See ${other}`,
  ])
    assert.notEqual(extract(`${PARAGRAPH}<p>${said}</p>`).text, extract(PARAGRAPH).text, said);
});

test('extractPage() takes a label right before what a term names for text of the entry', () => {
  const term = (id: string, said: string) =>
    `<dt><span class=tag>${said}</span></dt><dd>About it.</dd>`.replace('@', id);
  const html = `<h1>H</h1><dl>${term('put/2', '[ISO]</span><a id="@">put(<var>+Thing</var>)</a>')}${term('take/1', '[hook, nondet]</span><a id="@">take</a>')}${term('x', '<a id="@">[ISO] and others</a>')}</dl>`;
  assert.deepEqual(
    extract(html).sections.map(({ heading, text }) => `${heading}: ${text.replaceAll('\n', ' | ')}`),
    ['H: ', 'put(+Thing): [ISO] | About it.', 'take: [hook, nondet] | About it.', '[ISO] and others: About it.'],
  );
});

test('extractPage() leaves out lines that lead back to the top of the page, in whatever language', () => {
  const back = ['(<a href="#top">наверх</a>)', '<a href="#pageTop">↑ Догори</a>', '[ <a href="#top">Zum Anfang</a> ]'];
  const lines = back.map((line) => `<p>${line}</p><h2>Oak</h2>${PARAGRAPH}`).join('');
  const kept =
    '<p>Whoever wants to know more may read what <a href="#top">the beginning</a> says.</p><p><a href="#topics">Topics</a></p>';
  const { text } = extract(`<main><h1 id="top">T</h1>${PARAGRAPH}${lines}${kept}</main>`);
  assert.doesNotMatch(text, /наверх|Догори|Anfang/);
  assert.match(text, /read what the beginning says\.\nTopics$/);
});

test('extractPage() leaves out a numbered list of its places in a definition list, with the heading over it', () => {
  const contents =
    '<h1>T</h1><h2>Зміст</h2><dl><dt>1. <a href="#a">First part</a></dt><dt>2. <a href="#b">Second part</a>:</dt>' +
    '<dd><dl><dt>2.1. <a href="#c">Third part</a></dt></dl></dd></dl>';
  const { sections, text } = extract(`<main>${contents}<h2 id="a">Oak</h2>${PARAGRAPH}</main>`);
  assert.doesNotMatch(text, /part|Зміст/);
  assert.deepEqual(
    sections.map(({ heading }) => heading),
    ['T', 'Oak'],
  );
  assert.match(extract(`<main>${contents}<p>Few words.</p></main>`).text, /Third part/);
});

test('extractPage() leaves a long list of contents out of a page that says next to nothing', () => {
  const contents = Array.from({ length: 300 }, (_, i) => `<li><a href="/${i}">1.${i} Term number ${i}</a>`).join('');
  const frame = `<div id="frame"><ul class="toc">${contents}</ul></div>`;
  const said = 'The first degree of the scale, after which a key is named.';
  const short = extract(`<div id="main"><h2>1.320 Tonic</h2><p>${said}</div>${frame}`);
  assert.equal(short.text, `1.320 Tonic\n${said}`);
  const footer = `<div id="footer"><p>${'This page is for the first version. '.repeat(8)}</div>`;
  const bare = extract(`<div id="main"><h2>4.2 Requirements</h2>${footer}</div>${frame}`);
  assert.doesNotMatch(bare.text, /Term number/);
  assert.match(bare.text, /^4.2 Requirements/);
});

test('extractPage() keeps content sections whose ids happen to name navigation', () => {
  const html =
    '<h1>Widgets</h1><section id=toolbar><h2>Toolbar</h2><p>A toolbar has buttons.</p></section><div class=section id=comments><h2>Comments in code</h2><p>They begin with a sign.</p></div><p>The end of it all.</p>';
  const { text } = extract(html);
  assert.match(text, /has buttons/);
  assert.match(text, /begin with a sign/);
});

test('extractPage() reads language, description, robots and canonical URL', () => {
  const page = extract(`<html lang=pt-BR><head><meta name=description content=" About
    it "><meta name=ROBOTS content="NoIndex, follow"><link rel=canonical href="file:///x"><link rel=canonical href="../b#c"></head>
    <body><link rel=canonical href=/evil></body>`);
  assert.deepEqual(
    [page.lang, page.description, page.noindex, page.nofollow, page.canonicalUrl],
    ['pt', 'About it', true, false, 'https://example.org/b'],
  );
  assert.equal(extract('<meta http-equiv=content-language content="de-AT">').lang, 'de');
  assert.equal(extract('<html xml:lang=RU>').lang, 'ru');
  assert.equal(extract('<html lang="not a tag">').lang, '');
  const none = extract('<meta name=spindex content=none>');
  assert.deepEqual([none.noindex, none.nofollow], [true, true]);
  assert.equal(extract('<link rel=canonical href="mailto:a@b.c">').canonicalUrl, undefined);
});

test('extractPage() reads alternates of the head that name a language, one a URL', () => {
  const { alternates } = extract(`<base href=/docs/><head>
    <link rel=alternate hreflang=x-default href=install><link rel="Alternate" hreflang=EN-us href=install>
    <link rel=alternate hreflang=de href="https://de.example.org/installation#top"><link rel=alternate hreflang=fr href="mailto:a@b.c">
    <link rel=alternate type=application/rss+xml href=/feed><link rel="alternate stylesheet" href=/dark.css>
    </head><body><link rel=alternate hreflang=ru href=/evil><a hreflang=uk rel=alternate href=/uk>Українською</a></body>`);
  assert.deepEqual(alternates, [
    { url: 'https://example.org/docs/install', lang: 'en-us' },
    { url: 'https://de.example.org/installation', lang: 'de' },
  ]);
});

test('extractPage() keeps a bounded number of alternates', () => {
  const links = Array.from({ length: 1000 }, (_, i) => `<link rel=alternate hreflang=de href=/${i}>`);
  assert.equal(extract(links.join('')).alternates.length, 200);
});

test('extractPage() resolves every address against the first base', () => {
  const page = extract(
    `<base href=/other/><base href=/no/><link rel=canonical href=c><meta http-equiv=refresh content="0;url=r"><a href=l>x</a>`,
  );
  assert.equal(page.canonicalUrl, 'https://example.org/other/c');
  assert.equal(page.refreshUrl, 'https://example.org/other/r');
  assert.deepEqual(
    page.outlinks.map(({ url }) => url),
    ['https://example.org/other/l', 'https://example.org/other/r'],
  );
});

test('extractPage() gives text that has the words of its sections and no others', () => {
  const html =
    '<title>T</title><p>lead</p><h1>One</h1><p>a</p><pre>code</pre><dl><dt id=d>def()</dt><dd>text<dl><dt id=e>e</dt><dd>x</dd></dl>rest</dd></dl>';
  const { sections, text } = extract(html);
  const words = (parts: string[]) =>
    parts
      .join(' ')
      .split(/\s+/)
      .filter((word) => word !== '')
      .sort();
  assert.deepEqual(words(sections.flatMap((one) => [one.heading, one.text, one.code])), words([text]));
});

test('extractPage() stops at 20,000 sections and 5,000,000 characters', () => {
  const page = extract(`${'<h2>h</h2>'.repeat(20_500)}${'word '.repeat(1_000_100)}`);
  assert.ok(page.sections.length <= 20_000);
  assert.ok(page.text.length <= 5_100_000);
});

test('extractPage() tells a canonical link that leads nowhere on the web, directives with a date, and how long a refresh waits', () => {
  const url = 'https://example.org/';
  const unusable = (head: string) => extractPage(`<head>${head}</head>`, url).unusableCanonical;
  assert.equal(unusable('<link rel=canonical href=" file:///a.html ">'), 'file:///a.html');
  assert.equal(unusable('<link rel=canonical href=file:///a><link rel=canonical href=/b>'), undefined);
  assert.equal(unusable('<link rel=canonical href="">'), undefined);
  const robots = (content: string) => extractPage(`<meta name=robots content="${content}">`, url);
  assert.equal(robots('unavailable_after: 25 Jun 2010 15:00:00 GMT').unavailableAfter, Date.UTC(2010, 5, 25, 15));
  assert.equal(robots('noarchive').unavailableAfter, undefined);
  assert.deepEqual([robots('NOINDEX nofollow').noindex, robots('NOINDEX nofollow').nofollow], [true, true]);
  const delay = (content: string) =>
    extractPage(`<meta http-equiv=refresh content="${content}">`, url).refreshDelaySeconds;
  assert.deepEqual(['0; url=/a', ' 12.5 ; url=/a', '.9;/a', '7'].map(delay), [0, 12, 0, undefined]);
});

test('extractPage() keeps to a declared main text of one sentence and a list of what is in the chapter', () => {
  const menu = `<div role="navigation"><h4>Next topic</h4>${'<a href="/next">Allocating objects on the heap</a> '.repeat(6)}</div>`;
  const contents = `<div>${'<ul><li><a href="/part">Common object structures</a></li></ul>'.repeat(12)}</div>`;
  const html = `${menu}<div role="main"><h1>Objects</h1><p>This chapter describes objects.</p>${contents}</div>${menu}`;
  const { sections } = extractPage(html, 'https://h.example/');
  assert.deepEqual(
    sections.map(({ heading }) => heading),
    ['Objects'],
  );
});

test('extractPage() keeps the labels of tabs apart that are made of buttons to choose one from', () => {
  const tabs =
    '<input type=radio id=a><input type=radio id=b><div><label for=a>Linux</label><label for=b>Windows</label></div>';
  assert.equal(
    extract(`<main><h1>Install</h1><p>Choose one:</p>${tabs}<p>Run it.</p></main>`).text.split('\n')[2],
    'Linux Windows',
  );
});

test('extractPage() takes no address from an id that another element has had: browsers open the page there', () => {
  const html =
    '<main><h2 id=size>Size</h2><p><a id=size></a></p><h3 id=width>Width</h3><p>In pixels.</p><h2 id=width>Width again</h2><p>In inches.</p></main>';
  assert.deepEqual(
    extract(html).sections.map(({ heading, anchor }) => [heading, anchor]),
    [
      ['Size', 'size'],
      ['Width', 'width'],
      ['Width again', ''],
    ],
  );
});

test('extractPage() leaves badges out of what a heading calls, but for the one that it begins with', () => {
  const html = `<main><h2 id=a><code>serve(options)</code> <span class="VPBadge tip">beta</span></h2><p>Serves.</p>
    <h2 id=b><span class="badge">GET</span> /users</h2><p>Lists <span class="badge">all</span> users.</p></main>`;
  const [serve, users] = extract(html).sections;
  assert.deepEqual([serve?.heading, serve?.symbols], ['serve(options)', ['serve']]);
  assert.deepEqual([users?.heading, users?.text], ['GET /users', 'Lists all users.']);
});

test('extractPage() leaves out the line above code that names its language', () => {
  const box = (label: string) =>
    `<div class="language-js shiki"><button>Copy</button><span class=lang>${label}</span><pre><code>open()</code></pre></div>`;
  const textOf = (label: string) => extract(`<main><h1>Use</h1><p>Open it:</p>${box(label)}</main>`).sections[0]?.text;
  assert.equal(textOf('JS'), 'Open it:');
  assert.equal(textOf('open.js'), 'Open it:\nopen.js');
  const header = '<div><div class=header><span>js</span><button>Copy</button></div>';
  for (const code of ['<pre class="brush: js notranslate"><code>', '<pre><code class="language-js">']) {
    const html = `<main><h1>Use</h1><p>Open it:</p>${header}${code}open()</code></pre></div><p>js</p><pre>close()</pre></main>`;
    assert.equal(extract(html).sections[0]?.text, 'Open it:\njs', code);
  }
});

test('extractPage() leaves out the way back from a footnote', () => {
  const html =
    '<main><p>Whales<sup id=fr-1><a href="#fn-1">1</a></sup> sing.</p><ol><li id=fn-1><p>Not fish. <a href="#fr-1">\u21a9</a></p></li></ol></main>';
  assert.equal(extract(html).text.split('\n')[1], 'Not fish.');
  for (const sign of ['^', '\u2191'])
    assert.equal(
      extract(`<p id=a>Whales.</p><li><b><a href="#a">${sign}</a></b> Not fish.</li>`).text,
      'Whales.\nNot fish.',
    );
  const operators = '<p>Use <a href="#xor"><code>^</code></a> or <a href="#top"><code>top</code></a>.</p>';
  assert.equal(extract(`<h1>Operators</h1>${operators}`).text, 'Operators\nUse ^ or top.', 'code is no sign');
});

test('extractPage() leaves the name of the site out of the title of a section\u2019s index page', () => {
  const html =
    '<title>Advanced - The Shelf Book</title><h1>The Shelf Book</h1><main><h1>Advanced User Guide</h1><p>How to go on.</p></main>';
  assert.equal(extractPage(html, 'https://x.example/advanced/index.html').title, 'Advanced');
});

test('extractPage() keeps the words of a sentence that open a box about them', () => {
  const said = 'The clerk was a most <a class="popup" href="javascript:void(0)">orderly man</a> until noon.';
  const box = '<div class="popup"><p>He is elderly, like the lawyer.</p></div>';
  assert.equal(
    extract(`<main><p>${said}</p>${PARAGRAPH}${box}</main>`).text.split('\n')[0],
    said.replace(/<[^>]*>/g, ''),
  );
  assert.doesNotMatch(extract(`<main><p>${said}</p>${PARAGRAPH}${box}</main>`).text, /elderly/);
});

test('extractPage() opens a heading without an id where the nearest element around begins that has no heading yet', () => {
  const answer = (id: string) =>
    `<div id=${id}><p>12 votes</p><div><h2>About ${id}</h2><p>Text.</p><h3>More</h3><p>Text.</p></div></div>`;
  const html = `<div id=question><h1>How?</h1><p>Text.</p></div>${answer('a1')}${answer('a2')}<h2>Last</h2>`;
  assert.deepEqual(outlineOf(html), ['question|How?', 'a1|About a1', 'a1|More', 'a2|About a2', 'a2|More', '|Last']);
});

test('extractPage() leaves what Texinfo says of the kind of a thing out of its name', () => {
  const entry = (kind: string, rest: string, id: string) =>
    `<dl class="def"><dt id="index-${id}"><span class="category">${kind}: </span><span>${rest}</span></dt><dd><p>About it.</p></dd></dl>`;
  const html = `<h3>Piles</h3>${entry('Operator', '<strong>and</strong>', 'and')}${entry('System variable', 'int <strong>Height</strong>', 'Height')}`;
  const { sections } = extractPage(html, 'https://example.org/pile.html');
  assert.deepEqual(
    sections.slice(1).map(({ heading, symbols, text }) => [heading, symbols, text]),
    [
      ['and', ['and'], 'Operator:\nAbout it.'],
      ['int Height', ['Height'], 'System variable:\nAbout it.'],
    ],
  );
});
