import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPage } from './extract-page.ts';

/** Each section as `anchor: symbols`, those without symbols left out. */
const namesOf = (html: string) =>
  extractPage(html, 'https://example.org/api/page.html')
    .sections.filter(({ symbols }) => symbols.length > 0)
    .map(({ anchor, symbols }) => `${anchor}: ${symbols.join(' ')}`);

test('extractPage() names a generic type by its name, and its members with it', () => {
  const html = `<title>Pile(T) - Shelf 1.6.0</title><h1 class="name"><a href="i.html">Shelf</a></h1><main><h1><span>class</span> Pile(T)</h1><p>A pile of things.</p>
    <h2>Methods</h2><div id="put(thing:T)-instance-method"><div>def <strong>put</strong>(thing : T)</div><div>Puts one on top.</div></div></main>`;
  assert.deepEqual(namesOf(html), [': Pile', 'put(thing:T)-instance-method: put']);
});

test('extractPage() names what rustdoc documents, with the path of its type', () => {
  const html = `<title>Stack in shelf::piles - Rust</title><main><section id="main-content" class="content"><div class="main-heading">
    <h1>Struct <span class="struct">Stack</span>&nbsp;<button id="copy-path">Copy item path</button></h1></div>
    <pre class="rust item-decl"><code>pub struct Stack&lt;T&gt; { /* private */ }</code></pre><p>A pile of things.</p>
    <h2 id="implementations">Implementations<a href="#implementations" class="anchor">§</a></h2>
    <section id="impl-Stack" class="impl"><a href="#impl-Stack" class="anchor">§</a><h3 class="code-header">impl&lt;T&gt; <a href="x">Stack</a>&lt;T&gt;</h3></section>
    <details open><summary><section id="method.put" class="method"><span class="rightside">1.0.0 · <a class="src" href="s">Source</a></span>
    <h4 class="code-header">pub fn <a href="#method.put" class="fn">put</a>(&amp;mut self, thing: T)</h4></section></summary>
    <div class="docblock"><p>Puts one on top.</p><h5 id="panics"><a class="doc-anchor" href="#panics">§</a>Panics</h5><p>Never.</p></div></details>
    <section id="tymethod.peek"><h4 class="code-header">fn <a href="#tymethod.peek">peek</a>(&amp;self) -&gt; &amp;T <a href="#" class="tooltip">ⓘ</a></h4></section><p>Looks.</p></section></main>`;
  assert.deepEqual(namesOf(html), [
    ': shelf::piles::Stack Stack',
    'method.put: shelf::piles::Stack::put put',
    'tymethod.peek: shelf::piles::Stack::peek peek',
  ]);
  const { sections, text } = extractPage(html, 'https://example.org/');
  assert.deepEqual(
    sections.find(({ heading }) => heading === 'Panics')?.path,
    ['Struct Stack', 'Implementations', 'Stack', 'put'].toSpliced(2, 1, 'impl<T> Stack<T>'),
  );
  assert.doesNotMatch(text, /Copy item path|Source|ⓘ|§/);
});

