/** Signs with a meaning of their own in a pattern. */
const SYNTAX = /[$()*+./?[\\\]^{|}]/g;

/**
 * Tells whether a line of a text begins with the query, just as it is typed: `PGUSER behaves the same as...` in a list, `void Indicates that...` in a
 * table. Such entries have no address of their own, and still explain what they begin with. Sentences begin with a capital, names as they are
 * spelled, so capitals count. Undefined for an empty query.
 */
export function entryLineFinder(query: string): ((text: string) => boolean) | undefined {
  const name = query.trim().replace(/\s+/g, ' ');
  if (name === '') return undefined;
  const line = new RegExp(`^${name.replace(SYNTAX, '\\$&')}(?![\\p{L}\\p{N}\\p{M}_])`, 'mu');
  return (text) => line.test(text);
}
