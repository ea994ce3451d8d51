import { urlHost, withoutDefaultPage } from '../model/url.ts';
import { type Block, isAllLink } from './block.ts';
import type { Mark } from './outline.ts';

/** Pages named, and of the headings that name one: many that lead to one page lead back to the contents, as LaTeX's do. */
const MIN_NAMED = 2;
const MIN_NAMED_SHARE = 0.5;
/** Of the text, below the headings that name other pages. */
const MIN_SHARE = 0.8;

/**
 * What stands below headings that name other pages of the site, when that is next to all of the main text: the page lists others, with their
 * beginnings or with all they say, as the front page of a blog does, or a page of cards. Nothing when it speaks for itself.
 *
 * @param all with those that are left out of `main`: the heading of a long post is nothing but a link
 * @param targets what each link says, and where it leads
 */
export function listedBlocks(
  main: readonly Block[],
  {
    all,
    url,
    targets,
  }: { all: readonly Block[]; url: string; targets: () => readonly (readonly [text: string, url: string])[] },
): Set<Block> {
  const linked = all.filter((block) => block.kind === 'heading' && isAllLink(block));
  if (linked.length < MIN_NAMED) return new Set();
  const others = new Map(targets().filter(([, target]) => isOther(target, url)));
  const marks = new Map<Mark, Block>();
  for (const block of linked) if (others.has(block.text)) marks.set(block.owner, block);
  const headings = new Set<Block>();
  const listed = new Set<Block>();
  let [chars, below] = [0, 0];
  for (const block of main) {
    chars += block.text.length;
    const heading = headingAbove(block.owner, marks);
    if (heading === undefined) continue;
    headings.add(heading);
    listed.add(block);
    below += block.text.length;
  }
  const named = new Set([...headings].map(({ text }) => others.get(text))).size;
  const isListing = named >= Math.max(MIN_NAMED, headings.size * MIN_NAMED_SHARE) && below >= chars * MIN_SHARE;
  return isListing ? listed : new Set();
}

/** What the page stands below, its site or its section, is often named above it. */
function isOther(link: string, url: string): boolean {
  return urlHost(link) === urlHost(url) && !url.startsWith(withoutDefaultPage(link));
}

/** That of the section, or of one that it is in. What has been asked of is remembered in `headings`. */
function headingAbove(owner: Mark, headings: Map<Mark, Block>): Block | undefined {
  const passed: Mark[] = [];
  for (let mark: Mark | undefined = owner; mark !== undefined; mark = mark.parent) {
    const heading = headings.get(mark);
    if (heading !== undefined) {
      for (const one of passed) headings.set(one, heading);
      return heading;
    }
    passed.push(mark);
  }
  return undefined;
}
