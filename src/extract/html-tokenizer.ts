import { decodeHTML, decodeHTMLAttribute } from 'entities/decode';
import { type Attributes, AttributeValues, wantedAttribute } from './attributes.ts';
import type { NamePlace } from './name-table.ts';

export interface StartTag extends NamePlace {
  /** Those of this tag while it is looked at; the next one has the same object. */
  attributes: Attributes;
  isSelfClosing: boolean;
}

/**
 * Elements whose content is text to the end tag, where scripts run (HTML standard, 13.1.2 and 13.2.6); of the first two with character references, of the last
 * one to the end of all.
 */
export const RAW_TEXTS = [
  'title',
  'textarea',
  'script',
  'style',
  'iframe',
  'noembed',
  'noframes',
  'noscript',
  'xmp',
  'plaintext',
] as const;
export type RawText = (typeof RAW_TEXTS)[number];

/** Receives the tags and the text of a document in order. */
export interface TokenSink {
  /** Never empty; character references are decoded. */
  text(text: string): void;
  /** Returns what the content is, when it is nothing but text. */
  startTag(tag: StartTag): RawText | undefined;
  endTag(name: NamePlace): void;
}

const TAB = 0x09;
const LINE_FEED = 0x0a;
const FORM_FEED = 0x0c;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;
const EXCLAMATION_MARK = 0x21;
const QUOTATION_MARK = 0x22;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const QUESTION_MARK = 0x3f;

