import { squeeze } from './white-space.ts';

/** In the scripts that have a sign of their own for it too; where no blanks set words apart, a few characters are several words. */
const QUESTION = /^\S+\s\S.*[?\u037e\u061f\uff1f]|^.{4,}\uff1f/s;
const SEVERAL_WORDS = /^\S+\s\S+\s\S/;

/** The text of a button: what it does is no part of the page's text, but a question is that opens its answer, and the name of a fold. */
export class ButtonText {
  #text: string | undefined;
  #isFold = false;

  get isOpen(): boolean {
    return this.#text !== undefined;
  }

  /** @param isFold does the button say of itself that it opens something? */
  open(isFold: boolean): void {
    this.#text = '';
    this.#isFold = isFold;
  }

  add(text: string): void {
    this.#text += text;
  }

  /** What it says, if that is part of the text of the page; a fold outside of the main text is a menu. */
  close({ isInMain }: { isInMain: boolean }): string | undefined {
    const text = squeeze(this.#text ?? '');
    this.#text = undefined;
    return QUESTION.test(text) || (this.#isFold && isInMain && SEVERAL_WORDS.test(text)) ? text : undefined;
  }
}
