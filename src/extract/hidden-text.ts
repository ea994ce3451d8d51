import { ButtonText } from './button.ts';
import { HIDDEN, tagTraits } from './tags.ts';

/** What is not shown, and what buttons say: of all of it only the text of a button may be of use. */
export class HiddenText {
  /** Open elements: the outermost, and of those in a button the ones that are hidden there. */
  #depth = 0;
  readonly #button = new ButtonText();

  get isOpen(): boolean {
    return this.#depth > 0;
  }

  open(): void {
    this.#depth++;
  }

  /** A button whose text may be of use; see `ButtonText`. */
  openButton(isFold: boolean): void {
    this.#depth++;
    this.#button.open(isFold);
  }

  /** Any element within. True when it is to be closed, too. */
  openInside(name: string): boolean {
    if (!this.#button.isOpen) return false;
    this.#button.add(' ');
    if ((tagTraits(name) & HIDDEN) === 0) return false;
    this.#depth++;
    return true;
  }

  addText(text: string): void {
    if (this.#button.isOpen && this.#depth === 1) this.#button.add(text);
  }

  close(): void {
    this.#depth--;
  }

  /** What the button says, if that is part of the text of the page. */
  closeButton(place: { isInMain: boolean }): string | undefined {
    this.#depth--;
    return this.#button.close(place);
  }
}
