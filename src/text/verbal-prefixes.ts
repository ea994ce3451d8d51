/**
 * What changes the meaning of a verb and of what is made from it, as `в` does in вписать and `під` in під'єднати. Of two that sound alike only one is here
 * (при, not пре; из, not ис; з, not с): to write one for the other is a slip of spelling.
 */
const PREFIXES: Record<string, readonly string[]> = {
  ru: ['в', 'вы', 'до', 'за', 'из', 'на', 'над', 'о', 'об', 'от', 'пере', 'по', 'под', 'при', 'про', 'раз', 'с', 'у'],
  uk: ['в', 'ви', 'від', 'до', 'з', 'за', 'на', 'над', 'о', 'об', 'пере', 'по', 'під', 'при', 'про', 'роз', 'у'],
};
/** A shorter rest may be alike by chance. */
const MIN_ROOT_CHARS = 4;

/**
 * Are these folded words the same but for their prefixes, of which one may be none? Then they are two words: `вписать` is not `писать`, `пропадает` not
 * `попадает`.
 */
export function differInPrefix(a: string, b: string, langs: readonly string[]): boolean {
  return langs.some((lang) => {
    const roots = new Set(rootsOf(a, lang));
    return rootsOf(b, lang).some((root) => roots.has(root));
  });
}

/** The word itself, and what is left of it without each of the prefixes that it may begin with. */
function rootsOf(word: string, lang: string): string[] {
  const prefixes = (PREFIXES[lang] ?? []).filter((prefix) => word.startsWith(prefix));
  return [word, ...prefixes.map((prefix) => word.slice(prefix.length))].filter((root) => root.length >= MIN_ROOT_CHARS);
}
