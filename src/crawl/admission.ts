import type { Discovery } from '../store/crawl-store.ts';
import { leftOut, type Scope } from './scope.ts';

/** Links from a seed. A page that far away is one of a row without end; a book whose pages know only the next one is shorter. */
const LONGEST_CHAIN = 1_000;

export interface Admission {
  scope: Scope;
  /** Links from a seed to the URL. */
  depth: number;
  maxDepth: number | undefined;
  /** False when everything that leads to it asks not to be followed. Default: true. */
  isFollowed?: boolean;
}

/** How a URL that a page or a sitemap names enters the frontier: ready to be asked for, or left out, and why. */
export function admission(
  url: string,
  { scope, depth, maxDepth, isFollowed = true }: Admission,
): Pick<Discovery, 'state' | 'reason' | 'detail'> {
  const verdict = scope.judge(url);
  if (!verdict.inScope) return leftOut(verdict);
  if (!isFollowed) return { state: 'refused', reason: 'nofollow' };
  if (depth > LONGEST_CHAIN) return { state: 'out-of-scope', reason: 'trap-chain' };
  if (maxDepth !== undefined && depth > maxDepth) return { state: 'out-of-scope', reason: 'depth' };
  return { state: 'ready', reason: 'found' };
}
