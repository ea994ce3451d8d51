import type { SearchIndex } from '../index/search-index.ts';
import { exactTerm } from '../text/chunk.ts';
import { weighedWithJoined } from './joined-words.ts';
import { fileName } from './meant-names.ts';
import { normalFilter } from './normal-filter.ts';
import { optionName, type ParsedQuery, parseQuery, possibleOptions } from './parse-query.ts';
import { type QueryWord, queryWords, weighed } from './query-words.ts';
import type { SearchRequest } from './response.ts';
import type { Synonyms } from './synonyms.ts';

export interface AnalysedQuery {
  parsed: ParsedQuery;
  words: readonly QueryWord[];
  /** The words to look for as typed, and in other wordings that mean the same. */
  texts: readonly string[];
  /** Languages that the words were analysed in. */
  langs: readonly string[];
}

/** A query is analysed in so many languages at most: more than there are stemmers. */
const MAX_LANGS = 32;

/** Reads and analyses what was asked for, and widens it by the wordings that mean the same: the owner's, and those of the site itself. */
export async function analyseQuery(
  index: Pick<SearchIndex, 'languages' | 'frequencies'>,
  request: SearchRequest,
  { synonyms }: { synonyms: Synonyms },
): Promise<AnalysedQuery> {
  const parsed = parseQuery(request.q, await optionsOf(index, request.q));
  Object.assign(parsed.filter, normalFilter(request));
  const known = parsed.filter.lang === undefined ? await index.languages() : [parsed.filter.lang];
  const langs = known.length > 0 ? known.slice(0, MAX_LANGS) : [''];
  const text = [...parsed.phrases, parsed.text].join(' ').trim();
  const typed = queryWords(text, langs, { isTyping: request.prefix === true && parsed.endsInWord });
  const { words: counted, wordings: joined } = await weighedWithJoined(typed, { index, langs });
  const { words, texts: meant } = synonyms.with(joined).widen(counted, { text: parsed.text, langs });
  const file = fileName(parsed.text);
  const texts = file === '' ? meant : [...meant, file];
  // With a phrase, the words are more than the text, and no title or heading is looked for by its wording.
  const wordings = parsed.phrases.length > 0 ? [parsed.text] : texts;
  return { parsed, langs, texts: wordings, words: words === counted ? counted : await weighed(words, index) };
}

/** Pieces such as `-sname` that stand on the site as they are: who types `erl -sname` does not want the pages without `sname`. */
async function optionsOf(index: Pick<SearchIndex, 'frequencies'>, q: string): Promise<string[]> {
  const pieces = possibleOptions(q);
  if (pieces.length === 0) return [];
  const { matches } = await index.frequencies(pieces.map((piece) => ({ terms: [exactTerm(optionName(piece))] })));
  return pieces.filter((_, i) => (matches[i] ?? 0) > 0);
}
