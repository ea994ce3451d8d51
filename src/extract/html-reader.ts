import { type QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { OpenElements } from './open-elements.ts';

/** Attributes that extraction looks at; all others are skipped unread. */
const WANTED = [
  'alt', 'aria-hidden', 'aria-modal', 'charset', 'class', 'content', 'hidden', 'href', 'hreflang', 'http-equiv', 'id', 'itemprop',
  'lang', 'name', 'property', 'rel', 'role', 'src', 'style', 'xml:lang',
] as const; // biome-ignore format: a table

type AttributeName = (typeof WANTED)[number];
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
const MAX_NAME_CHARS = Math.max(...WANTED.map((name) => name.length));
const ATTRIBUTE_NAMES = new Map<string, AttributeName>(WANTED.map((name) => [name, name]));
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
  readonly #elements = new OpenElements();
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
    return this.#elements.isOpen('svg') || this.#elements.isOpen('math');
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#html.slice(start, end).toLowerCase();
    this.#attributes = undefined;
  }
  onattribname(start: number, end: number): void {
    this.#attribute = undefined;
    this.#value = '';
    if (end - start > MAX_NAME_CHARS) return;
    const name = this.#html.slice(start, end);
    const wanted = ATTRIBUTE_NAMES.get(name) ?? ATTRIBUTE_NAMES.get(name.toLowerCase());
    // Of attributes with the same name the first counts.
    if (wanted !== undefined && this.#attributes?.[wanted] === undefined) this.#attribute = wanted;
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
    const { innermost } = this.#elements;
    // Most end tags are those of the innermost element, and need no looking up.
    if (this.#unnested === 0 && innermost.length === end - start && this.#html.startsWith(innermost, start)) {
      this.#closeTo(this.#elements.depth - 1);
      return;
    }
    const name = this.#html.slice(start, end).toLowerCase();
    if (name === 'br') this.#sink.close(name, this.#sink.open(name, NONE));
    else if (this.#unnested > 0 && this.#elements.depth >= MAX_DEPTH) this.#unnested--;
    else this.#closeTo(this.#elements.depthForClosing(this.#elements.tag(name)));
  }
  onend(): void {
    this.#closeTo(0);
  }
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}

  #open(selfClosing: boolean): void {
    const tag = this.#elements.tag(this.#name);
    const { name } = tag;
    this.#closeTo(this.#elements.depthForOpening(tag));
    const mark = this.#sink.open(name, this.#attributes ?? NONE);
    if (selfClosing || VOID.has(name)) {
      this.#sink.close(name, mark);
    } else if (this.#elements.depth >= MAX_DEPTH) {
      this.#unnested++;
      this.#sink.close(name, mark);
    } else this.#elements.push(tag, mark);
  }

  #closeTo(depth: number): void {
    while (this.#elements.depth > depth) {
      const closed = this.#elements.pop();
      if (closed !== undefined) this.#sink.close(closed.name, closed.mark);
    }
  }
}
