import { type Block, countChars, isTopHeading } from './blocks.ts';
import type { Mark } from './outline.ts';

/** Lines that pages carry whatever they are about. English only: elsewhere structure has to do. */
const LINE =
  /^(?:(?:skip|jump) to (?:main |the )?content|was this (?:page |article |topic |section )?helpful\??|(?:rate|edit|print|share) this (?:page|article|post)|(?:edit|view|improve) (?:this )?(?:page )?(?:source )?on git(?:hub|lab)|(?:view|show|page) source|(?:back|return|scroll) to (?:the )?top|(?:open |show |hide )?table of contents(?: panel)?|(?:on|in) this (?:page|article|section)|last (?:modified|updated|edited|reviewed)\b.{0,60}|advertisement|sponsored(?: content)?|copy(?: (?:link|code|to clipboard))?|(?:link |url )?copied(?: to clipboard)?|summari[sz]e (?:this (?:article|page|post) )?with (?:ai|chatgpt)|source edit|edit source|expand description|loading|subscribe(?: now)?|read more|learn more|\d+\.\d+\.\d+(?: \(.{0,60}\))? \u00b7 source|more .{0,30} (?:posts|articles|stories))[\s.:!?\u2026\u2191]*$/i;
/** Signs and words that lead on, two or more of them and nothing else. */
const WAY_LINE =
  /^[\s[\]<>|?,:\u00ab\u00bb\u2190\u2192\u00b7-]*(?:(?:up|top|(?:table of )?contents|index|next|prev(?:ious)?|home|first|last)[\s[\]<>|?,:\u00ab\u00bb\u2190\u2192\u00b7-]*){2,}$/i;
const DATE = String.raw`(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}|(?:\d{1,2}\.? )?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,? (?:\d{1,2},? )?\d{4})(?:,? (?:at )?\d{1,2}:\d\d ?(?:[ap]\.?m\.?)?(?: [a-z]{2,4})?)?\.?`;
/** When it was written. */
const DATE_LINE = new RegExp(
  `^(?:first |last )?(?:published|posted|updated|written|reviewed)(?: on| at)?:? ${DATE}$`,
  'i',
);
/** The same below the title, where a date alone says it. */
const BARE_DATE = new RegExp(`^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?${DATE}$`, 'i');
/** Who wrote it. */
const BYLINE =
  /^(?:[Ww]ritten|[Pp]osted|[Pp]ublished|[Rr]eviewed|[Ee]dited|[Ww]ords|[Pp]hotos?) by:? \p{Lu}[\p{L}.'\u2019-]*(?: \p{Lu}[\p{L}.'\u2019-]*){0,3} ?$/u;
/** Headings over lists of other pages, and over what readers wrote. */
const HEADING =
  /^(?:submit corrections?|related (?:articles?|posts?|stories|reading|news|content)|you (?:may|might) (?:also )?(?:like|enjoy|be interested in)|more (?:from|stories|posts|articles|news)\b.{0,40}|more .{0,30} (?:posts|articles|stories|news)|(?:read|up) next|recommended(?: for you| articles| reading)?|(?:popular|latest|recent|trending) (?:posts|articles|news|stories)|top stories|\d+ (?:comments?|responses|replies)|(?:comments?|responses|replies) \(\d+\)|(?:all )?comments are (?:welcome|closed)|leave a (?:reply|comment)|join the (?:discussion|conversation)|about the author|share (?:this (?:page|article|post|story)|via|on)|(?:sign up (?:for|to)|subscribe to|join) (?:our|the|my) .{0,40}(?:newsletter|mailing list|updates|blog|list))[\s.:!?]*$/i;
/** DokuWiki says before it which file was changed: https://www.dokuwiki.org. English, Russian, Ukrainian, where a sentence may begin so. */
const LAST_CHANGE =
  /^(?:\S+ \u00b7 )?(?:last (?:modified|updated|edited|reviewed)(?!\p{L})|(?:последн(?:ее|яя) (?:изменение|обновление|редактирование|правка)|останн(?:я|є) (?:зміна|оновлення|редагування|правка))(?:(?!\p{L}).{0,30}:|[\s–—-]*(?=\d))).{0,60}\d{4}/iu;
