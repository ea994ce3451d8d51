import type { ExtractedPage } from '../model/page.ts';
import { canonicalizeUrl } from '../model/url.ts';
import type { Block } from './blocks.ts';
import { readHtml } from './html-reader.ts';
import { mainBlocks } from './main-content.ts';
import { PageReader } from './page-reader.ts';
import { assembleSections } from './sections.ts';
import { isPartOf, pageTitle } from './title.ts';
import { squeeze } from './white-space.ts';

/**
 * Reads one HTML document in one pass: title, language, robots directives, links, and the main text in sections.
 *
 * @param html the decoded document, of any quality
 * @param url its absolute URL, the base of its links
 * @param options.agent product token, in lower case, of the crawler to which `<meta name="agent">` speaks as `<meta name="robots">` does
 * Never throws; time and space grow linearly with `html`. Text beyond 5,000,000 characters, sections and outlinks beyond
 * 20,000 are left out.
 */
export function extractPage(html: string, url: string, { agent = 'spindex' } = {}): ExtractedPage {
  const reader = new PageReader(agent);
  readHtml(html, reader);
  reader.finish();
  const { head, links } = reader;
  const base = head.baseUrl(url);
  if (head.refresh !== undefined) links.addAddress(head.refresh);
  const blocks = mainBlocks(reader.blocks.blocks, reader.blocks.regions);
  const documentTitle = squeeze(head.title);
  const title = pageTitle(documentTitle, {
    heading: topHeading(blocks, { all: reader.blocks.blocks, documentTitle }),
    siteName: head.siteName,
    generator: head.generator,
    slug: slugOf(url),
    isOnFrame: textsBeside(blocks, reader.blocks.blocks),
  });
  return {
    title,
    description: head.description,
    lang: head.lang,
    canonicalUrl: head.canonicalUrl(base),
    unusableCanonical: head.unusableCanonical(base),
    alternates: head.alternates(base),
    ...head.robots,
    refreshUrl: head.refresh === undefined ? undefined : canonicalizeUrl(head.refresh, base),
    refreshDelaySeconds: head.refreshDelaySeconds,
    sections: assembleSections(blocks, { title, lead: reader.outline.lead }),
    outlinks: links.outlinks(base),
    text: blocks.map((block) => block.text).join('\n'),
  };
}

const MAX_NAME_CHARS = 200;
/** The name of a page stands that near the beginning of its main text. */
const MAX_LEAD_BLOCKS = 4;

/** Tells of a text whether it stands alone in a block outside of the main text. */
function textsBeside(main: readonly Block[], all: readonly Block[]): (text: string) => boolean {
  let beside: Set<string> | undefined;
  return (text) => {
    if (beside === undefined) {
      const inMain = new Set(main);
      const short = all.filter((block) => block.text.length <= MAX_NAME_CHARS && !inMain.has(block));
      beside = new Set(short.map((block) => block.text.toLowerCase()));
    }
    return beside.has(text.toLowerCase());
  };
}

/**
 * The line below the heading `NAME` of manual pages; the first h1 of the main text; without one its first heading when the document's
 * title begins with that; then the first h1 outside of it that is not a link, as the site's name would be; then what the main text begins
 * with, where the document's title says the same; then the first heading.
 */
function topHeading(
  main: readonly Block[],
  { all, documentTitle }: { all: readonly Block[]; documentTitle: string },
): string {
  const isName = (block: Block | undefined) => block?.kind === 'heading' && /^name$/i.test(block.text);
  const isHeading = (block: Block) => block.kind === 'heading' && block.owner.kind === 'heading' && !isName(block);
  const isTop = (block: Block) => isHeading(block) && block.owner.level === 1;
  const first = main.find(isHeading);
  const top =
    main.find(({ text }, at) => isName(main[at - 1]) && text.length <= MAX_NAME_CHARS) ??
    main.find(isTop) ??
    (first !== undefined && documentTitle.toLowerCase().startsWith(first.text.toLowerCase()) ? first : undefined) ??
    all.find((block) => isTop(block) && block.linkChars === 0) ??
    main.slice(0, MAX_LEAD_BLOCKS).find(({ text }) => text.length <= MAX_NAME_CHARS && isPartOf(text, documentTitle)) ??
    first;
  return top?.text ?? '';
}

/** The last part of the path, without what stands behind a dot. */
function slugOf(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  return (
    path
      .split('/')
      .findLast((part) => part !== '')
      ?.replace(/\..*$/, '') ?? ''
  );
}
