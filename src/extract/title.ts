/** They set names apart. */
const SIGNS = String.raw`-\u2013\u2014|\u00b7\u2022\u00bb\u00ab:~/`;
/** Set a page's name off from the site's; a hyphen only with blanks around it. */
const SEPARATOR = new RegExp(String.raw`\s+[${SIGNS}\u2039\u203a]+\s+|\s*[|\u00bb\u00ab]\s*|:\s+`, 'g');
/** The last part of titles such as `Lists — Foo 3.2 documentation`. */
const SITE_PART = /\b(?:documentation|docs|manual|handbook|wiki|blog)\b/i;

const SITE_PART_END = /\s+(?:documentation|docs|manual)$/i;

/** `4.7 Control`, `Chapter 7 - Files`: what stands before the name of a chapter. */
const NUMBERING = /^(?:(?:chapter|section|appendix) )?[\dA-Z]{0,3}\.?\d+(?:\.\d+)*\.?\s+(?:[-\u2013\u2014:]\s+)?/i;
/** Texinfo calls every page `Node (Manual)`, whatever its heading is: https://www.gnu.org/software/texinfo/manual/texinfo/ */
const TEXINFO = /^(?:makeinfo|texi2any)\b/i;
/**
 * Doxygen calls every page `Project: Page`, rustdoc `Page - Rust`, pdoc `page API documentation`: https://www.doxygen.nl, https://doc.rust-lang.org/rustdoc/,
 * https://pdoc.dev
 */
const FRAMED_BY: readonly [RegExp, RegExp][] = [
  [/^doxygen\b/i, /^[^:]*: /],
  [/^rustdoc\b/i, / - Rust$/],
  [/^pdoc3?\b/i, / API documentation$/],
];
/** In Chinese titles often stands between the name of the page and that of the site. */
const HAN_BAR = /(?<=\p{sc=Han})_|_(?=\p{sc=Han})/gu;
/** Brackets at the end, with others in them. */
const LAST_BRACKETS = /\s+\((?:[^()]|\([^()]*\))*\)$/;
/** What a page about a part of a program may say before the name of that. */
const KIND_BEFORE =
  /^(?:abstract )?(?:alias|annotation|class|constant|enum|function|functor|interface|lib|macro|module(?: type)?|namespace|object|package|protocol|struct|trait|type) (?=\S)/i;
/** A title that tells a page by its number alone. */
const NUMBERED = /^(?:chapter|section|appendix) ([\dA-Z]+(?:\.\d+)*)$/i;

/** What editors write into a new file, and nobody has replaced: Dreamweaver, FrontPage, Word, in English, Russian and Ukrainian. */
const PLACEHOLDER =
  /^(?:untitled(?: (?:document|page))?|(?:new|blank) page|no title|title|документ без (?:названия|имени)|новая страница|без (?:названия|имени|назви)|документ без назви|нова сторінка)(?:[ -]\d+)?$/i;

/** The title of a document; '' when it has none that somebody has written. */
export function writtenTitle(title: string): string {
  return PLACEHOLDER.test(title) ? '' : title;
}

/** What tells the name of a page, beside the title of its document. All texts are squeezed; '' stands for none. */
interface Clues {
  /** What the page calls itself: see `topHeading`. */
  heading: string;
  siteName: string;
  /** The line right below the heading. */
  below?: string;
  /** Is the heading what the page is called where it is shared, too? Then it is the name, whatever the title says. */
  isShared?: boolean;
  /** The program that has made the page. */
  generator?: string;
  /** The last part of its address, without an ending. */
  slug?: string;
  /** All of its address, decoded. */
  address?: string;
  /** Does a text stand, alone, in what surrounds the main text? There the name of the site does; in menus that of the page. */
  isOnFrame?: (text: string) => boolean;
}

/**
 * The page's own name: the first heading where the title repeats it beside the site's name, otherwise the title without what the generator puts around
 * all titles, or without the name of the site where that can be told.
 */
export function pageTitle(documentTitle: string, clues: Clues): string {
  const title = documentTitle.replace(HAN_BAR, ' | ');
  const { heading, siteName, isShared = false } = clues;
  if (title === '' || isShared || (heading !== '' && sameText(title, siteName))) return heading;
  return repeatedHeading(title, clues) ?? withoutFrame(title, clues) ?? withoutSite(title, clues);
}

/** The title without the name of the site, which is its last part or its first; all of it where no part can be told to be that. */
function withoutSite(title: string, { heading, siteName, slug = '', isOnFrame = () => false }: Clues): string {
  const parts = splitTitle(title);
  const last = parts.at(-1);
  if (last === undefined || parts.length === 1) return title;
  // `Git - git-commit Documentation` at `/docs/git-commit`: there the site's name stands first.
  const isAddressed = (text: string) => slug !== '' && hasWords(text, slug);
  if (isAddressed(last.text) && !isAddressed(title.slice(0, last.start))) return last.text.replace(SITE_PART_END, '');
  const withoutLast = title.slice(0, last.start - last.separatorChars).trim();
  if (sameText(last.text, siteName) || SITE_PART.test(last.text) || last.separator === '|') return withoutLast;
  const first = parts[0]?.text ?? '';
  if (parts.length === 2 && isWithKind(heading, first)) return withoutLast;
  if (parts.length === 2 && isWithKind(heading, last.text)) return last.text;
  if (sameText(first, siteName)) return title.slice(parts[1]?.start).trim();
  // `Shelf Manual: Section 4.7` over `4.7 Control`.
  const number = NUMBERED.exec(last.text)?.[1];
  if (number !== undefined && heading.startsWith(`${number} `)) return heading;
  return isAddressed(first) && isOnFrame(last.text) && !isOnFrame(first) ? withoutLast : title;
}