const RAW_END = new Map(RAW_TEXTS.map((name) => [name, new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi')]));
const COMMENT_END = /--!?>/g;
const SCRIPT_PART = /<!--|-->|<\/?script(?=[\t\n\f\r />])/gi;

/**
 * Cuts HTML into tags and text (HTML standard, 13.2.5), as far as extraction needs: comments and declarations are left out, and a tag that the document ends
 * in is none. Text is looked for with `indexOf`, names and values where they stand. Never throws; time is linear in the length.
 */
export function tokenize(html: string, sink: TokenSink): void {
  new Tokenizer(html, sink).run();
}

class Tokenizer {
  readonly #html: string;
  readonly #sink: TokenSink;
  readonly #attributes = new AttributeValues();
  readonly #tag: StartTag = { start: 0, end: 0, attributes: this.#attributes.values, isSelfClosing: false };
  readonly #name: NamePlace = { start: 0, end: 0 };
  /** The next ampersand, as far as one has been looked for. */
  #ampersand = -1;
  /** A script in a comment has no end up to that of the document: then no other has, and they are looked for but once. */
  #isEndless = false;
  /** Elements that have no end tag from here on. */
  readonly #endless = new Set<RawText>(['plaintext']);

  constructor(html: string, sink: TokenSink) {
    this.#html = html;
    this.#sink = sink;
  }

  run(): void {
    for (let at = 0; at < this.#html.length; ) {
      const end = this.#markupStart(at);
      if (end > at) this.#sink.text(this.#decoded(at, end));
      at = this.#markup(end);
    }
  }

  /** The next `<` that begins markup; any other is text. */
  #markupStart(from: number): number {
    const html = this.#html;
    for (let at = html.indexOf('<', from); at >= 0; at = html.indexOf('<', at + 1)) {
      const next = html.charCodeAt(at + 1);
      if (isLetter(next) || next === EXCLAMATION_MARK || next === QUESTION_MARK) return at;
      if (next === SLASH && at + 2 < html.length) return at;
    }
    return html.length;
  }

  /** Reads what begins at `<`; returns where it ends. */
  #markup(at: number): number {
    const next = this.#html.charCodeAt(at + 1);
    if (isLetter(next)) return this.#startTag(at + 1);
    if (next === SLASH) return this.#endTag(at + 2);
    return this.#html.startsWith('<!--', at) ? this.#commentEnd(at + 4) : this.#declarationEnd(at);
  }

  #startTag(start: number): number {
    const tag = this.#tag;
    tag.start = start;
    tag.end = this.#nameEnd(start);
    tag.isSelfClosing = false;
    this.#attributes.clear();
    for (let at = this.#skipBlanks(tag.end); at < this.#html.length; at = this.#skipBlanks(at)) {
      const code = this.#html.charCodeAt(at);
      if (code === GREATER) {
        const raw = this.#sink.startTag(tag);
        return raw === undefined ? at + 1 : this.#rawText(at + 1, raw);
      }
      tag.isSelfClosing = code === SLASH;
      at = code === SLASH ? at + 1 : this.#attribute(at);
    }
    return this.#html.length;
  }

  /** Reads the attribute that begins here; returns where it ends. */
  #attribute(start: number): number {
    const html = this.#html;
    let end = start + 1; // the first character is part of the name whatever it is
    while (end < html.length && html.charCodeAt(end) !== EQUALS && !isNameEnd(html.charCodeAt(end))) end++;
    const name = wantedAttribute(html, { start, end });
    const sign = this.#skipBlanks(end);
    if (html.charCodeAt(sign) !== EQUALS) {
      if (name !== undefined) this.#attributes.set(name, '');
      return sign;
    }
    const valueStart = this.#skipBlanks(sign + 1);
    const quote = html.charCodeAt(valueStart);
    const isQuoted = quote === QUOTATION_MARK || quote === APOSTROPHE;
    const from = isQuoted ? valueStart + 1 : valueStart;
    const to = isQuoted ? this.#find(quote === APOSTROPHE ? "'" : '"', from) : this.#valueEnd(from);
    if (name !== undefined) this.#attributes.set(name, this.#value(from, to));
    return isQuoted ? to + 1 : to;
  }

  #endTag(start: number): number {
    if (this.#html.charCodeAt(start) === GREATER) return start + 1;
    if (!isLetter(this.#html.charCodeAt(start))) return this.#find('>', start) + 1; // a comment, though a wrong one
    const name = this.#name;
    name.start = start;
    name.end = this.#nameEnd(start);
    if (name.end < this.#html.length) this.#sink.endTag(name);
    return this.#find('>', name.end) + 1;
  }

  /**
   * Browsers take all that follows `<iframe src="x"/>` for its content when no such element ends there. It was meant to be empty, as in XHTML,
   * and the page is not lost for that.
   */
  #rawText(start: number, kind: RawText): number {
    const pattern = this.#endless.has(kind) ? undefined : RAW_END.get(kind);
    const first = pattern === undefined ? this.#html.length : this.#match(pattern, start).start;
    if (first === this.#html.length) this.#endless.add(kind);
    if (this.#endless.has(kind) && this.#tag.isSelfClosing) {
      this.#sink.endTag(this.#tag);
      return start;
    }
    const end = kind === 'script' ? this.#scriptEnd(start, first) : first;
    const isDecoded = kind === 'title' || kind === 'textarea';
    if (end > start) this.#sink.text(isDecoded ? this.#decoded(start, end) : this.#html.slice(start, end));
    return end;
  }

  /**
   * A script that is a comment may write scripts, whose end tags are not its own (HTML standard, 13.2.5.17 to 13.2.5.31). One that would then
   * never end does so at the first end tag.
   */
  #scriptEnd(start: number, first: number): number {
    if (this.#isEndless || !this.#html.slice(start, first).includes('<!--')) return first;
    let isComment = false;
    let isWritten = false;
    SCRIPT_PART.lastIndex = start;
    for (let match = SCRIPT_PART.exec(this.#html); match !== null; match = SCRIPT_PART.exec(this.#html)) {
      const [part] = match;
      if (part === '<!--') {
        if (!isComment) SCRIPT_PART.lastIndex -= 2; // its hyphens may be those of its end
        isComment = true;
      } else if (part === '-->') isComment = isWritten = false;
      else if (part[1] !== '/') isWritten = isComment;
      else if (isWritten) isWritten = false;
      else return match.index;
    }
    this.#isEndless = true;
    return first;
  }

  /** `<!-->` and `<!--->` are whole comments. */
  #commentEnd(start: number): number {
    if (this.#html.startsWith('>', start)) return start + 1;
    return this.#html.startsWith('->', start) ? start + 2 : this.#match(COMMENT_END, start).end;
  }

  /** A document type, or what browsers take for a comment. */
  #declarationEnd(at: number): number {
    return this.#html.startsWith('<![CDATA[', at) ? this.#find(']]>', at + 9) + 3 : this.#find('>', at + 2) + 1;
  }

  #decoded(start: number, end: number): string {
    const text = this.#html.slice(start, end);
    return this.#hasReference(start, end) ? decodeHTML(text) : text;
  }

  #value(start: number, end: number): string {
    const text = this.#html.slice(start, end);
    return this.#hasReference(start, end) ? decodeHTMLAttribute(text) : text;
  }

  #hasReference(start: number, end: number): boolean {
    if (this.#ampersand < start) this.#ampersand = this.#find('&', start);
    return this.#ampersand < end;
  }

  #nameEnd(start: number): number {
    let end = start;
    while (end < this.#html.length && !isNameEnd(this.#html.charCodeAt(end))) end++;
    return end;
  }

  /** Of a value without quotes. */
  #valueEnd(start: number): number {
    let end = start;
    for (; end < this.#html.length; end++) {
      const code = this.#html.charCodeAt(end);
      if (code === GREATER || isBlank(code)) break;
    }
    return end;
  }

  #skipBlanks(start: number): number {
    let at = start;
    while (isBlank(this.#html.charCodeAt(at))) at++;
    return at;
  }

  /** Where it stands next; the end of the document when it does not. */
  #find(text: string, from: number): number {
    const at = this.#html.indexOf(text, from);
    return at < 0 ? this.#html.length : at;
  }

  #match(pattern: RegExp, from: number): { start: number; end: number } {
    pattern.lastIndex = from;
    const match = pattern.exec(this.#html);
    return match === null
      ? { start: this.#html.length, end: this.#html.length }
      : { start: match.index, end: pattern.lastIndex };
  }
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** White space of HTML. */
function isBlank(code: number): boolean {
  return code === BLANK || code === LINE_FEED || code === TAB || code === FORM_FEED || code === CARRIAGE_RETURN;
}

function isNameEnd(code: number): boolean {
  return code === GREATER || code === SLASH || isBlank(code);
}
