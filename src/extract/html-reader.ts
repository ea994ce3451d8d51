import { type Attributes, AttributeValues } from './attributes.ts';
import { type RawText, type StartTag, type TokenSink, tokenize } from './html-tokenizer.ts';
import { type NamePlace, NameTable } from './name-table.ts';
import { OpenElements, type Tag } from './open-elements.ts';

/** Receives the elements and the text of a document in order; every opened element is closed once. */
export interface HtmlSink {
  /**
   * The number returned comes back when this element closes.
   * @param attributes while the element opens; the next one has the same object
   */
  open(name: string, attributes: Attributes): number;
  close(name: string, mark: number): void;
  text(text: string): void;
}

/** Deeper elements are seen but not nested, as in browsers, so that no input takes quadratic time. */
const MAX_DEPTH = 512;
const NONE: Attributes = new AttributeValues().values;
/** Those of nearly all elements (HTML standard, 4, and what was in use before). */
const KNOWN = new NameTable(
  `a abbr acronym address annotation area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col colgroup data
  datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr
  html i iframe img input ins kbd label legend li link listing main map mark math menu meta meter mi mn mo mrow msub msup nav nobr noembed noframes noscript object ol
  optgroup option output p param path picture plaintext pre progress q rp rt ruby s samp script search section select slot small source span strike strong
  style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul use var video wbr xmp`.split(
    /\s+/,
  ),
);

/**
 * Reads HTML with a stack of open elements. Never throws for any input; time is linear in its length.
 * @param options.isXml it is XHTML sent as XML: an element whose tag ends with a slash has no content there
 * @param options.hasScripts where there are none, the content of `noscript` is like any other
 */
export function readHtml(html: string, sink: HtmlSink, { isXml = false, hasScripts = true } = {}): void {
  const reader = new ElementReader(html, { sink, isXml, hasScripts });
  tokenize(html, reader);
  reader.end();
}

class ElementReader implements TokenSink {
  readonly #html: string;
  readonly #sink: HtmlSink;
  readonly #isXml: boolean;
  readonly #hasScripts: boolean;
  readonly #elements = new OpenElements();
  /** Elements open beyond the depth limit. */
  #unnested = 0;

  constructor(html: string, { sink, isXml, hasScripts }: { sink: HtmlSink; isXml: boolean; hasScripts: boolean }) {
    this.#html = html;
    this.#sink = sink;
    this.#isXml = isXml;
    this.#hasScripts = hasScripts;
  }

  text(text: string): void {
    this.#sink.text(text);
  }

  startTag(start: StartTag): RawText | undefined {
    const tag = this.#tag(start);
    const rawText = tag.rawText === 'noscript' && !this.#hasScripts ? undefined : tag.rawText;
    // Other rules hold there (HTML standard, 13.2.6.5).
    const isForeign = (rawText !== undefined || start.isSelfClosing) && this.#elements.isForeign;
    const isClosed = start.isSelfClosing && (isForeign || this.#isXml);
    this.#open(tag, { attributes: start.attributes, isClosed });
    return isForeign || isClosed ? undefined : rawText;
  }

  endTag(place: NamePlace): void {
    const { innermost } = this.#elements;
    // Most end tags are those of the innermost element, and need no looking up.
    if (
      this.#unnested === 0 &&
      innermost.length === place.end - place.start &&
      this.#html.startsWith(innermost, place.start)
    ) {
      this.#closeTo(this.#elements.depth - 1);
      return;
    }
    const tag = this.#tag(place);
    if (tag.name === 'br' || (tag.name === 'p' && !this.#elements.isOpen('p'))) this.#addEmpty(tag);
    else if (this.#unnested > 0 && this.#elements.depth >= MAX_DEPTH) this.#unnested--;
    else this.#closeTo(this.#elements.depthForClosing(tag));
  }

  /** Such an end tag alone stands for an element (HTML standard, 13.2.6.4.7). */
  #addEmpty({ name }: Tag): void {
    this.#sink.close(name, this.#sink.open(name, NONE));
  }

  end(): void {
    this.#closeTo(0);
  }

  #tag(place: NamePlace): Tag {
    const known = KNOWN.find(this.#html, place);
    return this.#elements.tag(known ?? this.#html.slice(place.start, place.end).toLowerCase());
  }

  #open(tag: Tag, { attributes, isClosed }: { attributes: Attributes; isClosed: boolean }): void {
    const { name } = tag;
    this.#closeTo(this.#elements.depthForLeaving(tag));
    this.#closeTo(this.#elements.depthForOpening(tag));
    const mark = this.#sink.open(name, attributes);
    if (isClosed || tag.isVoid) {
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
