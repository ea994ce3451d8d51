import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Tokenizer } from 'htmlparser2';
import { wantedAttribute } from './attributes.ts';
import { RAW_TEXTS, tokenize } from './html-tokenizer.ts';

/** Tags as they read, attributes that are wanted, texts in `'`. */
function tokensOf(html: string): string[] {
  const tokens = new Tokens();
  tokenize(html, {
    text: (text) => tokens.addText(text),
    startTag: ({ start, end, attributes, isSelfClosing }) => {
      const name = html.slice(start, end).toLowerCase();
      const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
      tokens.add(startOf(name, { attributes: new Map(given), isSelfClosing }));
      return RAW_TEXTS.find((raw) => raw === name);
    },
    endTag: ({ start, end }) => tokens.add(`</${html.slice(start, end).toLowerCase()}>`),
  });
  return tokens.all;
}

class Tokens {
  readonly all: string[] = [];

  add(token: string): void {
    this.all.push(token);
  }

  /** Where a text is cut into pieces says nothing. */
  addText(text: string): void {
    const last = this.all.at(-1);
    if (last?.startsWith("'")) this.all[this.all.length - 1] = `${last.slice(0, -1)}${text}'`;
    else this.all.push(`'${text}'`);
  }
}

function startOf(
  name: string,
  { attributes, isSelfClosing }: { attributes: ReadonlyMap<string, unknown>; isSelfClosing: boolean },
): string {
  const given = [...attributes].map(([attribute, value]) => ` ${attribute}=${JSON.stringify(value)}`).sort();
  return `<${name}${given.join('')}${isSelfClosing ? '/' : ''}>`;
}

test('tokenize() reads tags and the attributes that are wanted', () => {
  const cases: [string, string[]][] = [
    ['a<p>b</p>c', ["'a'", '<p>', "'b'", '</p>', "'c'"]],
    [`<a href='x y' ID=z/ class = "k" onclick="no()" hidden>`, ['<a class="k" hidden="" href="x y" id="z/">']],
    ['<a href=1 href=2 HREF>', ['<a href="1">']],
    ['<a id="<>"href=x>', ['<a href="x" id="<>">']],
    ['<a id= >x<a id==y>', ['<a id="">', "'x'", '<a id="=y">']],
    ['<br/><br / ><a href=/><i /id=x>', ['<br/>', '<br/>', '<a href="/">', '<i id="x">']],
    ['</p class="x">a</>b', ['</p>', "'ab'"]],
    ['a < b <3 <', ["'a < b <3 <'"]],
    ['a<b id="x', ["'a'"]],
    ['a</b', ["'a'"]],
    ['a</', ["'a</'"]],
  ];
  for (const [html, tokens] of cases) assert.deepEqual(tokensOf(html), tokens, html);
});

test('tokenize() gives each tag its own attributes', () => {
  assert.deepEqual(tokensOf('<a id=1 class=c><a href=x>'), ['<a class="c" id="1">', '<a href="x">']);
});

test('tokenize() decodes character references, in attributes only where they cannot be part of an address', () => {
  const cases: [string, string[]][] = [
    ['&lt;p&gt; &#x1F600;&#65;&notit; &unknown; &', ["'<p> \u{1f600}A¬it; &unknown; &'"]],
    ['<a href="?a&copy=1&amp;b&copy;">', ['<a href="?a&copy=1&b©">']],
    ['<a href=&quot;x>&amp;', ['<a href="\\"x">', "'&'"]],
  ];
  for (const [html, tokens] of cases) assert.deepEqual(tokensOf(html), tokens, html);
});

test('tokenize() leaves out comments and declarations', () => {
  for (const left of ['<!-- <p> -->', '<!-->', '<!--->', '<!----!>', '<!doctype html>', '<![CDATA[<p>]]>', '<?php >'])
    assert.deepEqual(tokensOf(`a${left}b`), ["'ab'"], left);
  for (const open of ['<!-- b', '<!-- --', '<!', '<!d', '<?', '<![CDATA[ b ]]', '</ b'])
    assert.deepEqual(tokensOf(`a${open}`), ["'a'"], open);
});

test('tokenize() takes the content of some elements for nothing but text', () => {
  const cases: [string, string[]][] = [
    ['<script>a<b>&amp;</SCRIPT >c', ['<script>', "'a<b>&amp;'", '</script>', "'c'"]],
    ['<title>a<b>&amp;</title>c', ['<title>', "'a<b>&'", '</title>', "'c'"]],
    ['<noscript><iframe></noscript>c', ['<noscript>', "'<iframe>'", '</noscript>', "'c'"]],
    ['<style></styles></style>', ['<style>', "'</styles>'", '</style>']],
    ['<textarea>a</text', ['<textarea>', "'a</text'"]],
    ['<plaintext>a</plaintext>&amp;', ['<plaintext>', "'a</plaintext>&amp;'"]],
  ];
  for (const [html, tokens] of cases) assert.deepEqual(tokensOf(html), tokens, html);
});

