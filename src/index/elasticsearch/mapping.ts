import { FIELDS, type Field } from '../search-index.ts';

/** Raised when an index of the older form cannot be written any more, or words are analysed in another way: it is searched as it is until it is built again. */
export const SCHEMA_VERSION = 12;

/** What an operator may choose. */
export interface IndexForm {
  /** Primary shards, 1..1024. */
  shards: number;
  /** Copies of each; default: one as soon as there is a second node. */
  replicas?: number;
}

/**
 * The weights of the fields in BM25 (docs/ranking.md), as whole numbers: the engine copies each field into `all` that many times, so that a term's
 * frequency there is the weighted sum over the fields, and its rarity that over all of them (BM25F: Robertson, Zaragoza, Taylor 2004). No
 * query of the engines does this for prefixes, too, and gives the same on every version.
 */
const COPIES: Record<Field, number> = { symbols: 4, title: 1, headings: 2, body: 1, code: 1, anchors: 1 };

/** Longest list of candidates, times what is read ahead for the limit a page. */
export const MAX_WINDOW = 200_000;

/** Terms come analysed: an engine splits at blanks alone. `whitespace` is the analyzer of that name; the tokenizer is not on every build. */
const TERMS = { type: 'text', analyzer: 'whitespace' };
const KEYWORD = { type: 'keyword' };
/** For people who look into the engine, and for snippets: stored, not searched. */
const SHOWN = { type: 'text', index: false };

/** What an index of ours is made with. */
export function indexBody(alias: string, { shards, replicas }: IndexForm): object {
  return {
    settings: {
      number_of_shards: shards,
      ...(replicas === undefined ? { auto_expand_replicas: '0-1' } : { number_of_replicas: replicas }),
      refresh_interval: '-1', // apply() says when
      max_result_window: MAX_WINDOW,
      gc_deletes: '1h', // for as long a late request cannot bring back what was deleted
    },
    mappings: {
      dynamic: 'strict',
      _meta: { spindex: { schema: SCHEMA_VERSION } },
      _source: { excludes: ['terms', 'shown', 'words'] },
      properties: {
        kind: KEYWORD,
        page: KEYWORD,
        pageNumber: { type: 'long', index: false },
        family: { type: 'long', index: false },
        ordinal: { type: 'integer', index: false },
        url: KEYWORD,
        path: KEYWORD,
        site: KEYWORD,
        lang: KEYWORD,
        type: KEYWORD,
        prior: { type: 'float', index: false },
        crawledAt: { type: 'date' },
        title: SHOWN,
        trail: SHOWN,
        anchor: { type: 'keyword', index: false, doc_values: false },
        heading: SHOWN,
        headings: SHOWN,
        symbols: SHOWN,
        text: SHOWN,
        code: SHOWN,
        shown: { type: 'binary', doc_values: true },
        all: { ...TERMS, index_options: 'freqs' },
        terms: { properties: Object.fromEntries(FIELDS.map((field) => [field, fieldTerms(field)])) },
        words: { type: 'keyword', ignore_above: 256 },
        sections: { type: 'integer' },
        digest: { type: 'keyword', index: false, doc_values: false },
      },
    },
    aliases: { [alias]: { is_write_index: true } },
  };
}

function fieldTerms(field: Field): object {
  return { ...TERMS, norms: false, copy_to: Array<string>(COPIES[field]).fill('all') };
}
