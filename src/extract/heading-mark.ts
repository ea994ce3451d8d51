import { bestAnchor } from './anchor-choice.ts';
import type { BlockCollector } from './blocks.ts';
import { headingSymbols } from './heading-symbols.ts';
import { idOfHeading, type OpenHeading } from './open-heading.ts';
import type { Mark, Outline } from './outline.ts';
import type { PlacedNames } from './placed-names.ts';
import { definitionSymbols, namesCall, namesOption, rowSymbols } from './symbols.ts';

/** Footnotes are definition entries too, to some generators. */
const FOOTNOTE = /^[[(]?\d*[\])]?$/;

/** How Javadoc counts the rows of a summary: `i0`. */
const COUNTED_ROW = /^[a-z]\d+$/;

export interface HeadingParts {
  blocks: BlockCollector;
  outline: Outline;
  names: PlacedNames;
}

/** Begins the section of a heading or term that has been read: its address and its symbols. Undefined when it begins none and is text like any other. */
export function beginSection(heading: string, open: OpenHeading, parts: HeadingParts): Mark | undefined {
  if (open.kind === 'heading') return beginHeading(heading, open, parts);
  if (FOOTNOTE.test(heading)) return undefined;
  return open.kind === 'entry' ? beginEntry(heading, open, parts) : beginRow(heading, open, parts);
}

function beginHeading(heading: string, open: OpenHeading, { blocks, outline }: HeadingParts): Mark | undefined {
  const inner = open.innerAnchor || open.linkedAnchor;
  const ids = [open.ownAnchor, ...open.anchorsBefore.toReversed(), open.outerAnchor, inner];
  return outline.addHeading(heading, {
    level: open.level,
    anchor: bestAnchor(ids, heading) || blocks.ids.behind,
    anchorAbove: blocks.regions.idAbove,
    symbols: headingSymbols(heading, { id: idOfHeading(open), ids, leadingCode: open.leadingCode }),
  });
}

/**
 * A term without an id is an entry when it names an option or a function; several in a row are one, and so are the forms of one function,
 * each with an id. Within an entry lists of functions explain its arguments.
 */
function beginEntry(heading: string, open: OpenHeading, { outline }: HeadingParts): Mark | undefined {
  const { leadingCode, furtherCode, isPlaceholder } = open;
  const id = idOfHeading(open);
  const symbols = definitionSymbols(heading, { id, leadingCode, furtherCode });
  if (outline.isOfLastTerm(symbols)) return undefined;
  if (id !== '') return outline.addDefinition(heading, { anchor: id, symbols });
  const isWithin = outline.listOwner.kind === 'definition';
  if (!namesOption(heading) && (isWithin || isPlaceholder || !namesCall(heading, leadingCode))) return undefined;
  return outline.extendDefinition(heading, symbols) ?? outline.addDefinition(heading, { anchor: '', symbols });
}

/**
 * What a row of a table defines, or a line that begins at an anchor with its name: it has to have an id, and to be a name. Rows that are only
 * counted (`i0`), as in Javadoc's summaries, begin with the types of what they list.
 */
function beginRow(heading: string, open: OpenHeading, { outline, names }: HeadingParts): Mark | undefined {
  const id = idOfHeading(open);
  const isCounted = COUNTED_ROW.test(id) && !open.leadingCode.startsWith(id);
  const symbols = id === '' || isCounted ? [] : rowSymbols(heading, { id, leadingCode: open.leadingCode });
  if (symbols.length === 0) return undefined;
  if (open.kind === 'placed') return names.define(heading, { anchor: id, symbols });
  outline.openRow();
  return outline.addDefinition(heading, { anchor: id, symbols });
}
