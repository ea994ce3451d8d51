import { readEscapes } from '../model/url-escapes.ts';
import type { Attributes } from './attributes.ts';

/** Ids that wrap a whole page are no address of its first heading: `content`, `main-content`, `skip-to-content`, `docs_body`, `page-wrapper`. */
const LAYOUT_IDS =
  /^(?:skip[-_]?(?:to)?[-_]?)?(?:(?:site|docs?|document|article|post)?[-_]?(?:content|main|wrapper|container|body|page|root|app|primary|layout|inner|outer|top|nav(?:bar)?|__next))+$/i;
/** The same behind a name of the generator or of the section: `article-content`, `docs-main-article`. */
const LAYOUT_END = /[a-z][-_](?:content|main-article)$/;
/** Numbers of a generator (`id3`, `index-0`, `id-1.5.8`, Erlang's `ghlink-files-id3`): another run may give the place another one. */
const COUNTED_ID = /^[a-z_]{0,9}[-_.]?\d+(?:[-_.]\d+)*$|[-_]id\d+$/i;

/** GitHub puts this before ids that a visitor gave, and its script leads `#x` to `user-content-x`. */
const SCRIPT_PREFIX = 'user-content-';

/** What is longer is no address that anybody uses, and would stand in every result that leads there. */
const MAX_ANCHOR_CHARS = 1_000;

/** The fragment that opens the page at this element, '' for none; a button's id is no place to read from. */
export function idOfPlace(name: string, { id, name: oldName }: Attributes): string {
  if (name === 'button') return '';
  const given = id || (name === 'a' && oldName) || '';
  if (given.length > MAX_ANCHOR_CHARS) return '';
  return given.startsWith(SCRIPT_PREFIX) ? given.slice(SCRIPT_PREFIX.length) : given;
}

/** The fragment of a link, percent-decoded where that is possible; '' for one that no anchor has. */
export function fragmentOf(href: string): string {
  const fragment = href.slice(href.indexOf('#') + 1).trimEnd();
  const decoded = fragment.includes('%') ? readEscapes(fragment) : fragment;
  return decoded.length > MAX_ANCHOR_CHARS ? '' : decoded;
}

/** Classes of a section, to whose id generators give the words of its heading, which may well be called Navigation. */
const SECTION_CLASS = /(?:^|\s)(?:section|sect\d|level\d|chapter)(?:\s|$)/;

/** May the id of a `div` with these classes be the words of a heading, and say nothing of what it is to the page? */
export function hasIdOfHeading({ class: names = '' }: Attributes): boolean {
  return SECTION_CLASS.test(names);
}

/** Is it the id of the page's frame? */
export function isLayoutId(id: string): boolean {
  return LAYOUT_IDS.test(id) || LAYOUT_END.test(id);
}

/**
 * The best of the ids that open one place, '' when there is none: the first that somebody has chosen, because authors link to it and it
 * outlives a change of the heading's wording; then the first made of the heading; a counted one comes last.
 * @param ids by nearness to the heading
 */
export function bestAnchor(ids: readonly string[], heading: string): string {
  const given = ids.filter((id) => id !== '' && !isLayoutId(id));
  if (given.length === 1) return given[0] ?? '';
  const named = given.filter((id) => !COUNTED_ID.test(id));
  const wording = slugOf(heading);
  return (
    named.find((id) => !isMadeOf(slugOf(id), wording)) ??
    named[0] ??
    given[0] ??
    ids.find((id) => id !== '' && !id.startsWith('skip')) ??
    ''
  );
}

/** Is the id the wording of the heading? Generators leave out numbers in front, cut long headings, and number the second of two alike. */
function isMadeOf(id: string, wording: string): boolean {
  return id !== '' && (wording.endsWith(id) || wording.startsWith(id.replace(/-\d+$/, '')));
}

function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
