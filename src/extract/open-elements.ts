import { BLOCK, CELL, tagTraits } from './tags.ts';

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
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;
const NEVER = -1;

/**
 * The stack of open elements. Every question to it is answered from depths noted by name, not by walking the stack, so
 * that no input takes more than linear time.
 */
export class OpenElements {
  readonly #names: string[] = [];
  readonly #marks: number[] = [];
  readonly #traits: number[] = [];
  readonly #depthsByName = new Map<string, number[]>();
  readonly #cellDepths: number[] = [];
  readonly #blockDepths: number[] = [];

  get depth(): number {
    return this.#names.length;
  }

  isOpen(name: string): boolean {
    return this.#nearest(name) !== NEVER;
  }

  push(name: string, mark: number): void {
    const depth = this.#names.length;
    this.#names.push(name);
    this.#marks.push(mark);
    const depths = this.#depthsByName.get(name);
    if (depths === undefined) this.#depthsByName.set(name, [depth]);
    else depths.push(depth);
    const traits = tagTraits(name);
    this.#traits.push(traits);
    if ((traits & CELL) !== 0) this.#cellDepths.push(depth);
    if ((traits & (BLOCK | CELL)) !== 0) this.#blockDepths.push(depth);
  }

  /** The innermost element, closed; undefined when none is open. */
  pop(): { name: string; mark: number } | undefined {
    const name = this.#names.pop();
    if (name === undefined) return undefined;
    this.#depthsByName.get(name)?.pop();
    const traits = this.#traits.pop() ?? 0;
    if ((traits & CELL) !== 0) this.#cellDepths.pop();
    if ((traits & (BLOCK | CELL)) !== 0) this.#blockDepths.pop();
    return { name, mark: this.#marks.pop() ?? 0 };
  }

  /** How deep the stack may stay when `name` opens; all that is deeper is closed by that. */
  depthForOpening(name: string): number {
    const implied = IMPLIED.get(name);
    if (implied !== undefined) return this.#outermost(implied);
    return (tagTraits(name) & BLOCK) !== 0 ? this.depthForClosing('p') : this.depth;
  }

  /**
   * How deep the stack stays after the end tag of `name`. That of an inline element does not reach beyond a block, and none
   * but a table's reaches beyond a cell; any heading's closes the open heading.
   */
  depthForClosing(name: string): number {
    if ((HEADINGS as readonly string[]).includes(name)) {
      const depth = Math.max(...HEADINGS.map((heading) => this.#nearest(heading)));
      return depth === NEVER ? this.depth : depth;
    }
    const nearest = this.#nearest(name);
    if (nearest === NEVER || TABLE_PARTS.has(name)) return nearest === NEVER ? this.depth : nearest;
    const stops = (tagTraits(name) & BLOCK) !== 0 ? this.#cellDepths : this.#blockDepths;
    return nearest < (stops.at(-1) ?? NEVER) ? this.depth : nearest;
  }

  #outermost({ closes, within }: Implied): number {
    let boundary = NEVER;
    for (const name of within) boundary = Math.max(boundary, this.#nearest(name));
    let outermost = this.depth;
    for (const name of closes) {
      const depths = this.#depthsByName.get(name) ?? [];
      for (let at = depths.length - 1; at >= 0 && (depths[at] ?? NEVER) > boundary; at--)
        outermost = Math.min(outermost, depths[at] ?? NEVER);
    }
    return outermost;
  }

  #nearest(name: string): number {
    return this.#depthsByName.get(name)?.at(-1) ?? NEVER;
  }
}
