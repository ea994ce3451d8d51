import type { Attributes } from './attributes.ts';
import { around, type Region } from './regions.ts';
import { remembered } from './remembered.ts';

const NOTE_NAMES = /(?:^|[\s_-])(?:note|tip|hint|warning|caution|important|danger|admonition|callout)(?:$|[\s_-])/i;
/** What docutils and ReSpec make an `aside` of, though it is text like any other. */
const TEXT_NAMES = /(?:^|\s)(?:topic|footnotes?|footnote-list|citation|citation-list|example)(?:$|\s)/;
/** DocBook and docutils call a box in a chapter so, and its title; most other sites their navigation. */
const SIDEBAR_NAMES = /^sidebar(?:-title|-subtitle)?$/;

/** Tells boxes beside the text that are part of it, by their classes. */
export class BoxJudge {
  readonly #isCalledNote = remembered((names) => NOTE_NAMES.test(names));

  /** An article, or the main text, of that name is one of somebody's notes. */
  isNote(name: string, { class: names }: Attributes): boolean {
    return names !== undefined && name !== 'article' && name !== 'main' && this.#isCalledNote(names);
  }

  /** Is an `aside` with these attributes part of the text around it? */
  isText(attributes: Attributes): boolean {
    return this.isNote('aside', attributes) || TEXT_NAMES.test(attributes.class ?? '');
  }
}

/** Is it what a chapter sets in a box? */
export function isSidebarOfChapter({ class: names = '' }: Attributes, outer: Region): boolean {
  if (!SIDEBAR_NAMES.test(names)) return false;
  for (const region of around(outer))
    if (region.hasTitlePage || (region.name === 'section' && region.isSection)) return true;
  return false;
}
