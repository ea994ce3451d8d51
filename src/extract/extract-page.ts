import { checkText } from '../model/misuse.ts';
import type { ExtractedPage } from '../model/page.ts';
import { canonicalizeUrl } from '../model/url.ts';
import { readEscapes } from '../model/url-escapes.ts';
import { type Block, countChars, countSaid } from './block.ts';
import { readHtml } from './html-reader.ts';
import { listedBlocks } from './listing.ts';
import { mainBlocks } from './main-content.ts';
import { PageReader, type PageReaderOptions } from './page-reader.ts';
import { queryEncoder } from './query-encoding.ts';
import { assembleSections } from './sections.ts';
import { placeStreamed } from './streamed.ts';
import { pageTitle, sameText, writtenTitle } from './title.ts';
import { topHeading } from './top-heading.ts';
import { squeeze } from './white-space.ts';

/**
 * Reads one HTML document in one pass: title, language, robots directives, links, and the main text in sections.
 *
 * @param html the decoded document, of any quality
 * @param url its absolute URL, the base of its links
 * @param options.agent product token, in lower case, of the crawler to which `<meta name="agent">` speaks as `<meta name="robots">` does
 * @param options.encoding WHATWG name of what `html` was decoded from: the queries of its links are sent in it
 * @param options.isXml was it sent as `application/xhtml+xml`? There `<script src="x.js"/>` is all of that element
 * Never throws; time and space grow linearly with `html`. Text beyond 5,000,000 characters, sections and outlinks beyond
 * 20,000 are left out (`limits.ts`).
 */
export function extractPage(
  html: string,
  url: string,
  { agent = 'spindex', encoding = 'utf-8', isXml = false } = {},
): ExtractedPage {
  checkText('html', html);
  checkText('url', url);
  const encodeQuery = queryEncoder(encoding);
  const whole = placeStreamed(html);
  const page = readOnce(whole, url, { agent, encodeQuery, isXml, hasScripts: true });
  if (page.text.length >= MIN_TEXT_CHARS || !/<noscript/i.test(html)) return page;
  const plain = readOnce(whole, url, { agent, encodeQuery, isXml, hasScripts: false });
  if (plain.text.length < page.text.length + MIN_PLAIN_CHARS) return page;
  // What the head says is for those without scripts too, but where it sends them.
  const { title, trail, sections, outlinks, isListing, mayBeIndex, text } = plain;
  return {
    ...page,
    title,
    trail,
    sections,
    outlinks,
    ...(isListing && { isListing }),
    ...(mayBeIndex && { mayBeIndex }),
    text,
  };
}

/** A page that says less than this without `noscript`, and this much more with it, is made by scripts and has its text there for all others. */
const MIN_TEXT_CHARS = 200;
const MIN_PLAIN_CHARS = 400;

/** An index says of what it names where that is, not what it does: the share of its text outside of links. */
const MAX_SAID_IN_INDEX = 2 / 3;

function readOnce(
  html: string,
  url: string,
  { isXml, ...reading }: PageReaderOptions & { isXml: boolean },
): ExtractedPage {
  const reader = new PageReader(url, reading);
  readHtml(html, reader, { isXml, hasScripts: reading.hasScripts });
  reader.finish();
  const { head, links, content } = reader;
  const { blocks: all, regions } = content.blocks;
  const base = head.baseUrl(url);
  const refresh = head.refresh && (reading.encodeQuery?.(head.refresh) ?? head.refresh);
  if (refresh !== undefined) links.addAddress(refresh);
  const documentTitle = writtenTitle(squeeze(head.title));
  const blocks = mainBlocks(all, { regions: regions.all, documentTitle });
  const shared = sharedHeading(blocks, head);
  const outlinks = links.outlinks(base);
  const listed = listedBlocks(blocks, { all, url, targets: () => links.targets(base) });
  const own = (some: readonly Block[]) => (listed.size === 0 ? some : some.filter((block) => !listed.has(block)));
  const heading = shared ?? topHeading(own(blocks), { all: own(all), documentTitle });
  const title = pageTitle(documentTitle, {
    heading,
    below: all[all.findIndex(({ kind, text }) => kind === 'heading' && text === heading) + 1]?.text ?? '',
    siteName: head.siteName,
    isShared: shared !== undefined || content.isTitled,
    generator: head.generator,
    slug: nameInAddress(url),
    address: readEscapes(url),
    isOnFrame: textsBeside(blocks, all),
  });
  return {
    title,
    trail: reader.trail.names(base, { url, title }),
    description: head.description,
    lang: head.lang,
    canonicalUrl: head.canonicalUrl(base),
    unusableCanonical: head.unusableCanonical(base),
    alternates: head.alternates(base),
    ...head.robots,
    refreshUrl: refresh === undefined ? undefined : canonicalizeUrl(refresh, base),
    refreshDelaySeconds: head.refreshDelaySeconds,
    sections: assembleSections(blocks, { title, lead: content.outline.lead }),
    outlinks,
    ...(listed.size > 0 && { isListing: true as const }),
    ...(countSaid(blocks) <= countChars(blocks) * MAX_SAID_IN_INDEX && { mayBeIndex: true as const }),
    text: blocks.map((block) => block.text).join('\n'),
  };
}

/** The heading that says what the page is called where it is shared, unless that is the name of the site. */
function sharedHeading(
  blocks: readonly Block[],
  { sharedTitle, siteName }: { sharedTitle: string; siteName: string },
): string | undefined {
  if (sharedTitle === '' || sameText(sharedTitle, siteName)) return undefined;
  return blocks.find(({ kind, text }) => kind === 'heading' && sameText(text, sharedTitle))?.text;
}

const MAX_NAME_CHARS = 200;

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

/** The last part of the path, the directory for its index page, without what stands behind a dot. */
function nameInAddress(url: string): string {
  return (
    URL.parse(url)
      ?.pathname.split('/')
      .findLast((part) => part !== '' && !/^index\.\w+$/i.test(part))
      ?.replace(/\..*$/, '') ?? ''
  );
}
