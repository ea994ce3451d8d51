import { EXACT, exactTerm } from './chunk.ts';
import { headingKey, withoutChapter, withoutSubtitle } from './heading-keys.ts';

/** Parts of a symbol's name are divided by one of these. */
const SEPARATOR = /\.|::|->|#|\/|\\|:/g;
/**
 * What may follow the name in a call, with all that stands in its bracket, or in a type. The last bracket of a call may be missing, as it is while one types.
 */
const ARGUMENTS = [
  String.raw`\((?!e?s\))(?:[^)]*|.*\))`, // (x, y)  (x  but not the (s) of file(s)
  String.raw`\[.+\]`, // [1, 2]
  '<.+>', // <K, V>
];
/** A name, perhaps that of a macro, with its bracket at once behind it, and nothing more but the end of a statement. Matches the name. */
const CALL = new RegExp(String.raw`^([^\s([<]+?)!?(?:${ARGUMENTS.join('|')});?$`, 's');

/** A symbol without arguments or an empty pair of brackets. */
export function symbolName(symbol: string): string {
  return symbol.trim().replace(/\s*\(.*\)?$/s, '') || symbol.trim();
}

/** The name and every ending of it that people type: `a.b.c`, `b.c`, `c`. */
export function endingsOf(name: string): string[] {
  const starts = [0, ...Array.from(name.matchAll(SEPARATOR), (separator) => separator.index + separator[0].length)];
  const isChain = starts.length === name.split(SEPARATOR).filter((part) => part !== '').length;
  return isChain ? starts.map((start) => name.slice(start)) : [name];
}

/** What the names of files and hosts end with. */
const FILE_ENDING =
  /\.(?:[ch]|cc|cfg|cnf|com|conf|cpp|cs|css|csv|dll|exe|gz|htm|html|ini|io|jar|java|js|json|jsx|log|md|mjs|net|org|pdf|php|pl|png|py|rb|rs|rst|sh|so|sql|svg|tar|toml|ts|tsx|txt|xml|yaml|yml|zip)$/i;

/**
 * The endings of a qualified name without the whole: `shelf.size` and `size` of `pile.shelf.size`. None of any other text, and of what is called as files and
 * hosts are.
 */
export function memberNames(name: string): string[] {
  const endings = /[\s/]/.test(name) || FILE_ENDING.test(name) ? [] : endingsOf(name).slice(1);
  return endings.filter((ending) => /^[\p{L}_$]/u.test(ending));
}

/** `rununtilcomplete`: the key of the last part of a name for who leaves its low lines out; '' when it has none. */
export function joinedKey(name: string): string {
  const last = endingsOf(name).at(-1) ?? name;
  const joined = last.replace(/(?<=[\p{L}\p{N}])_+(?=[\p{L}\p{N}])/gu, '');
  return joined === last ? '' : headingKey(joined);
}

/** Terms of a symbol: the exact ones of its full name and of its endings (`gather`, `ElementTree.parse`), and the keys of the name as words. */
export function symbolTerms(symbol: string): string[] {
  const name = symbolName(symbol);
  if (name === '') return [];
  return [...endingsOf(name).map(exactTerm), headingKey(name), joinedKey(name)].filter(
    (term) => term.length > EXACT.length,
  );
}

/** Of a type: `Pile(K, V)`, `Pile<T>`. */
const PARAMETERS = /(?<=\w)(?:\([^()]*\)|<.*>)$/;

/** Keys of what is defined on a page that is called by one name: `lists:map` and `lists map` for `map` on the page `lists`. */
export function memberKeys(symbol: string, title: string): string[] {
  const owner = withoutChapter(withoutSubtitle(title)).replace(PARAMETERS, '');
  const name = symbolName(symbol);
  const isMember =
    /^\S+$/.test(owner) && endingsOf(name).length === 1 && !['', headingKey(owner)].includes(headingKey(name));
  return isMember ? endingsOf(owner).map((ending) => headingKey(`${ending} ${name}`)) : [];
}

/**
 * What is typed or pasted as a call or a type is looked for by its name: `open()`, `isinstance(x, str)`, `vec![1, 2]`, `Map<K, V>`. Any other
 * text is returned as it is: `file(s)`, and several calls in one, `int(x) or float(x)`.
 */
export function calledName(text: string): string {
  return (closesEarly(text) ? undefined : CALL.exec(text)?.[1]) ?? text;
}

/** Does the first bracket close before the last one does? `int(x) or float(x)`, `connection().close()`. */
function closesEarly(text: string): boolean {
  const last = text.lastIndexOf(')');
  let depth = 0;
  for (const { 0: sign, index } of text.matchAll(/[()]/g)) {
    depth += sign === '(' ? 1 : -1;
    if (depth === 0 && index < last) return true;
  }
  return false;
}
