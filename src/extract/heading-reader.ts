import type { BlockCollector, Region } from './blocks.ts';
import type { Attributes } from './html-reader.ts';
import type { Mark, Outline } from './outline.ts';
import { definitionSymbols, headingSymbols } from './symbols.ts';
import { cut, squeeze } from './white-space.ts';

const MAX_HEADING_CHARS = 300;
/** A heading that has not closed by then was never meant to be that long. */
const MAX_RUN_CHARS = 1_000;
/** Ids that wrap a whole page are no address of its first heading. */
const LAYOUT_IDS =
  /^(?:(?:main|page|site|body|doc|docs|document|primary|inner|outer|article|post)?[-_]?(?:content|main|wrapper|container|body|page|root|app|primary|layout|inner|outer|top|__next))+$/i;
/** How far around a heading its address is looked for. */
const MAX_STEPS = 16;
const PERMALINK =
  /^\s*(?:[\u00b6#\u00a7\u2693\u{1f517}]|permalink|permanent link|(?:direct )?link to this (?:heading|definition|section|page)|copy link|anchor)\s*$/iu;
/** Footnotes are definition entries too, to some generators. */
const FOOTNOTE = /^[[(]?\d*[\])]?$/;

interface OpenHeading {
  kind: 'heading' | 'entry';
  level: number;
  /** Its own anchor, else the first inside it. */
  ownAnchor: string;
  /** Of what it stands in or what stands before it. */
  nearAnchor: string;
  /** Text of the inline code it begins with. */
  leadingCode: string;
}

/** Reads headings and definition terms: their text, anchor and symbols. */
export class HeadingReader {
  readonly #blocks: BlockCollector;
  readonly #outline: Outline;
  #open: OpenHeading | undefined;
  /** Length of the run where a link to a place in this page, or leading code, began; -1 for none. */
  #linkStart = -1;
  #codeStart = -1;

  constructor(blocks: BlockCollector, outline: Outline) {
    this.#blocks = blocks;
    this.#outline = outline;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  openHeading(level: number, attributes: Attributes): void {
    // The title of a note is no heading of the text around it.
    const { region } = this.#blocks;
    if (region.isNote || region.parent?.isNote) return;
    this.#start('heading', level, attributes);
  }

  openEntry(attributes: Attributes): void {
    this.#outline.openTerm();
    this.#start('entry', 0, attributes);
  }

  /** Any other element: it may carry an anchor, or be a permalink. */
  openInside(name: string, attributes: Attributes): void {
    const anchor = attributes.id || (name === 'a' ? (attributes.name ?? '') : '');
    if (this.#open !== undefined) {
      // In a term, other elements than links carry the targets of the index.
      if (name === 'a' || this.#open.kind === 'heading') this.#open.ownAnchor ||= anchor;
    } else if (anchor !== '' && (name === 'a' || name === 'span')) this.#blocks.anchorBefore = anchor;
    if (name === 'a') this.#linkStart = attributes.href?.startsWith('#') ? this.#blocks.run.length : -1;
  }

  /** Takes a permalink sign back from the text. */
  closeLink(): void {
    if (this.#linkStart < 0) return;
    if (PERMALINK.test(this.#blocks.run.slice(this.#linkStart))) this.#blocks.truncateRun(this.#linkStart);
    this.#linkStart = -1;
  }

  openCode(): void {
    if (
      this.#open !== undefined &&
      this.#open.leadingCode === '' &&
      this.#codeStart < 0 &&
      this.#blocks.run.trim() === ''
    )
      this.#codeStart = this.#blocks.run.length;
  }

  closeCode(): void {
    if (this.#open !== undefined && this.#codeStart >= 0)
      this.#open.leadingCode = squeeze(this.#blocks.run.slice(this.#codeStart));
    this.#codeStart = -1;
  }

  /** A block inside a heading only sets its text apart. */
  breakBlock(): void {
    if (this.#blocks.run.length > MAX_RUN_CHARS) this.close();
    else this.#blocks.addSpace();
  }

  close(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    this.#codeStart = -1;
    const { region } = this.#blocks;
    const text = this.#blocks.takeRun();
    if (text === '') return;
    const heading = cut(text, MAX_HEADING_CHARS);
    const mark = this.#mark(heading, open);
    const owner = mark ?? this.#outline.owner;
    if (mark !== undefined) this.#blocks.add({ kind: 'heading', text: heading, linkChars: 0, region, owner });
    // What is too long for a heading is still text.
    const rest = mark === undefined ? text : text.slice(heading.length).trim();
    if (rest !== '') this.#blocks.add({ kind: 'text', text: rest, linkChars: 0, region, owner });
  }

  #start(kind: 'heading' | 'entry', level: number, attributes: Attributes): void {
    this.close();
    this.#open = {
      kind,
      level,
      ownAnchor: attributes.id ?? '',
      nearAnchor: kind === 'heading' ? this.#nearAnchor() : this.#blocks.anchorBefore,
      leadingCode: '',
    };
    this.#linkStart = -1;
  }

  /** Id of the nearest element around that has no text yet, else of an anchor directly before. */
  #nearAnchor(): string {
    let region: Region | undefined = this.#blocks.region;
    for (let step = 0; step < MAX_STEPS && region !== undefined && !region.started; step++, region = region.parent) {
      if (region.id !== '' && !LAYOUT_IDS.test(region.id)) return region.id;
    }
    return this.#blocks.anchorBefore;
  }

  #mark(heading: string, { kind, level, ownAnchor, nearAnchor, leadingCode }: OpenHeading): Mark | undefined {
    const id = ownAnchor || nearAnchor;
    if (kind === 'heading') {
      return this.#outline.addHeading(heading, {
        level,
        anchor: id,
        symbols: headingSymbols(heading, { id, leadingCode }),
      });
    }
    if (id === '' || FOOTNOTE.test(heading)) return undefined;
    return this.#outline.addDefinition(heading, {
      anchor: id,
      symbols: definitionSymbols(heading, { id, leadingCode }),
    });
  }
}
