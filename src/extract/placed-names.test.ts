import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

const extract = (html: string) => extractPage(html, 'https://example.org/docs/page.html');

/** Each section as `anchor: heading [symbols] text`, blocks of text set apart by bars. */
const sectionsOf = (html: string) =>
  extract(html).sections.map(
    ({ anchor, heading, symbols, text }) =>
      `${anchor}: ${heading} [${symbols.join(' ')}] ${text.replaceAll('\n', ' | ')}`,
  );

test('extractPage() makes an entry of each directive whose id stands before its syntax', () => {
  const directive = (name: string, args: string) =>
    `<a name="${name}"></a><div class="directive"><table><tr><th>Syntax:</th><td><code><strong>${name}</strong> <code><i>${args}</i></code>;</code><br></td></tr>
    <tr><th>Context:</th><td><code>shelf</code></td></tr></table></div><p>About ${name}.</p><dl><dt id="${name}_on"><code>on</code></dt><dd>is on</dd></dl><p>More.</p>`;
  const html = `<div id="content"><h2>Module shelf</h2><a name="directives"></a><center><h4>Directives</h4></center>${directive('pile', 'path')}${directive('pile_size', 'n')}
    <a name="variables"></a><h4>Variables</h4><p>None.</p></div><p>foot</p>`;
  assert.deepEqual(sectionsOf(html), [
    ': Module shelf [] ',
    'directives: Directives [] ',
    'pile: pile path; [pile] Syntax: | Context: shelf | About pile. | More.',
    'pile_on: on [on] is on',
    'pile_size: pile_size n; [pile_size] Syntax: | Context: shelf | About pile_size. | More.',
    'pile_size_on: on [on] is on',
    'variables: Variables [] None. | foot',
  ]);
  assert.match(extract(html).text, /Syntax:\npile path;\nContext: shelf\nAbout pile/);
});

test('extractPage() makes an entry of each point of a list that opens at the id of its code', () => {
  const html = `<h2 id="args">Arguments</h2><p>These:</p><ul><li><a id="size"></a><a href="#size"><code>size</code></a> - How large.</li>
    <li id="shelf_id"><code>shelf_id</code> - Where. <ul><li>deeper</li></ul></li><li><code>tags</code> - Tags.</li></ul><p>after</p>`;
  assert.deepEqual(sectionsOf(html), [
    'args: Arguments [] These: | tags - Tags. | after',
    'size: size [size] - How large.',
    'shelf_id: shelf_id [shelf_id] - Where. | deeper',
  ]);
});

test('extractPage() makes an entry of a line that begins with an anchor around its own name', () => {
  const line = (name: string, type: string) =>
    `<div class="top"><p class="src"><a id="v:${name}" class="def">${name}</a> :: ${type} <a href="src/x.html">Source</a> <a href="#v:${name}">#</a></p><div class="doc"><p>About ${name}.</p></div></div>`;
  const html = `<a href="#g:1" id="g:1"><h1>Making</h1></a>${line('put', 'Int -> Pile')}${line('take', 'Pile')}<p>after</p>`;
  assert.deepEqual(sectionsOf(html), [
    'g:1: Making [] after',
    'v:put: put :: Int -> Pile [put] About put.',
    'v:take: take :: Pile [take] About take.',
  ]);
});

test('extractPage() makes an entry of a type that is declared at an anchor, of what makes values of it, and of names with a prime', () => {
  const html = `<h1 id="g:1">Piles</h1><div class="top"><p class="src"><span class="keyword">data</span> <a id="t:Pile" class="def">Pile</a> a <a href="src/x.html">Source</a> <a href="#t:Pile">#</a></p>
    <div class="doc"><p>A pile.</p></div><div><p>Constructors</p><table><tr><td class="src"><a id="v:Heap" class="def">Heap</a> a</td><td class="doc">It is one.</td></tr></table></div></div>
    <div class="top"><p class="src"><a id="v:put-39-" class="def">put'</a> :: a -> Pile a</p><div class="doc"><p>Strictly.</p></div></div>
    <p>The class <a id="thing">thing</a> is old, and <a id="pile">pile</a> is new.</p>`;
  assert.deepEqual(sectionsOf(html), [
    'g:1: Piles [] The class thing is old, and pile is new.',
    't:Pile: data Pile a [Pile] A pile. | Constructors',
    'v:Heap: Heap a [Heap] It is one.',
    "v:put-39-: put' :: a -> Pile a [put'] Strictly.",
  ]);
});