test('tokenize() takes an element that closes itself and ends nowhere for empty, as XHTML means it', () => {
  const cases: [string, string[]][] = [
    ['<iframe />a<p>b', ['<iframe/>', '</iframe>', "'a'", '<p>', "'b'"]],
    ['<p/><script/>a<script/>b', ['<p/>', '<script/>', '</script>', "'a'", '<script/>', '</script>', "'b'"]],
    ['<iframe/>a</iframe><iframe/>b', ['<iframe/>', "'a'", '</iframe>', '<iframe/>', '</iframe>', "'b'"]],
    ['<iframe>a<p>', ['<iframe>', "'a<p>'"]],
  ];
  for (const [html, tokens] of cases) assert.deepEqual(tokensOf(html), tokens, html);
});

/** In the first two htmlparser2 does not decode what follows a `<`, and the third it reads as where no scripts run. */
const UNLIKE: readonly string[] = ['title', 'textarea', 'noscript'];
const WITHOUT_REFERENCES = RAW_TEXTS.filter((name) => !UNLIKE.includes(name));
const piece = fc.oneof(
  fc.constantFrom(
    ...['<', '</', '>', '/>', '<!--', '-->', '--!>', '<!', '<?', '<![CDATA[', ']]>', '/', '=', '"', "'", ' ', '\n', '\t', '-', '!'],
    ...['&', '&amp;', '&lt', '&notin;', '&#65;', '&#x80;', '&#0;', '&copy', ';', '\0', '\ud800', 'K', 'İ'],
  ), // biome-ignore format: a table
  fc.constantFrom(
    ...WITHOUT_REFERENCES,
    'p',
    'A',
    'br',
    'svg',
    'x-y',
    'id',
    'Href',
    'class=',
    ' id="',
    " href='x' ",
    'word',
  ),
  fc.constantFrom(
    ...WITHOUT_REFERENCES.flatMap((name) => [`<${name}>`, `</${name}>`]),
    '<p>',
    '</p>',
    '<a href=x>',
    '<b id="y"/>',
  ),
);

/** Ends every tag: htmlparser2 gives parts of one that is open at the end as text, others not. */
const END = `'">`;

test('tokenize() takes no end tag of a script that a script writes for its own', () => {
  const script = (content: string) => tokensOf(`<script>${content}</script>b`);
  const whole = (content: string) => ['<script>', `'${content}'`, '</script>', "'b'"];
  for (const content of [
    '<!--\nw("<script src=x></script>");\n//-->\n',
    '<!--a<SCRIPT></script >b-->',
    '<!--><script>',
    '<!--a-->b<script>',
  ])
    assert.deepEqual(script(content), whole(content));
  // Nothing would ever end it.
  assert.deepEqual(script('<!-- "<script"'), whole('<!-- "<script"'));
});

/** htmlparser2 knows of no scripts in scripts. */
const WRITES_SCRIPTS = /<script.*<!--.*<script/is;
/** To htmlparser2 such an element goes on to the end of all. */
const CLOSES_ITSELF = new RegExp(`<(?:${RAW_TEXTS.join('|')}).*/>`, 'is');

test("tokenize() reads any text as htmlparser2's tokenizer does", () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('') + END),
      (html) => {
        fc.pre(!WRITES_SCRIPTS.test(html) && !CLOSES_ITSELF.test(html));
        assert.deepEqual(tokensOf(html), oracle(html), JSON.stringify(html));
      },
    ),
    { numRuns: 5_000 },
  );
});

/** The same from htmlparser2. */
function oracle(html: string): string[] {
  const tokens = new Tokens();
  let name = '';
  let attribute = '';
  let value = '';
  let attributes = new Map<string, string>();
  const end = (isSelfClosing: boolean) => tokens.add(startOf(name, { attributes, isSelfClosing }));
  const none = () => undefined;
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (from, to) => tokens.addText(html.slice(from, to)),
      ontextentity: (code) => tokens.addText(String.fromCodePoint(code)),
      onopentagname: (from, to) => {
        name = html.slice(from, to).toLowerCase();
        attributes = new Map();
      },
      onattribname: (from, to) => {
        attribute = wantedAttribute(html, { start: from, end: to }) ?? '';
        value = '';
      },
      onattribdata: (from, to) => {
        value += html.slice(from, to);
      },
      onattribentity: (code) => {
        value += String.fromCodePoint(code);
      },
      onattribend: () => {
        if (attribute !== '' && !attributes.has(attribute)) attributes.set(attribute, value);
      },
      onopentagend: () => end(false),
      onselfclosingtag: () => end(true),
      onclosetag: (from, to) => tokens.add(`</${html.slice(from, to).toLowerCase()}>`),
      ...{ onend: none, oncdata: none, oncomment: none, ondeclaration: none, onprocessinginstruction: none },
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return tokens.all;
}

test('tokenize() takes time that grows with the length alone', () => {
  const length = 400_000;
  for (const part of [
    '<',
    '</',
    '<!--',
    '&',
    '<a ',
    '<a id="',
    '<title>',
    "<p id='&",
    '</title',
    '<!--a--!',
    '<a/ ',
    '<script><!--<script></script>',
  ])
    tokenize(part.repeat(length / part.length), {
      text: () => {},
      startTag: () => (part.startsWith('<script') ? 'script' : undefined),
      endTag: () => {},
    });
});
