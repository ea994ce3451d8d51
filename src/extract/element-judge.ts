import type { Attributes } from './attributes.ts';
import type { BlockCollector } from './blocks.ts';
import { BoilerplateJudge, type Verdict } from './boilerplate.ts';
import { BoxJudge, isSidebarOfChapter } from './boxes.ts';
import type { HeadingReader } from './heading-reader.ts';
import { around } from './regions.ts';
import { remembered } from './remembered.ts';
import { ASIDE, BLOCK } from './tags.ts';

const FOLD_NAMES = /tab|panel|collaps|accordion|fold|toggle|spoiler|answer|solution|details|content|code/i;
/** Classes of line numbers in code, and of a line that only styles put on a line of its own. */
const LINE_NUMBERS =
  /(?:^|\s)(?:lineno\S*|linenumber|line-numbers?(?:-rows|-wrapper)?|gutter|lnt?|hljs-ln-numbers)(?:\s|$)/;
const CODE_LINE = /(?:^|\s)(?:line|code-line|token-line)(?:\s|$)/;
/** What the class of code, or of a box around it, says its language is. */
const CODE_LANGUAGE = /(?:^|\s)(?:(?:language|lang|highlight)-|brush:\s*)([^\s;]+)/;
/** Marks of a state or version beside a name; Doxygen calls its own labels of a member. */
const BADGE = /badge|(?:^|\s)mlabels(?:\s|$)/i;
type CodePart = 'number' | 'line' | 'other';

/** Tells of an element that opens what it is to the page, by its name, its attributes and where it stands. */
export class ElementJudge {
  readonly #boilerplate = new BoilerplateJudge();
  readonly #boxes = new BoxJudge();
  readonly #ofClass = remembered(codePartOf);
  readonly #blocks: BlockCollector;
  readonly #headings: HeadingReader;

  constructor(blocks: BlockCollector, headings: HeadingReader) {
    this.#blocks = blocks;
    this.#headings = headings;
  }

  /** A page header is only that outside of the main text; an aside in a text may be a note. */
  verdict(name: string, attributes: Attributes, traits: number): Verdict {
    if (attributes.role === 'tabpanel') this.#blocks.regions.holdTab();
    if (this.#headings.isOpen && !this.#headings.isAtStart && BADGE.test(attributes.class ?? name)) return 'aside';
    const said = this.#boilerplate.judge(name, attributes);
    if (said === 'hidden') return this.#isFold(attributes, traits) ? 'none' : 'aside';
    if ((said === 'aside' || said === 'bar') && isSidebarOfChapter(attributes, this.#blocks.region)) return 'none';
    if (said === 'bar' && (traits & ASIDE) !== 0) return 'aside';
    if (said !== 'none') return said;
    if ((traits & ASIDE) !== 0) return name === 'aside' && this.#boxes.isText(attributes) ? 'none' : 'aside';
    return name === 'header' && !this.#isInSection() ? 'aside' : 'none';
  }

  isNote(name: string, attributes: Attributes): boolean {
    return this.#boxes.isNote(name, attributes);
  }

  /** What an element in code is by its class. */
  codePart({ class: names }: Attributes): CodePart {
    return names === undefined ? 'other' : this.#ofClass(names);
  }

  /** The header of a part of the page says what that is about (HTML standard, 4.3.8). */
  #isInSection(): boolean {
    const { region } = this.#blocks;
    if (region.isInMain) return true;
    for (const { name } of around(region)) if (name === 'section') return true;
    return false;
  }

  /** Hidden text that a click shows: whatever opens it knows it by its id, or it says that it is one. */
  #isFold({ id, role, class: names }: Attributes, traits: number): boolean {
    if ((traits & BLOCK) === 0 || !this.#blocks.region.isInMain || this.#headings.isOpen) return false;
    return id !== undefined || role === 'tabpanel' || (names !== undefined && FOLD_NAMES.test(names));
  }
}

function codePartOf(names: string): CodePart {
  if (LINE_NUMBERS.test(names)) return 'number';
  return CODE_LINE.test(names) ? 'line' : 'other';
}

/** In lower case; '' when its class says none. */
export function codeLanguageOf({ class: names = '' }: Attributes): string {
  return CODE_LANGUAGE.exec(names)?.[1]?.toLowerCase() ?? '';
}
