import type { Attributes } from './attributes.ts';

/** Characters of a heading that are kept; what is longer goes on as text. */
export const MAX_HEADING_CHARS = 300;
/** A heading that has not closed by then was never meant to be that long. */
export const MAX_RUN_CHARS = 1_000;
/** Elements, and classes of elements, around what stands for a value of the reader's own. */
const PLACEHOLDER_NAMES = new Set(['var', 'em', 'i']);
const PLACEHOLDER_CLASSES = /(?:^|\s)(?:replaceable|parameter|placeholder)(?:\s|$)/;

/** A heading or a term while it is read. */
export interface OpenHeading {
  kind: 'heading' | 'entry' | 'row' | 'placed';
  level: number;
  /** Its own id, else that of the first link inside it. */
  ownAnchor: string;
  /** Id of what it begins. */
  outerAnchor: string;
  /** Id of another element inside it; in a term those are targets of an index. */
  innerAnchor: string;
  /** Of what stands before it, in document order. */
  anchorsBefore: readonly string[];
  /** Where the first link inside it leads to in this page. */
  linkedAnchor: string;
  /** Text of the inline code it begins with. */
  leadingCode: string;
  /** Of a term: the code of further names that it says side by side. */
  furtherCode: string[];
  /** Length of its text where the last of them ended. */
  codeEnd: number;
  /** What it begins with stands for something else. */
  isPlaceholder: boolean;
}

/** A heading or a term that has just begun. */
export function opened(kind: OpenHeading['kind'], level: number): OpenHeading {
  return {
    kind,
    level,
    ownAnchor: '',
    outerAnchor: '',
    innerAnchor: '',
    anchorsBefore: [],
    linkedAnchor: '',
    leadingCode: '',
    furtherCode: [],
    codeEnd: 0,
    isPlaceholder: false,
  };
}

/** The nearest of the ids of its place, '' when it has none; those inside a term, and what links in it lead to, are no ids of the term. */
export function idOfHeading(open: OpenHeading): string {
  const inner = open.kind === 'heading' ? open.innerAnchor || open.linkedAnchor : '';
  return open.ownAnchor || open.outerAnchor || inner || (open.anchorsBefore.at(-1) ?? '');
}

/** Has its place any id? */
export function hasAddress({ ownAnchor, outerAnchor, innerAnchor, linkedAnchor, anchorsBefore }: OpenHeading): boolean {
  return [ownAnchor, outerAnchor, innerAnchor, linkedAnchor, ...anchorsBefore].some((anchor) => anchor !== '');
}

/** Is it a link to elsewhere? One may have a name that is no place of this page. */
export function leadsAway({ href }: Attributes): boolean {
  return href !== undefined && !href.startsWith('#');
}

/** Does an element stand for a value of the reader's own? */
export function isPlaceholder(name: string, { class: names }: Attributes): boolean {
  return PLACEHOLDER_NAMES.has(name) || (names !== undefined && PLACEHOLDER_CLASSES.test(names));
}
