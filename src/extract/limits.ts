/** Of one page, whatever it is written in: no document that anybody reads has more. */
export const MAX_TEXT_CHARS = 5_000_000;
export const MAX_SECTIONS = 20_000;
export const MAX_OUTLINKS = 20_000;
