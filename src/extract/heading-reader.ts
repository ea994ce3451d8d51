import { idOfPlace } from './anchor-choice.ts';
import type { Attributes } from './attributes.ts';
import { type Block, isOfContents } from './block.ts';
import type { BlockCollector } from './blocks.ts';
import { beginSection, type HeadingParts } from './heading-mark.ts';
import {
  hasAddress,
  idOfHeading,
  isPlaceholder,
  leadsAway,
  MAX_HEADING_CHARS,
  MAX_RUN_CHARS,
  type OpenHeading,
  opened,
} from './open-heading.ts';
import type { Mark, Outline } from './outline.ts';
import { PlaceLinks } from './place-links.ts';
import type { PlacedNames } from './placed-names.ts';
import { kindBefore } from './symbols.ts';
import { cutBetweenWords, squeeze } from './white-space.ts';

/** Elements that mark the place where something begins. */
const ANCHOR_NAMES = new Set(['a', 'span', 'p', 'tr', 'td', 'th', 'li']);
/** Texinfo says what kind of thing it defines, and may have nothing to say before its colon. */
const EMPTY_KIND = /^: /;
/** What a term says of what it names, right before the name: `[ISO]put(thing)`, `[hook,nondet]take`. */
const LABEL_BEFORE = /^\[\p{L}+(?:[,\s]+\p{L}+)*\](?![\s[\](:=.,;]|$)/u;
/** Between two names of one term: `verbose (boolean) quiet (boolean)`. What follows a comma may be an argument. */
const BESIDE = /^\s*\([^()]*\)\s*(?:,\s*)?$/;

/** Reads headings and definition terms: their text, anchor and symbols. */
export class HeadingReader {
  readonly #parts: HeadingParts;
  readonly #blocks: BlockCollector;
  readonly #outline: Outline;
  readonly #names: PlacedNames;
  readonly #links: PlaceLinks;
  #open: OpenHeading | undefined;
  /** The id of the link that is open, if it may be for scripts and styles: it is when the link says nothing, as icons of menus do. */
  #hook = '';
  /** Length of the run where leading code began; -1 for none. */
  #codeStart = -1;
  /** The heading that has just been read, while no text has come after it; it has no id. */
  #unaddressed: { mark: Mark; block: Block | undefined } | undefined;
  /** Cells of the table row so far; 0 outside of rows. */
  #cells = 0;
  /** The block before the cell at hand. */
  #beforeCell: Block | undefined;

  constructor(parts: HeadingParts) {
    this.#parts = parts;
    this.#blocks = parts.blocks;
    this.#outline = parts.outline;
    this.#names = parts.names;
    this.#links = new PlaceLinks(parts.blocks.run);
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** A term without an id is open. */
  get isBareTerm(): boolean {
    return this.#open?.kind === 'entry' && !hasAddress(this.#open);
  }

  /** Is a link to a place in this page open? */
  get isInPlaceLink(): boolean {
    return this.#links.isOpen;
  }

  /** Elements without a blank between them are set apart by styles in a heading, but not in a signature. */
  get setsApart(): boolean {
    return this.#open?.kind === 'heading' && this.#codeStart < 0 && this.#open.leadingCode === '';
  }

  /** A button or permalink that a heading begins with holds its text; one further on is a tool. */
  get isAtStart(): boolean {
    return this.#open !== undefined && this.#blocks.run.isBlank;
  }

  openHeading(level: number, attributes: Attributes): void {
    const { regions } = this.#blocks;
    if (level === 1 && this.#outline.owner.kind === 'lead') regions.holdPageHeading();
    // It is no heading of the text around the note.
    if (regions.isTitleOfNote) return;
    this.#start('heading', level, attributes);
  }

  openEntry(attributes: Attributes): void {
    this.#outline.openTerm();
    this.#start('entry', 0, attributes);
    const { region } = this.#blocks;
    // A `div` may hold a term and its description together (HTML standard, 4.4.9).
    const isGroup = region.name === 'div' && region.parent?.name === 'dl' && !region.started;
    if (isGroup && this.#open !== undefined) this.#open.outerAnchor = region.id;
  }

  /** Any other element: it may carry an anchor, or be a permalink. */
  openInside(name: string, attributes: Attributes): void {
    const anchor = this.#blocks.takeId(idOfPlace(name, attributes));
    if (this.#open !== undefined) {
      if (name !== 'a') this.#open.innerAnchor ||= anchor;
      else if (this.isAtStart || !leadsAway(attributes)) this.#open.ownAnchor ||= anchor;
      this.#open.isPlaceholder ||= isPlaceholder(name, attributes) && this.isAtStart;
    } else if (anchor !== '' && ANCHOR_NAMES.has(name)) {
      this.#blocks.addAnchor(anchor);
      this.#hook = isHook(name, attributes) ? anchor : '';
    }
    if (name === 'a' && attributes.href?.startsWith('#')) this.#links.open(attributes.href);
  }

  /** A permalink inside a heading without any id, or right behind it, tells its address. */
  #signPlace(fragment: string): void {
    const behind = this.#unaddressed;
    if (this.#open !== undefined) this.#open.linkedAnchor ||= fragment;
    else if (behind !== undefined && behind.block === this.#blocks.last && fragment !== '')
      behind.mark.anchor = fragment;
    this.#unaddressed = undefined;
  }

  /**
   * Takes a permalink sign back from the text.
   * @param text what the link says
   */
  closeLink(text: string): void {
    if (this.#hook !== '' && text.trim() === '') this.#blocks.ids.dropAnchor(this.#hook);
    this.#hook = '';
    const fragment = this.#links.close();
    if (fragment !== undefined) this.#signPlace(fragment);
  }

  openRow(): void {
    this.#cells = 0;
  }

  closeRow(): void {
    this.#cells = 0;
    this.#outline.closeRow();
  }

  openCell(): void {
    this.closeRowEntry();
    this.#cells++;
    this.#beforeCell = this.#blocks.last;
  }

  /** The end of its line or cell ends what a row defines. */
  closeRowEntry(): void {
    if (this.#open?.kind === 'row') this.close();
  }

  /** An anchor that is no link may be the name of what is defined there, and what follows in its line a signature. */
  openAnchor(attributes: Attributes): void {
    if (this.#open === undefined)
      this.#names.openAnchor(idOfPlace('a', attributes), { isNamed: attributes.name !== undefined });
  }

  closeAnchor(): void {
    const found = this.#open === undefined ? this.#names.closeAnchor() : undefined;
    if (found === undefined) return;
    // What a row begins with is described by its other cells.
    const isRow = this.#cells === 1 && this.#blocks.last === this.#beforeCell;
    this.#open = { ...opened(isRow ? 'row' : 'placed', 0), ownAnchor: found.id, leadingCode: found.name };
  }

  openCode(): void {
    this.#links.openCode();
    if (this.#isRowEntry()) this.#start('row', 0, {});
    if (this.#open === undefined) this.#names.openCode();
    if (this.#open !== undefined && this.#codeStart < 0 && this.#beginsName(this.#open))
      this.#codeStart = this.#blocks.run.length;
  }

  /** At the beginning of a heading, or of a term behind another name. */
  #beginsName({ kind, leadingCode, codeEnd }: OpenHeading): boolean {
    const { run } = this.#blocks;
    if (leadingCode === '') return run.isBlank;
    return kind === 'entry' && BESIDE.test(run.peek(MAX_RUN_CHARS)?.slice(codeEnd) ?? '');
  }

  closeCode(): void {
    if (this.#open === undefined) this.#names.closeCode();
    else if (this.#codeStart >= 0) {
      const code = squeeze(this.#blocks.run.peek(MAX_RUN_CHARS)?.slice(this.#codeStart) ?? '');
      if (this.#open.leadingCode === '') this.#open.leadingCode = code;
      else this.#open.furtherCode.push(code);
      this.#open.codeEnd = this.#blocks.run.length;
    }
    this.#codeStart = -1;
  }

  /** A block inside a heading only sets its text apart. */
  breakBlock(): void {
    if (this.#open?.kind === 'row' || this.#open?.kind === 'placed' || this.#blocks.run.length > MAX_RUN_CHARS)
      this.close();
    else this.#blocks.addText(' ', 'nowhere');
  }

  close(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    this.#codeStart = -1;
    const { region } = this.#blocks;
    const { text: raw, linkChars, placeChars } = this.#blocks.run.take();
    const text = squeeze(raw).replace(EMPTY_KIND, '');
    if (text === '') return;
    const label = open.kind === 'entry' ? takeLabel(text, open) : '';
    const heading = cutBetweenWords(text.slice(label.length), MAX_HEADING_CHARS);
    const mark = beginSection(heading, open, this.#parts);
    if (mark === undefined) {
      const isContents = isOfContents(text, placeChars);
      this.#blocks.add({ kind: 'text', text, linkChars: 0, isContents, region, owner: this.#outline.owner });
      return;
    }
    const own = Math.min(linkChars, heading.length);
    this.#blocks.add({ kind: 'heading', text: heading, linkChars: own, region, owner: mark });
    if (open.kind === 'heading' && !hasAddress(open)) this.#unaddressed = { mark, block: this.#blocks.last };
    // What is too long for a heading is still text.
    const rest = `${label.trim()} ${text.slice(label.length + heading.length)}`.trim();
    if (rest !== '') this.#blocks.add({ kind: 'text', text: rest, linkChars: 0, region, owner: mark });
  }

  /** Does the first cell of a row begin here, at an anchor, with code: the name of what the row describes? */
  #isRowEntry(): boolean {
    const { ids, run } = this.#blocks;
    return this.#open === undefined && this.#cells === 1 && ids.anchors.length > 0 && run.isBlank;
  }

  #start(kind: OpenHeading['kind'], level: number, attributes: Attributes): void {
    this.close();
    const ownAnchor = this.#blocks.takeId(idOfPlace('', attributes));
    this.#open = {
      ...opened(kind, level),
      ownAnchor,
      outerAnchor: kind === 'heading' ? this.#blocks.regions.claimSection() : '',
      anchorsBefore: this.#blocks.ids.anchors,
    };
  }
}

/** What a term says before the name: of what kind that is. The name is then known. */
function takeLabel(term: string, open: OpenHeading): string {
  const { kind, name } = kindBefore(term, idOfHeading(open));
  open.leadingCode ||= name;
  return kind || (LABEL_BEFORE.exec(term)?.[0] ?? '');
}

/** May its id be for scripts and styles? A `name` is a place, and a link that leads to some place may stand there as its anchor. */
function isHook(name: string, { name: oldName, href = '' }: Attributes): boolean {
  return name === 'a' && oldName === undefined && href !== '' && !href.includes('#');
}
