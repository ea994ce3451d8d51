import type { Attributes } from './attributes.ts';
import { ContentReader } from './content-reader.ts';
import { BUTTON, LINK, TITLE, TRAIL } from './element-marks.ts';
import { HeadCollector } from './head.ts';
import { HiddenText } from './hidden-text.ts';
import type { HtmlSink } from './html-reader.ts';
import { LinkReader } from './link-reader.ts';
import { LinkCollector } from './links.ts';
import { type QueryEncoder, withQueries } from './query-encoding.ts';
import { BLOCK, BREAK, CELL, CUSTOM, HIDDEN, REGION, SHADOW, tagTraits } from './tags.ts';
import { TrailCollector } from './trail.ts';

export interface PageReaderOptions {
  agent: string;
  encodeQuery: QueryEncoder | undefined;
  hasScripts: boolean;
}

/** Receives one document and hands each part to the reader that it concerns: head, links, breadcrumbs, what is hidden, and what is shown. */
export class PageReader implements HtmlSink {
  readonly head: HeadCollector;
  readonly links = new LinkCollector();
  readonly trail = new TrailCollector();
  readonly content = new ContentReader();
  readonly #hidden = new HiddenText();
  readonly #link: LinkReader;
  readonly #encodeQuery: QueryEncoder | undefined;
  readonly #hasScripts: boolean;
  #inTitle = false;

  /**
   * @param url of the document
   * @param options.agent see HeadCollector
   * @param options.encodeQuery see queryEncoder
   * @param options.hasScripts see readHtml
   */
  constructor(url: string, { agent, encodeQuery, hasScripts }: PageReaderOptions) {
    this.#encodeQuery = encodeQuery;
    this.#hasScripts = hasScripts;
    this.head = new HeadCollector(agent);
    const { head, links, content } = this;
    this.#link = new LinkReader(url, { head, links, headings: content.headings, run: content.blocks.run });
  }

  /** @returns the traits and marks of the element, for `close` */
  open(name: string, given: Attributes): number {
    if (this.#hidden.isOpen) return this.#hidden.openInside(name) ? HIDDEN : 0;
    const attributes = this.#encodeQuery === undefined ? given : withQueries(given, this.#encodeQuery);
    this.head.openElement(name, attributes);
    const usual = tagTraits(name);
    const traits = (usual & (CUSTOM | HIDDEN)) === 0 ? usual : this.#traitsHere(name, { usual, attributes });
    let mark = traits | this.#openTrail(name, attributes, traits);
    if (this.#link.open(name, attributes)) mark |= LINK;
    if (name === 'title') {
      this.#inTitle = true;
      mark |= TITLE;
    }
    // The button that a heading begins with holds its text.
    if (name === 'button' && !this.content.headings.isAtStart) return mark | this.#openButton(attributes);
    if ((traits & HIDDEN) !== 0) {
      this.#hidden.open();
      return mark;
    }
    if ((traits & (BLOCK | CELL | BREAK)) !== 0) this.links.addText(' ');
    return mark | this.content.open(name, attributes, traits);
  }

  close(name: string, mark: number): void {
    if (name === 'span') this.content.closeSpan();
    if ((mark & HIDDEN) !== 0) this.#hidden.close();
    if ((mark & BUTTON) !== 0) this.#closeButton();
    if ((mark & TITLE) !== 0) {
      this.#inTitle = false;
      this.head.closeTitle();
    }
    if (this.#hidden.isOpen || mark === 0) return;
    if ((mark & LINK) !== 0) this.#closeLink();
    if ((mark & TRAIL) !== 0) this.trail.closeBlock();
    if ((mark & BLOCK) !== 0) this.links.addText(' ');
    this.content.close(mark);
  }

  text(text: string): void {
    if (this.#inTitle) this.head.addTitleText(text);
    if (this.#hidden.isOpen) this.#hidden.addText(text);
    if (this.#inTitle || this.#hidden.isOpen) return;
    this.#link.addText(text);
    if (!this.content.isMuted) this.content.text(text, this.#link.target);
  }

  finish(): void {
    this.content.finish();
  }

  /** A custom element in a line is part of it. A template may be the shadow root of the element around it. */
  #traitsHere(name: string, { usual, attributes }: { usual: number; attributes: Attributes }): number {
    if ((usual & CUSTOM) !== 0) return this.content.isInLine ? 0 : usual;
    if (name === 'noscript' && !this.#hasScripts) return BLOCK | REGION;
    return name === 'template' && attributes.shadowrootmode !== undefined ? SHADOW : usual;
  }

  #openTrail(name: string, attributes: Attributes, traits: number): number {
    if (attributes.rel !== undefined || attributes.accesskey !== undefined) this.trail.openLink(name, attributes);
    return (traits & BLOCK) !== 0 && this.trail.openBlock(name, attributes) ? TRAIL : 0;
  }

  #openButton(attributes: Attributes): number {
    if (!this.content.takesButtons) {
      this.#hidden.open();
      return HIDDEN;
    }
    this.#hidden.openButton(attributes['aria-expanded'] !== undefined);
    return BUTTON;
  }

  #closeButton(): void {
    const { blocks } = this.content;
    const said = this.#hidden.closeButton(blocks.region);
    if (said !== undefined) blocks.addText(` ${said} `, 'nowhere');
  }

  #closeLink(): void {
    // Tools have shadow roots: among breadcrumbs a choice of languages.
    if (!this.content.isInShadow) this.trail.addLink(this.links.open);
    this.#link.close({ isMuted: this.content.isMuted });
  }
}
