import { isLayoutId } from './anchor-choice.ts';
import type { Verdict } from './boilerplate.ts';
import type { Mark } from './outline.ts';
import { countsLines, type IdAt, passagesOf, stretchesOf } from './preformatted.ts';
import { type LinkTarget, Run } from './run.ts';
import { squeeze } from './white-space.ts';

/** An element that groups blocks; the tree of them is what remains of the document's structure. */
export interface Region {
  /** Place in document order; a parent comes before its children. */
  ordinal: number;
  parent: Region | undefined;
  name: string;
  id: string;
  verdict: Verdict;
  /** A box beside the text: its title starts no section. */
  isNote: boolean;
  /** It or an element around it declares itself the main text. */
  isInMain: boolean;
  /** A heading opens it and has its id for an address. */
  isSection: boolean;
  /** DocBook begins its chapters with one, and their parts. */
  isTitlePage: boolean;
  hasTitlePage: boolean;
  /** Of the code in it, as its class says; '' when it says none. */
  codeLanguage: string;
  /** Some text has been seen inside. */
  started: boolean;
  /** Some heading or term has. */
  isHeaded: boolean;
}

type RegionTraits = Pick<Region, 'id' | 'verdict' | 'isNote' | 'isTitlePage' | 'codeLanguage'>;

export interface Block {
  kind: 'text' | 'code' | 'heading';
  text: string;
  /** Of `text`, how many characters are link text; approximate. */
  linkChars: number;
  /** It is a list of places in the page. */
  isContents: boolean;
  region: Region;
  /** The section it belongs to; of a heading the section it starts. */
  owner: Mark;
  /** Id that opens the page at the block, '' for none. */
  place: string;
  /** All ids from the end of the block before it to its own end, in document order. */
  ids: readonly string[];
}

export interface Totals {
  /** Text below each region by its ordinal, regions set aside not counted in their parents. */
  chars: Float64Array;
  linkChars: Float64Array;
}

type NewBlock = Omit<Block, 'place' | 'ids' | 'isContents'> & { isContents?: boolean };

/** This share of a list of contents is links into the page. */
const MIN_CONTENTS_SHARE = 0.9;
/** A note and what refers to it: no place that text belongs to. */
const FOOTNOTE_ID = /^(?:ftn|fn|fnref|footnote|citeref|cite_note|cite_ref)(?:[.:_-]|\d|$)/i;
const NO_IDS: readonly string[] = [];
const MAX_TEXT_CHARS = 5_000_000;
const MAX_STEPS = 3;
const MAX_AROUND = 16;
/** A line with links to the next page and the like is navigation when it is no longer than this. */
const MAX_WAY_CHARS = 400;

/** Turns runs of text into blocks, each with its region. */
export class BlockCollector {
  readonly blocks: Block[] = [];
  readonly regions: Region[] = [];
  region: Region;
  /** Anchors (`a name`, `span id`, `tr id`) directly before this place, with no text since. */
  anchorsBefore: string[] = [];
  /** Where the first of them stands. */
  anchorsRegion: Region;
  /** The last anchor of the block before this place, where it stands behind all its text: it opens the page here just as well. */
  anchorBehind = '';
  /** Ids of all elements. */
  readonly allIds = new Set<string>();
  /** Of those that have opened since the last block, with the length of the run there. */
  #ids: IdAt[] = [];
  readonly run = new Run();
  /** Of the code at hand, as its own class says; '' when it says none. */
  codeLanguage = '';
  /** Length of the run where the last anchor stands. */
  #lastAnchorAt = 0;
  #total = 0;

