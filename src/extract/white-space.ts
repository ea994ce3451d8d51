/** Signs without width that only tell where a line may break, and NUL. */
const INVISIBLE = /[\0\u00ad\u200b\u2060\ufeff]+/g;
const NEEDS_CARE = /[\0\t-\r\u00a0\u00ad\u200b\u2000-\u200a\u2028-\u202f\u205f\u2060\u3000\ufeff]| {2}/;

/** One blank for each run of white space, none at the ends, invisible signs gone. */
export function squeeze(text: string): string {
  if (!NEEDS_CARE.test(text)) return text.trim();
  return text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/** The first `maxChars` UTF-16 units, never half of a surrogate pair. */
export function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const last = text.charCodeAt(maxChars - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? maxChars - 1 : maxChars);
}
