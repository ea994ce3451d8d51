import { weighBars } from './bars.ts';
import { type Block, countChars, countSaid, isTopHeading, saidIn } from './block.ts';
import { withoutFurniture } from './furniture.ts';
import { linkLabels } from './link-labels.ts';
import { mainRegion } from './main-region.ts';
import { withOpening } from './opening.ts';
import { around, isWithin, type Region, type Totals } from './regions.ts';
import { ASIDE, tagTraits } from './tags.ts';

/** A choice with less than this share of the page's text is not believed. */
const MIN_MAIN_SHARE = 0.2;
/** What a text below its heading says at least, links aside. */
const MIN_STUB_CHARS = 20;
/** What holds more than this share of the page's running text is no navigation, whatever it is called. */
const MIN_PARDON_SHARE = 0.82;
/** A form that holds less than this share of it is to be filled in. */
const MAX_FORM_SHARE = 0.2;
/** A choice with this many characters is believed, however much else the page has. */
const ENOUGH_CHARS = 250;
/** With less text than this outside of links, the links are what the page is for. */
const MIN_SAID_CHARS = 60;
/** Regions in which this share of the text is link text are navigation. */
const MAX_LINK_SHARE = 0.8;
/** Lists of links may be content: they are navigation only with at least so many characters of link text. */
const MIN_LINK_CHARS = 400;
/** When announcements of other pages hold more than this share of the running text, they are what the page is for. */
const MAX_TEASER_SHARE = 0.25;
const LISTS = new Set(['ul', 'ol', 'dl', 'table']);

interface Context {
  regions: readonly Region[];
  documentTitle: string;
}

/**
 * The blocks of the main text: inside the region that declares itself main (or the body), without what is set aside as
 * navigation. When that leaves next to nothing it takes back first the lists of links in that region (a chapter may be one sentence and its
 * contents), then the region, then the setting aside.
 */
export function mainBlocks(blocks: readonly Block[], { regions, documentTitle }: Context): Block[] {
  const [root] = regions;
  if (root === undefined) return [];
  weighNames(blocks, regions);
  weighBars(blocks, regions);
  setTeasersAside(blocks, regions);
  const totals = measure(blocks, regions);
  const main = mainRegion(regions, { root, totals });
  const all = countChars(blocks);
  let best: Block[] = [];
  const choices = [{ within: main }, ...(main === root ? [] : [{ within: main, keepsLinks: true }, { within: root }])];
  for (const choice of choices) {
    const kept = withoutFurniture(blocksWithin(blocks, { regions, totals, ...choice }));
    const chars = countChars(kept);
    if (chars >= ENOUGH_CHARS || chars >= all * MIN_MAIN_SHARE) return withOpening(kept, { blocks, documentTitle });
    if (chars > countChars(best)) best = kept;
  }
  const source = declaredBlocks(blocks, main);
  const said = countSaid(source);
  const inText = source.filter(({ region }) => !isWayOut(region, totals));
  // A page of an API may have nothing but its name, beside a menu of all names.
  const isHeaded = inText.some((block) => isTopHeading(block) && block.linkChars === 0);
  if (said < MIN_SAID_CHARS) return isHeaded ? inText : [...source];
  return countSaid(best) >= said * MIN_MAIN_SHARE ? withOpening(best, { blocks, documentTitle }) : inText;
}

/** A declared main text with a heading of its own and a few words below that is all there is of it, as of a stub in a wiki. */
function declaredBlocks(blocks: readonly Block[], main: Region): readonly Block[] {
  const region = [...around(main)].findLast((one) => one.name === 'main' || one.verdict === 'main');
  const declared = blocks.filter((block) => isWithin(block.region, (one) => one === region));
  const isHeaded = declared.some((block) => isTopHeading(block) && block.linkChars === 0);
  const below = declared.filter(({ kind }) => kind !== 'heading');
  return isHeaded && countSaid(below) >= MIN_STUB_CHARS ? declared : blocks;
}

/** Called navigation, and nothing but links: a long list of contents. */
function isWayOut(region: Region, totals: Totals): boolean {
  return isWithin(region, ({ verdict, ordinal }) => {
    const chars = (totals.chars[ordinal] ?? 0) * MAX_LINK_SHARE;
    return verdict === 'aside' && (totals.linkChars[ordinal] ?? 0) >= chars;
  });
}

/**
 * Whatever its names say, what holds most of the page's running text is not navigation, unless it is an element for that with even more
 * links. A form that holds little of it is one to fill in; on some sites all of the page is in one.
 */
