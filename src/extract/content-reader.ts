import { idOfPlace } from './anchor-choice.ts';
import type { Attributes } from './attributes.ts';
import { BlockCollector } from './blocks.ts';
import type { Verdict } from './boilerplate.ts';
import { codeLanguageOf, ElementJudge } from './element-judge.ts';
import { ANCHOR, ENTRY, LIST, MUTED, OPEN_BOLD, OPEN_CODE, ROW } from './element-marks.ts';
import { HeadingLevels } from './heading-level.ts';
import { HeadingReader } from './heading-reader.ts';
import { Outline } from './outline.ts';
import { PlacedNames } from './placed-names.ts';
import type { LinkTarget } from './run.ts';
import { BLOCK, BREAK, CELL, HEADING, INLINE_CODE, PARAGRAPH, PRE, RAISED, REGION, SHADOW } from './tags.ts';
import { WordGaps } from './word-gaps.ts';

const BOLD = new Set(['b', 'strong']);

/** Reads what the page shows: where lines end, what is left out, what is code, and where sections begin. */
export class ContentReader {
  readonly blocks = new BlockCollector();
  readonly outline = new Outline();
  readonly #names = new PlacedNames(this.blocks, this.outline);
  readonly headings = new HeadingReader({ blocks: this.blocks, outline: this.outline, names: this.#names });
  readonly #levels = new HeadingLevels();
  readonly #judge = new ElementJudge(this.blocks, this.headings);
  readonly #gaps = new WordGaps();
  /** Open elements whose text is left out; of their links is kept where they lead. */
  #muted = 0;
  /** Open preformatted elements, and the language of the code in them as a class says it first; '' when none does. */
  #pre = 0;
  #codeLanguage = '';
  /** Open shadow roots, `p` and `sup`. */
  #shadows = 0;
  #paragraphs = 0;
  #raised = 0;

  /** A heading of the page says that it is the title. */
  get isTitled(): boolean {
    return this.#levels.hasTitle;
  }

  /** What stands here is left out. */
  get isMuted(): boolean {
    return this.#muted > 0;
  }

  /** What stands here is part of a line that has begun. */
  get isInLine(): boolean {
    return this.#paragraphs > 0 || !this.blocks.run.isBlank;
  }

  get isInShadow(): boolean {
    return this.#shadows > 0;
  }

  /** A question that a button asks here is text. */
  get takesButtons(): boolean {
    return !this.isMuted && this.#pre === 0 && !this.headings.isOpen;
  }

  /** @returns the marks to be given back when the element closes, beside its traits */
  open(name: string, attributes: Attributes, traits: number): number {
    if (name === 'span') this.#gaps.openSpan();
    if ((traits & (CELL | BREAK)) !== 0) this.headings.closeRowEntry();
    if ((traits & BLOCK) !== 0) this.#breakBlock();
    else if ((traits & (CELL | BREAK)) !== 0) this.blocks.addText(this.#pre > 0 ? '\n' : ' ', 'nowhere');
    let mark = this.#openRegion(name, attributes, traits);
    this.#openPreformatted(attributes, traits);
    if ((traits & (RAISED | PARAGRAPH | SHADOW)) !== 0) this.#countDepth(traits, 1);
    mark |= this.#openPart(name, traits) | this.#openPlace(name, attributes, traits);
    if ((traits & INLINE_CODE) !== 0 && this.#pre === 0) {
      this.headings.openCode();
      mark |= OPEN_CODE;
    } else if (BOLD.has(name) && this.#pre === 0 && !this.headings.isOpen) {
      this.#names.openBold();
      mark |= OPEN_BOLD;
    }
    return mark;
  }

  /** @param mark what `open` has returned, with the traits of the element */
  close(mark: number): void {
    if ((mark & (RAISED | PARAGRAPH | SHADOW)) !== 0) this.#countDepth(mark, -1);
    if ((mark & (HEADING | ENTRY)) !== 0) this.headings.close();
    if ((mark & ANCHOR) !== 0) this.headings.closeAnchor();
    if ((mark & OPEN_CODE) !== 0) this.headings.closeCode();
    if ((mark & OPEN_BOLD) !== 0) this.#names.closeCode();
    if ((mark & PRE) !== 0 && --this.#pre === 0 && !this.headings.isOpen && !this.#names.closeDeclaration())
      this.#flushCode();
    if ((mark & BLOCK) !== 0) this.#breakBlock();
    if ((mark & REGION) !== 0) {
      this.#names.closeRegion(this.blocks.region);
      this.blocks.regions.close();
    }
    if ((mark & (LIST | CELL | ROW)) !== 0) this.#closePart(mark);
    if ((mark & MUTED) !== 0) this.#muted--;
  }

  /** The end of any `span`, also of one in what is hidden. */
  closeSpan(): void {
    this.#gaps.closeSpan();
  }

  text(text: string, to: LinkTarget): void {
    this.#setApart(text);
    this.blocks.addText(text, to);
  }

  /** Ends the text that no block has ended; what links promise of anchors is known then. */
  finish(): void {
    this.headings.close();
    this.blocks.flush(this.outline.owner);
    this.outline.keepAnchors(this.blocks.ids.all);
  }

  /** An element that groups blocks, or is kept apart from the text around it. */
  #openRegion(name: string, attributes: Attributes, traits: number): number {
    const verdict = this.#verdict(name, attributes, traits);
    const isKeptApart = (verdict === 'aside' || verdict === 'bar') && this.#mayBeApart(name, traits);
    let mark = 0;
    if (isKeptApart && (this.headings.isOpen || (traits & (REGION | BLOCK)) === 0)) {
      this.#muted++;
      mark |= MUTED;
    }
    if ((traits & REGION) !== 0 || (isKeptApart && (traits & BLOCK) !== 0)) {
      const id = this.blocks.ids.unlessTaken(idOfPlace(name, attributes));
      const isNote = this.#judge.isNote(name, attributes);
      const codeLanguage = codeLanguageOf(attributes);
      const isTitlePage = attributes.class === 'titlepage';
      this.blocks.openRegion(name, { id, verdict, isNote, isTitlePage, codeLanguage });
      mark |= REGION;
    }
    return mark;
  }

  #verdict(name: string, attributes: Attributes, traits: number): Verdict {
    if (this.#pre > 0 && (traits & CELL) === 0 && attributes.class !== undefined)
      return this.#judge.codePart(attributes) === 'number' ? 'aside' : 'none';
    return this.#judge.verdict(name, attributes, traits);
  }

  /** Headings and the body never are, nor is the link that a heading begins with: that may hold all of it. */
  #mayBeApart(name: string, traits: number): boolean {
    return (traits & HEADING) === 0 && name !== 'body' && !(name === 'a' && this.headings.isAtStart);
  }

  #openPreformatted(attributes: Attributes, traits: number): void {
    if (this.#pre > 0 && this.#judge.codePart(attributes) === 'line') this.#breakLine();
    if ((traits & PRE) !== 0 && this.#pre++ === 0) this.#codeLanguage = '';
    if (this.#pre > 0) this.#codeLanguage ||= codeLanguageOf(attributes);
  }

  #countDepth(traits: number, step: 1 | -1): void {
    if ((traits & RAISED) !== 0) this.#raised += step;
    else if ((traits & PARAGRAPH) !== 0) this.#paragraphs += step;
    else this.#shadows += step;
  }

  /** A list, or a part of a list or table. */
  #openPart(name: string, traits: number): number {
    if ((traits & CELL) !== 0) this.headings.openCell();
    else if (name === 'li') this.#names.openPoint();
    else if (name === 'dd') this.outline.openDescription();
    else if (name === 'tr') {
      this.headings.openRow();
      return ROW;
    } else if (name === 'dl') {
      this.outline.openList();
      return LIST;
    }
    return 0;
  }

  #closePart(mark: number): void {
    if ((mark & LIST) !== 0) this.#names.closeList();
    if ((mark & CELL) !== 0) this.headings.closeRowEntry();
    if ((mark & ROW) !== 0) this.headings.closeRow();
  }

  /** Whatever may begin a section. */
  #openPlace(name: string, attributes: Attributes, traits: number): number {
    const level = this.#levels.levelOf(name, attributes, { traits, isInHeading: this.headings.isOpen });
    if (level > 0) {
      // Standards are preformatted from their first line to the last, headings included.
      if (this.#pre > 0) this.#flushCode();
      this.headings.openHeading(level, attributes);
      return HEADING;
    }
    if (name === 'dt') {
      this.headings.openEntry(attributes);
      return ENTRY;
    }
    this.headings.openInside(name, attributes);
    if (name !== 'a' || attributes.href !== undefined || this.#pre > 0) return 0;
    this.headings.openAnchor(attributes);
    return ANCHOR;
  }

  /** Puts a blank where only styles set the text apart from the word before it. */
  #setApart(text: string): void {
    const isNoteNumber = this.#raised > 0 && this.headings.isInPlaceLink;
    const isApart = this.#gaps.isBefore({ isNoteNumber, setsApart: this.headings.setsApart });
    if (isApart && this.blocks.run.endsInWord && /^[\p{L}\p{N}]/u.test(text)) this.blocks.addText(' ', 'nowhere');
  }

  #breakBlock(): void {
    if (this.headings.isOpen) this.headings.breakBlock();
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

  #flushCode(): void {
    this.blocks.flushCode(this.outline.owner, this.#codeLanguage);
  }
}