/** `class Stack(T)`: the name behind the word for what it is. */
function isWithKind(heading: string, name: string): boolean {
  return comparable(heading.replace(KIND_BEFORE, '')) === comparable(name) && KIND_BEFORE.test(heading);
}

/** The heading, where the title repeats it; without its number where the title does without it. */
function repeatedHeading(title: string, { heading, below = '', address = '' }: Clues): string | undefined {
  if (heading === '') return undefined;
  // `Our project: Timeline` over `Our project` and `Timeline`, as Fossil has it: a heading that all pages have is the name of none.
  if (below !== '' && sameText(title, `${heading}: ${below}`)) return title;
  if (isPartOf(heading, title)) return heading;
  const plain = heading.replace(NUMBERING, '');
  if (plain !== '' && plain !== heading && isPartOf(plain, title)) return plain;
  return isAddressName(title, { heading, address }) ? heading : undefined;
}

/** What a title begins with, where nothing but the site's name follows. */
const ONE_WORD = new RegExp(String.raw`^\S+(?=$|\s+[${SIGNS}(\[])`);
/** What addresses of wikis leave out of names, or have in place of it. */
const UNWRITTEN = /[\s_.,()'’"«»–-]+/g;

/**
 * Is the title what the page is called in its address: the heading without its blanks, or below the names of directories? So wikis write it:
 * `techniques:steam_engine [Our wiki]`, `SteamEngine – Our wiki`.
 */
function isAddressName(title: string, { heading, address }: { heading: string; address: string }): boolean {
  const name = ONE_WORD.exec(title)?.[0] ?? '';
  const last = name.slice(name.search(/[^:/]*$/));
  const written = (text: string) => comparable(text).replace(UNWRITTEN, '');
  return last !== '' && (written(last) === written(heading) || (last !== name && address.endsWith(name)));
}

/** The title without what its generator puts around the names of all pages; undefined where none is known to do so. */
function withoutFrame(title: string, { heading, generator = '' }: Clues): string | undefined {
  const bare = title.replace(LAST_BRACKETS, '');
  // `Stack (Shelf 2 API)` over `Class Stack<T>`: Javadoc and the like.
  const isOfKind = bare !== title && comparable(heading.replace(/<.*$/, '')).endsWith(` ${comparable(bare)}`);
  if (isOfKind || TEXINFO.test(generator)) return bare;
  const frame = FRAMED_BY.find(([by]) => by.test(generator))?.[1];
  return frame === undefined ? undefined : title.replace(frame, '');
}

interface TitlePart {
  text: string;
  start: number;
  /** The sign before it, '' for the first part. */
  separator: string;
  separatorChars: number;
}

function splitTitle(title: string): TitlePart[] {
  const parts: TitlePart[] = [];
  let start = 0;
  let separatorChars = 0;
  let separator = '';
  for (const match of title.matchAll(SEPARATOR)) {
    parts.push({ text: title.slice(start, match.index), start, separator, separatorChars });
    separator = match[0].trim();
    separatorChars = match[0].length;
    start = match.index + separatorChars;
  }
  parts.push({ text: title.slice(start), start, separator, separatorChars });
  return parts.filter((part) => part.text !== '');
}

/**
 * Is the heading the title, or does it stand at one of its ends with a separator beside it? Several words may stand between two separators,
 * too, with blanks around each.
 */
export function isPartOf(heading: string, documentTitle: string): boolean {
  const [part, whole] = [comparable(heading), comparable(documentTitle.replace(HAN_BAR, ' | '))];
  if (part === '' || part === whole) return part !== '';
  if (whole.startsWith(part)) return SET_OFF_BEHIND.test(whole.slice(part.length));
  if (whole.endsWith(part)) return SET_OFF_BEFORE.test(whole.slice(0, -part.length));
  const [before = '', behind] = part.includes(' ') ? whole.split(part, 2) : [];
  return behind !== undefined && SET_OFF_WIDELY.test(`${before}\n${behind}`);
}

const SET_OFF_BEHIND = new RegExp(String.raw`^\s*[${SIGNS}([]`);
const SET_OFF_BEFORE = new RegExp(String.raw`[${SIGNS}]\s*$`);
/** At the line break is what is set off. */
const SET_OFF_WIDELY = new RegExp(String.raw`\s[${SIGNS}]+\s\n\s[${SIGNS}]+\s`);

/** All words of a part of an address: `css-properties` in `CSS Properties`. */
function hasWords(text: string, slug: string): boolean {
  const words = comparable(text).split(/[\s:|]+/);
  return words.includes(comparable(slug)) || slug.split(/[-_]/).every((word) => words.includes(comparable(word)));
}

/** Are these the same name, but for case and the form of its characters? An empty text is the same as none. */
export function sameText(one: string, other: string): boolean {
  return one !== '' && comparable(one) === comparable(other);
}

function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
