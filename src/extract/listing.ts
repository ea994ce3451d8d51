import type { Outlink } from '../model/page.ts';
import { urlHost } from '../model/url.ts';
import type { Block } from './blocks.ts';
import type { Mark } from './outline.ts';

const MIN_NAMED = 2;
/** Of the text, below the headings that name other pages. */
const MIN_SHARE = 0.8;

/**
 * What stands below headings that name other pages of the site, when that is next to all of the main text: the page lists others, with their
 * beginnings or with all they say, as the front page of a blog does, or a page of cards. Nothing when it speaks for itself.
 *
 * @param all with those that are left out of `main`: the heading of a long post is nothing but a link
 */
export function listedBlocks(
  main: readonly Block[],
  { all, url, outlinks }: { all: readonly Block[]; url: string; outlinks: readonly Outlink[] },
): Set<Block> {
  const linked = all.filter(({ kind, text, linkChars }) => kind === 'heading' && linkChars >= text.length);
  if (linked.length < MIN_NAMED) return new Set();
  const others = new Set(outlinks.filter((link) => isOther(link.url, url)).map(({ text }) => text));
  const marks = new Map<Mark, string>();
  for (const { text, owner } of linked) if (others.has(text)) marks.set(owner, text);
  const names = new Set<string>();
  const listed = new Set<Block>();
  let [chars, below] = [0, 0];
  for (const block of main) {
    chars += block.text.length;
    const name = nameAbove(block.owner, marks);
    if (name === undefined) continue;
    names.add(name);
    listed.add(block);
    below += block.text.length;
  }
  return names.size >= MIN_NAMED && below >= chars * MIN_SHARE ? listed : new Set();
}

/** What the page stands below, its site or its section, is often named above it. */
function isOther(link: string, url: string): boolean {
  return urlHost(link) === urlHost(url) && !url.startsWith(link.replace(/(?<=\/)index\.\w+$/, ''));
}

/** The name of the section, or of one that it is in. What has been asked of is remembered in `names`. */
function nameAbove(owner: Mark, names: Map<Mark, string>): string | undefined {
  const passed: Mark[] = [];
  for (let mark: Mark | undefined = owner; mark !== undefined; mark = mark.parent) {
    const name = names.get(mark);
    if (name !== undefined) {
      for (const one of passed) names.set(one, name);
      return name;
    }
    passed.push(mark);
  }
  return undefined;
}