/** Only such lines can be one of the three above. */
const WHO_OR_WHEN =
  /^(?:\S+ \u00b7 )?(?:(?:first|last|p(?:ublished|osted|hotos?)|updated|w(?:ritten|ords)|reviewed|edited)\b|последн|останн)/i;
const MAX_LINE_CHARS = 100;
const MAX_CHANGE_CHARS = 200;
/** A line with this share of link text is nothing else. */
const MAX_LINK_SHARE = 0.8;
/** What stands between the steps of breadcrumbs. */
const SIGNS = /[^\p{L}\p{N}]+/gu;
/** A section under such a heading that is longer than this is about something. */
const MAX_SECTION_SHARE = 0.4;

/** Leaves out page furniture that only its wording gives away. */
export function withoutFurniture(blocks: readonly Block[]): Block[] {
  const dropped = furnitureSections(blocks);
  const isContents = leadingContents(blocks);
  const isWay = leadingWays(blocks);
  return blocks.filter(
    (block, at) =>
      !isContents.has(block) &&
      !isWay.has(block) &&
      !dropped.has(block.owner) &&
      !isFurnitureLine(block) &&
      !isDateOf(blocks[at - 1], block),
  );
}

/** The list of its places that a page begins with says nothing that the places do not; but it stays when there is little else. */
function leadingContents(blocks: readonly Block[]): Set<Block> {
  const end = blocks.findIndex(({ kind, isContents }) => kind !== 'heading' && !isContents);
  if (end <= 0) return new Set();
  const contents = blocks.slice(0, end).filter(({ isContents }) => isContents);
  if (contents.length === 0) return new Set();
  return countChars(blocks.slice(end)) > 2 * countChars(contents) ? new Set(contents) : new Set();
}

/**
 * Lines that are nothing but links, before the page's first heading: they lead elsewhere, whatever they are called. The last step of
 * breadcrumbs is no link and says what the heading says.
 */
function leadingWays(blocks: readonly Block[]): Set<Block> {
  const heading = blocks.find(({ kind }) => kind === 'heading')?.text ?? '';
  const start = blocks.findIndex((block) => !isAllLinks(block, heading));
  return new Set(blocks[start]?.kind === 'heading' ? blocks.slice(0, start) : []);
}

function isAllLinks({ kind, text, linkChars }: Block, lastStep: string): boolean {
  if (kind !== 'text' || linkChars === 0) return false;
  const stepChars = text.endsWith(lastStep) ? lastStep.length : 0;
  if (text.length > MAX_LINE_CHARS + stepChars) return false;
  const chars = stepChars === 0 ? text.length : text.replace(SIGNS, '').length;
  return linkChars + stepChars >= chars * MAX_LINK_SHARE;
}

function furnitureSections(blocks: readonly Block[]): Set<Mark> {
  const named = new Set<Mark>();
  for (const { kind, owner, text } of blocks)
    if (kind === 'heading' && owner.level > 1 && isFurniture(text, HEADING)) named.add(owner);
  if (named.size === 0) return named;
  const inNamed = countChars(blocks.filter(({ owner }) => named.has(owner)));
  return inNamed <= countChars(blocks) * MAX_SECTION_SHARE ? named : new Set();
}

/** A heading of one word may well be a subject: `Copy`, `Loading`. */
function isFurnitureLine({ kind, text, linkChars }: Block): boolean {
  if (kind === 'code' || (kind === 'heading' && !text.includes(' '))) return false;
  if (isFurniture(text, LINE) || (linkChars > 0 && isFurniture(text, WAY_LINE))) return true;
  if (text.length > MAX_CHANGE_CHARS || !WHO_OR_WHEN.test(text)) return false;
  return LAST_CHANGE.test(text) || isFurniture(text, DATE_LINE) || isFurniture(text, BYLINE);
}

/** A date right below the heading of the page. */
function isDateOf(heading: Block | undefined, { kind, text }: Block): boolean {
  return kind === 'text' && heading !== undefined && isTopHeading(heading) && isFurniture(text, BARE_DATE);
}

function isFurniture(text: string, pattern: RegExp): boolean {
  return text.length <= MAX_LINE_CHARS && pattern.test(text);
}
