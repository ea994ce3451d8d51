import { FIELDS, type Field, type SearchIndex } from '../index/search-index.ts';

/** The same index, as if nothing stood in this field. The score of a search engine may still know of it: what matches does not. */
export function withoutField(index: SearchIndex, left: Field): SearchIndex {
  const narrowed = (fields: readonly Field[] = FIELDS) => fields.filter((field) => field !== left);
  return {
    apply: (changes) => index.apply(changes),
    candidates: (query) => index.candidates({ ...query, fields: narrowed(query.fields) }),
    passages: (ids) => index.passages(ids),
    frequencies: (groups) => index.frequencies(groups),
    languages: () => index.languages(),
    vocabulary: (limit) => index.vocabulary(limit),
    stats: () => index.stats(),
    close: () => index.close(),
  };
}