function weighNames(blocks: readonly Block[], regions: readonly Region[]): void {
  const said = sumsOf(blocks, { regions, charsOf: saidIn });
  const linked = sumsOf(blocks, { regions, charsOf: ({ linkChars }) => linkChars });
  const all = said[0] ?? 0;
  for (const region of regions) {
    const { name, verdict, ordinal } = region;
    const chars = said[ordinal] ?? 0;
    const isApart = verdict === 'aside' || verdict === 'bar';
    const isMenu = (tagTraits(name) & ASIDE) !== 0 && chars < (linked[ordinal] ?? 0);
    if (isApart && chars > all * MIN_PARDON_SHARE && !isMenu) region.verdict = 'none';
    else if (name === 'form' && verdict === 'none' && chars < all * MAX_FORM_SHARE) region.verdict = 'aside';
  }
}

interface Summing {
  regions: readonly Region[];
  charsOf: (block: Block) => number;
  /** Do regions that are set aside count for what they are in? Default: true. */
  countsAside?: boolean;
}

/** Of each region by its ordinal, with all that is in it. */
function sumsOf(blocks: readonly Block[], { regions, charsOf, countsAside = true }: Summing): Float64Array {
  const sums = new Float64Array(regions.length);
  for (const block of blocks) sums[block.region.ordinal] = (sums[block.region.ordinal] ?? 0) + charsOf(block);
  for (let at = regions.length - 1; at > 0; at--) {
    const { parent, verdict } = regions[at] ?? {};
    if (parent !== undefined && (countsAside || verdict !== 'aside'))
      sums[parent.ordinal] = (sums[parent.ordinal] ?? 0) + (sums[at] ?? 0);
  }
  return sums;
}

/** Articles whose first heading is a link announce other pages: left out when they are the smaller part of the page. */
function setTeasersAside(blocks: readonly Block[], regions: readonly Region[]): void {
  const teasers = new Set<Region>();
  const headed = new Set<Region>();
  for (const { kind, linkChars, text, region } of blocks) {
    const article = kind === 'heading' ? nearestArticle(region) : undefined;
    if (article === undefined || headed.has(article)) continue;
    headed.add(article);
    if (linkChars >= text.length * MAX_LINK_SHARE) teasers.add(article);
  }
  if (teasers.size === 0) return;
  const isInside = new Uint8Array(regions.length);
  for (const region of regions)
    if (teasers.has(region) || (region.parent !== undefined && isInside[region.parent.ordinal] === 1))
      isInside[region.ordinal] = 1;
  const inTeasers = countSaid(blocks.filter(({ region }) => isInside[region.ordinal] === 1));
  if (inTeasers <= countSaid(blocks) * MAX_TEASER_SHARE) for (const teaser of teasers) teaser.verdict = 'aside';
}

function nearestArticle(region: Region): Region | undefined {
  let at: Region | undefined = region;
  while (at !== undefined && at.name !== 'article') at = at.parent;
  return at;
}

function measure(blocks: readonly Block[], regions: readonly Region[]): Totals {
  return {
    chars: sumsOf(blocks, { regions, charsOf: ({ text }) => text.length, countsAside: false }),
    linkChars: sumsOf(blocks, { regions, charsOf: ({ linkChars }) => linkChars, countsAside: false }),
  };
}

interface Choice {
  within: Region;
  /** Are regions kept that are mostly links? Default: false. */
  keepsLinks?: boolean;
}

function blocksWithin(
  blocks: readonly Block[],
  { regions, within, totals, keepsLinks = false }: Choice & { regions: readonly Region[]; totals: Totals },
): Block[] {
  const kept = new Uint8Array(regions.length);
  const isLinks = (region: Region) => isMostlyLinks(region, totals);
  const labels = linkLabels(blocks, { regions, totals, isLinks });
  for (const region of regions) {
    const isIn =
      region === within ||
      (region.parent !== undefined && kept[region.parent.ordinal] === 1 && region.verdict !== 'aside');
    if (isIn && (region === within || keepsLinks || labels.has(region) || !isLinks(region))) kept[region.ordinal] = 1;
  }
  return blocks.filter((block) => kept[block.region.ordinal] === 1);
}

function isMostlyLinks(region: Region, totals: Totals): boolean {
  const { name, isSection, isInMain } = region;
  if (isInMain && (isSection || LISTS.has(name) || name.includes('-'))) return false;
  const linkChars = totals.linkChars[region.ordinal] ?? 0;
  const minChars = LISTS.has(region.name) ? MIN_LINK_CHARS : 1;
  return linkChars >= minChars && linkChars >= (totals.chars[region.ordinal] ?? 0) * MAX_LINK_SHARE;
}
