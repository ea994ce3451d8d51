import type { Section } from '../model/page.ts';

/** A block of a section, with the address of the place where it stands. */
export interface Piece {
  isCode: boolean;
  text: string;
  /** Id of the nearest element before it that opens the page there; '' for none since the section began. */
  place: string;
  /** Ids that open the page at it. */
  ids: readonly string[];
}

/** Longer sections are cut: one place in them matters little for all of it, and opens far above what was found. */
const MAX_PART_CHARS = 6_000;
/** A part goes on from the block before it when that is no longer than this. */
const MAX_OVERLAP_CHARS = 300;

/**
 * Cuts a section between its blocks into parts of about 6,000 characters. A part begins with a short last block of the one before, so
 * that what both say together is found.
 */
export function partsOf(pieces: readonly Piece[]): Piece[][] {
  const parts: Piece[][] = [];
  let part: Piece[] = [];
  let chars = 0;
  for (const piece of pieces) {
    if (chars > 0 && chars + piece.text.length > MAX_PART_CHARS) {
      const last = part.at(-1);
      parts.push(part);
      part = last !== undefined && !last.isCode && last.text.length <= MAX_OVERLAP_CHARS ? [last] : [];
      chars = 0;
    }
    part.push(piece);
    chars += piece.text.length;
  }
  return [...parts, part];
}

/** The text of a part, and its code. */
export function contentOf(part: readonly Piece[]): Pick<Section, 'text' | 'code'> {
  const texts: string[] = [];
  const codes: string[] = [];
  for (const { isCode, text } of part) (isCode ? codes : texts).push(text);
  return { text: texts.join('\n'), code: codes.join('\n\n') };
}

/** The same for a section without places in it: its text is cut between lines. */
export function partsOfText(section: Section): Section[] {
  const { heading, path, text, code } = section;
  if (text.length + code.length <= MAX_PART_CHARS) return [section];
  const pieces = text.split('\n').map((line): Piece => ({ isCode: false, text: line, place: '', ids: [] }));
  if (code !== '') pieces.push({ isCode: true, text: code, place: '', ids: [] });
  const above = heading === '' ? path : [...path, heading];
  return partsOf(pieces).map((part, at) =>
    at === 0
      ? { ...section, ...contentOf(part) }
      : { ...section, heading: '', path: above, symbols: [], ...contentOf(part) },
  );
}
