import { type QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { BLOCK, CELL, tagTraits } from './tags.ts';

/** Attributes that extraction looks at; all others are skipped unread. */
const WANTED = [
  'alt', 'aria-hidden', 'aria-modal', 'charset', 'class', 'content', 'hidden', 'href', 'hreflang', 'http-equiv', 'id', 'itemprop',
  'lang', 'name', 'property', 'rel', 'role', 'src', 'style', 'xml:lang',
] as const; // biome-ignore format: a table

export type AttributeName = (typeof WANTED)[number];
export type Attributes = { readonly [name in AttributeName]?: string };

/** Receives the elements and the text of a document in order; every opened element is closed once. */
export interface HtmlSink {
  /** The number returned comes back when this element closes. */
  open(name: string, attributes: Attributes): number;
  close(name: string, mark: number): void;
  text(text: string): void;
}

/** Deeper elements are seen but not nested, as in browsers, so that no input takes quadratic time. */
const MAX_DEPTH = 512;
const NONE: Attributes = Object.freeze({});
const VOID = new Set(
  'area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr'.split(' '),
);
const ATTRIBUTE_NAMES = new Map<string, AttributeName>(WANTED.map((name) => [name, name]));
const TABLE_PARTS = new Set('table caption thead tbody tfoot tr td th body html'.split(' '));
const HEADING = /^h[1-6]$/;

/** What an opening tag closes although nobody wrote it, up to the nearest of `within` (HTML standard, 13.1.2.4, optional tags). */
const IMPLIED = new Map<string, { closes: Set<string>; within: Set<string> }>();
for (const [names, closes, within] of [
  ['li', 'li', 'ul ol menu table td th dl'],
  ['dt dd', 'dt dd', 'dl table td th'],
  ['tr', 'tr td th', 'table'],
  ['td th', 'td th', 'tr table'],
  ['thead tbody tfoot', 'thead tbody tfoot tr td th caption', 'table'],
  ['option', 'option', 'select datalist optgroup'],
  ['a', 'a', 'table td th'],
] as const) {
  for (const name of names.split(' '))
    IMPLIED.set(name, { closes: new Set(closes.split(' ')), within: new Set(within.split(' ')) });
}

/**
 * Reads HTML with htmlparser2's tokenizer and a stack of open elements of our own: its `Parser` takes time that grows with
 * the square of the nesting depth. Never throws for any input; time is linear in its length.
 */
export function readHtml(html: string, sink: HtmlSink): void {
  const tokenizer = new Tokenizer({ decodeEntities: true }, new ElementReader(html, sink));
  tokenizer.write(html);
  tokenizer.end();
}

class ElementReader implements TokenizerCallbacks {
  readonly #html: string;
  readonly #sink: HtmlSink;
  readonly #names: string[] = [];
  readonly #marks: number[] = [];
  readonly #openCounts = new Map<string, number>();
  /** Elements open beyond the depth limit. */
  #unnested = 0;
  #name = '';
  #attributes: { [name in AttributeName]?: string } | undefined;
  #attribute: AttributeName | undefined;
  #value = '';

  constructor(html: string, sink: HtmlSink) {
    this.#html = html;
    this.#sink = sink;
  }

  ontext(start: number, end: number): void {
    this.#sink.text(this.#html.slice(start, end));
  }
  ontextentity(codePoint: number): void {
    this.#sink.text(String.fromCodePoint(codePoint));
  }
  isInForeignContext(): boolean {
    return (this.#openCounts.get('svg') ?? 0) > 0 || (this.#openCounts.get('math') ?? 0) > 0;
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#html.slice(start, end).toLowerCase();
    this.#attributes = undefined;
  }
  onattribname(start: number, end: number): void {
    const name = this.#html.slice(start, end);
    const wanted = ATTRIBUTE_NAMES.get(name) ?? ATTRIBUTE_NAMES.get(name.toLowerCase());
    // Of attributes with the same name the first counts.
    this.#attribute = wanted !== undefined && this.#attributes?.[wanted] === undefined ? wanted : undefined;
    this.#value = '';
  }
  onattribdata(start: number, end: number): void {
    if (this.#attribute !== undefined) this.#value += this.#html.slice(start, end);
  }
  onattribentity(codePoint: number): void {
    if (this.#attribute !== undefined) this.#value += String.fromCodePoint(codePoint);
  }
  onattribend(_quote: QuoteType): void {
    if (this.#attribute === undefined) return;
    this.#attributes ??= {};
    this.#attributes[this.#attribute] = this.#value;
  }
  onopentagend(): void {
    this.#open(false);
  }
  onselfclosingtag(): void {
    this.#open(this.isInForeignContext());
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    if (name === 'br') this.#sink.close(name, this.#sink.open(name, NONE));
    else if (HEADING.test(name)) this.#closeHeading();
    else this.#closeNamed(name);
  }
  onend(): void {
    this.#closeTo(0);
  }
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}

  #open(selfClosing: boolean): void {
    const name = this.#name;
    this.#closeImplied(name);
    const mark = this.#sink.open(name, this.#attributes ?? NONE);
    if (selfClosing || VOID.has(name)) return this.#sink.close(name, mark);
    if (this.#names.length >= MAX_DEPTH) {
      this.#unnested++;
      return this.#sink.close(name, mark);
    }
    this.#names.push(name);
    this.#marks.push(mark);
    this.#openCounts.set(name, (this.#openCounts.get(name) ?? 0) + 1);
  }

  #closeImplied(name: string): void {
    const implied = IMPLIED.get(name);
    if (implied !== undefined) this.#closeOutermost(implied);
    else if ((tagTraits(name) & BLOCK) !== 0 && this.#isOpen('p')) this.#closeNamed('p');
  }

  #closeOutermost({ closes, within }: { closes: Set<string>; within: Set<string> }): void {
    let outermost = -1;
    for (let depth = this.#names.length - 1; depth >= 0; depth--) {
      const name = this.#names[depth] ?? '';
      if (within.has(name)) break;
      if (closes.has(name)) outermost = depth;
    }
    if (outermost >= 0) this.#closeTo(outermost);
  }

  /** Any end tag of a heading closes the open heading, whatever its level. */
  #closeHeading(): void {
    const depth = this.#names.findLastIndex((name) => HEADING.test(name));
    if (depth >= 0) this.#closeTo(depth);
  }

  #closeNamed(name: string): void {
    if (this.#unnested > 0 && this.#names.length >= MAX_DEPTH) this.#unnested--;
    else if (this.#isOpen(name)) this.#closeNearest(name);
  }

  /** The end tag of an inline element does not reach beyond a block, nor any end tag but a table's beyond a cell. */
  #closeNearest(name: string): void {
    const stops = TABLE_PARTS.has(name) ? 0 : (tagTraits(name) & BLOCK) !== 0 ? CELL : BLOCK | CELL;
    for (let depth = this.#names.length - 1; depth >= 0; depth--) {
      const open = this.#names[depth] ?? '';
      if (open === name) return this.#closeTo(depth);
      if ((tagTraits(open) & stops) !== 0) return;
    }
  }

  #isOpen(name: string): boolean {
    return (this.#openCounts.get(name) ?? 0) > 0;
  }

  #closeTo(depth: number): void {
    while (this.#names.length > depth) {
      const name = this.#names.pop() ?? '';
      this.#openCounts.set(name, (this.#openCounts.get(name) ?? 1) - 1);
      this.#sink.close(name, this.#marks.pop() ?? 0);
    }
  }
}
