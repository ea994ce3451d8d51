import { RAW_TEXTS, type RawText } from './html-tokenizer.ts';
import { BLOCK, CELL, CUSTOM, HIDDEN, tagTraits } from './tags.ts';

/** What an opening tag closes although nobody wrote it, up to the nearest of `within` (HTML standard, 13.1.2.4, optional tags). */
interface Implied {
  closes: readonly string[];
  within: readonly string[];
}

const IMPLIED = new Map<string, Implied>();
for (const [names, closes, within] of [
  ['li', 'li', 'ul ol menu table td th dl'],
  ['dt dd', 'dt dd', 'dl table td th'],
  ['tr', 'tr td th', 'table'],
  ['td th', 'td th', 'tr table'],
  ['thead tbody tfoot', 'thead tbody tfoot tr td th caption', 'table'],
  ['option', 'option', 'select datalist optgroup'],
  ['a', 'a', 'table td th'],
] as const) {
  for (const name of names.split(' ')) IMPLIED.set(name, { closes: closes.split(' '), within: within.split(' ') });
}
const TABLE_PARTS = new Set('table caption thead tbody tfoot tr td th body html'.split(' '));
const VOID = new Set(
  'area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr'.split(' '),
);
/** Elements of HTML that end a picture or a formula, as none has them: its own end tag is missing (HTML standard, 13.2.6.5). */
const NOT_FOREIGN = new Set(
  `b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub
  sup table tt u ul var`.split(/\s+/),
);
const FOREIGN = ['svg', 'math'];
/** What has HTML in it within a picture or a formula. */
const HTML_INSIDE = ['foreignobject', 'desc', 'title', 'annotation-xml', 'mi', 'mo', 'mn', 'ms', 'mtext'];
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const NEVER = -1;

/** A name of elements in one document: what is true of all of them, looked up once a tag. */
export interface Tag {
  readonly name: string;
  readonly traits: number;
  readonly isHeading: boolean;
  readonly isTablePart: boolean;
  /** It stands in no picture and no formula. */
  readonly isNotForeign: boolean;
  /** It has no content, and no end tag. */
  readonly isVoid: boolean;
  /** Its content is nothing but text. */
  readonly rawText: RawText | undefined;
  /** Where elements of this name are open, outermost first. */
  readonly depths: number[];
  /** What its opening closes, as far as the nearest of `within`. */
  closes: readonly Tag[];
  within: readonly Tag[];
}

/**
 * The stack of open elements. Every question to it is answered from depths noted by name, not by walking the stack, so
 * that no input takes more than linear time.
 */
export class OpenElements {
  readonly #tags = new Map<string, Tag>();
  readonly #open: Tag[] = [];
  readonly #marks: number[] = [];
  readonly #cellDepths: number[] = [];
  readonly #blockDepths: number[] = [];
  readonly #paragraph = this.tag('p');
  readonly #headings = HEADINGS.map((name) => this.tag(name));
  readonly #foreign = FOREIGN.map((name) => this.tag(name));
  readonly #htmlInside = HTML_INSIDE.map((name) => this.tag(name));

  get depth(): number {
    return this.#open.length;
  }

  /** Name of the innermost element; '' when none is open. */
  get innermost(): string {
    return this.#open.at(-1)?.name ?? '';
  }

  tag(name: string): Tag {
    const known = this.#tags.get(name);
    if (known !== undefined) return known;
    const made: Tag = {
      name,
      traits: tagTraits(name),
      isHeading: HEADINGS.includes(name),
      isTablePart: TABLE_PARTS.has(name),
      isNotForeign: NOT_FOREIGN.has(name),
      isVoid: VOID.has(name),
      rawText: RAW_TEXTS.find((raw) => raw === name),
      depths: [],
      closes: [],
      within: [],
    };
    this.#tags.set(name, made); // first: an `li` closes an `li`
    const implied = IMPLIED.get(name);
    if (implied !== undefined) {
      made.closes = implied.closes.map((closed) => this.tag(closed));
      made.within = implied.within.map((boundary) => this.tag(boundary));
    }
    return made;
  }

  isOpen(name: string): boolean {
    return nearest(this.tag(name)) !== NEVER;
  }

  /** A picture or a formula is open. */
  get isForeign(): boolean {
    return this.#foreign.some(({ depths }) => depths.length > 0);
  }

  push(tag: Tag, mark: number): void {
    const depth = this.#open.length;
    this.#open.push(tag);
    this.#marks.push(mark);
    tag.depths.push(depth);
    if ((tag.traits & CELL) !== 0) this.#cellDepths.push(depth);
    if ((tag.traits & (BLOCK | CELL)) !== 0) this.#blockDepths.push(depth);
  }

  /** The innermost element, closed; undefined when none is open. */
  pop(): { name: string; mark: number } | undefined {
    const tag = this.#open.pop();
    if (tag === undefined) return undefined;
    tag.depths.pop();
    if ((tag.traits & CELL) !== 0) this.#cellDepths.pop();
    if ((tag.traits & (BLOCK | CELL)) !== 0) this.#blockDepths.pop();
    return { name: tag.name, mark: this.#marks.pop() ?? 0 };
  }

  /** How deep the stack may stay when `tag` opens in a picture or a formula: HTML ends it. */
  depthForLeaving(tag: Tag): number {
    if (!tag.isNotForeign || !this.isForeign) return this.depth;
    const inside = Math.max(...this.#htmlInside.map(nearest));
    const ended = this.#foreign.flatMap(({ depths }) => depths.filter((depth) => depth > inside));
    return Math.min(this.depth, ...ended);
  }

  /** How deep the stack may stay when `tag` opens; all that is deeper is closed by that. */
  depthForOpening(tag: Tag): number {
    if (tag.closes.length > 0) return this.#outermost(tag);
    return (tag.traits & (BLOCK | CUSTOM)) === BLOCK ? this.depthForClosing(this.#paragraph) : this.depth;
  }

  /**
   * How deep the stack stays after the end tag of `tag`. That of an inline element does not reach beyond a block, and none
   * but a table's reaches beyond a cell; any heading's closes the open heading. What has no readable text ends whatever is
   * open in there, or it would hide the rest of the page.
   */
  depthForClosing(tag: Tag): number {
    if (tag.isHeading) {
      const depth = Math.max(...this.#headings.map(nearest));
      return depth === NEVER ? this.depth : depth;
    }
    const depth = nearest(tag);
    if (depth === NEVER) return this.depth;
    if (tag.isTablePart || (tag.traits & HIDDEN) !== 0) return depth;
    const stops = (tag.traits & BLOCK) !== 0 ? this.#cellDepths : this.#blockDepths;
    return depth < (stops.at(-1) ?? NEVER) ? this.depth : depth;
  }

  #outermost({ closes, within }: Tag): number {
    let boundary = NEVER;
    for (const tag of within) boundary = Math.max(boundary, nearest(tag));
    let outermost = this.depth;
    for (const { depths } of closes)
      for (let at = depths.length - 1; at >= 0 && (depths[at] ?? NEVER) > boundary; at--)
        outermost = Math.min(outermost, depths[at] ?? NEVER);
    return outermost;
  }
}

function nearest({ depths }: Tag): number {
  return depths.at(-1) ?? NEVER;
}
