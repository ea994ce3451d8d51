import { isLayoutId } from './anchor-choice.ts';
import type { Verdict } from './boilerplate.ts';

/** An element that groups blocks; the tree of them is what remains of the document's structure. */
export interface Region {
  /** Place in document order; a parent comes before its children. */
  readonly ordinal: number;
  readonly parent: Region | undefined;
  readonly name: string;
  readonly id: string;
  /** What it is taken for; those who know the whole page may change it. */
  verdict: Verdict;
  /** A box beside the text: its title starts no section. */
  isNote: boolean;
  /** It or an element around it declares itself the main text. */
  readonly isInMain: boolean;
  /** A heading opens it and has its id for an address. */
  isSection: boolean;
  /** DocBook begins its chapters with one, and their parts. */
  readonly isTitlePage: boolean;
  hasTitlePage: boolean;
  /** Of the code in it, as its class says; '' when it says none. */
  readonly codeLanguage: string;
  /** Some text has been seen inside. */
  started: boolean;
  /** Some heading or term has. */
  isHeaded: boolean;
}

/** What an element says of itself that opens a region. */
export type RegionTraits = Pick<Region, 'id' | 'verdict' | 'isNote' | 'isTitlePage' | 'codeLanguage'>;

export interface Totals {
  /** Text below each region by its ordinal, regions set aside not counted in their parents. */
  chars: Float64Array;
  linkChars: Float64Array;
}

const MAX_STEPS = 3;
const MAX_AROUND = 16;

/** The regions of a document while it is read, and the one that this place is in. */
export class Regions {
  readonly #all: Region[] = [];
  #current: Region;

  constructor() {
    const document = { id: '', verdict: 'none', isNote: false, isTitlePage: false, codeLanguage: '' } as const;
    this.#current = this.#add('document', document);
  }

  get all(): readonly Region[] {
    return this.#all;
  }

  /** The innermost one around this place. */
  get current(): Region {
    return this.#current;
  }

  open(name: string, traits: RegionTraits): void {
    const outer = this.#current;
    this.#current = this.#add(name, traits, outer);
    if (traits.isTitlePage) outer.hasTitlePage = true;
  }

  close(): void {
    this.#current = this.#current.parent ?? this.#current;
  }

  /** The nearest region with an id around this place that no text has begun yet, among the few next ones. */
  get begun(): Region | undefined {
    let region: Region | undefined = this.#current;
    for (let step = 0; step < MAX_STEPS && region !== undefined && !region.started; step++, region = region.parent)
      if (region.id !== '') return isLayoutId(region.id) ? undefined : region;
    return undefined;
  }

  /**
   * Here a section begins: the id of the nearest element around that has no text yet, '' for none. That element is a section then, however many links it holds.
   */
  claimSection(): string {
    for (const region of around(this.#current)) {
      if (region.started) break;
      if (region.id === '' || isLayoutId(region.id)) continue;
      region.isSection = true;
      return region.id;
    }
    return '';
  }

  /** Id of the nearest element around that has no heading yet: nearer than whatever heading is above. */
  get idAbove(): string {
    for (const { id, isHeaded } of around(this.#current)) {
      if (isHeaded) break;
      if (id !== '' && !isLayoutId(id)) return id;
    }
    return '';
  }

  /** What holds the heading of the page is no note, whatever it is called: `note-content`. */
  holdPageHeading(): void {
    for (let region: Region | undefined = this.#current; region !== undefined; region = region.parent)
      region.isNote = false;
  }

  /** Does a title that stands here belong to a note? */
  get isTitleOfNote(): boolean {
    return this.#current.isNote || this.#current.parent?.isNote === true;
  }

  /** Tabs around what they open, as accordions have them, are no bar above it. */
  holdTab(): void {
    for (const region of around(this.#current)) if (region.verdict === 'bar') region.verdict = 'none';
  }

  #add(
    name: string,
    { id, verdict, isNote, isTitlePage, codeLanguage }: RegionTraits,
    parent?: Region | undefined,
  ): Region {
    const region: Region = {
      ordinal: this.#all.length,
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
    this.#all.push(region);
    return region;
  }
}

function declaresMain(name: string, verdict: Verdict): boolean {
  return name === 'main' || name === 'article' || verdict === 'main' || verdict === 'body';
}

/** Some text stands in the region, and so in all around it. */
export function noteText(innermost: Region): void {
  for (let region: Region | undefined = innermost; region !== undefined && !region.started; region = region.parent)
    region.started = true;
}

/** Some heading or term does. */
export function noteHeading(innermost: Region): void {
  for (let region: Region | undefined = innermost; region !== undefined && !region.isHeaded; region = region.parent)
    region.isHeaded = true;
}

/** The region and what is around it, innermost first; no further than elements are usually nested. */
export function* around(innermost: Region): Generator<Region, void> {
  let region: Region | undefined = innermost;
  for (let step = 0; step < MAX_AROUND && region !== undefined; step++, region = region.parent) yield region;
}

/** Is the region, or one around it, such a one? */
export function isWithin(region: Region, isSuch: (region: Region) => boolean): boolean {
  for (let at: Region | undefined = region; at !== undefined; at = at.parent) if (isSuch(at)) return true;
  return false;
}

/** Is the region, or one around it, no part of the main text? */
export function isSetAside(region: Region): boolean {
  return isWithin(region, ({ verdict }) => verdict === 'aside');
}
