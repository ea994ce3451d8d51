import type { Candidate } from '../../src/index/search-index.ts';

/** A section that an index has found, without names unless `rest` gives it some. */
export function candidateAt(url: string, rest: Partial<Candidate> = {}): Candidate {
  return {
    id: url,
    url,
    anchor: '',
    title: '',
    heading: '',
    trail: [],
    path: [],
    symbols: [],
    ordinal: 1,
    site: '',
    lang: 'en',
    type: 'page',
    prior: 1,
    crawledAt: 0,
    score: 1,
    ...rest,
  };
}
