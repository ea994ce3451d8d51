import { compareText } from '../model/compare-text.ts';
import { type KnownItem, QUERY_KINDS, type QueryKind } from './known-items.ts';
import { MAX_LIMIT, type SearchRequest, type SearchResponse, type SearchResult } from './response.ts';

/** Results that count. */
const DEPTH = 10;

/** A query with what became of it. */
export interface Judged extends KnownItem {
  /** Place of the first right page among the ten results, from 1; 0 when it is not among them. */
  rank: number;
  /** The page that came first; '' when nothing was found. */
  first: string;
}

export interface Figures {
  queries: number;
  /** Mean of 1/rank, 0 for a rank beyond ten (mean reciprocal rank). */
  mrr: number;
  /** Share of queries with a right page in the first place. */
  hit1: number;
  /** The same among the first ten. */
  hit10: number;
}

/** How well a site's own names lead to their pages. */
export interface Evaluation {
  all: Figures;
  /** Only kinds that have queries. */
  kinds: Partial<Record<QueryKind, Figures>>;
  langs: Record<string, Figures>;
  /** The lowest ranks first, those not found at their head; rank 1 left out. */
  worst: Judged[];
}

export type Ask = (request: SearchRequest, options: { withoutAnchors: boolean }) => Promise<SearchResponse>;

/**
 * Asks each query as a person would, and looks for its page among the first ten results. For the text of a link no link text counts at all, and the pages that
 * have the link are left out of the results, so that its source cannot answer it. A title, heading or symbol has to count, for it is where the page says what
 * it is about: there the question is whether it is told from all the other pages that use the same words.
 */
export async function judge(
  ask: Ask,
  items: readonly KnownItem[],
  { site, signal, onProgress }: { site?: string; signal: AbortSignal; onProgress: (done: number) => void },
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const item of items) {
    signal.throwIfAborted();
    const request = {
      q: item.q,
      limit: Math.min(DEPTH + item.sources.length, MAX_LIMIT),
      offset: 0,
      ...(site === undefined ? {} : { site }),
    };
    const { results } = await ask(request, { withoutAnchors: item.kind === 'anchor' });
    const found = results.filter(({ pageUrl }) => !item.sources.includes(pageUrl));
    const isRight = ({ pageUrl, versions }: SearchResult) =>
      [pageUrl, ...versions.map((other) => other.pageUrl)].some((url) => item.pages.includes(url));
    const rank = 1 + found.slice(0, DEPTH).findIndex(isRight);
    judged.push({ ...item, rank, first: found[0]?.pageUrl ?? '' });
    onProgress(judged.length);
  }
  return judged;
}

/** The figures of judged queries: of all, of each kind and of each language of their pages. */
export function evaluate(judged: readonly Judged[]): Evaluation {
  const kinds = QUERY_KINDS.map((kind) => [kind, judged.filter((one) => one.kind === kind)] as const);
  const langs = [...new Set(judged.map(({ lang }) => lang))].sort();
  const worst = judged.filter(({ rank }) => rank !== 1);
  return {
    all: figuresOf(judged),
    kinds: Object.fromEntries(kinds.filter(([, of]) => of.length > 0).map(([kind, of]) => [kind, figuresOf(of)])),
    langs: Object.fromEntries(langs.map((lang) => [lang, figuresOf(judged.filter((one) => one.lang === lang))])),
    worst: worst.sort((a, b) => reciprocal(a.rank) - reciprocal(b.rank) || compareText(a.q, b.q)),
  };
}

function figuresOf(judged: readonly Judged[]): Figures {
  const mean = (value: (one: Judged) => number) =>
    judged.length === 0 ? 0 : judged.reduce((sum, one) => sum + value(one), 0) / judged.length;
  return {
    queries: judged.length,
    mrr: mean(({ rank }) => reciprocal(rank)),
    hit1: mean(({ rank }) => Number(rank === 1)),
    hit10: mean(({ rank }) => Number(rank > 0)),
  };
}

/** What a rank is worth in MRR; 0 stands for one that is not among the results. */
export function reciprocal(rank: number): number {
  return rank === 0 ? 0 : 1 / rank;
}
