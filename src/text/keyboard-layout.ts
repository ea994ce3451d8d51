/** The letter keys of a keyboard from left to right and top to bottom, in each layout; ґ has no key of its own on most. */
const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const CYRILLIC = ['ёйцукенгшщзхъфывапролджэячсмитьбю', "'йцукенгшщзхїфівапролджєячсмитьбю"] as const;

/** What other keys write is the same in all of them. */
const SAME = '0123456789-_=+()!*%';

const MAPS = CYRILLIC.flatMap((cyrillic) => [keyMap(LATIN, cyrillic), keyMap(cyrillic, LATIN)]);
/** What German and Scandinavian letters are where the keyboard has none. */
const DIGRAPHS: Record<string, string> = { ae: 'ä', oe: 'ö', ue: 'ü', aa: 'å' };
/** A single key says nothing. */
const MIN_CHARS = 2;

function keyMap(from: string, to: string): ReadonlyMap<string, string> {
  const keys = [...to, ...SAME];
  return new Map([...from, ...SAME].map((key, i) => [key, keys[i] ?? key]));
}

/**
 * What the same keys write in another layout (Latin; Russian, Ukrainian), in lower case, without repeats: `фынтсшщ` is `asyncio`,
 * `gjbcr` is `поиск`. Empty for text that does not consist of such keys alone.
 */
export function otherLayouts(text: string): string[] {
  const typed = [...text.toLowerCase()];
  if (typed.length < MIN_CHARS) return [];
  const written = MAPS.filter((map) => typed.every((key) => map.has(key))).map((map) =>
    typed.map((key) => map.get(key) ?? key).join(''),
  );
  return [...new Set(written)].filter((other) => other !== text);
}

/** The word with the letters that its digraphs may stand for: `groesse` is `grösse`, `faerger` is `färger`. Empty without any. */
export function withUmlauts(text: string): string[] {
  const written = text.toLowerCase().replace(/ae|oe|(?<![aeq])ue|aa/g, (digraph) => DIGRAPHS[digraph] ?? digraph);
  return written === text.toLowerCase() ? [] : [written];
}
