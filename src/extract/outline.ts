import type { Section } from '../model/page.ts';
import { MAX_SECTIONS } from './limits.ts';
import { distinctSymbols } from './symbols.ts';

/** Where a section starts: the lead, a heading, or a definition entry. */
export interface Mark {
  kind: Section['kind'];
  /** 1..6 for a heading, 0 otherwise. */
  level: number;
  /** Own anchor, or the nearest one above that opens the page close by; '' when there is none. */
  anchor: string;
  heading: string;
  symbols: string[];
  /** The heading or definition that this one stands under; undefined only for the lead. */
  parent: Mark | undefined;
  /** The mark before this one in the document. */
  previous: Mark | undefined;
  /** The last of the terms in a row that this one is of: it has the description of them all. */
  describedWith?: Mark;
}

/** A `dl` that is open. */
interface OpenList {
  /** The section it stands in. */
  outer: Mark;
  /** A description (`dd`) has come since the last term. */
  isDescribed: boolean;
  /** The entry that the last terms belong to, while it has no id of its own. */
  unaddressed: Mark | undefined;
  /** Entries since the last description. */
  undescribed: Mark[];
  terms: number;
}

/** Of the terms of one entry together. */
const MAX_TERMS_CHARS = 299;
/** Terms in a row that get the description of the last one, those nearest to it. */
const MAX_SHARING = 64;

/** Follows headings and definition lists, and knows at any place which section the text belongs to. */
export class Outline {
  readonly lead: Mark = {
    kind: 'lead',
    level: 0,
    anchor: '',
    heading: '',
    symbols: [],
    parent: undefined,
    previous: undefined,
  };
  #owner: Mark = this.lead;
  #last: Mark = this.lead;
  /** The first heading of the first level: the page's own. Further ones are those of its chapters. */
  #top: Mark | undefined;
  #count = 1;
  readonly #lists: OpenList[] = [];
  /** That of the table row at hand. */
  #row: OpenList | undefined;
  /** A definition outside of lists, while text belongs to it, and what it stands in. */
  #placed: { mark: Mark; outer: Mark; isOfList: boolean } | undefined;

  /** The section that text belongs to here. */
  get owner(): Mark {
    return this.#owner;
  }