test('extractPage() makes an entry of a declaration whose id is made of its first word and its name', () => {
  const value = (name: string, type: string) =>
    `<pre><span id="VAL${name}"><span class="keyword">val</span> ${name}</span> : <code class="type">${type}</code></pre><div class="info"><p>About ${name}.</p></div>`;
  const spec = `<div class="odoc-spec"><div class="spec value anchored" id="val-top"><a href="#val-top" class="anchor"></a><code><span>val top : 'a t</span></code></div><div class="spec-doc"><p>About top.</p></div></div>`;
  const html = `<h1>Module Pile</h1><pre><span id="MODULEPile"><span class="keyword">module</span> Pile</span>: sig .. end</pre><p>Piles.</p><pre><span id="TYPEt"><span class="keyword">type</span> <code class="type">'a</code> t</span> </pre><div class="info"><p>A pile.</p></div>
    ${value('put', "'a -> 'a t -> 'a t")}${value('size', "'a t -> int")}${value('int', 'int')}${spec}<h2 id="use">Use</h2><pre id="example">val put of no id</pre>`;
  assert.deepEqual(sectionsOf(html), [
    ': Module Pile [] Piles.',
    "TYPEt: type 'a t [t] A pile.",
    "VALput: val put : 'a -> 'a t -> 'a t [put] About put.",
    "VALsize: val size : 'a t -> int [size] About size.",
    'VALint: val int : int [int] About int.',
    "val-top: val top : 'a t [top] About top.",
    'use: Use [] ',
  ]);
});

test('extractPage() makes an entry of an element whose first line calls what its id names', () => {
  const method = (name: string, rest: string) =>
    `<div id="method-i-${name}" class="method-detail"><div class="method-heading"><span>${name}${rest}</span></div><div><p>About ${name}.</p></div></div>`;
  const html = `<h1 id="class-Shelf">class Shelf</h1><section id="methods"><header><h3>Methods</h3></header>${method('put', '(thing)')}${method('size', ' → integer')}
    ${method('each', ' { |thing| ... }')}</section><div id="install"><p>install (see below) it</p></div><p>after</p>`;
  assert.deepEqual(sectionsOf(html), [
    'class-Shelf: class Shelf [Shelf] ',
    'methods: Methods [] install (see below) it | after',
    'method-i-put: put(thing) [put] About put.',
    'method-i-size: size → integer [size] About size.',
    'method-i-each: each { |thing| ... } [each] About each.',
  ]);
});

test('extractPage() makes an entry of an element that declares the function whose signature its id is', () => {
  const method = (id: string, line: string) =>
    `<div class="entry-detail" id="${id}"><div class="signature"> ${line} <a class="method-permalink" href="#x">#</a></div><div class="doc"><p>About it.</p></div></div>`;
  const html = `<h1 id="h">H</h1>${method('put(thing:Thing,&amp;):Pile-instance-method', 'def <strong>put</strong>(thing : <a href="Thing.html">Thing</a>, &amp;) : Pile')}
    ${method('size:Int32-instance-method', 'abstract def <strong>size</strong> : Int32')}${method('[]?(at)-class-method', 'def self.<strong>[]?</strong>(at)')}
    ${method('&lt;=&gt;(other)', 'def &lt;=&gt;(other)')}${method('map[B](f:A=>B):Pile[B]', 'def map[B](f: A =&gt; B): Pile[B]')}${method('other(thing)', 'def put(thing)')}`;
  assert.deepEqual(sectionsOf(html), [
    'h: H [] def put(thing) | About it.',
    'put(thing:Thing,&):Pile-instance-method: def put(thing : Thing, &) : Pile [put] About it.',
    'size:Int32-instance-method: abstract def size : Int32 [size] About it.',
    '[]?(at)-class-method: def self.[]?(at) [[]?] About it.',
    '<=>(other): def <=>(other) [<=>] About it.',
    'map[B](f:A=>B):Pile[B]: def map[B](f: A => B): Pile[B] [map] About it.',
  ]);
});

test('extractPage() makes a heading of a line that is all in a named anchor', () => {
  const line = (name: string, said: string) => `<p><span class="bold"><a name="${name}">${said}</a></span></p>`;
  const html = `<h1 id="h">Settings</h1><h2 id="all">All of them</h2>${line('keys', '2.1. Keys &gt; Hot keys')}<p>About keys.</p>${line('how', 'Q: How are they set?')}<p>So.</p>
    <h2 id="end">End</h2>${line('s', 'The end of it.')}<ul><li><a name="i">An item</a></li></ul><p><a name="p">Piles</a> of things</p><div><a id="menu">Open menu</a></div>`;
  assert.deepEqual(sectionsOf(html), [
    'h: Settings [] ',
    'all: All of them [] ',
    'keys: 2.1. Keys > Hot keys [] About keys.',
    'how: Q: How are they set? [] So.',
    'end: End [] The end of it. | An item | Piles of things | Open menu',
  ]);
});

