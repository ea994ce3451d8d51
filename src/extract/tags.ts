/** Starts and ends a line of its own. */
export const BLOCK = 1;
/** Groups blocks: may turn out to be navigation, or the main content. */
export const REGION = 2;
/** Has no readable text at all. */
export const HIDDEN = 4;
/** Not part of the main text, unless nothing else is there. */
export const ASIDE = 8;
/** A table cell: a blank sets it off. */
export const CELL = 16;
/** White space counts. */
export const PRE = 32;
export const HEADING = 64;
/** A line break. */
export const BREAK = 128;
/** Code within a line. */
export const INLINE_CODE = 256;
/** No element of HTML: it may stand within a line as well as around blocks. */
export const CUSTOM = 512;
export const PARAGRAPH = 1024;
/** Stands above the line. */
export const RAISED = 2048;
/** Of one template: browsers show it in the element around it. */
export const SHADOW = 4096;

const TRAITS = new Map<string, number>();
const trait = (names: string, traits: number) => {
  for (const name of names.split(' ')) TRAITS.set(name, (TRAITS.get(name) ?? 0) | traits);
};
trait(
  'div section article main aside nav header footer ul ol menu dl table form details figure blockquote center dialog fieldset',
  BLOCK | REGION,
);
trait('p li dt dd tr thead tbody tfoot caption summary figcaption hr address body html hgroup legend search', BLOCK);
trait('p', PARAGRAPH);
trait('sup', RAISED);
trait('td th', CELL);
trait('nav aside footer dialog search', ASIDE | REGION);
trait('h1 h2 h3 h4 h5 h6', BLOCK | HEADING);
trait('pre xmp listing plaintext', BLOCK | PRE);
trait(
  'script style template svg noscript iframe noembed noframes object canvas audio video select textarea datalist input',
  HIDDEN,
);
// How a word is read stands between the words: with it, none of them would be found beside the next.
trait('annotation annotation-xml rp rt rtc', HIDDEN);
trait('br', BREAK);
// Tabs may be made of buttons to choose one from, with a label for each: they stand side by side.
trait('label', BREAK);
trait('code tt kbd samp', INLINE_CODE);

/** Traits of an element by its name. A custom element (its name has a hyphen) groups blocks as a `div` does, unless it stands within a line. */
export function tagTraits(name: string): number {
  return TRAITS.get(name) ?? (name.includes('-') ? BLOCK | REGION | CUSTOM : 0);
}
