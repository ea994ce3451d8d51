import type { Block } from './blocks.ts';
import type { Mark } from './outline.ts';

/** Lines that pages carry whatever they are about. English only: elsewhere structure has to do. */
const LINE =
  /^(?:(?:skip|jump) to (?:main |the )?content|was this (?:page |article |topic |section )?helpful\??|(?:rate|edit|print|share) this (?:page|article|post)|(?:edit|view|improve) (?:this )?(?:page )?(?:source )?on git(?:hub|lab)|(?:view|show|page) source|(?:back|return|scroll) to (?:the )?top|(?:open |show |hide )?table of contents(?: panel)?|(?:on|in) this (?:page|article|section)|last (?:modified|updated|edited|reviewed)\b.{0,60}|advertisement|sponsored(?: content)?|copy (?:link|code|to clipboard)|copied|expand description|submit correction|loading|subscribe(?: now)?|read more|learn more)[\s.:!?\u2026\u2191]*$/i;
/** Headings over lists of other pages, and over what readers wrote. */
const HEADING =
  /^(?:related (?:articles?|posts?|stories|reading|news|content)|you (?:may|might) (?:also )?(?:like|enjoy|be interested in)|more (?:from|stories|posts|articles|news)\b.{0,40}|(?:read|up) next|recommended(?: for you| articles| reading)?|(?:popular|latest|recent|trending) (?:posts|articles|news|stories)|top stories|(?:\d+ )?(?:comments?|responses|replies)(?: \(\d+\))?|leave a (?:reply|comment)|join the (?:discussion|conversation)|about the author|share this (?:page|article|post|story)|sign up for .{0,60}|subscribe to .{0,60})[\s.:!?]*$/i;
const MAX_LINE_CHARS = 100;
/** A section under such a heading that is longer than this is about something. */
const MAX_SECTION_SHARE = 0.4;

/** Leaves out page furniture that only its wording gives away. */
export function withoutFurniture(blocks: readonly Block[]): Block[] {
  const dropped = furnitureSections(blocks);
  return blocks.filter(
    (block) => !dropped.has(block.owner) && !(block.kind !== 'code' && isFurniture(block.text, LINE)),
  );
}

function furnitureSections(blocks: readonly Block[]): Set<Mark> {
  const named = new Set<Mark>();
  for (const { kind, owner, text } of blocks)
    if (kind === 'heading' && owner.level > 1 && isFurniture(text, HEADING)) named.add(owner);
  if (named.size === 0) return named;
  let [all, inNamed] = [0, 0];
  for (const block of blocks) {
    all += block.text.length;
    if (named.has(block.owner)) inNamed += block.text.length;
  }
  return inNamed <= all * MAX_SECTION_SHARE ? named : new Set();
}

function isFurniture(text: string, pattern: RegExp): boolean {
  return text.length <= MAX_LINE_CHARS && pattern.test(text);
}
