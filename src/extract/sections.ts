import type { Section } from '../model/page.ts';
import { nameMembers } from './api-page.ts';
import type { Block } from './blocks.ts';
import type { Mark } from './outline.ts';

const MAX_PATH = 8;

/** A section while its parts are gathered. */
interface Draft {
  mark: Mark;
  texts: string[];
  codes: string[];
}

/** Gathers kept blocks into the sections they belong to, in document order; `title` is left out of the paths. */
export function assembleSections(blocks: readonly Block[], { title, lead }: { title: string; lead: Mark }): Section[] {
  const drafts = new Map<Mark, Draft>();
  const draftOf = (mark: Mark): Draft => {
    const known = drafts.get(mark);
    if (known !== undefined) return known;
    const draft: Draft = { mark, texts: [], codes: [] };
    drafts.set(mark, draft);
    return draft;
  };
  const isKept = keptMarks(blocks, lead);
  for (const block of blocks) {
    const draft = draftOf(nearestKept(block.owner, isKept) ?? lead);
    if (block.kind === 'text') draft.texts.push(block.text);
    else if (block.kind === 'code') draft.codes.push(block.text);
  }
  const sections = [...drafts.values()].map(({ mark, texts, codes }) => ({
    anchor: mark.anchor,
    heading: mark.heading,
    path: pathOf(mark, { title, isKept }),
    kind: mark.kind,
    symbols: mark.symbols,
    text: texts.join('\n'),
    code: codes.join('\n\n'),
  }));
  nameMembers(sections, { title });
  return sections;
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
    // A whole signature would drown the other headings of the path.
    const isSignature = above.kind === 'definition' || /[(<]/.test(above.heading);
    const name = isSignature ? (above.symbols[0] ?? above.heading) : above.heading;
    if (name !== '') path.unshift(name);
  }
  return path;
}