test('extractPage() names what Javadoc documents, new and old', () => {
  const now = `<title>Stack (Shelf 2)</title><main><div class="header"><div class="sub-title">Module&nbsp;<a href="m">org.shelf</a></div>
    <div class="sub-title">Package&nbsp;<a href="p">org.shelf.piles</a></div><h1 class="title">Class Stack&lt;T&gt;</h1></div>
    <section class="class-description" id="class-description"><div class="type-signature">public class Stack&lt;T&gt;</div><p>A pile of things.</p></section>
    <section id="constructor-detail"><h2>Constructor Details</h2><section class="detail" id="&lt;init&gt;()"><h3>Stack</h3><div class="member-signature">public&nbsp;Stack()</div></section></section>
    <section id="method-detail"><h2>Method Details</h2><ul><li><section class="detail" id="put(T)"><h3 id="put(java.lang.Object)">put</h3>
    <div class="member-signature">public&nbsp;void&nbsp;put<wbr>(T&nbsp;thing)</div><div class="block">Puts one on top.</div></section></li>
    <li><section class="detail" id="MAX"><h3>MAX</h3><div class="member-signature">public static final&nbsp;int&nbsp;MAX</div></section></li></ul></section></main>`;
  assert.deepEqual(
    namesOf(now),
    [
      ': org.shelf.piles.Stack Stack',
      'put(java.lang.Object): org.shelf.piles.Stack.put put',
      'MAX: org.shelf.piles.Stack.MAX MAX',
    ].map((line) => line.replace(/^: /, ': ')),
  );
  const old = `<div class="header"><div class="subTitle">org.shelf</div><h2 class="title">Class Shelf</h2></div>
    <a name="method.detail"><!-- --></a><h3>Method Detail</h3><a name="add-int-"><!-- --></a><ul><li><h4>add</h4><pre>public&nbsp;void&nbsp;add(int&nbsp;n)</pre><div>Adds.</div></li></ul>
    <a name="size--"><!-- --></a><ul><li><h4>size</h4><pre><a href="d">@Deprecated</a>\npublic&nbsp;int&nbsp;size()</pre></li></ul>`;
  assert.deepEqual(namesOf(old), [': Shelf', 'add-int-: Shelf.add add', 'size--: Shelf.size size']);
  const summary = `<table><tr id="i0"><td><code>double</code></td><td><code><a href="#size--">size</a>()</code><div>Counts.</div></td></tr>
    <tr id="i1"><td><code>Pile</code></td><td><code>top()</code></td></tr><tr id="id-1.2"><td><code>sha256</code></td><td>A sum.</td></tr></table>`;
  assert.deepEqual(namesOf(`<h2>Class Shelf</h2>${summary}`), ['id-1.2: sha256']);
});

test('extractPage() names what TypeDoc and JSDoc document', () => {
  const typedoc = `<title>Stack | shelf</title><div class="tsd-page-title"><h1>Class Stack&lt;T&gt;</h1></div><section class="tsd-panel"><p>A pile of things.</p></section>
    <section class="tsd-panel tsd-member"><a id="size" class="tsd-anchor"></a><h3 class="tsd-anchor-link"><span>size</span><a href="#size" class="tsd-anchor-icon"><svg></svg></a></h3>
    <div class="tsd-signature"><span>size</span><span>:</span> <span>number</span></div></section>
    <section class="tsd-panel tsd-member"><a id="put" class="tsd-anchor"></a><h3 class="tsd-anchor-link"><span>put</span></h3>
    <ul><li class="tsd-signature"><span>put</span><span>(</span>thing: T<span>)</span>: void</li><li class="tsd-description"><p>Puts one on top.</p></li></ul></section>`;
  assert.deepEqual(namesOf(typedoc), [': Stack', 'size: Stack.size size', 'put: Stack.put put']);
  const jsdoc = `<h1>Class: Stack</h1><h4 class="name" id="put"><span class="type-signature"></span>put<span class="signature">(thing)</span><span class="type-signature"> &rarr; {number}</span></h4><p>Puts.</p>
    <h4 class="name" id=".of"><span class="type-signature">(static) </span>of<span class="signature">(things)</span></h4><p>Makes one.</p>`;
  assert.deepEqual(namesOf(jsdoc), [': Stack', 'put: Stack.put put', '.of: Stack.of of']);
});

