import { type Block, countChars, isTopHeading } from './block.ts';
import type { Mark } from './outline.ts';

/** What lines that pages carry whatever they are about say. English only: elsewhere structure has to do. */
const LINES = [
  '(?:skip|jump) to (?:main |the )?content',
  String.raw`was this (?:page |article |topic |section )?helpful\??`,
  '(?:rate|edit|print|share) this (?:page|article|post)',
  '(?:edit|view|improve) (?:this )?(?:page )?(?:source )?on git(?:hub|lab)',
  '(?:view|show|page) source',
  '(?:back|return|scroll) to (?:the )?top',
  '(?:open |show |hide )?table of contents(?: panel)?',
  '(?:on|in) this (?:page|article|section)',
  String.raw`last (?:modified|updated|edited|reviewed)\b.{0,60}`,
  'advertisement',
  'sponsored(?: content)?',
  'copy(?: (?:link|code|to clipboard))?',
  '(?:link |url )?copied(?: to clipboard)?',
  'summari[sz]e (?:this (?:article|page|post) )?with (?:ai|chatgpt)',
  'source edit',
  'edit source',
  'expand description',
  'loading',
  'subscribe(?: now)?',
  'read more',
  'learn more',
  String.raw`\d+\.\d+\.\d+(?: \(.{0,60}\))? \u00b7 source`,
  'more .{0,30} (?:posts|articles|stories)',
];
const LINE = new RegExp(String.raw`^(?:${LINES.join('|')})[\s.:!?\u2026\u2191]*$`, 'i');
/** Signs between the words that lead on, and those words: a line is navigation when it has two or more of them and nothing else. */
const WAY_SIGNS = String.raw`[\s[\]<>|?,:\u00ab\u00bb\u2190\u2192\u00b7-]*`;
const WAY_WORDS = '(?:up|top|(?:table of )?contents|index|next|prev(?:ious)?|home|first|last)';
const WAY_LINE = new RegExp(`^${WAY_SIGNS}(?:${WAY_WORDS}${WAY_SIGNS}){2,}$`, 'i');
/** `Next by thread: Re: Oak`: in archives of lists and in blogs the link behind it is the name of another page. English, Russian and Ukrainian. */
const NEIGHBOUR =
  /^[^\p{L}\p{N}]*(?:(?:next|prev(?:ious)?)(?: (?:by|in|article|chapter|entry|message|page|post|story|thread|topic)(?: \p{L}+)?)?|(?:предыдущ|следующ|попередн|наступн)\p{L}+(?: \p{L}+)?)\s*:\s*/iu;
/** `2024-05-17`, `17.5.2024`, `17 May 2024`, `May 17, 2024`, `May 2024`. */
const DAY = String.raw`(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}|(?:\d{1,2}\.? )?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,? (?:\d{1,2},? )?\d{4})`;
/** `, 10:30`, ` at 10:30 a.m. UTC`. */
const TIME = String.raw`(?:,? (?:at )?\d{1,2}:\d\d ?(?:[ap]\.?m\.?)?(?: [a-z]{2,4})?)`;
const DATE = String.raw`${DAY}${TIME}?\.?`;
/** When it was written: `Last updated on May 17, 2024`. */
const DATE_LINE = new RegExp(
  `^(?:first |last )?(?:published|posted|updated|written|reviewed)(?: on| at)?:? ${DATE}$`,
  'i',
);
/** The same below the title, where a date alone says it. */
const BARE_DATE = new RegExp(`^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?${DATE}$`, 'i');
/** Who wrote it: `Written by Ada Lovelace`. */
const BYLINE =
  /^(?:[Ww]ritten|[Pp]osted|[Pp]ublished|[Rr]eviewed|[Ee]dited|[Ww]ords|[Pp]hotos?) by:? \p{Lu}[\p{L}.'\u2019-]*(?: \p{Lu}[\p{L}.'\u2019-]*){0,3} ?$/u;
