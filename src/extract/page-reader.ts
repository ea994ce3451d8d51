import type { Attributes } from './attributes.ts';
import { BlockCollector, type Region } from './blocks.ts';
import { BoilerplateJudge, type Verdict } from './boilerplate.ts';
import { HeadCollector } from './head.ts';
import { HeadingReader } from './heading-reader.ts';
import type { HtmlSink } from './html-reader.ts';
import { LinkCollector } from './links.ts';
import { Outline } from './outline.ts';
import { PlacedNames } from './placed-names.ts';
import type { LinkTarget } from './run.ts';
import { ASIDE, BLOCK, BREAK, CELL, HEADING, HIDDEN, INLINE_CODE, PRE, REGION, tagTraits } from './tags.ts';

/** What an element's end undoes, beside the traits of its tag. */
const LINK = 1 << 10;
const MUTED = 1 << 11;
const TITLE = 1 << 12;
const LIST = 1 << 13;
const ENTRY = 1 << 14;
const OPEN_CODE = 1 << 15;
const ROW = 1 << 16;
const ANCHOR = 1 << 17;

/** How far around an element is looked. */
const MAX_STEPS = 16;
const NOTE_NAMES = /(?:^|[\s_-])(?:note|tip|hint|warning|caution|important|danger|admonition|callout)(?:$|[\s_-])/i;
const FOLD_NAMES = /tab|panel|collaps|accordion|fold|toggle|spoiler|answer|solution|details|content|code/i;
/** Classes of line numbers in code, and of a line that only styles put on a line of its own. */
const LINE_NUMBERS =
  /(?:^|\s)(?:lineno\S*|linenumber|line-numbers?(?:-rows|-wrapper)?|gutter|lnt?|hljs-ln-numbers)(?:\s|$)/;
const CODE_LINE = /(?:^|\s)(?:line|code-line|token-line)(?:\s|$)/;
type CodePart = 'number' | 'line' | 'other';
/**
 * What a link says of itself that leads to a neighbour of the page, or to the same in another language, and the share of links in a
 * line of such.
 */
const WAYS_ON = new Map([
  ['next', 0.4],
  ['prev', 0.4],
  ['previous', 0.4],
  ['up', 0.4],
  ['alternate', 0],
]);
/** All that some links to a source or to a paragraph say. */
const SIGN = /^\s*[\u00b6\u00a7]\s*$/;
/** Beside what a signature names, the link to where it is made. */
const SOURCE = /^\s*\[?(?:source|src)\]?\s*$/i;

/** Receives one document and hands each part to the collector that it concerns. */
export class PageReader implements HtmlSink {
  readonly head: HeadCollector;
  readonly links = new LinkCollector();
  readonly blocks = new BlockCollector();
  readonly outline = new Outline();
  readonly #names = new PlacedNames(this.blocks, this.outline);
  readonly #headings = new HeadingReader(this.blocks, { outline: this.outline, names: this.#names });
  readonly #judge = new BoilerplateJudge();
  readonly #codeParts = new Map<string, CodePart>();
  readonly #notes = new Map<string, boolean>();
  /** Depth of elements without readable text, of those whose text is left out, and of preformatted ones. */
  #hidden = 0;
  #muted = 0;
  #pre = 0;
  #inTitle = false;
  /** A span has opened or closed with no text since; between two of them, and where an empty one is, styles may set text apart. */
  #spans: 'none' | 'opened' | 'closed' | 'between' = 'none';
  #inLink = false;

  /** @param agent see HeadCollector */
  constructor(agent: string) {
    this.head = new HeadCollector(agent);
  }

