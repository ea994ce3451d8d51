import { compareText } from '../../model/compare-text.ts';
import type { VocabularyWord } from '../search-index.ts';
import { at, listAt } from './engine.ts';
import type { MultiSearch } from './multi-search.ts';

/** Engines refuse answers with more buckets. */
const MAX_BUCKETS = 65_000;
/** Words that a part is meant to have: fewer than fit, as parts are not quite even. */
const PART_WORDS = 50_000;

/** The words of most pages first. They come in parts, by the hash of the word, when there are more than one answer may hold. */
export async function readVocabulary(
  engine: Pick<MultiSearch, 'search'>,
  { query, limit }: { query: object; limit: number },
): Promise<readonly VocabularyWord[]> {
  const size = Math.min(limit, MAX_BUCKETS);
  const first = await wordsOf(engine, { query, terms: { field: 'words', size } });
  if (first.length < size || size === limit) return first;
  const parts = Math.ceil(limit / PART_WORDS);
  const words: VocabularyWord[] = [];
  // One after the other: each looks at every page.
  for (let partition = 0; partition < parts; partition += 1) {
    const terms = { field: 'words', size: MAX_BUCKETS, include: { partition, num_partitions: parts } };
    words.push(...(await wordsOf(engine, { query, terms })));
  }
  return words.sort((a, b) => b.pages - a.pages || compareText(a.word, b.word)).slice(0, limit);
}

async function wordsOf(
  engine: Pick<MultiSearch, 'search'>,
  { query, terms }: { query: object; terms: object },
): Promise<VocabularyWord[]> {
  const body = await engine.search('list words', { size: 0, query, aggs: { words: { terms } } });
  return listAt(body, 'aggregations', 'words', 'buckets').map((bucket) => ({
    word: String(at(bucket, 'key')),
    pages: Number(at(bucket, 'doc_count')),
  }));
}
