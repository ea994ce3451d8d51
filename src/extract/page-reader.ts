import { idOfPlace } from './anchor-choice.ts';
import type { Attributes } from './attributes.ts';
import { BlockCollector } from './blocks.ts';
import type { Verdict } from './boilerplate.ts';
import { ButtonText } from './button.ts';
import { codeLanguageOf, ElementJudge } from './element-judge.ts';
import { HeadCollector } from './head.ts';
import { HeadingReader } from './heading-reader.ts';
import type { HtmlSink } from './html-reader.ts';
import { LinkReader } from './link-reader.ts';
import { LinkCollector } from './links.ts';
import { Outline } from './outline.ts';
import { PlacedNames } from './placed-names.ts';
import { type QueryEncoder, withQueries } from './query-encoding.ts';
import {
  BLOCK,
  BREAK,
  CELL,
  CUSTOM,
  HEADING,
  HIDDEN,
  INLINE_CODE,
  PARAGRAPH,
  PRE,
  RAISED,
  REGION,
  SHADOW,
  tagTraits,
} from './tags.ts';
import { TrailCollector } from './trail.ts';
import { WordGaps } from './word-gaps.ts';

/**
 * What an element's end undoes, beside the traits of its tag (`tags.ts`), in bits that those leave free. `open` returns both as one number, the mark, and
 * `close` is given it back.
 */
const LINK = 1 << 13;
const MUTED = 1 << 14;
const TITLE = 1 << 15;
const LIST = 1 << 16;
const ENTRY = 1 << 17;
const OPEN_CODE = 1 << 18;
const ROW = 1 << 19;
const ANCHOR = 1 << 20;
const TRAIL = 1 << 21;
const BUTTON = 1 << 22;

export interface PageReaderOptions {
  agent: string;
  encodeQuery: QueryEncoder | undefined;
  hasScripts: boolean;
}

