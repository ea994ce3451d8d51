/** A file that is to be asked for. */
export interface SitemapFile {
  url: string;
  /** A guess, named by nobody: it must lie within the scope. The sitemaps that robots.txt names are asked for with it. */
  isStart: boolean;
  /** Indexes above it. */
  level: number;
  /** Redirects that led to it. */
  hops: number;
  /** Tries that have failed. */
  attempts: number;
  /** Monotonic ms. */
  notBefore: number;
}

/** What asking for a file leads to. */
export interface Next {
  /** The same file, later. */
  again?: SitemapFile;
  /** Further files. */
  files: SitemapFile[];
}

export const NOTHING: Next = { files: [] };

/** A file that somebody has named. */
export function fileAt(url: string): SitemapFile {
  return { url, isStart: false, level: 0, hops: 0, attempts: 0, notBefore: 0 };
}
