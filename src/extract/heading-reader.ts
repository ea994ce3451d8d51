import { bestAnchor, fragmentOf, idOfPlace, isLayoutId } from './anchor-choice.ts';
import type { Attributes } from './attributes.ts';
import { around, type Block, type BlockCollector, type Region } from './blocks.ts';
import {
  hasAddress,
  isPlaceholder,
  leadsAway,
  MAX_HEADING_CHARS,
  MAX_RUN_CHARS,
  type OpenHeading,
  opened,
} from './open-heading.ts';
import type { Mark, Outline } from './outline.ts';
import type { PlacedNames } from './placed-names.ts';
import { definitionSymbols, headingSymbols, namesCall, namesOption, rowSymbols } from './symbols.ts';
import { cutBetweenWords, squeeze } from './white-space.ts';

const PERMALINK =
  /^\s*(?:[\u00b6#\u00a7\u2693\u24d8\u25c6\u{1f517}\u2191^]|\u21a9[\ufe0e\ufe0f]?|permalink|permanent link|(?:direct )?link to this (?:heading|definition|section|page)|copy link|anchor|top)\s*$/iu;
/** A way back is no address. */
const BACK = /top|[\u21a9\u2191^]/i;
/** Elements that mark the place where something begins. */
const ANCHOR_NAMES = new Set(['a', 'span', 'p', 'tr', 'td', 'th', 'li']);
/** Texinfo says what kind of thing it defines, and may have nothing to say before its colon. */
const EMPTY_KIND = /^: /;
/** Between two names of one term: `verbose (boolean) quiet (boolean)`. What follows a comma may be an argument. */
const BESIDE = /^\s*\([^()]*\)\s*(?:,\s*)?$/;
/** Footnotes are definition entries too, to some generators. */
const FOOTNOTE = /^[[(]?\d*[\])]?$/;

/** Reads headings and definition terms: their text, anchor and symbols. */
export class HeadingReader {
  readonly #blocks: BlockCollector;
  readonly #outline: Outline;
  readonly #names: PlacedNames;
  #open: OpenHeading | undefined;
  /** A link to a place in this page is open. */
  isInPlaceLink = false;
  /** The fragment it leads to. */
  #linkedPlace = '';
  /** It holds code: `^` is an operator there. */
  #linksCode = false;
  /** The id of the link that is open, if it may be for scripts and styles: it is when the link says nothing, as icons of menus do. */
  #hook = '';
  /** Length of the run where leading code began; -1 for none. */
  #codeStart = -1;
  /** The heading that has just been read, while no text has come after it; it has no id. */
  #unaddressed: { mark: Mark; block: Block | undefined } | undefined;
  /** Cells of the table row so far; 0 outside of rows. */
  #cells = 0;

  constructor(blocks: BlockCollector, { outline, names }: { outline: Outline; names: PlacedNames }) {
    this.#blocks = blocks;
    this.#outline = outline;
    this.#names = names;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
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
    const { region } = this.#blocks;
    // What holds the heading of the page is none: `note-content`.
    if (level === 1 && this.#outline.owner.kind === 'lead')
      for (let at: Region | undefined = region; at !== undefined; at = at.parent) at.isNote = false;
    // The title of a note is no heading of the text around it.
    if (region.isNote || region.parent?.isNote) return;
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
    const anchor = this.#blocks.firstId(idOfPlace(name, attributes));
    if (anchor !== '') this.#blocks.addId(anchor);
    if (this.#open !== undefined) {
      if (name !== 'a') this.#open.innerAnchor ||= anchor;
      else if (this.isAtStart || !leadsAway(attributes)) this.#open.ownAnchor ||= anchor;
      this.#open.isPlaceholder ||= isPlaceholder(name, attributes) && this.isAtStart;
    } else if (anchor !== '' && ANCHOR_NAMES.has(name)) {
      this.#blocks.addAnchor(anchor);
      this.#hook = isHook(name, attributes) ? anchor : '';
    }
    if (name === 'a' && attributes.href?.startsWith('#')) {
      this.#linkedPlace = fragmentOf(attributes.href);
      this.isInPlaceLink = true;
      this.#linksCode = false;
      this.#blocks.run.hold();
    }
  }

  /** A permalink inside a heading without any id, or right behind it, tells its address. */
  #signPlace(fragment: string): void {
    const behind = this.#unaddressed;
    if (this.#open !== undefined) this.#open.linkedAnchor ||= fragment;
    else if (behind !== undefined && behind.block === this.#blocks.blocks.at(-1) && fragment !== '')
      behind.mark.anchor = fragment;
    this.#unaddressed = undefined;
  }

  /**
   * Takes a permalink sign back from the text.
   * @param text what the link says
   */
  closeLink(text: string): void {
    if (this.#hook !== '' && text.trim() === '') this.#blocks.dropAnchor(this.#hook);
    this.#hook = '';
    if (!this.isInPlaceLink) return;
    this.isInPlaceLink = false;
    this.#blocks.run.release((text) => {
      const isSign = !this.#linksCode && PERMALINK.test(text);
      if ((isSign && !BACK.test(text)) || text.trim() === '') this.#signPlace(this.#linkedPlace);
      return isSign;
    });
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
  }

  /** The end of its line or cell ends what a row defines. */
  closeRowEntry(): void {
    if (this.#open?.kind === 'row') this.close();
  }

  /** An anchor that is no link may be the name of what is defined there, and what follows in its line a signature. */
  openAnchor(attributes: Attributes): void {
    if (this.#open === undefined) this.#names.openAnchor(idOfPlace('a', attributes));
  }

  closeAnchor(): void {
    const found = this.#open === undefined ? this.#names.closeAnchor() : undefined;
    if (found === undefined) return;
    this.#open = { ...opened('placed', 0), ownAnchor: found.id, leadingCode: found.name };
  }

  openCode(): void {
    this.#linksCode ||= this.isInPlaceLink;
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
    const { text: raw, linkChars } = this.#blocks.run.take();
    const text = squeeze(raw).replace(EMPTY_KIND, '');
    if (text === '') return;
    const heading = cutBetweenWords(text, MAX_HEADING_CHARS);
    const mark = this.#mark(heading, open);
    const owner = mark ?? this.#outline.owner;
    if (mark !== undefined)
      this.#blocks.add({
        kind: 'heading',
        text: heading,
        linkChars: Math.min(linkChars, heading.length),
        region,
        owner,
      });
    if (mark !== undefined && open.kind === 'heading' && !hasAddress(open))
      this.#unaddressed = { mark, block: this.#blocks.blocks.at(-1) };
    // What is too long for a heading is still text.
    const rest = mark === undefined ? text : text.slice(heading.length).trim();
    if (rest !== '') this.#blocks.add({ kind: 'text', text: rest, linkChars: 0, region, owner });
  }

  /** Does the first cell of a row begin here, at an anchor, with code: the name of what the row describes? */
  #isRowEntry(): boolean {
    return (
      this.#open === undefined && this.#cells === 1 && this.#blocks.anchorsBefore.length > 0 && this.#blocks.run.isBlank
    );
  }

  #start(kind: OpenHeading['kind'], level: number, attributes: Attributes): void {
    this.close();
    const ownAnchor = this.#blocks.firstId(idOfPlace('', attributes));
    if (ownAnchor !== '') this.#blocks.addId(ownAnchor);
    this.#open = {
      ...opened(kind, level),
      ownAnchor,
      outerAnchor: kind === 'heading' ? this.#outerAnchor() : '',
      anchorsBefore: this.#blocks.anchorsBefore,
    };
  }

  /** Id of the nearest element around that has no text yet. That element is a section then, however many links it holds. */
  #outerAnchor(): string {
    for (const region of around(this.#blocks.region)) {
      if (region.started) break;
      if (region.id === '' || isLayoutId(region.id)) continue;
      region.isSection = true;
      return region.id;
    }
    return '';
  }

  /** Id of the nearest element around that has no heading yet: nearer than whatever heading is above. */
  #anchorAbove(): string {
    for (const { id, isHeaded } of around(this.#blocks.region)) {
      if (isHeaded) break;
      if (id !== '' && !isLayoutId(id)) return id;
    }
    return '';
  }

  #mark(heading: string, open: OpenHeading): Mark | undefined {
    const { kind, level, leadingCode } = open;
    const before = open.anchorsBefore.toReversed();
    const inner = kind === 'heading' ? open.innerAnchor || open.linkedAnchor : '';
    const id = open.ownAnchor || open.outerAnchor || inner || (before[0] ?? '');
    if (kind === 'heading') {
      const ids = [open.ownAnchor, ...before, open.outerAnchor, inner];
      return this.#outline.addHeading(heading, {
        level,
        anchor: bestAnchor(ids, heading) || this.#blocks.anchorBehind,
        anchorAbove: this.#anchorAbove(),
        symbols: headingSymbols(heading, { id, ids, leadingCode }),
      });
    }
    if (FOOTNOTE.test(heading)) return undefined;
    if (kind === 'entry') return this.#entryMark(heading, { ...open, id });
    if (id === '') return undefined;
    const symbols = rowSymbols(heading, leadingCode);
    if (symbols.length === 0) return undefined;
    if (kind === 'placed') return this.#names.define(heading, { anchor: id, symbols });
    this.#outline.openRow();
    return this.#outline.addDefinition(heading, { anchor: id, symbols });
  }

  /**
   * A term without an id is an entry when it names an option or a function; several in a row are one, and so are the forms of one function,
   * each with an id. Within an entry lists of functions explain its arguments.
   */
  #entryMark(
    heading: string,
    { id, leadingCode, furtherCode, isPlaceholder }: OpenHeading & { id: string },
  ): Mark | undefined {
    const symbols = definitionSymbols(heading, { id, leadingCode, furtherCode });
    if (this.#outline.isOfLastTerm(symbols)) return undefined;
    if (id !== '') return this.#outline.addDefinition(heading, { anchor: id, symbols });
    const isWithin = this.#outline.listOwner.kind === 'definition';
    if (!namesOption(heading) && (isWithin || isPlaceholder || !namesCall(heading, leadingCode))) return undefined;
    return (
      this.#outline.extendDefinition(heading, symbols) ?? this.#outline.addDefinition(heading, { anchor: '', symbols })
    );
  }
}

/** May its id be for scripts and styles? A `name` is a place, and a link that leads to some place may stand there as its anchor. */
function isHook(name: string, { name: oldName, href = '' }: Attributes): boolean {
  return name === 'a' && oldName === undefined && href !== '' && !href.includes('#');
}
