import { type Block, countChars, isAllLink, isTopHeading, saidIn } from './block.ts';
import { withoutFurniture } from './furniture.ts';
import { isSetAside, isWithin, type Region } from './regions.ts';
import { isPartOf } from './title.ts';

/** Links aside. What is shorter is no sentence of an introduction. */
const MIN_SENTENCE_CHARS = 60;
/** Slogans and lines of links have none. */
const SENTENCE_END = /[.!?\u2026\u3002\uff01\uff1f\u0964:]['"\u2019\u201d\u00bb)\]]*$/;
/** Of all sentences between the heading and the text. */
const MAX_INTRODUCTION_CHARS = 1_200;

/**
 * The main text with what opens the page: its heading, which often stands before the region of the text, with an introduction between
 * them; and without the name of the site, which as a heading that leads home may stand before that. In the header of the whole page a
 * heading is that of the site when the title of the document does not begin with it, or says a heading of the text too.
 */
export function withOpening(
  kept: Block[],
  { blocks, documentTitle }: { blocks: readonly Block[]; documentTitle: string },
): Block[] {
  const [first, ...rest] = kept;
  if (first === undefined) return kept;
  const isSiteName = isTopHeading(first) && isAllLink(first);
  if (isSiteName && rest.some(isOwn)) return rest;
  if (beginsWithHeading(kept)) return withoutTitleAbove(kept, documentTitle);
  const before = blocks.slice(0, blocks.indexOf(first));
  const ownHeading = before.findLastIndex((block) => isOwn(block) && !isSetAside(block.region));
  if (ownHeading >= 0) return [...openingFrom(before.slice(ownHeading), isSetAside), ...kept];
  const inHeader = before.findLastIndex((block) => isOwn(block) && !isBesideHeader(block.region));
  const isNamed = ({ kind, text }: Block) => kind === 'heading' && isPartOf(text, documentTitle);
  const isTitle = startsWith(documentTitle, before[inHeader]?.text ?? '') && !kept.some(isNamed);
  return isTitle ? [...openingFrom(before.slice(inHeader), isBesideHeader), ...kept] : kept;
}

/** The title above the heading, as wikis have it that show what a page is called in its address, is no text. */
function withoutTitleAbove(kept: readonly Block[], documentTitle: string): Block[] {
  const top = kept.findIndex(isTopHeading);
  return kept.filter(({ kind, text }, at) => at >= top || kind !== 'text' || !isPartOf(text, documentTitle));
}

/** A heading of the first level after some text is one of its parts. */
function beginsWithHeading(kept: readonly Block[]): boolean {
  const top = kept.findIndex(isTopHeading);
  return top >= 0 && !kept.slice(0, top).some(isSentence);
}

/**
 * The heading and, of what stands between it and the region of the text, the sentences, but for captions. What else is there is short (who
 * wrote it when), or too much.
 */
function openingFrom([heading, ...between]: readonly Block[], isBeside: (region: Region) => boolean): Block[] {
  const said = withoutFurniture(between).filter(
    (block) =>
      isSentence(block) && SENTENCE_END.test(block.text) && block.region.name !== 'figure' && !isBeside(block.region),
  );
  const isIntroduction = countChars(said) <= MAX_INTRODUCTION_CHARS;
  return [...(heading === undefined ? [] : [heading]), ...(isIntroduction ? said : [])];
}

function isOwn(block: Block): boolean {
  return isTopHeading(block) && block.linkChars === 0;
}

function isSentence(block: Block): boolean {
  return saidIn(block) >= MIN_SENTENCE_CHARS;
}

function startsWith(title: string, heading: string): boolean {
  return heading !== '' && title.toLowerCase().startsWith(heading.toLowerCase());
}

/** The header of the whole page may be that of its text. */
function isBesideHeader(region: Region): boolean {
  return isWithin(region, ({ name, verdict }) => verdict === 'aside' && name !== 'header');
}
