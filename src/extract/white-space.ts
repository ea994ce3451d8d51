/** Signs without width that only tell where a line may break, and NUL. */
const INVISIBLE = /[\0\u00ad\u200b\u2060\ufeff]+/g;
/** White space that is not one blank alone: most blanks are, and need no replacing. */
const LOOSE_SPACE = /(?: \s|[^\S ])\s*/g;

/** What all of the above begins with; most text has nothing of it, and is done with one look. */
const UNUSUAL = /[^ -~]| {2}/;

/** One blank for each run of white space, none at the ends, invisible signs gone. */
export function squeeze(text: string): string {
  if (!UNUSUAL.test(text)) return text.trim();
  return text.replace(INVISIBLE, '').replace(LOOSE_SPACE, ' ').trim();
}

/** The first `maxChars` UTF-16 units, never half of a surrogate pair. */
export function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const last = text.charCodeAt(maxChars - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? maxChars - 1 : maxChars);
}

/** No more than so many characters, without a word that is cut, unless that would be less than half of them. */
export function cutBetweenWords(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const words = text
    .slice(0, maxChars + 1)
    .replace(/\S*$/, '')
    .trimEnd();
  return words.length > maxChars / 2 ? words : cut(text, maxChars);
}
