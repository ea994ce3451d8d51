/** Unicode characters of a query. */
export const MAX_QUERY_CHARS = 512;
/** Pages in one answer, and before it. */
export const MAX_LIMIT = 100;
export const MAX_OFFSET = 10_000;

export interface SearchRequest {
  /** What a person typed, 1..512 characters; any text is valid. */
  q: string;
  /** Pages to return, 1..100. */
  limit: number;
  /** Pages to skip, 0..10,000. */
  offset: number;
  site?: string;
  lang?: string;
  type?: string;
  /** The last word is still being typed: it stands for all words that begin with it. */
  prefix?: boolean;
  /** Each result tells what made its score. */
  explain?: boolean;
  /** Names come with the words of the query marked, too. */
  highlight?: boolean;
}

/** The answer of `GET /api/v1/search`. */
export interface SearchResponse {
  query: string;
  /** Results in all, versions and translations of a page as one; with `atLeast` a lower bound. */
  total: number;
  totalRelation: 'exact' | 'atLeast';
  limit: number;
  offset: number;
  tookMs: number;
  /** The query with words that stand nowhere replaced by words of the site; null when there is nothing to mend. */
  suggestion: string | null;
  /** The results are those of the suggestion, not of the query as typed. */
  isMended: boolean;
  results: SearchResult[];
}

/** What made the score of a result. */
export interface Explanation {
  /** That of the page's type. All parts but `title` are multiplied by it already. */
  prior: number;
  /** By the names of the weights in `weights.ts`; their sum is the score. */
  parts: Record<string, number>;
}

/** One page, shown by its best section. */
export interface SearchResult {
  url: string;
  pageUrl: string;
  title: string;
  /** What the page is below in its site, its title, and headings above the section, outermost first. */
  breadcrumb: string[];
  heading: string;
  /** HTML-escaped text in which only `<mark>` is markup. */
  snippet: string;
  /** Comparable within one answer only; larger is better. */
  score: number;
  site: string;
  lang: string;
  type: string;
  /** ISO 8601, UTC. */
  crawledAt: string;
  /** Further sections of the page, best first, at most three. */
  sections: { url: string; heading: string; snippet: string; highlighted?: string | undefined }[];
  /** The same page in other versions and languages, and twins of it, best first, at most twenty: they are no results of their own. */
  versions: PageVersion[];
  /** When it was asked for. */
  explain?: Explanation | undefined;
  /** The names as `snippet` is; when it was asked for. */
  highlighted?: { title: string; heading: string } | undefined;
}

interface PageVersion {
  /** Its best place. */
  url: string;
  pageUrl: string;
  /** As its address names it, such as `3.11`; '' when it names none. */
  version: string;
  lang: string;
}