test('extractPage() names what Go, Doxygen and mkdocstrings document', () => {
  const go = `<h1>shelf</h1><h3 id="Stack"><span>type <a href="s">Stack</a></span></h3><pre>type Stack struct {}</pre>
    <h4 id="Stack.Put"><span>func (*Stack) <a href="s">Put</a></span></h4><pre>func (s *Stack) Put(thing any)</pre><p>Puts.</p>`;
  assert.deepEqual(namesOf(go), ['Stack: Stack', 'Stack.Put: Stack.Put Put']);
  const doxygen = `<div class="title">shelf::Stack Class Reference</div><h2 class="groupheader">Member Function Documentation</h2>
    <a id="a0f"></a><h2 class="memtitle"><span class="permalink"><a href="#a0f">◆&#160;</a></span>put()</h2><div class="memproto">void shelf::Stack::put(T thing)</div>`;
  assert.deepEqual(namesOf(doxygen), ['a0f: put']);
  const template = `<title>Shelf: shelf::Pile&lt; T &gt; Class Template Reference</title><nav>Shelf</nav><div class="header"><div class="title">shelf::Pile&lt; T &gt; Class Template Reference</div></div>
    <p>#include &lt;pile.h&gt;</p><h2>Member Documentation</h2><a id="a1"></a><h2 class="memtitle">put() <span class="overload">[1/2]</span></h2><div class="memproto"><div class="memtemplate">template&lt;typename T&gt;</div>
    <table><tr><td>constexpr void <a href="x">shelf::Pile</a>&lt; T &gt;::put<td>(<td>T thing)</table></div><p>Puts.</p>
    <a id="a2"></a><h2 class="memtitle">size</h2><div class="memproto">int shelf::Pile&lt; T &gt;::size</div>`;
  assert.deepEqual(namesOf(template), [': shelf::Pile Pile', 'a1: shelf::Pile::put put', 'a2: shelf::Pile::size size']);
  const python = `<h1>Reference</h1><h2 id="shelf.piles.Stack" class="doc doc-heading"><code>Stack(size=3)</code><a class="headerlink" href="#shelf.piles.Stack">¶</a></h2><p>A pile.</p>
    <h3 id="shelf.piles.Stack.put" class="doc doc-heading"><code class="highlight"><span>put</span><span>(</span>thing<span>)</span></code></h3><p>Puts.</p>`;
  assert.deepEqual(namesOf(python), [
    'shelf.piles.Stack: shelf.piles.Stack Stack',
    'shelf.piles.Stack.put: shelf.piles.Stack.put put',
  ]);
});

test('extractPage() names the options of manual pages, short and long', () => {
  const mandoc = `<section class="Sh"><h1 class="Sh" id="OPTIONS"><a class="permalink" href="#OPTIONS">OPTIONS</a></h1><dl class="Bl-tag">
    <dt id="l"><a class="permalink" href="#l"><code class="Fl">-l</code></a>, <code class="Fl">--long</code></dt><dd>More of each.</dd>
    <dt id="depth"><code class="Fl">--max-depth</code>=<var>n</var></dt><dd>No deeper.</dd></dl></section>`;
  assert.deepEqual(namesOf(mandoc), ['l: -l --long', 'depth: --max-depth']);
  const docbook = `<h2>Options</h2><dl class="variablelist"><dt><a id="opt-v"></a><span class="term"><code class="option">-v</code><br></span><span class="term"><code class="option">--verbose</code></span></dt><dd><p>Says more.</p></dd></dl>`;
  assert.deepEqual(namesOf(docbook), ['opt-v: -v --verbose']);
});

test('extractPage() finds addresses as Docusaurus and the wikis of GitHub give them', () => {
  const docusaurus = `<article><h2 class="anchor" id="put"><code>put(thing)</code><a class="hash-link" href="#put" title="Direct link to put(thing)">\u200b</a></h2><p>Puts.</p></article>`;
  assert.deepEqual(namesOf(docusaurus), ['put: put']);
  const wiki = `<div class="markdown-body"><div class="markdown-heading"><h2 class="heading-element">Where it is</h2><a id="user-content-where-it-is" class="anchor" aria-label="Permalink: Where it is" href="#where-it-is"><svg></svg></a></div><p>There.</p>
    <h2>What (it) is<a href="#what">1</a></h2><p>That.</p><h2 id="user-content-old"><a href="#old"></a>Old</h2><p>Then.</p></div>`;
  const { sections } = extractPage(wiki, 'https://example.org/wiki');
  assert.deepEqual(
    sections.map(({ anchor, heading }) => `${anchor}|${heading}`),
    ['where-it-is|Where it is', '|What (it) is1', 'old|Old'],
  );
});