/** What headings over lists of other pages say, and those over what readers wrote. */
const HEADINGS = [
  'submit corrections?',
  'related (?:articles?|posts?|stories|reading|news|content)',
  'you (?:may|might) (?:also )?(?:like|enjoy|be interested in)',
  String.raw`more (?:from|stories|posts|articles|news)\b.{0,40}`,
  'more .{0,30} (?:posts|articles|stories|news)',
  '(?:read|up) next',
  'recommended(?: for you| articles| reading)?',
  '(?:popular|latest|recent|trending) (?:posts|articles|news|stories)',
  'top stories',
  String.raw`\d+ (?:comments?|responses|replies)`,
  String.raw`(?:comments?|responses|replies) \(\d+\)`,
  '(?:all )?comments are (?:welcome|closed)',
  'leave a (?:reply|comment)',
  'join the (?:discussion|conversation)',
  'about the author',
  'share (?:this (?:page|article|post|story)|via|on)',
  '(?:sign up (?:for|to)|subscribe to|join) (?:our|the|my) .{0,40}(?:newsletter|mailing list|updates|blog|list)',
];
const HEADING = new RegExp(String.raw`^(?:${HEADINGS.join('|')})[\s.:!?]*$`, 'i');
/** DokuWiki names the file that was changed before it (`start.txt · Last modified: ...`): https://www.dokuwiki.org. */
const FILE_BEFORE = String.raw`(?:\S+ \u00b7 )?`;
/** English. */
const LAST_CHANGED = String.raw`last (?:modified|updated|edited|reviewed)(?!\p{L})`;
/** Russian and Ukrainian, where a sentence may begin so: a colon or the date has to follow. */
const LAST_CHANGED_CYRILLIC = String.raw`(?:последн(?:ее|яя) (?:изменение|обновление|редактирование|правка)|останн(?:я|є) (?:зміна|оновлення|редагування|правка))(?:(?!\p{L}).{0,30}:|[\s–—-]*(?=\d))`;
/** When it was changed last, with a year in it. */
const LAST_CHANGE = new RegExp(
  String.raw`^${FILE_BEFORE}(?:${LAST_CHANGED}|${LAST_CHANGED_CYRILLIC}).{0,60}\d{4}`,
  'iu',
);
/** How lines that `DATE_LINE`, `BYLINE` or `LAST_CHANGE` may match begin: the cheap look before these. */
const WHO_OR_WHEN = new RegExp(
  String.raw`^${FILE_BEFORE}(?:(?:first|last|p(?:ublished|osted|hotos?)|updated|w(?:ritten|ords)|reviewed|edited)\b|последн|останн)`,
  'i',
);
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

/** The list of its places that a page begins with, with its heading, says nothing that the places do not; but it stays when there is little else. */
function leadingContents(blocks: readonly Block[]): Set<Block> {
  const end = blocks.findIndex(({ kind, isContents }) => kind !== 'heading' && !isContents);
  if (end <= 0) return new Set();
  const contents = blocks.slice(0, end).filter(({ isContents }) => isContents);
  if (contents.length === 0) return new Set();
  const rest = blocks.slice(end);
  if (countChars(rest) <= 2 * countChars(contents)) return new Set();
  const owners = new Set(contents.map(({ owner }) => owner));
  for (const { owner } of rest) owners.delete(owner);
  const headings = blocks
    .slice(0, end)
    .filter(({ kind, owner }) => kind === 'heading' && owner.level > 1 && owners.has(owner));
  return new Set([...contents, ...headings]);
}

/**
 * Lines that are nothing but links, before the page's first heading: they lead elsewhere, whatever they are called. The last step of
 * breadcrumbs is no link and says what the heading says.
 */
function leadingWays(blocks: readonly Block[]): Set<Block> {
  const heading = blocks.find(({ kind }) => kind === 'heading')?.text ?? '';
  const start = blocks.findIndex((block) => !isLineOfLinks(block, heading));
  return new Set(blocks[start]?.kind === 'heading' ? blocks.slice(0, start) : []);
}

/** Nothing but links and signs between them, but for the last step of breadcrumbs. */
function isLineOfLinks({ kind, text, linkChars }: Block, lastStep: string): boolean {
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
  if (isFurniture(text, LINE) || (linkChars > 0 && (isFurniture(text, WAY_LINE) || isNeighbour(text, linkChars))))
    return true;
  if (text.length > MAX_CHANGE_CHARS || !WHO_OR_WHEN.test(text)) return false;
  return LAST_CHANGE.test(text) || isFurniture(text, DATE_LINE) || isFurniture(text, BYLINE);
}

/** Says which page comes before or after this one, and nothing else. */
function isNeighbour(text: string, linkChars: number): boolean {
  const label = text.length <= MAX_CHANGE_CHARS ? NEIGHBOUR.exec(text)?.[0] : undefined;
  return label !== undefined && linkChars >= (text.length - label.length) * MAX_LINK_SHARE;
}

/** A date right below the heading of the page. */
function isDateOf(heading: Block | undefined, { kind, text }: Block): boolean {
  return kind === 'text' && heading !== undefined && isTopHeading(heading) && isFurniture(text, BARE_DATE);
}

function isFurniture(text: string, pattern: RegExp): boolean {
  return text.length <= MAX_LINE_CHARS && pattern.test(text);
}
