export type LinkTarget = 'nowhere' | 'elsewhere' | 'place';

/** White space that may stand before a block that has no text yet. */
const MAX_BLANKS = 40;
/** Set links of a line apart and say nothing. Commas and slashes are not among them: they stand between references, too. */
const SIGNS = /^[\s|¦·•›»[\]]*$/;
/** The same in a list of places, and what numbers them. */
const SIGNS_OF_PLACES = /^[\s|¦·•›»[\]\d.:)]*$/;

/**
 * The text of the block at hand, as written so far. Parts are only ever joined: to look into a long string after each
 * part would copy all of it each time.
 */
export class Run {
  /** What may be taken back: all since `#before`. */
  #text = '';
  /** What stays, and is not looked into before the run ends. */
  #before = '';
  #linkChars = 0;
  #placeChars = 0;
  /** Nothing but links so far, and signs that set them apart. */
  #isLinks = true;
  /** The same, and numbers. */
  #isList = true;
  /** The last part of all of it, and of `#before`. */
  #lastPart = '';
  #lastPartBefore = '';
  /** With this share of its text in links it is navigation: see `noteWayOn`. */
  #wayShare = Number.POSITIVE_INFINITY;
  /** Links in it to what other links of the page call its neighbours. */
  #knownWays = 0;

  get length(): number {
    return this.#before.length + this.#text.length;
  }

  /** True at the start of a line: nothing has come yet, or a line break last. */
  get isAtLineStart(): boolean {
    return this.#lastPart === '' || this.#lastPart.endsWith('\n');
  }

  /** Nothing has come yet, or a little white space. */
  get isBlank(): boolean {
    return this.peek(MAX_BLANKS)?.trim() === '';
  }

  /** @param to where the text leads as a link, if it is one: elsewhere, or to a place in the page */
  add(text: string, to: LinkTarget): void {
    const { length } = text; // once: texts are of many kinds to V8, which then looks it up anew each time
    if (length === 0) return;
    this.#text += text;
    this.#lastPart = text;
    if (to !== 'nowhere') this.#linkChars += length;
    else {
      this.#isLinks &&= SIGNS.test(text);
      this.#isList &&= SIGNS_OF_PLACES.test(text);
    }
    if (to === 'place') this.#placeChars += length;
  }

  /** A link in it leads to a neighbour of the page, as the next one: with `minLinkShare` of its text in links, the run is navigation. */
  noteWayOn(minLinkShare: number): void {
    this.#wayShare = Math.min(this.#wayShare, minLinkShare);
  }

  /** A link in it says nothing of itself, but leads where another link says that a neighbour of the page is: two of those are no chance. */
  noteKnownWay(minLinkShare: number): void {
    this.#knownWays++;
    if (this.#knownWays === 2) this.noteWayOn(minLinkShare);
  }

  /** Does it end with a letter, digit or underscore, of those with one UTF-16 unit? */
  get endsInWord(): boolean {
    return /[\p{L}\p{N}_]/u.test(this.#lastPart.slice(-1));
  }

  /** Takes back what it ends with, as far as that has come since the last `dropLast`, `hold` or `release`; nothing when it ends otherwise. */
  dropLast(end: string): void {
    if (this.#text.endsWith(end)) this.#keep(this.#text.slice(0, this.#text.length - end.length));
    this.hold();
  }

  /** Holds what comes from here on: `release` says whether it stays. */
  hold(): void {
    this.#before += this.#text;
    this.#lastPartBefore = this.#lastPart;
    this.#text = '';
  }

  /** Takes what is held out of the run when `isUnwanted` says so of it. */
  release(isUnwanted: (held: string) => boolean): void {
    if (isUnwanted(this.#text)) this.#keep('');
    this.hold();
  }

  /** Of `#text` only its beginning. */
  #keep(beginning: string): void {
    this.#linkChars -= Math.min(this.#linkChars, this.#text.length - beginning.length);
    this.#text = beginning;
    this.#lastPart = beginning || this.#lastPartBefore;
  }

  /** All of it while it is no longer than `maxChars`, else undefined. */
  peek(maxChars: number): string | undefined {
    return this.length <= maxChars ? this.#before + this.#text : undefined;
  }

  /** Ends the run. */
  take(): { text: string; linkChars: number; placeChars: number; wayShare: number } {
    const text = this.#before + this.#text;
    const isLinks = this.#isLinks && this.#linkChars > 0;
    const isPlaces = this.#isList && this.#linkChars > 0 && this.#placeChars === this.#linkChars;
    const taken = {
      text,
      linkChars: isLinks ? text.length : this.#linkChars,
      placeChars: isPlaces ? text.length : this.#placeChars,
      wayShare: this.#wayShare,
    };
    this.#placeChars = 0;
    this.#isLinks = true;
    this.#isList = true;
    this.#wayShare = Number.POSITIVE_INFINITY;
    this.#knownWays = 0;
    this.#text = '';
    this.#before = '';
    this.#linkChars = 0;
    this.#lastPart = '';
    this.#lastPartBefore = '';
    return taken;
  }
}
