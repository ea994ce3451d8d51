import { termsOf } from '../text/document-terms.ts';

const MAX_CACHED = 20_000;
const cache = new Map<string, ReadonlySet<string>>();

/** The terms of a title, heading or symbol. Kept, because the same ones come up in query after query. */
export function nameTerms(name: string, lang: string): ReadonlySet<string> {
  const key = `${lang} ${name}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = new Set(
    termsOf(name, lang)
      .split(' ')
      .filter((term) => term !== ''),
  );
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, made);
  return made;
}