/** Receives one document and hands each part to the collector that it concerns. */
export class PageReader implements HtmlSink {
  readonly head: HeadCollector;
  readonly links = new LinkCollector();
  readonly trail = new TrailCollector();
  readonly blocks = new BlockCollector();
  readonly outline = new Outline();
  /** A heading of the page says that it is the title. */
  isTitled = false;
  readonly #link: LinkReader;
  readonly #encodeQuery: QueryEncoder | undefined;
  readonly #hasScripts: boolean;
  readonly #names = new PlacedNames(this.blocks, this.outline);
  readonly #headings = new HeadingReader(this.blocks, { outline: this.outline, names: this.#names });
  readonly #judge = new ElementJudge(this.blocks, this.#headings);
  /** Open elements without readable text. */
  #hidden = 0;
  /** Open elements whose text is left out; of their links is kept where they lead. */
  #muted = 0;
  /** Open preformatted elements. */
  #pre = 0;
  #inTitle = false;
  /** The element around the title of a page of Doxygen has opened, and none since. */
  #isTitleNext = false;
  readonly #gaps = new WordGaps();
  /** Open shadow roots, `p` and `sup`. */
  #shadows = 0;
  #paragraphs = 0;
  #raised = 0;
  readonly #button = new ButtonText();

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
    const { head, links } = this;
    this.#link = new LinkReader(url, { head, links, headings: this.#headings, run: this.blocks.run });
  }

  open(name: string, given: Attributes): number {
    if (this.#hidden > 0) return this.#openHidden(name);
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
    if ((traits & HIDDEN) !== 0 || (name === 'button' && !this.#headings.isAtStart)) {
      this.#hidden++;
      if (name === 'button') mark |= this.#openButton(attributes);
      return mark | HIDDEN;
    }
    if (name === 'span') this.#gaps.openSpan();
    if ((traits & (CELL | BREAK)) !== 0) this.#headings.closeRowEntry();
    if ((traits & BLOCK) !== 0) this.#breakBlock();
    else if ((traits & (CELL | BREAK)) !== 0) {
      this.links.addText(' ');
      this.blocks.addText(this.#pre > 0 ? '\n' : ' ', 'nowhere');
    }
    return mark | this.#openContent(name, attributes, traits);
  }

  /** Of what is hidden only the text of a button is of use. */
  #openHidden(name: string): number {
    if (!this.#button.isOpen) return 0;
    this.#button.add(' ');
    if ((tagTraits(name) & HIDDEN) === 0) return 0;
    this.#hidden++;
    return HIDDEN;
  }

  #openButton(attributes: Attributes): number {
    if (this.#muted > 0 || this.#pre > 0 || this.#headings.isOpen) return 0;
    this.#button.open(attributes['aria-expanded'] !== undefined);
    return BUTTON;
  }

  #closeHidden(mark: number): void {
    this.#hidden--;
    if ((mark & BUTTON) === 0) return;
    const said = this.#button.close(this.blocks.region);
    if (said !== undefined) this.blocks.addText(` ${said} `, 'nowhere');
  }

  /** A custom element in a paragraph, or behind text, is part of the line. A template may be the shadow root of the element around it. */
  #traitsHere(name: string, { usual, attributes }: { usual: number; attributes: Attributes }): number {
    if ((usual & CUSTOM) !== 0) return this.#paragraphs > 0 || !this.blocks.run.isBlank ? 0 : usual;
    if (name === 'noscript' && !this.#hasScripts) return BLOCK | REGION;
    return name === 'template' && attributes.shadowrootmode !== undefined ? SHADOW : usual;
  }

  #openTrail(name: string, attributes: Attributes, traits: number): number {
    if (attributes.rel !== undefined || attributes.accesskey !== undefined) this.trail.openLink(name, attributes);
    return (traits & BLOCK) !== 0 && this.trail.openBlock(name, attributes) ? TRAIL : 0;
  }

  close(name: string, mark: number): void {
    if (name === 'span') this.#gaps.closeSpan();
    if ((mark & HIDDEN) !== 0) this.#closeHidden(mark);
    if ((mark & TITLE) !== 0) {
      this.#inTitle = false;
      this.head.closeTitle();
    }
    if (this.#hidden > 0 || mark === 0) return;
    if ((mark & (RAISED | PARAGRAPH | SHADOW)) !== 0) this.#countDepth(mark, -1);
    if ((mark & LINK) !== 0) this.#closeLink();
    if ((mark & TRAIL) !== 0) this.trail.closeBlock();
    if ((mark & (HEADING | ENTRY)) !== 0) this.#headings.close();
    if ((mark & ANCHOR) !== 0) this.#headings.closeAnchor();
    if ((mark & OPEN_CODE) !== 0) this.#headings.closeCode();
    if ((mark & PRE) !== 0 && --this.#pre === 0 && !this.#headings.isOpen)
      this.blocks.flush(this.outline.owner, 'code');
    if ((mark & BLOCK) !== 0) this.#breakBlock();
    if ((mark & REGION) !== 0) {
      this.#names.closeRegion(this.blocks.region);
      this.blocks.closeRegion();
    }
    if ((mark & (LIST | CELL | ROW)) !== 0) this.#closePart(mark);
    if ((mark & MUTED) !== 0) this.#muted--;
  }

  #countDepth(traits: number, step: 1 | -1): void {
    if ((traits & RAISED) !== 0) this.#raised += step;
    else if ((traits & PARAGRAPH) !== 0) this.#paragraphs += step;
    else this.#shadows += step;
  }

  #closePart(mark: number): void {
    if ((mark & LIST) !== 0) this.#names.closeList();
    if ((mark & CELL) !== 0) this.#headings.closeRowEntry();
    if ((mark & ROW) !== 0) this.#headings.closeRow();
  }

  text(text: string): void {
    if (this.#inTitle) this.head.addTitleText(text);
    if (this.#button.isOpen && this.#hidden === 1) this.#button.add(text);
    if (this.#inTitle || this.#hidden > 0) return;
    this.#link.addText(text);
    if (this.#muted > 0) return;
    this.#setApart(text);
    this.blocks.addText(text, this.#link.target);
  }

  /** Ends the text that no block has ended; what links promise of anchors is known then. */
  finish(): void {
    this.#headings.close();
    this.blocks.flush(this.outline.owner);
    this.outline.keepAnchors(this.blocks.allIds);
  }

  #openContent(name: string, attributes: Attributes, traits: number): number {
    let mark = 0;
    const verdict = this.#verdict(name, attributes, traits);
    const isKeptApart = (verdict === 'aside' || verdict === 'bar') && this.#mayBeApart(name, traits);
    if (isKeptApart && (this.#headings.isOpen || (traits & (REGION | BLOCK)) === 0)) {
      this.#muted++;
      mark |= MUTED;
    }
    if ((traits & REGION) !== 0 || (isKeptApart && (traits & BLOCK) !== 0)) {
      const id = this.blocks.firstId(idOfPlace(name, attributes));
      const isNote = this.#judge.isNote(name, attributes);
      const codeLanguage = codeLanguageOf(attributes);
      const isTitlePage = attributes.class === 'titlepage';
      this.blocks.openRegion(name, { id, verdict, isNote, isTitlePage, codeLanguage });
      mark |= REGION;
    }
    this.#openPreformatted(attributes, traits);
    if ((traits & CELL) !== 0) this.#headings.openCell();
    else if (name === 'tr') {
      this.#headings.openRow();
      mark |= ROW;
    }
    if ((traits & (RAISED | PARAGRAPH | SHADOW)) !== 0) this.#countDepth(traits, 1);
    if (name === 'li') this.#names.openPoint();
    if (name === 'dd') this.outline.openDescription();
    if (name === 'dl') {
      this.outline.openList();
      mark |= LIST;
    }
    mark |= this.#openPlace(name, attributes, traits);
    if ((traits & INLINE_CODE) !== 0 && this.#pre === 0) {
      this.#headings.openCode();
      mark |= OPEN_CODE;
    }
    return mark;
  }

  #openPreformatted(attributes: Attributes, traits: number): void {
    if (this.#pre > 0 && this.#judge.codePart(attributes) === 'line') this.#breakLine();
    if ((traits & PRE) !== 0 && this.#pre++ === 0) this.blocks.codeLanguage = '';
    if (this.#pre > 0) this.blocks.codeLanguage ||= codeLanguageOf(attributes);
  }

  /** Whatever may begin a section. */
  #openPlace(name: string, attributes: Attributes, traits: number): number {
    const level = this.#headingLevel(name, attributes, traits);
    if (level > 0) {
      // Standards are preformatted from their first line to the last, headings included.
      if (this.#pre > 0) this.blocks.flush(this.outline.owner, 'code');
      this.#headings.openHeading(level, attributes);
      return HEADING;
    }
    if (name === 'dt') {
      this.#headings.openEntry(attributes);
      return ENTRY;
    } else this.#headings.openInside(name, attributes);
    if (name !== 'a' || attributes.href !== undefined || this.#pre > 0) return 0;
    this.#headings.openAnchor(attributes);
    return ANCHOR;
  }

  /** Of any element that says it is a heading (WAI-ARIA 1.2: the second level unless it says another), and of the title of Doxygen's pages; 0 for others. */
  #headingLevel(name: string, { role, class: names, 'aria-level': level }: Attributes, traits: number): number {
    if ((traits & HEADING) !== 0) return Number(name.charAt(1));
    const isTitle = this.#isTitleNext && names === 'title';
    this.#isTitleNext = names === 'headertitle';
    if (isTitle) {
      this.isTitled = true;
      return 1;
    }
    if (role !== 'heading' || (traits & BLOCK) === 0 || this.#headings.isOpen) return 0;
    return /^[1-6]$/.test(level ?? '') ? Number(level) : 2;
  }

  #verdict(name: string, attributes: Attributes, traits: number): Verdict {
    if (this.#pre > 0 && (traits & CELL) === 0 && attributes.class !== undefined)
      return this.#judge.codePart(attributes) === 'number' ? 'aside' : 'none';
    return this.#judge.verdict(name, attributes, traits);
  }

  /** Headings and the body never are, nor is the link that a heading begins with: that may hold all of it. */
  #mayBeApart(name: string, traits: number): boolean {
    return (traits & HEADING) === 0 && name !== 'body' && !(name === 'a' && this.#headings.isAtStart);
  }

  /** Puts a blank where only styles set the text apart from the word before it. */
  #setApart(text: string): void {
    const isNoteNumber = this.#raised > 0 && this.#headings.isInPlaceLink;
    const isApart = this.#gaps.isBefore({ isNoteNumber, setsApart: this.#headings.setsApart });
    if (isApart && this.blocks.run.endsInWord && /^[\p{L}\p{N}]/u.test(text)) this.blocks.addText(' ', 'nowhere');
  }

  #closeLink(): void {
    // Tools have shadow roots: among breadcrumbs a choice of languages.
    if (this.#shadows === 0) this.trail.addLink(this.links.open);
    this.#link.close({ isMuted: this.#muted > 0 });
  }

  #breakBlock(): void {
    this.links.addText(' ');
    if (this.#headings.isOpen) this.#headings.breakBlock();
    else if (this.#pre > 0) this.#breakLine();
    else if (this.#names.goesOn()) this.blocks.addText(' ', 'nowhere');
    else if (this.blocks.run.length > 0) {
      this.#names.closeLine();
      this.blocks.flush(this.outline.owner);
    }
  }

  /** A block in preformatted text starts on a line of its own. */
  #breakLine(): void {
    if (!this.blocks.run.isAtLineStart) this.blocks.addText('\n', 'nowhere');
  }
}