  openList(): void {
    // A list behind a list of one goes on with it.
    if (this.#placed?.isOfList) this.closePlaced();
    this.#lists.push({ outer: this.#owner, isDescribed: true, unaddressed: undefined, undescribed: [], terms: 0 });
  }

  /**
   * After a list, text belongs again to what the list stands in; but to `entry`, and that is told by true, when that is the only one in
   * it: as a definition outside of lists.
   */
  closeList(entry?: Mark): boolean {
    const list = this.#lists.pop();
    if (list === undefined) return false;
    const isOnly = entry !== undefined && entry === this.#owner && entry !== list.outer;
    const isKept = isOnly && list.terms === 1 && list.isDescribed;
    this.#owner = list.outer;
    if (!isKept) return false;
    this.closePlaced();
    this.#placed = { mark: entry, outer: this.#owner, isOfList: true };
    this.#owner = entry;
    return true;
  }

  /** A table row that defines something is a list of its own. */
  openRow(): void {
    const list = this.#lists.at(-1);
    if (list !== undefined && list === this.#row) this.#owner = list.outer;
    else {
      this.openList();
      this.#row = this.#lists.at(-1);
    }
  }

  closeRow(): void {
    if (this.#row === undefined || this.#lists.at(-1) !== this.#row) return;
    this.closeList();
    this.#row = undefined;
  }

  /** A term after a description ends the entry before it; terms in a row share the description that follows. */
  openTerm(): void {
    const list = this.#lists.at(-1);
    if (list !== undefined) list.terms++;
    if (list === undefined || !list.isDescribed) return;
    this.#owner = list.outer;
    list.isDescribed = false;
    list.unaddressed = undefined;
    list.undescribed = [];
  }

  openDescription(): void {
    const list = this.#lists.at(-1);
    if (list === undefined) return;
    list.isDescribed = true;
    const last = list.undescribed.pop();
    if (last !== undefined) for (const mark of list.undescribed.slice(-MAX_SHARING)) mark.describedWith = last;
    list.undescribed = [];
  }

  /** Undefined when the page has too many sections already: then the heading is text like any other. */
  addHeading(
    heading: string,
    { level, anchor, anchorAbove, symbols }: { level: number; anchor: string; anchorAbove: string; symbols: string[] },
  ): Mark | undefined {
    this.closePlaced();
    let parent = this.#owner;
    while (parent.kind === 'heading' && parent.level >= level && parent.parent !== undefined) parent = parent.parent;
    return this.#add({
      kind: 'heading',
      level,
      anchor: anchor || (parent.anchor && anchorAbove) || this.#placeOf(parent),
      heading,
      symbols,
      parent,
    });
  }

  /** What the list at hand stands in. */
  get listOwner(): Mark {
    return this.#lists.at(-1)?.outer ?? this.#owner;
  }

  /** Without an anchor of its own it opens where what it stands in does. */
  addDefinition(heading: string, { anchor, symbols }: { anchor: string; symbols: string[] }): Mark | undefined {
    const list = this.#lists.at(-1);
    const parent = this.listOwner;
    const mark = this.#add({
      kind: 'definition',
      level: 0,
      anchor: anchor || parent.anchor,
      heading,
      symbols,
      parent,
    });
    if (list !== undefined) list.unaddressed = anchor === '' ? mark : undefined;
    if (mark !== undefined) list?.undescribed.push(mark);
    return mark;
  }

  /** Is the last term, whose description has not begun, one of the same names? Then the next one is another form of it. */
  isOfLastTerm(symbols: readonly string[]): boolean {
    const last = this.#lists.at(-1)?.undescribed.at(-1);
    return symbols.length > 0 && last === this.#owner && last.symbols.join('\n') === symbols.join('\n');
  }

  /** A definition outside of lists: text belongs to it up to the next one, the next heading, or `closePlaced`. */
  addPlaced(heading: string, { anchor, symbols }: { anchor: string; symbols: string[] }): Mark | undefined {
    this.closePlaced();
    const outer = this.#owner;
    const mark = this.#add({ kind: 'definition', level: 0, anchor, heading, symbols, parent: outer });
    if (mark !== undefined) this.#placed = { mark, outer, isOfList: false };
    return mark;
  }

  closePlaced(): void {
    if (this.#placed?.mark === this.#owner) this.#owner = this.#placed.outer;
    this.#placed = undefined;
  }

  /** A further term of the entry whose description has not begun; undefined when there is none, or it has an address of its own. */
  extendDefinition(heading: string, symbols: readonly string[]): Mark | undefined {
    const list = this.#lists.at(-1);
    const mark = list?.isDescribed === false ? list.unaddressed : undefined;
    if (mark === undefined || mark !== this.#owner || mark.heading.length + heading.length > MAX_TERMS_CHARS)
      return undefined;
    mark.heading = `${mark.heading} ${heading}`;
    mark.symbols = distinctSymbols([...mark.symbols, ...symbols]);
    return mark;
  }

  /** A section whose anchor is no id of the page (a permalink may lead nowhere) opens with the one it stands under. */
  keepAnchors(ids: ReadonlySet<string>): void {
    const marks: Mark[] = [];
    for (let mark: Mark | undefined = this.#last; mark !== undefined; mark = mark.previous) marks.push(mark);
    for (const mark of marks.toReversed()) if (!ids.has(mark.anchor)) mark.anchor = this.#placeOf(mark.parent);
  }

  /** Where it opens what has no address of its own: not where the heading of the page does, as the top of the page says nothing of what is below. */
  #placeOf(above: Mark | undefined): string {
    return above === undefined || above === this.#top ? '' : above.anchor;
  }

  #add(place: Omit<Mark, 'previous'>): Mark | undefined {
    if (this.#count >= MAX_SECTIONS) return undefined;
    this.#count++;
    const mark: Mark = { ...place, previous: this.#last };
    if (mark.level === 1) this.#top ??= mark;
    this.#last = mark;
    this.#owner = mark;
    return mark;
  }
}
