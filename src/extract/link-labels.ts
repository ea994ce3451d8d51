import type { Block } from './block.ts';
import type { Region, Totals } from './regions.ts';

/** Of a link that is a name. */
const MAX_LABEL_CHARS = 100;
/** Of a card, its name included. */
const MAX_CARD_CHARS = 600;
/** A card says at least this much of what it names. */
const MIN_CARD_CHARS = 15;
/** Cells of a table, labels among them: fewer make none. */
const MIN_CELLS = 6;
/** Labels among them. A cell such as `get()` is none where its brackets are no part of the link. */
const MIN_LABELS = 2;
/** Characters that a cell says on average: paragraphs of a text say more. */
const MAX_CELL_CHARS = 200;
/** A card or table with less than this share of text outside of links is a menu. */
const MIN_TEXT_SHARE = 0.5;
const BOXES = new Set(['div', 'ul', 'ol', 'dl', 'section']);

interface Structure {
  regions: readonly Region[];
  totals: Totals;
  /** Is there hardly anything but links in it? */
  isLinks: (region: Region) => boolean;
}

/** What an element directly holds. */
interface Box {
  labels: Region[];
  texts: number;
}

/**
 * Regions of nothing but a link that is the name of what stands beside it: at the beginning of a card, or in the cells of a table made of
 * `div`, as rustdoc and Javadoc list what there is.
 */
export function linkLabels(blocks: readonly Block[], structure: Structure): Set<Region> {
  const { regions, totals } = structure;
  const found = new Set<Region>();
  const boxes = boxesOf(structure);
  if (boxes.size === 0) return found;
  const firsts = firstBlocks(blocks, regions);
  for (const [{ ordinal }, { labels, texts }] of boxes) {
    const [label] = labels;
    if (label === undefined) continue;
    const chars = totals.chars[ordinal] ?? 0;
    const said = chars - (totals.linkChars[ordinal] ?? 0);
    const isFirst = firsts[label.ordinal] === firsts[ordinal];
    const isCard = labels.length === 1 && isFirst && chars <= MAX_CARD_CHARS && said >= MIN_CARD_CHARS;
    const hasCells = labels.length >= MIN_LABELS && texts >= labels.length && labels.length + texts >= MIN_CELLS;
    const isTable = hasCells && said <= texts * MAX_CELL_CHARS;
    if ((isCard || isTable) && said >= chars * MIN_TEXT_SHARE) for (const one of labels) found.add(one);
  }
  return found;
}

/** Those with a label in them. */
function boxesOf({ regions, totals, isLinks }: Structure): Map<Region, Box> {
  const boxes = new Map<Region, Box>();
  const charsOf = ({ ordinal, verdict }: Region) => (verdict === 'aside' ? 0 : (totals.chars[ordinal] ?? 0));
  for (const region of regions) {
    const { parent } = region;
    const chars = charsOf(region);
    if (parent === undefined || chars === 0 || chars > MAX_LABEL_CHARS || !isLinks(region)) continue;
    const box = boxes.get(parent);
    if (box !== undefined) box.labels.push(region);
    else if (parent.verdict === 'none' && BOXES.has(parent.name)) boxes.set(parent, { labels: [region], texts: 0 });
  }
  if (boxes.size === 0) return boxes;
  for (const region of regions) {
    const box = region.parent && boxes.get(region.parent);
    if (box !== undefined && charsOf(region) > 0 && !isLinks(region)) box.texts++;
  }
  return boxes;
}

/** By the ordinal of a region, where its first block is. */
function firstBlocks(blocks: readonly Block[], regions: readonly Region[]): Float64Array {
  const firsts = new Float64Array(regions.length).fill(blocks.length);
  for (let at = blocks.length - 1; at >= 0; at--) firsts[blocks[at]?.region.ordinal ?? 0] = at;
  for (let at = regions.length - 1; at > 0; at--) {
    const parent = regions[at]?.parent?.ordinal ?? 0;
    firsts[parent] = Math.min(firsts[parent] ?? 0, firsts[at] ?? 0);
  }
  return firsts;
}