test('extractPage() gives the only entry of a list, when it has no description, what follows the list', () => {
  const option = (name: string) => `<dl><dt id="opt${name}">${name}</dt><dd></dd></dl><p>About ${name}.</p>`;
  assert.deepEqual(sectionsOf(`<h1 id="h">H</h1>${option('-F')}${option('-G')}<h2 id="i">I</h2><p>end</p>`), [
    'h: H [] ',
    'opt-F: -F [-F] About -F.',
    'opt-G: -G [-G] About -G.',
    'i: I [] end',
  ]);
  const several = '<h1 id="h">H</h1><dl><dt id="a">put()</dt><dt id="b">take()</dt><dd></dd></dl><p>after</p>';
  assert.equal(sectionsOf(several)[0], 'h: H [] after');
});

test('extractPage() makes an entry of a bold name behind an id that says the same', () => {
  const point = (name: string, said: string) =>
    `<li><p><span id="pile.params.${name}"></span><b>${name}</b><a href="#pile.params.${name}">¶</a> – ${said}</p></li>`;
  const points = point('max_size', 'How many.') + point('thing', 'What.') + point('isSorted', 'Whether.');
  assert.deepEqual(sectionsOf(`<h1 id="h">Pile</h1><ul>${points}</ul>`), [
    'h: Pile [] thing – What.',
    'pile.params.max_size: max_size [max_size] – How many.',
    'pile.params.isSorted: isSorted [isSorted] – Whether.',
  ]);
});

test('extractPage() makes an entry of a row that labels what a setting takes, of what stands below the table', () => {
  const setting = (name: string) =>
    `<table><tr><td><span>${name}</span></td><td>Type: <i>integer</i></td><td>Default: <i>3</i></td></tr></table><p>About ${name}.</p>`;
  const html = `<h1>Book</h1><h2 id="s">Settings</h2>${setting('pile_size')}<p>More.</p>${setting('depth')}<h2 id="e">End</h2>
    <table><tr><td>One of them</td><td>Type: a</td><td>Default: b</td></tr><tr><td>size</td><td>Type: c</td></tr></table>`;
  assert.deepEqual(sectionsOf(html), [
    ': Book [] ',
    's: Settings [] ',
    's: pile_size [pile_size] Type: integer Default: 3 | About pile_size. | More.',
    's: depth [depth] Type: integer Default: 3 | About depth.',
    'e: End [] One of them Type: a Default: b | size Type: c',
  ]);
});

test('extractPage() makes no entry of code or anchors that only stand near an id', () => {
  for (const html of [
    '<p><a name="pile"></a>The <code>pile</code> is large.</p>',
    '<p id="other"><code>pile</code> is large.</p>',
    '<p id="index-0-pile"><code>pile</code> and others.</p>',
    '<p><a name="pile">pile</a> is what stands on a shelf.</p>',
    '<p><a name="a pile">a pile</a> (of things)</p>',
    '<p><a name="pile"></a><b>pile</b> is what stands on a shelf.</p>',
    '<a name="pile"></a><pre><code>pile = 1</code></pre>',
  ])
    assert.ok(!extract(html).sections.some(({ kind }) => kind === 'definition'), html);
});

test('extractPage() makes an entry of each element that begins by declaring what its id names', () => {
  const member = (name: string, said: string, text: string) =>
    `<div id="Pile.${name}" class="classattr"><div class="attr">${said}<label class="view-source-button"><span>View Source</span></label></div>
    <a class="headerlink" href="#Pile.${name}"></a><div class="docstring"><p>${text}</p></div></div>`;
  const html = `<main><section><h1>shelf.piles</h1><p>Piles of things.</p></section>
    <section id="Pile"><div class="attr"><span>class</span> <span class="name">Pile</span>(<wbr>shelf.Heap):</div><p>One pile.</p>
    ${member('put', '<span>async def</span> <span class="name">put</span>(self, thing) -> None:', 'Puts a thing on it.')}
    ${member('top', '<div>@property</div> <div>@cached(size=3)</div> <span>def</span> <span>top</span>(self):', 'The last one.')}
    ${member('size', '<span class="name">size</span>: int = 3', 'How many.')}</section>
    <section id="install"><p>install: run this first.</p></section></main>`;
  assert.deepEqual(sectionsOf(html), [
    ': shelf.piles [] Piles of things. | install: run this first.',
    'Pile: class Pile(shelf.Heap): [Pile] One pile.',
    'Pile.put: async def put(self, thing) -> None: [Pile.put put] Puts a thing on it.',
    'Pile.top: @property @cached(size=3) def top(self): [Pile.top top] The last one.',
    'Pile.size: size: int = 3 [Pile.size size] How many.',
  ]);
});
