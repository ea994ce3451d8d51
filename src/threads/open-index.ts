import type { KeptIndex } from '../index/search-index.ts';
import { SqliteSearchIndex } from '../index/sqlite/sqlite-search-index.ts';

/** Where the index is: a file, or a search engine. */
export type IndexPlace =
  | { kind: 'file'; path: string }
  | {
      kind: 'engine';
      nodes: string[];
      name: string;
      apiKey?: string;
      caFile?: string;
      proxy?: string;
      shards?: number;
      replicas?: number;
    };

/** Opens it in this thread. The clients of the engines are loaded only when one is asked for. */
export async function openIndex(place: IndexPlace, { readOnly }: { readOnly: boolean }): Promise<KeptIndex> {
  if (place.kind === 'file') return SqliteSearchIndex.open({ path: place.path, readOnly });
  const { ElasticsearchSearchIndex } = await import('../index/elasticsearch/elasticsearch-search-index.ts');
  return ElasticsearchSearchIndex.open(place);
}
