/**
 * What an element's end undoes, beside the traits of its tag (`tags.ts`), in bits that those leave free: `open` of a reader returns them, and its
 * `close` is given them back.
 */
export const LINK = 1 << 13;
export const TITLE = 1 << 14;
export const TRAIL = 1 << 15;
export const BUTTON = 1 << 16;
/** Its text is left out. */
export const MUTED = 1 << 17;
export const LIST = 1 << 18;
/** A term of a list. */
export const ENTRY = 1 << 19;
export const ROW = 1 << 20;
/** An `a` that is no link. */
export const ANCHOR = 1 << 21;
export const OPEN_CODE = 1 << 22;
export const OPEN_BOLD = 1 << 23;
