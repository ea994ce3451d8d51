import { type Block, isAllLink, isTopHeading } from './block.ts';
import { isManualName, isNameHeading } from './manual-page.ts';
import { isPartOf } from './title.ts';

const MAX_NAME_CHARS = 200;
/** The name of a page stands that near the beginning of its main text. */
const MAX_LEAD_BLOCKS = 4;

/**
 * What the page calls itself: the line below the heading `NAME` of manual pages; the first h1 of the main text; without one what the
 * document's title says too, of the first heading, of what the main text begins with, and of the first h1 outside of it; then that h1, and the first
 * heading. A heading that leads elsewhere comes last, as the name of the site does.
 */
export function topHeading(
  main: readonly Block[],
  { all, documentTitle }: { all: readonly Block[]; documentTitle: string },
): string {
  const headings = main.filter(isHeading);
  const first = headings.find((block) => !isAllLink(block)) ?? headings[0];
  const outer = all.find((block) => isTopHeading(block) && block.linkChars === 0);
  const linked = headings.find(isTopHeading);
  const lead = main.slice(0, MAX_LEAD_BLOCKS).filter(({ text }) => text.length <= MAX_NAME_CHARS);
  const isNamed = (block: Block | undefined) => block !== undefined && isPartOf(block.text, documentTitle);
  const isBegun = first !== undefined && documentTitle.toLowerCase().startsWith(first.text.toLowerCase());
  const top =
    main.find(({ text }, at) => isNameHeading(main[at - 1]?.text ?? '') && isManualName(text)) ??
    headings.find((block) => isTopHeading(block) && !isAllLink(block)) ??
    (isBegun ? first : [first, ...lead, outer, linked].find(isNamed)) ??
    outer ??
    linked ??
    first;
  return top?.text ?? '';
}

function isHeading(block: Block): boolean {
  return block.kind === 'heading' && block.owner.kind === 'heading';
}
