import type { Section } from '../model/page.ts';
import { addAliases, type Place } from './aliases.ts';
import { nameMembers } from './api-page.ts';
import { type Block, isTopHeading } from './block.ts';
import { headManualPage } from './manual-page.ts';
import type { Mark } from './outline.ts';
import { contentOf, type Piece, partsOf } from './parts.ts';
import { sameText } from './title.ts';
import { cutBetweenWords } from './white-space.ts';

const MAX_PATH = 8;
/** Of the description that terms in a row share, so much stands with each of them: whole blocks, but for a first one that is longer. */
const MAX_SHARED_CHARS = 1_000;
/** A line or two before the heading of a page say where it belongs or who wrote it, nothing that is a section. */
const MAX_LINES_CHARS = 200;

/** A section while its parts are gathered. */
interface Draft {
  mark: Mark;
  /** Ids of its heading. */
  ids: string[];
  pieces: Piece[];
}

/** Gathers kept blocks into the sections they belong to, in document order; `title` is left out of the paths. */
export function assembleSections(blocks: readonly Block[], { title, lead }: { title: string; lead: Mark }): Section[] {
  const drafts = new Map<Mark, Draft>();
  const draftOf = (mark: Mark): Draft => {
    const known = drafts.get(mark);
    if (known !== undefined) return known;
    const draft: Draft = { mark, ids: [], pieces: [] };
    drafts.set(mark, draft);
    return draft;
  };
  const isKept = keptMarks(blocks, lead);
  for (const block of blocks) {
    const draft = draftOf(nearestKept(block.owner, isKept) ?? lead);
    const { kind, text, ids } = block;
    if (kind === 'heading') draft.ids = [...draft.ids, ...ids];
    else {
      const place = block.place || (draft.pieces.at(-1)?.place ?? '');
      draft.pieces.push({ isCode: kind === 'code', text, place, ids });
    }
  }
  const places: Place[] = [];
  for (const { mark, ids, pieces: own } of drafts.values()) {
    const shared = mark.describedWith === undefined ? undefined : drafts.get(mark.describedWith);
    const pieces = shared === undefined ? own : [...own, ...beginningOf(shared.pieces)];
    const path = pathOf(mark, { title, isKept });
    for (const [at, part] of partsOf(pieces).entries()) {
      const section = at === 0 ? wholeSection(mark, { path, part }) : furtherPart(mark, { path, part, title });
      places.push({ section, ids: [...(at === 0 ? ids : []), ...part.flatMap((piece) => piece.ids)] });
    }
  }
  addAliases(places);
  const sections = places.map(({ section }) => section);
  headManualPage(sections);
  nameMembers(sections, { title });
  return joinLead(sections, isHeadOfPage(blocks, title));
}

/** Is the first heading that of the page: called as it is, or its only one of the first level? */
function isHeadOfPage(blocks: readonly Block[], title: string): boolean {
  const first = blocks.find(({ kind }) => kind === 'heading');
  if (first === undefined) return false;
  return sameText(first.text, title) || (isTopHeading(first) && blocks.filter(isTopHeading).length === 1);
}

/** What little stands before the heading of the page belongs to it: `Package shelf` over `Class Pile`. */
function joinLead(sections: Section[], hasHead: boolean): Section[] {
  const [lead, top, ...others] = sections;
  if (!hasHead || lead?.kind !== 'lead' || top?.kind !== 'heading') return sections;
  if (lead.symbols.length > 0 || lead.code !== '' || lead.text.length > MAX_LINES_CHARS) return sections;
  return [{ ...top, text: `${lead.text}\n${top.text}`.trimEnd() }, ...others];
}

/** The first texts, without the ids that lead to where they stand. */
function beginningOf(pieces: readonly Piece[]): Piece[] {
  const beginning: Piece[] = [];
  let chars = 0;
  for (const piece of pieces) {
    if (piece.isCode) continue;
    if (chars > 0 && chars + piece.text.length > MAX_SHARED_CHARS) break;
    chars += piece.text.length;
    beginning.push({ ...piece, text: cutBetweenWords(piece.text, MAX_SHARED_CHARS), place: '', ids: [] });
  }
  return beginning;
}

interface PartOf {
  path: string[];
  part: readonly Piece[];
}

function wholeSection({ anchor, heading, kind, symbols }: Mark, { path, part }: PartOf): Section {
  return { anchor, heading, path, kind, symbols, ...contentOf(part) };
}

/** Without heading and symbols, which stand for the section as a whole: those find its beginning. */
function furtherPart(mark: Mark, { path, part, title }: PartOf & { title: string }): Section {
  const above = mark.heading === '' || mark.heading === title ? path : [...path, nameOf(mark)];
  const anchor = part[0]?.place || mark.anchor;
  return {
    anchor,
    heading: '',
    path: above,
    kind: mark.kind === 'lead' ? 'lead' : 'heading',
    symbols: [],
    ...contentOf(part),
  };
}

function keptMarks(blocks: readonly Block[], lead: Mark): Set<Mark> {
  const kept = new Set<Mark>([lead]);
  for (const block of blocks) if (block.kind === 'heading') kept.add(block.owner);
  return kept;
}

/** Text below a heading that was dropped as navigation falls to the kept one before it. */
function nearestKept(owner: Mark, isKept: Set<Mark>): Mark | undefined {
  let mark: Mark | undefined = owner;
  const passed: Mark[] = [];
  while (mark !== undefined && !isKept.has(mark)) {
    passed.push(mark);
    mark = mark.previous;
  }
  // Later blocks of the same dropped heading take the short way.
  for (const dropped of passed) dropped.previous = mark;
  return mark;
}

function pathOf(mark: Mark, { title, isKept }: { title: string; isKept: Set<Mark> }): string[] {
  const path: string[] = [];
  for (let above = mark.parent; above !== undefined && path.length < MAX_PATH; above = above.parent) {
    if (above.kind === 'lead' || !isKept.has(above)) continue;
    if (above.heading === title) continue;
    const name = nameOf(above);
    if (name !== '') path.unshift(name);
  }
  return path;
}

/** A whole signature would drown the other headings of a path. */
function nameOf({ kind, heading, symbols }: Mark): string {
  return kind === 'definition' || /[(<]/.test(heading) ? (symbols[0] ?? heading) : heading;
}