  constructor() {
    this.region = this.#addRegion(undefined, {
      name: 'document',
      id: '',
      verdict: 'none',
      isNote: false,
      isTitlePage: false,
      codeLanguage: '',
    });
    this.anchorsRegion = this.region;
  }

  openRegion(name: string, traits: RegionTraits): void {
    const outer = this.region;
    this.region = this.#addRegion(outer, { name, ...traits });
    if (traits.isTitlePage) outer.hasTitlePage = true;
    // What stands before the main text is no address of its beginning.
    if (this.region.isInMain && !outer.isInMain) {
      this.anchorsBefore = [];
      this.#ids = [];
    }
  }

  closeRegion(): void {
    this.region = this.region.parent ?? this.region;
  }

  /** The nearest region with an id around this place that no text has begun yet, among the few next ones. */
  regionBegun(): Region | undefined {
    let region: Region | undefined = this.region;
    for (let step = 0; step < MAX_STEPS && region !== undefined && !region.started; step++, region = region.parent)
      if (region.id !== '') return isLayoutId(region.id) ? undefined : region;
    return undefined;
  }

  addAnchor(id: string): void {
    if (this.anchorsBefore.length === 0) this.anchorsRegion = this.region;
    this.anchorsBefore.push(id);
    this.#lastAnchorAt = this.run.length;
  }

  /** Takes the last anchor back, if it is this one. */
  dropAnchor(id: string): void {
    if (this.anchorsBefore.at(-1) === id) this.anchorsBefore = this.anchorsBefore.slice(0, -1);
  }

  /** The id, or '' when another element has had it: browsers open the page at the first one. */
  firstId(id: string): string {
    return this.allIds.has(id) ? '' : id;
  }

  addId(id: string): void {
    this.allIds.add(id);
    this.#ids.push({ id, at: this.run.length });
  }

  addText(text: string, to: LinkTarget): void {
    const room = MAX_TEXT_CHARS - this.#total;
    if (room === 0) return;
    const { length } = text;
    this.run.add(length > room ? text.slice(0, room) : text, to);
    this.#total += Math.min(length, room);
  }

  /** Ends the run as a block of `owner`; a run of white space leaves nothing. */
  flush(owner: Mark, kind: 'text' | 'code' = 'text'): void {
    if (this.run.length === 0) return;
    const { text: raw, linkChars, placeChars, wayShare } = this.run.take();
    const behind = this.#lastAnchorAt > 0 ? this.#anchorAfter(raw) : '';
    if (wayShare <= 1 && raw.length <= MAX_WAY_CHARS && linkChars >= squeeze(raw).length * wayShare) return;
    const from = { linkChars, placeChars, owner };
    if (kind === 'text') this.#addPassage(kind, squeeze(raw), from);
    else {
      this.#dropLineNumbers(raw);
      this.#dropLanguage();
      for (const { text, ids, place } of stretchesOf(raw, this.#ids)) {
        this.#ids = [...ids];
        if (place !== '') this.anchorsBefore = [place];
        for (const passage of passagesOf(text)) this.#addPassage(passage.kind, passage.text, from);
      }
    }
    this.anchorBehind = behind;
  }

  /** The last anchor, when nothing of the text comes after it. */
  #anchorAfter(text: string): string {
    const isBehind = text.slice(this.#lastAnchorAt).trim() === '';
    this.#lastAnchorAt = 0;
    return isBehind ? (this.anchorsBefore.at(-1) ?? '') : '';
  }

  add({ kind, text, linkChars, isContents = false, region: within, owner }: NewBlock): void {
    const place = this.#placeOf(within);
    this.blocks.push({ kind, text, linkChars, isContents, region: within, owner, place, ids: this.#takeIds() });
    if (this.anchorsBefore.length > 0) this.anchorsBefore = [];
    this.anchorBehind = '';
    for (let region: Region | undefined = within; region !== undefined && !region.started; region = region.parent)
      region.started = true;
    if (kind !== 'heading') return;
    for (let region: Region | undefined = within; region !== undefined && !region.isHeaded; region = region.parent)
      region.isHeaded = true;
  }

  #takeIds(): readonly string[] {
    if (this.#ids.length === 0) return NO_IDS;
    const ids = this.#ids.map(({ id }) => id);
    this.#ids = [];
    return ids;
  }

  #addPassage(
    kind: 'text' | 'code',
    text: string,
    { linkChars, placeChars, owner }: { linkChars: number; placeChars: number; owner: Mark },
  ): void {
    if (text === '') return;
    const isContents = placeChars >= text.length * MIN_CONTENTS_SHARE;
    this.add({ kind, text, linkChars: Math.min(linkChars, text.length), isContents, region: this.region, owner });
  }

  /** Line numbers may stand in a table's cell of their own, before the one with the code. */
  #dropLineNumbers(code: string): void {
    const last = this.blocks.at(-1);
    if (
      last?.kind === 'code' &&
      last.region === this.region &&
      last.region.name === 'table' &&
      countsLines(last.text, code)
    )
      this.blocks.pop();
  }

  /** Code, or the box around it, may say its language in a line above it. */
  #dropLanguage(): void {
    const last = this.blocks.at(-1);
    const language = this.codeLanguage || (last?.region === this.region && this.region.codeLanguage);
    if (last?.kind === 'text' && last.text.toLowerCase() === language) this.blocks.pop();
  }

  /** The first of the anchors before the block, or the id of the region that it is the first of. */
  #placeOf({ id, started }: Region): string {
    const before = this.anchorsBefore.find((anchor) => !FOOTNOTE_ID.test(anchor));
    return before ?? (started || id === '' || isLayoutId(id) || FOOTNOTE_ID.test(id) ? '' : id);
  }

  #addRegion(
    parent: Region | undefined,
    { name, id, verdict, isNote, isTitlePage, codeLanguage }: RegionTraits & Pick<Region, 'name'>,
  ): Region {
    const region: Region = {
      ordinal: this.regions.length,
      parent,
      name,
      id,
      verdict,
      isNote,
      isInMain: parent?.isInMain === true || declaresMain(name, verdict),
      isSection: false,
      isTitlePage,
      hasTitlePage: false,
      codeLanguage,
      started: false,
      isHeaded: false,
    };
    this.regions.push(region);
    return region;
  }
}

function declaresMain(name: string, verdict: Verdict): boolean {
  return name === 'main' || name === 'article' || verdict === 'main' || verdict === 'body';
}

/** The region and what is around it, innermost first; no further than elements are usually nested. */
export function* around(innermost: Region): Generator<Region, void> {
  let region: Region | undefined = innermost;
  for (let step = 0; step < MAX_AROUND && region !== undefined; step++, region = region.parent) yield region;
}

/** Is it a heading of the first level? A page usually has one: its own name, or that of its site. */
export function isTopHeading({ kind, owner }: Block): boolean {
  return kind === 'heading' && owner.level === 1;
}

/** Is all of it link text? */
export function isAllLink({ text, linkChars }: Block): boolean {
  return linkChars >= text.length;
}

/** Characters of a block that are not those of links. */
export function saidIn({ text, linkChars }: Block): number {
  return text.length - linkChars;
}

/** Characters of all blocks that are not those of links. */
export function countSaid(blocks: readonly Block[]): number {
  return blocks.reduce((chars, block) => chars + saidIn(block), 0);
}

/** Characters of all blocks. */
export function countChars(blocks: readonly Block[]): number {
  return blocks.reduce((chars, { text }) => chars + text.length, 0);
}