test('extractPage() takes no chapter for a type, and no word for a name', () => {
  for (const html of [
    '<h1>Class Methods</h1><h2>put</h2><pre>put(1)</pre><h2>take</h2><pre>take()</pre>',
    '<title>CREATE FUNCTION</title><h1>CREATE FUNCTION</h1><p>Makes a function.</p><h2>Note</h2><p>None.</p>',
    '<h1>Interface design</h1><p>Packages are everywhere.</p><h2>Parameter(s)</h2><p>One or more.</p>',
    '<h1>Function pointers</h1><h2>Note</h2><p>Nothing is declared here, in (so) many words.</p>',
  ])
    assert.ok(!namesOf(html).some((names) => /Methods|design|pointers|Parameter|Note|CREATE/.test(names)), html);
});

test('a term that says several names with their types defines each of them; arguments and what a text mentions are no names', () => {
  const name = (code: string, rest: string) => `<span class="term"><code>${code}</code>${rest}<br></span>`;
  const html = `<h2>Settings</h2><dl>
    <dt id="pile">${name('pile_size', ' (<code>integer</code>)')}${name('pile_color', ' (<code>string</code>)')}${name('pile_name', '')}</dt><dd>Of the pile.</dd>
    <dt id="put"><code>put</code>(<code>thing</code>, <code>place</code>)</dt><dd>Puts.</dd>
    <dt id="from"><code>from_pile</code> (as in <code>to_pile</code>)</dt><dd>Takes.</dd></dl>`;
  const sections = extractPage(html, 'https://a.example/').sections.filter(({ symbols }) => symbols.length > 0);
  assert.deepEqual(
    sections.map(({ symbols }) => symbols),
    [['pile_size', 'pile_color', 'pile_name'], ['put'], ['from_pile']],
  );
});

test('extractPage() takes the title of Doxygen for that of the page, whatever the site calls all of them', () => {
  const html = `<title>Shelf - Piles of Things</title><div id="top"></div><div class="header"><div class="summary"><a href="#pub-methods">Public Member Functions</a> &#124;
    <a href="members.html">List of all members</a></div><div class="headertitle">
    <div class="title">shelf::Stack Class Reference<span class="mlabels"><span class="mlabel">abstract</span></span><div class="ingroups"><a class="el" href="group.html">Piles module</a></div></div></div></div>
    <div class="contents"><p>A pile of things.</p><a name="details" id="details"></a><h2 class="groupheader">Detailed Description</h2><div class="textblock"><p>Holds things.</p>
    <div class="fragment"><div class="line">Stack stack;</div><div class="ttc" id="a1"><div class="ttname"><a href="stack.html">shelf::Stack</a></div><div class="ttdef">Definition: stack.hpp:7</div></div></div></div>
    <h2 class="memtitle"><span class="permalink"><a href="#a0f">&#9670;&nbsp;</a></span>put()</h2><div class="memitem"><div class="memproto">void put(T thing)</div></div></div>`;
  const { title, sections, text } = extractPage(html, 'https://example.org/classshelf_1_1Stack.html');
  assert.equal(title, 'shelf::Stack Class Reference');
  assert.deepEqual(sections[0]?.symbols, ['shelf::Stack', 'Stack']);
  assert.deepEqual(sections.at(-1)?.symbols, ['shelf::Stack::put', 'put']);
  assert.doesNotMatch(text, /List of all members|Piles module|Definition/);
});

test('extractPage() keeps the prices of a French shop, whose class is that of the tooltips of Doxygen', () => {
  const text = '<p>The heron of oak stands on one leg and needs no more room than a bottle of wine.</p>';
  const html = `<main><h1>Heron</h1>${text}<div class="ttc">12,50 € TTC</div>${text}</main>`;
  assert.match(extractPage(html, 'https://shop.example/heron').text, /12,50 € TTC/);
});
