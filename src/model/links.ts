/** Further texts of links to one place repeat what the first ones say. */
export const MAX_LINK_TEXTS = 16;
/** Longer ones are sentences that happen to be links. */
export const MAX_LINK_TEXT_CHARS = 100;
/** That of a page that 45 others or more link to; what every page links to is navigation, and says no more than that. */
export const MAX_LINK_CLASS = 6;

/** How much other pages link to a page, 0..6: one more for each doubling of their number, so that early links count and later ones hardly move it. */
export function linkClassOf(linkingPages: number): number {
  return Math.min(MAX_LINK_CLASS, Math.round(Math.log2(1 + linkingPages)));
}
