import type { IdAt } from './preformatted.ts';
import type { Region } from './regions.ts';

const NO_IDS: readonly string[] = [];
/** Of anchors with no text between them, which open the page at one place: whatever begins there looks at all of them. */
const MAX_ANCHORS = 100;

/** The ids of a page while it is read: which there are, which belong to the block at hand, and which stand right before this place. */
export class PlaceIds {
  readonly #all = new Set<string>();
  /** Of the elements that have opened since the last block. */
  #ofBlock: IdAt[] = [];
  #anchors: string[] = [];
  #anchorsIn: Region;
  /** Length of the run where the last anchor stands. */
  #lastAnchorAt = 0;
  #behind = '';

  constructor(document: Region) {
    this.#anchorsIn = document;
  }

  get all(): ReadonlySet<string> {
    return this.#all;
  }

  /**
   * The first hundred anchors (`a name`, `span id`, `tr id`) directly before this place, with no text since. Whoever keeps the list sees those that follow
   * before the next text.
   */
  get anchors(): readonly string[] {
    return this.#anchors;
  }

  /** Where the first of them stands. */
  get anchorsIn(): Region {
    return this.#anchorsIn;
  }

  /** The last anchor of the block before this place, where it stands behind all its text: it opens the page here just as well. '' for none. */
  get behind(): string {
    return this.#behind;
  }

  /** The id, or '' when another element has had it: browsers open the page at the first one. */
  unlessTaken(id: string): string {
    return this.#all.has(id) ? '' : id;
  }

  /**
   * An element with this id opens; '' when it has none, or another one has had it.
   * @param at length of the run there
   */
  take(id: string, at: number): string {
    if (id === '' || this.#all.has(id)) return '';
    this.#all.add(id);
    this.#ofBlock.push({ id, at });
    return id;
  }

  addAnchor(id: string, { at, region }: { at: number; region: Region }): void {
    if (this.#anchors.length === MAX_ANCHORS) return;
    if (this.#anchors.length === 0) this.#anchorsIn = region;
    this.#anchors.push(id);
    this.#lastAnchorAt = at;
  }

  /** Takes the last anchor back, if it is this one. */
  dropAnchor(id: string): void {
    if (this.#anchors.at(-1) === id) this.#anchors = this.#anchors.slice(0, -1);
  }

  /** What stands before this place is no address of what begins here. */
  beginAnew(): void {
    this.#anchors = [];
    this.#ofBlock = [];
  }

  /** Ids of the block at hand, with the length of the run where each stands. */
  get ofBlock(): readonly IdAt[] {
    return this.#ofBlock;
  }

  /** The block at hand is a part of a longer text, with these of its ids, and opens at `place`, if that is not ''. */
  narrow(ids: readonly IdAt[], place: string): void {
    this.#ofBlock = [...ids];
    if (place !== '') this.#anchors = [place];
  }

  /** The ids of a block that has ended, in document order. */
  endBlock(): readonly string[] {
    const ids = this.#ofBlock.length === 0 ? NO_IDS : this.#ofBlock.map(({ id }) => id);
    if (this.#ofBlock.length > 0) this.#ofBlock = [];
    if (this.#anchors.length > 0) this.#anchors = [];
    this.#behind = '';
    return ids;
  }

  /** The last anchor, when nothing of `text`, which is all of the run, comes after it. */
  anchorAfter(text: string): string {
    if (this.#lastAnchorAt === 0) return '';
    const isBehind = text.slice(this.#lastAnchorAt).trim() === '';
    this.#lastAnchorAt = 0;
    return isBehind ? (this.#anchors.at(-1) ?? '') : '';
  }

  /** That anchor opens the page at what follows the block. */
  keepBehind(anchor: string): void {
    this.#behind = anchor;
  }
}
