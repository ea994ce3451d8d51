/**
 * Tells where only styles set a text apart from what stands before it, so that a blank has to stand there: between two `span`, or behind an empty
 * one, as parts of a heading are often set; and on both sides of the number of a footnote.
 */
export class WordGaps {
  /** The tags of `span` since the last text. */
  #spans: 'none' | 'opened' | 'closed' | 'between' = 'none';
  #wasNoteNumber = false;

  openSpan(): void {
    if (this.#spans !== 'between') this.#spans = this.#spans === 'closed' ? 'between' : 'opened';
  }

  closeSpan(): void {
    if (this.#spans !== 'between') this.#spans = this.#spans === 'opened' ? 'between' : 'closed';
  }

  /**
   * Is there a gap before this text? To be asked for each text once.
   * @param options.isNoteNumber it is raised, and a link to a place in the page
   * @param options.setsApart what the text is in sets its parts apart
   */
  isBefore({ isNoteNumber, setsApart }: { isNoteNumber: boolean; setsApart: boolean }): boolean {
    const isApart = isNoteNumber !== this.#wasNoteNumber || (setsApart && this.#spans === 'between');
    this.#spans = 'none';
    this.#wasNoteNumber = isNoteNumber;
    return isApart;
  }
}
