import type { Attributes } from './attributes.ts';
import { BLOCK, HEADING } from './tags.ts';

/** Tells which elements are headings, and of which level. */
export class HeadingLevels {
  /** The element around the title of a page of Doxygen has opened, and none since. */
  #isTitleNext = false;
  #hasTitle = false;

  /** A heading of the page says that it is the title. */
  get hasTitle(): boolean {
    return this.#hasTitle;
  }

  /**
   * 1 to 6 for `h1` to `h6`, for any block that says it is a heading (WAI-ARIA 1.2: the second level unless it says another), and for the title of
   * Doxygen's pages; 0 for others. To be asked for each element once, in document order.
   * @param options.isInHeading a heading is open: what is in it is no other
   */
  levelOf(
    name: string,
    { role, class: names, 'aria-level': level }: Attributes,
    { traits, isInHeading }: { traits: number; isInHeading: boolean },
  ): number {
    if ((traits & HEADING) !== 0) return Number(name.charAt(1));
    const isTitle = this.#isTitleNext && names === 'title';
    this.#isTitleNext = names === 'headertitle';
    if (isTitle) {
      this.#hasTitle = true;
      return 1;
    }
    if (role !== 'heading' || (traits & BLOCK) === 0 || isInHeading) return 0;
    return /^[1-6]$/.test(level ?? '') ? Number(level) : 2;
  }
}
