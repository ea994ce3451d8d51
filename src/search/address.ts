import type { Candidate } from '../index/search-index.ts';

type Place = Pick<Candidate, 'url' | 'anchor' | 'ordinal' | 'heading'>;

/** A few words are found faster by the reader's browser, and are less likely to be broken by markup, than a sentence. */
const MAX_WORDS = 8;
const MAX_CHARS = 80;
/** Fewer words may stand anywhere in the page. */
const MIN_WORDS = 3;
/** Characters that a fragment may have as they are (RFC 3986, section 3.5). */
const PLAIN = /%(?:2F|3F|3A|40|21|24|26|27|28|29|2A|2B|2C|3B|3D)/g;

/**
 * The page's URL, with the section's anchor as a fragment. A section below the top that has none is opened by its first words (URL Fragment
 * Text Directives, WICG): browsers that know nothing of them, and pages that have changed, open at the top.
 * @param text what the section says, when it is at hand
 */
export function addressOf({ url, anchor, ordinal, heading }: Place, text = ''): string {
  if (anchor !== '') {
    const fragment = encodeURIComponent(anchor.toWellFormed()).replace(PLAIN, decodeURIComponent);
    return `${url}#${fragment}`;
  }
  if (ordinal === 0) return url;
  const words = firstWords(text) || firstWords(heading);
  // A hyphen has a meaning of its own there.
  return words === '' ? url : `${url}#:~:text=${encodeURIComponent(words.toWellFormed()).replaceAll('-', '%2D')}`;
}

/** From the first line that has enough of them: a match never goes beyond its block. */
function firstWords(text: string): string {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/u));
  const words = lines.find((line) => line.length >= MIN_WORDS) ?? lines.find(([word]) => word !== '') ?? [];
  let start = '';
  for (const word of words.slice(0, MAX_WORDS)) {
    const longer = start === '' ? word : `${start} ${word}`;
    if (longer.length > MAX_CHARS) break;
    start = longer;
  }
  return start;
}
