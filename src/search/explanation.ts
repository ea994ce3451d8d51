import { rounded } from '../model/figures.ts';
import type { RankedPage } from './rank.ts';
import type { Explanation } from './response.ts';
import { type Parts, sumOf } from './weights.ts';

/** Differences below this come from rounding. */
const SMALL = 0.005;

/** What made the score of a page: the parts of its best section and what its further ones add, the largest first. */
export function explanationOf({ score, sections: [best], further }: RankedPage): Explanation {
  const parts: Parts = { ...best.parts, ...further };
  // In the place of another version of the page, it has that one's score.
  const rows = [...Object.entries(parts), ['otherVersion', score - sumOf(parts)] as const]
    .filter(([, part]) => Math.abs(part) >= SMALL)
    .sort(([, a], [, b]) => b - a)
    .map(([name, part]) => [name, rounded(part)] as const);
  return { prior: best.candidate.prior, parts: Object.fromEntries(rows) };
}