  open(name: string, attributes: Attributes): number {
    if (this.#hidden > 0) return 0;
    this.head.openElement(name, attributes);
    const traits = tagTraits(name);
    let mark = traits;
    if (this.links.openElement(name, attributes)) {
      this.#inLink = true;
      mark |= LINK;
      const wayShare = WAYS_ON.get(attributes.rel ?? '');
      if (wayShare !== undefined) this.blocks.run.noteWayOn(wayShare);
    }
    if (name === 'title') {
      this.#inTitle = true;
      mark |= TITLE;
    }
    if ((traits & HIDDEN) !== 0 || (name === 'button' && !this.#headings.isAtStart)) {
      this.#hidden++;
      return mark | HIDDEN;
    }
    if (name === 'span' && this.#spans !== 'between') this.#spans = this.#spans === 'closed' ? 'between' : 'opened';
    if ((traits & (CELL | BREAK)) !== 0) this.#headings.closeRowEntry();
    if ((traits & BLOCK) !== 0) this.#breakBlock();
    else if ((traits & (CELL | BREAK)) !== 0) this.blocks.addText(this.#pre > 0 ? '\n' : ' ', 'nowhere');
    return mark | this.#openContent(name, attributes, traits);
  }

  close(name: string, mark: number): void {
    if (name === 'span' && this.#spans !== 'between') this.#spans = this.#spans === 'opened' ? 'between' : 'closed';
    if ((mark & HIDDEN) !== 0) this.#hidden--;
    if ((mark & TITLE) !== 0) {
      this.#inTitle = false;
      this.head.closeTitle();
    }
    if (this.#hidden > 0 || mark === 0) return;
    if ((mark & LINK) !== 0) this.#closeLink();
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
    if ((mark & LIST) !== 0) this.#names.closeList();
    if ((mark & CELL) !== 0) this.#headings.closeRowEntry();
    if ((mark & ROW) !== 0) this.#headings.closeRow();
    if ((mark & MUTED) !== 0) this.#muted--;
  }

  text(text: string): void {
    if (this.#inTitle) this.head.addTitleText(text);
    if (this.#inTitle || this.#hidden > 0) return;
    if (this.#inLink) this.links.addText(text);
    if (this.#muted > 0) return;
    this.#setApart(text);
    this.blocks.addText(text, this.#linkTarget());
  }

  /** The link of a heading to itself is none. */
  #linkTarget(): LinkTarget {
    if (this.#headings.isInPlaceLink) return this.#headings.isOpen ? 'nowhere' : 'place';
    return this.#inLink ? 'elsewhere' : 'nowhere';
  }

  /** Ends the text that no block has ended. */
  finish(): void {
    this.#headings.close();
    this.blocks.flush(this.outline.owner);
  }

  #openContent(name: string, attributes: Attributes, traits: number): number {
    let mark = 0;
    const verdict = this.#verdict(name, attributes, traits);
    const isKeptApart = verdict === 'aside' && this.#mayBeApart(name, traits);
    if (isKeptApart && (this.#headings.isOpen || (traits & (REGION | BLOCK)) === 0)) {
      this.#muted++;
      mark |= MUTED;
    }
    if ((traits & REGION) !== 0 || (isKeptApart && (traits & BLOCK) !== 0)) {
      this.blocks.openRegion(name, { id: attributes.id ?? '', verdict, isNote: this.#isNote(attributes) });
      mark |= REGION;
    }
    if (this.#pre > 0 && this.#codePart(attributes) === 'line') this.#breakLine();
    if ((traits & PRE) !== 0) this.#pre++;
    if ((traits & CELL) !== 0) this.#headings.openCell();
    else if (name === 'tr') {
      this.#headings.openRow();
      mark |= ROW;
    }
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

  /** Whatever may begin a section. */
  #openPlace(name: string, attributes: Attributes, traits: number): number {
    if ((traits & HEADING) !== 0) {
      // Standards are preformatted from their first line to the last, headings included.
      if (this.#pre > 0) this.blocks.flush(this.outline.owner, 'code');
      this.#headings.openHeading(Number(name.charAt(1)), attributes);
    } else if (name === 'dt') {
      this.#headings.openEntry(attributes);
      return ENTRY;
    } else this.#headings.openInside(name, attributes);
    if (name !== 'a' || attributes.href !== undefined || this.#pre > 0) return 0;
    this.#headings.openAnchor(attributes);
    return ANCHOR;
  }

  /** Headings and the body never are, nor is the link that a heading begins with: that may hold all of it. */
  #mayBeApart(name: string, traits: number): boolean {
    return (traits & HEADING) === 0 && name !== 'body' && !(name === 'a' && this.#headings.isAtStart);
  }

  /** The header of a part of the page says what that is about (HTML standard, 4.3.8). */
  #isInSection(): boolean {
    let region: Region | undefined = this.blocks.region;
    if (region.isInMain) return true;
    for (let step = 0; step < MAX_STEPS && region !== undefined; step++, region = region.parent)
      if (region.name === 'section') return true;
    return false;
  }

  /** A page header is only that outside of the main text; an aside in a text may be a note. */
  #verdict(name: string, attributes: Attributes, traits: number): Verdict {
    if (this.#pre > 0 && (traits & CELL) === 0 && attributes.class !== undefined)
      return this.#codePart(attributes) === 'number' ? 'aside' : 'none';
    const said = this.#judge.judge(name, attributes);
    if (said === 'hidden') return this.#isFold(attributes, traits) ? 'none' : 'aside';
    if (said !== 'none') return said;
    if ((traits & ASIDE) !== 0) return name === 'aside' && this.#isNote(attributes) ? 'none' : 'aside';
    return name === 'header' && !this.#isInSection() ? 'aside' : 'none';
  }

  #isNote({ class: names }: Attributes): boolean {
    if (names === undefined) return false;
    let isNote = this.#notes.get(names);
    if (isNote === undefined) {
      isNote = NOTE_NAMES.test(names);
      this.#notes.set(names, isNote);
    }
    return isNote;
  }

  /** What an element in code is by its class: pages have thousands of them with few classes. */
  #codePart({ class: names }: Attributes): CodePart {
    if (names === undefined) return 'other';
    const known = this.#codeParts.get(names);
    if (known !== undefined) return known;
    const part = LINE_NUMBERS.test(names) ? 'number' : CODE_LINE.test(names) ? 'line' : 'other';
    this.#codeParts.set(names, part);
    return part;
  }

  /** Hidden text that a click shows: whatever opens it knows it by its id, or it says that it is one. */
  #isFold({ id, role, class: names }: Attributes, traits: number): boolean {
    if ((traits & BLOCK) === 0 || !this.blocks.region.isInMain || this.#headings.isOpen) return false;
    return id !== undefined || role === 'tabpanel' || (names !== undefined && FOLD_NAMES.test(names));
  }

  #setApart(text: string): void {
    const isBetween = this.#spans === 'between';
    this.#spans = 'none';
    if (isBetween && this.#headings.setsApart && this.blocks.run.endsInWord && /^[\p{L}\p{N}]/u.test(text))
      this.blocks.addText(' ', 'nowhere');
  }

  #closeLink(): void {
    this.#inLink = false;
    const { openText } = this.links;
    const isSign = SIGN.test(openText) || (this.#headings.isOpen && SOURCE.test(openText));
    if (this.#muted === 0 && isSign) this.blocks.run.dropLast(openText);
    this.links.close();
    this.#headings.closeLink();
  }

  #breakBlock(): void {
    if (this.#headings.isOpen) this.#headings.breakBlock();
    else if (this.#pre > 0) this.#breakLine();
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
