import { isLayoutId } from './anchor-choice.ts';
import { type Block, isOfContents } from './block.ts';
import { MAX_TEXT_CHARS } from './limits.ts';
import type { Mark } from './outline.ts';
import { PlaceIds } from './place-ids.ts';
import { countsLines, passagesOf, stretchesOf } from './preformatted.ts';
import { noteHeading, noteText, type Region, Regions, type RegionTraits } from './regions.ts';
import { type LinkTarget, Run } from './run.ts';
import { squeeze } from './white-space.ts';

type NewBlock = Omit<Block, 'place' | 'ids' | 'isContents'> & { isContents?: boolean };

/** A note and what refers to it: no place that text belongs to. */
const FOOTNOTE_ID = /^(?:ftn|fn|fnref|footnote|citeref|cite_note|cite_ref)(?:[.:_-]|\d|$)/i;
/** A line with links to the next page and the like is navigation when it is no longer than this. */
const MAX_WAY_CHARS = 400;

/** Turns runs of text into blocks, each with its region and its place. */
export class BlockCollector {
  readonly regions = new Regions();
  readonly ids = new PlaceIds(this.regions.current);
  /** The text of the block at hand. */
  readonly run = new Run();
  readonly #blocks: Block[] = [];
  #totalChars = 0;

  /** In document order. */
  get blocks(): readonly Block[] {
    return this.#blocks;
  }

  get last(): Block | undefined {
    return this.#blocks.at(-1);
  }

  get region(): Region {
    return this.regions.current;
  }

  openRegion(name: string, traits: RegionTraits): void {
    const wasInMain = this.region.isInMain;
    this.regions.open(name, traits);
    // What stands before the main text is no address of its beginning.
    if (this.region.isInMain && !wasInMain) this.ids.beginAnew();
  }

  /** An element with this id opens here; '' when it has none, or another one has had it. */
  takeId(id: string): string {
    return this.ids.take(id, this.run.length);
  }

  addAnchor(id: string): void {
    this.ids.addAnchor(id, { at: this.run.length, region: this.region });
  }

  addText(text: string, to: LinkTarget): void {
    const room = MAX_TEXT_CHARS - this.#totalChars;
    if (room === 0) return;
    const { length } = text;
    this.run.add(length > room ? text.slice(0, room) : text, to);
    this.#totalChars += Math.min(length, room);
  }

  /** Ends the run as a block of `owner`; a run of white space leaves nothing, and a line of navigation neither. */
  flush(owner: Mark): void {
    this.#endRun((text, from) => this.#addPassage('text', squeeze(text), { ...from, owner }));
  }

  /**
   * The same for preformatted text.
   * @param language as the element says, in lower case; '' when it says none
   */
  flushCode(owner: Mark, language: string): void {
    this.#endRun((text, from) => {
      this.#dropLineNumbers(text);
      this.#dropLanguage(language);
      for (const stretch of stretchesOf(text, this.ids.ofBlock)) {
        this.ids.narrow(stretch.ids, stretch.place);
        for (const passage of passagesOf(stretch.text))
          this.#addPassage(passage.kind, passage.text, { ...from, owner });
      }
    });
  }

  #endRun(addBlocks: (text: string, from: { linkChars: number; placeChars: number }) => void): void {
    if (this.run.length === 0) return;
    const { text, linkChars, placeChars, wayShare } = this.run.take();
    const behind = this.ids.anchorAfter(text);
    if (wayShare <= 1 && text.length <= MAX_WAY_CHARS && linkChars >= squeeze(text).length * wayShare) return;
    addBlocks(text, { linkChars, placeChars });
    this.ids.keepBehind(behind);
  }

  add({ kind, text, linkChars, isContents = false, region, owner }: NewBlock): void {
    const place = this.#placeOf(region);
    this.#blocks.push({ kind, text, linkChars, isContents, region, owner, place, ids: this.ids.endBlock() });
    noteText(region);
    if (kind === 'heading') noteHeading(region);
  }

  #addPassage(
    kind: 'text' | 'code',
    text: string,
    { linkChars, placeChars, owner }: { linkChars: number; placeChars: number; owner: Mark },
  ): void {
    if (text === '') return;
    const isContents = isOfContents(text, placeChars);
    this.add({ kind, text, linkChars: Math.min(linkChars, text.length), isContents, region: this.region, owner });
  }

  /** Line numbers may stand in a table's cell of their own, before the one with the code. */
  #dropLineNumbers(code: string): void {
    const { last, region } = this;
    const isCellBefore = last?.kind === 'code' && last.region === region && region.name === 'table';
    if (isCellBefore && countsLines(last.text, code)) this.#blocks.pop();
  }

  /** Code, or the box around it, may say its language in a line above it. */
  #dropLanguage(language: string): void {
    const { last, region } = this;
    const said = language || (last?.region === region && region.codeLanguage);
    if (last?.kind === 'text' && last.text.toLowerCase() === said) this.#blocks.pop();
  }

  /** The first of the anchors before the block, or the id of the region that it is the first of. */
  #placeOf({ id, started }: Region): string {
    const before = this.ids.anchors.find((anchor) => !FOOTNOTE_ID.test(anchor));
    return before ?? (started || id === '' || isLayoutId(id) || FOOTNOTE_ID.test(id) ? '' : id);
  }
}
