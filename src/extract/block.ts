import type { Mark } from './outline.ts';
import type { Region } from './regions.ts';

/** This share of a list of contents is links into the page. */
const MIN_CONTENTS_SHARE = 0.9;

/** A run of text of the page: a paragraph, a piece of code, a heading. */
export interface Block {
  readonly kind: 'text' | 'code' | 'heading';
  readonly text: string;
  /** Of `text`, how many characters are link text; approximate. */
  readonly linkChars: number;
  /** It is a list of places in the page. */
  readonly isContents: boolean;
  readonly region: Region;
  /** The section it belongs to; of a heading the section it starts. */
  readonly owner: Mark;
  /** Id that opens the page at the block, '' for none. */
  readonly place: string;
  /** All ids from the end of the block before it to its own end, in document order. */
  readonly ids: readonly string[];
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

/** Is it a line of a list of contents, with so many of its characters in links to places in the page? */
export function isOfContents(text: string, placeChars: number): boolean {
  return placeChars >= text.length * MIN_CONTENTS_SHARE;
}
